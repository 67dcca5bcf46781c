import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { type Plain, unknown } from "@portcullis/policypack/resources/resource";
import { dependenciesOf, plainOf, propertiesOf, unknownText } from "@portcullis/policypack/resources/property-values";

const signature = "4dabf18193072939515e22adb298388d";
const secret = (rest: object) => ({ [signature]: "1b47061264138c4ac30d75fd1eb44270", ...rest });
const output = (rest: object) => ({ [signature]: "d0e6a833031e9bbcd3f4e8bde6ca49a4", ...rest });
const resource = (rest: object) => ({ [signature]: "5cf8f73096256a8f31e491e813e4eb8e", ...rest });
const asset = (rest: object) => ({ [signature]: "c44067f5952c0a294b673a41bacd8c17", ...rest });

describe("a value on the wire", () => {
  test.each<[string, unknown, Plain]>([
    ["text stays text", "10.0.0.0/8", "10.0.0.0/8"],
    ["null stays null", null, null],
    ["nothing at all is null", undefined, null],
    ["a number that is none is unknown", NaN, unknown],
    ["an unknown text is unknown", unknownText, unknown],
    ["an unknown number is unknown", "3eeb2bf0-c639-47a8-9e75-3b44932eb421", unknown],
    ["a text made with an unknown text is unknown", `arn:aws:ec2:::${unknownText}/x`, unknown],
    ["an unknown element leaves the others known", ["10.0.0.0/8", unknownText], ["10.0.0.0/8", unknown]],
    ["a secret is its value", secret({ value: { a: [1] } }), { a: [1] }],
    ["a secret in a state with --show-secrets is its value", secret({ plaintext: '"10.0.0.0/8"' }), "10.0.0.0/8"],
    ["an encrypted secret is unknown", secret({ ciphertext: "v1:abc" }), unknown],
    ["a secret whose text is not JSON is unknown", secret({ plaintext: "{" }), unknown],
    ["an unknown secret is unknown", secret({ value: unknownText }), unknown],
    ["a known output is its value", output({ value: ["a"], dependencies: ["urn:pulumi:a"] }), ["a"]],
    ["an output without a value is unknown", output({ secret: true }), unknown],
    ["a secret inside an output is its value", output({ value: secret({ value: 1 }) }), 1],
    ["a resource is its id", resource({ urn: "urn:pulumi:a", id: "sg-1" }), "sg-1"],
    ["a resource that does not exist yet is unknown", resource({ urn: "urn:pulumi:a", id: "" }), unknown],
    ["a component is its URN", resource({ urn: "urn:pulumi:a" }), "urn:pulumi:a"],
    ["an asset is what it says, without the signature", asset({ path: "./index.js" }), { path: "./index.js" }],
    ["an object of a kind that is not known is unknown", { [signature]: "something new", value: 1 }, unknown],
  ])("%s", (_, json, expected) => {
    expect(plainOf(json)).toEqual(expected);
  });

  test("any JSON without signatures stays as it is", () => {
    fc.assert(fc.property(fc.jsonValue(), (json) => expect(plainOf(json)).toEqual(json)));
  });

  test("wrapped in secrets and outputs at any place, it is the same", () => {
    const wrapped = (json: unknown): fc.Arbitrary<unknown> =>
      fc
        .constantFrom(
          (value: unknown) => value,
          (value: unknown) => secret({ value }),
          (value: unknown) => output({ value }),
          (value: unknown) => secret({ plaintext: JSON.stringify(value) }),
        )
        .chain((wrap) => inside(json).map(wrap));
    const inside = (json: unknown): fc.Arbitrary<unknown> => {
      if (Array.isArray(json)) return fc.tuple(...json.map(wrapped));
      if (typeof json !== "object" || json === null) return fc.constant(json);
      return fc.tuple(...Object.entries(json).map(([key, value]) => wrapped(value).map((inner) => [key, inner] as const))).map(Object.fromEntries);
    };
    // JSON itself has one zero.
    const values = fc.jsonValue({ maxDepth: 3 }).map((value) => JSON.parse(JSON.stringify(value)) as unknown);
    const cases = values.chain((json) => wrapped(json).map((wire) => ({ json, wire })));
    fc.assert(fc.property(cases, ({ json, wire }) => expect(plainOf(wire)).toEqual(json)));
  });

  test("nested deeper than any program nests, it is unknown and no exception", () => {
    let json: unknown = 1;
    for (let depth = 0; depth < 100_000; depth++) json = [json];
    expect(() => plainOf(json)).not.toThrow();
    expect(dependenciesOf(json)).toEqual([]);
  });
});

test("what is not an object has no properties", () => {
  expect([null, 1, [1], unknownText, undefined].map(propertiesOf)).toEqual([{}, {}, {}, {}, {}]);
});

test("output values name the resources that they were computed from, at any depth", () => {
  const json = {
    a: [output({ dependencies: ["urn:pulumi:a"] })],
    b: secret({ value: output({ value: 1, dependencies: ["urn:pulumi:b"] }) }),
    c: "urn:pulumi:c",
  };
  expect(dependenciesOf(json)).toEqual(["urn:pulumi:a", "urn:pulumi:b"]);
});
