// Another copy of the SDK answers the engine: what the pack listens to is never called.
const { PolicyPack } = require("@pulumi/policy");
const rpc = require.resolve("@pulumi/pulumi/proto/analyzer_grpc_pb");
const { AnalyzerService } = require(rpc);
require.cache[rpc].exports = {
  AnalyzerService: Object.fromEntries(Object.entries(AnalyzerService).map(([name, method]) => [name, { ...method }])),
};
const { packArgs } = require("@portcullis/policypack/crossguard/pack");
const { policies } = require("@portcullis/policypack/contract/registry");

new PolicyPack("second-copy", packArgs(policies));
