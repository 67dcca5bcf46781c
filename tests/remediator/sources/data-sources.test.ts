import { describe, expect, test } from "@jest/globals";
import { plainOf, unknownText } from "@portcullis/policypack/resources/property-values";
import { unknown } from "@portcullis/policypack/resources/resource";
import { dataSourcesFor, type JsonObject } from "@portcullis/remediator/engine/data-sources";

const answer = dataSourcesFor(__dirname, "eu-west-1");
const asRead = (token: string, args: JsonObject = {}) => plainOf(answer(token, args)) as Record<string, unknown>;

describe("a data source", () => {
  test("answers in the declared shape, with its arguments as they were and the rest unknown", () => {
    expect(asRead("aws:ec2/getVpc:getVpc", { state: "available" })).toMatchObject({
      state: "available",
      id: unknown,
      cidrBlock: unknown,
      cidrBlockAssociations: [{ cidrBlock: unknown, state: unknown }],
      tags: {},
    });
  });

  test("lists a few texts, each another", () => {
    const ids = answer("aws:ec2/getSubnets:getSubnets", {}).ids as readonly string[];
    expect(new Set(ids).size).toBe(3);
    expect(ids.every((id) => id.includes(unknownText))).toBe(true);
  });

  test("knows the region that is configured, its zones and the partition", () => {
    expect(asRead("aws:index/getRegion:getRegion")).toMatchObject({ name: "eu-west-1", region: "eu-west-1" });
    expect(asRead("aws:index/getAvailabilityZones:getAvailabilityZones")).toMatchObject({ names: ["eu-west-1a", "eu-west-1b", "eu-west-1c"] });
    expect(asRead("aws:index/getPartition:getPartition")).toMatchObject({ partition: "aws", dnsSuffix: "amazonaws.com" });
  });

  test.each<[string, JsonObject, string]>([
    ["aws:ec2/getManagedPrefixList:getManagedPrefixList", { name: "com.amazonaws.global.cloudfront.origin-facing" }, "pl-4fa04526"],
    ["aws:ec2/getPrefixList:getPrefixList", { name: "com.amazonaws.eu-west-1.s3" }, "com.amazonaws.eu-west-1.s3"],
    [
      "aws:ec2/getManagedPrefixList:getManagedPrefixList",
      { name: "com.amazonaws.eu-west-1.ipv6.route53-healthchecks" },
      "com.amazonaws.eu-west-1.ipv6.route53-healthchecks",
    ],
  ])("%s knows a list that AWS keeps by its name", (token, args, id) => {
    expect(asRead(token, args)).toMatchObject({ id });
  });

  test("does not know a list by a name that is not known", () => {
    expect(asRead("aws:ec2/getManagedPrefixList:getManagedPrefixList", { name: `x-${unknownText}` }).id).toBe(unknown);
  });

  test("of an unknown region has unknown zones", () => {
    expect(plainOf(dataSourcesFor(__dirname, undefined)("aws:index/getAvailabilityZones:getAvailabilityZones", {}))).toMatchObject({
      names: [unknown, unknown, unknown],
    });
  });

  test.each<[string, string, Readonly<Record<string, string>>]>([
    ["aws:iam/getPolicyDocument:getPolicyDocument", "json", {}],
    ["aws:secretsmanager/getSecretVersion:getSecretVersion", "secretString", {}],
    ["aws:ssm/getParameter:getParameter", "value", { name: "/aws/service/ecs/optimized-ami/amazon-linux-2/recommended" }],
  ])("%s gives JSON that programs can parse, and is unknown as a whole", (token, property, args) => {
    const text = answer(token, args)[property] as string;
    expect(() => JSON.parse(text) as unknown).not.toThrow();
    expect(plainOf(text)).toBe(unknown);
  });

  test("answers the same question the same, in whatever order its arguments are, and another question otherwise", () => {
    const token = "aws:ec2/getVpc:getVpc";
    expect(answer(token, { id: "a", state: "b" })).toEqual(answer(token, { state: "b", id: "a" }));
    expect(answer(token, { default: true }).arn).not.toBe(answer(token, { default: false }).arn);
  });

  test.each(["nowhere:index:getThing", "aws:ec2/getNothing:getNothing", "malformed", ""])(
    "that is not declared (%p) repeats its arguments",
    (token) => {
      expect(answer(token, { a: 1 })).toEqual({ a: 1 });
    },
  );
});
