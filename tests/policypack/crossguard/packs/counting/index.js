// Counts how often the properties of a group are turned into objects, by the SDK or by the pack, and says so at the end.
const { Struct } = require("google-protobuf/google/protobuf/struct_pb");
const toJavaScript = Struct.prototype.toJavaScript;
let decoded = 0;
Struct.prototype.toJavaScript = function () {
  if (this.getFieldsMap().has("ingress")) decoded++;
  return toJavaScript.call(this);
};
const protobuf = require("@portcullis/policypack/crossguard/protobuf");
const { jsonOfStruct } = protobuf;
protobuf.jsonOfStruct = (message) => {
  const json = jsonOfStruct(message);
  if ("ingress" in json) decoded++;
  return json;
};
process.on("SIGTERM", () => {
  process.stderr.write(`decoded ${decoded} times\n`, () => process.exit());
});
const { PolicyPack } = require("@pulumi/policy");
const { packArgs } = require("@portcullis/policypack/crossguard/pack");
const { policies } = require("@portcullis/policypack/contract/registry");

new PolicyPack("counting", packArgs(policies));
