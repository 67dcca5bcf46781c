import { expect, test } from "@jest/globals";
import { decode } from "@portcullis/policypack/decode/decode";
import { unknown } from "@portcullis/policypack/resources/resource";
import { resource, stackOf, urnOf, type Entry } from "../../harness/stack";

const stack = (props: Entry["props"]): Entry => resource("aws:cloudformation/stack:Stack", "wrapped", props);
const native = (props: Entry["props"]): Entry => resource("aws-native:cloudformation:Stack", "wrapped", props);
const control = (typeName: Entry["props"][string]): Entry =>
  resource("aws:cloudcontrol/resource:Resource", "wrapped", { typeName, desiredState: "{}" });
const extension = (type: Entry["props"][string]): Entry => resource("aws-native:index:ExtensionResource", "wrapped", { type, properties: {} });
const template = (type: string) => ({ Resources: { Web: { Type: type } } });

test.each<[string, Entry, RegExp | undefined]>([
  ["a template with a group", stack({ templateBody: JSON.stringify(template("AWS::EC2::SecurityGroup")) }), /^deploys a template: /],
  [
    "a template of YAML with a rule",
    stack({ templateBody: "Resources: { A: { Type: 'AWS::EC2::SecurityGroupIngress' } }" }),
    /^deploys a template: /,
  ],
  ["a template as an object", native({ templateBody: template("AWS::EC2::SecurityGroup") }), /^deploys a template: /],
  ["a template with none", stack({ templateBody: JSON.stringify(template("AWS::S3::Bucket")) }), undefined],
  ["a template that is not known", stack({ templateBody: unknown }), /^deploys a template: /],
  ["a template from elsewhere", native({ templateUrl: "https://example.com/a.yaml" }), /^deploys a template from elsewhere: /],
  ["no template", stack({}), undefined],
  ["a group through Cloud Control", control("AWS::EC2::SecurityGroup"), /^makes groups or rules /],
  ["something else through Cloud Control", control("AWS::S3::Bucket"), undefined],
  ["what is not known through Cloud Control", control(unknown), /^makes groups or rules /],
  ["a rule as an extension", extension("AWS::EC2::SecurityGroupEgress"), /^makes groups or rules /],
  ["a list of addresses as an extension", extension("AWS::EC2::PrefixList"), /^makes groups or rules /],
  ["nulls", stack({ templateBody: null, templateUrl: null }), undefined],
  ["wrong types", control([1]), undefined],
])("%s", (_, entry, reason) => {
  const expected = reason === undefined ? [] : [{ urn: urnOf(entry), reason: expect.stringMatching(reason) }];
  expect(decode(stackOf([entry], "deployed")).gaps).toEqual(expected);
});
