// An SDK that does not let itself be listened to.
const { AnalyzerService } = require("@pulumi/pulumi/proto/analyzer_grpc_pb");
Object.freeze(AnalyzerService.analyzeStack);
const { PolicyPack } = require("@pulumi/policy");
const { packArgs } = require("@portcullis/policypack/crossguard/pack");
const { policies } = require("@portcullis/policypack/contract/registry");

new PolicyPack("read-only", packArgs(policies));
