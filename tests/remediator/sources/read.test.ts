import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { type Resource, unknown } from "@portcullis/policypack/resources/resource";
import { readResources } from "@portcullis/remediator/sources/read";

const urn = "urn:pulumi:dev::shop::shop:index:Web$aws:ec2/securityGroup:SecurityGroup::web";
const vpc = "urn:pulumi:dev::shop::aws:ec2/vpc:Vpc::main";
const provider = "urn:pulumi:dev::shop::pulumi:providers:aws::default_7_48_0";
const stack = "urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev";

const group = {
  urn,
  custom: true,
  type: "aws:ec2/securityGroup:SecurityGroup",
  inputs: { vpcId: "04da6b54-80e4-46f7-96ec-b56ff0331ba9", ingress: [{ cidrBlocks: ["10.0.0.0/8", "[secret]"] }] },
  parent: stack,
  provider: `${provider}::04da6b54-80e4-46f7-96ec-b56ff0331ba9`,
  propertyDependencies: { ingress: [], vpcId: [vpc] },
  sourcePosition: "project:///lib/web.ts#8,18",
  stackTrace: [
    { sourcePosition: "project:///lib/web.ts#8,18" },
    {},
    { sourcePosition: "project:///../../node_modules/@pulumi/resource.ts#1,2" },
    { sourcePosition: "project:///index.ts#13" },
  ],
};

const plain: Resource = {
  urn,
  type: group.type,
  name: "web",
  custom: true,
  inputs: { vpcId: unknown, ingress: [{ cidrBlocks: ["10.0.0.0/8", unknown] }] },
  outputs: {},
  id: undefined,
  parent: stack,
  provider,
  propertyDependencies: { vpcId: [vpc] },
  positions: [
    { file: "lib/web.ts", line: 8, column: 18 },
    { file: "index.ts", line: 13, column: 1 },
  ],
};

/** Its second address is masked. */
const read: Resource = { ...plain, sealed: [["ingress", 0, "cidrBlocks", 1]] };

const digest = (...steps: readonly object[]) => JSON.stringify({ steps, diagnostics: [], changeSummary: {} });
const state = (...resources: readonly object[]) => JSON.stringify({ version: 3, deployment: { manifest: {}, resources } });

test("what is secret in a file is known to be", () => {
  const secret = (rest: object) => ({ "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ...rest });
  const inputs = {
    description: secret({ plaintext: '"for Initech"' }),
    vpcId: secret({ ciphertext: "AAAA" }),
    ingress: [{ cidrBlocks: [secret({ value: "9.7.0.0/15" }), "[secret]", "10.0.0.0/8"], fromPort: secret({ plaintext: "22" }) }],
  };
  const result = readResources(state({ ...group, inputs }), "state.json");
  expect(result).toMatchObject({
    resources: [
      {
        inputs: { description: "for Initech", vpcId: unknown, ingress: [{ cidrBlocks: ["9.7.0.0/15", unknown, "10.0.0.0/8"], fromPort: 22 }] },
        secrets: ["22", "9.7.0.0/15", "for Initech"],
        sealed: [["vpcId"], ["ingress", 0, "cidrBlocks", 1]],
      },
    ],
  });
});

describe("a preview", () => {
  test.each<[string, readonly object[], readonly Resource[]]>([
    ["has what is created", [{ op: "create", urn, newState: group }], [read]],
    [
      "has ids and outputs of what stays from its old state",
      [{ op: "same", urn, oldState: { ...group, id: "sg-1", outputs: { vpcId: "vpc-1" } }, newState: group }],
      [{ ...read, id: "sg-1", outputs: { vpcId: "vpc-1" } }],
    ],
    [
      "has no id of what is replaced, and has it once",
      [
        { op: "create-replacement", urn, oldState: { ...group, id: "sg-1" }, newState: group },
        { op: "replace", urn, oldState: { ...group, id: "sg-1" }, newState: group },
        { op: "delete-replaced", urn, oldState: { ...group, id: "sg-1" } },
      ],
      [read],
    ],
    [
      "lacks what is deleted",
      [
        { op: "create", urn, newState: group },
        { op: "delete", urn: vpc, oldState: { urn: vpc, custom: true } },
      ],
      [read],
    ],
    [
      "has what is read from another stack, with a gap",
      [{ op: "read", urn, newState: { ...group, id: "sg-1", external: true, inputs: undefined, propertyDependencies: undefined } }],
      [{ ...plain, id: "sg-1", inputs: {}, propertyDependencies: {}, isRead: true }],
    ],
    [
      "has a gap where the engine skipped a resource",
      [{ op: "create", urn, newState: { ...group, inputs: {} } }],
      [{ ...plain, inputs: {}, gap: "was skipped by the engine: its inputs are not there" }],
    ],
    [
      "drops malformed positions and those outside of the program",
      [
        {
          op: "create",
          urn,
          newState: {
            ...group,
            sourcePosition: "project:///../other.ts#1,1",
            stackTrace: [
              "x",
              1,
              { sourcePosition: "project:///a.ts" },
              { sourcePosition: "project:////etc/passwd#1,1" },
              { sourcePosition: "project:///%#1" },
            ],
          },
        },
      ],
      [{ ...read, positions: [] }],
    ],
  ])("%s", (_, steps, resources) => {
    expect(readResources(digest(...steps), "preview.json")).toEqual({ kind: "resources", format: "preview", resources });
  });

  test("that failed only because of a violated policy is whole", () => {
    const diagnostics = [{ severity: "error", message: "error: preview failed\n" }];
    expect(readResources(JSON.stringify({ steps: [{ op: "create", newState: group }], diagnostics }), "p").kind).toBe("resources");
  });
});

describe("a preview that leaves out what stays as it is", () => {
  const same = { op: "same", urn, oldState: group, newState: group };
  const leftOut = (steps: readonly object[], changeSummary: unknown) => {
    const read = readResources(JSON.stringify({ steps, diagnostics: [], changeSummary }), "preview.json");
    return read.kind === "failed" ? read.reason : read.leftOut;
  };

  test.each<[string, readonly object[], unknown, string | undefined]>([
    ["says how much it leaves out", [{ op: "create", urn, newState: group }], { create: 1, same: 12 }, "12 resources that stay as they are, and"],
    ["or that it is one", [{ op: "create", urn, newState: group }, same], { create: 1, same: 2 }, "one resource that stays as it is, and"],
    ["is none where all are shown", [same], { same: 1 }, undefined],
    ["is none where nothing stays", [{ op: "create", urn, newState: group }], { create: 1 }, undefined],
    ["is none where nothing can be read of it", [{ op: "create", urn, newState: group }], { same: "twelve" }, undefined],
  ])("%s", (_, steps, summary, expected) => {
    if (expected === undefined) expect(leftOut(steps, summary)).toBeUndefined();
    else expect(leftOut(steps, summary)).toMatch(new RegExp(`^${expected}.* --show-sames: pulumi preview --json --show-sames > preview\\.json$`));
  });
});

describe("a state export", () => {
  test.each<[string, readonly object[], readonly Resource[]]>([
    ["has ids and outputs", [{ ...group, id: "sg-1", outputs: { name: "web" } }], [{ ...read, id: "sg-1", outputs: { name: "web" } }]],
    ["lacks what waits for its deletion", [group, { ...group, delete: true }], [read]],
    [
      "has encrypted secrets as unknown",
      [{ ...group, inputs: { description: { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "v1:x" } } }],
      [{ ...read, inputs: { description: unknown }, sealed: [["description"]] }],
    ],
    ["has a resource without properties", [{ urn, type: group.type, custom: true }], [bare()]],
  ])("%s", (_, states, resources) => {
    expect(readResources(state(...states), "state.json")).toEqual({
      kind: "resources",
      format: "state",
      resources: resources.map((resource) => ({ ...resource, isState: true })),
    });
  });

  test("with a byte order mark is read", () => {
    expect(readResources(`\uFEFF${state(group)}`, "state.json").kind).toBe("resources");
  });
});

describe("what cannot be read is said in a sentence", () => {
  const howTo = "Make one with: pulumi preview --json --show-sames > preview.json, or: pulumi stack export > state.json";
  const preview = "pulumi preview --json --show-sames > preview.json";
  test.each([
    ["an empty file", "", `f.json is empty. ${howTo}`],
    ["a file of spaces", " \n", `f.json is empty. ${howTo}`],
    ["a truncated file", state(group).slice(0, -40), `f.json ends in the middle: the JSON is not complete. ${howTo}`],
    ["text", "Previewing update (dev)", `f.json is not JSON. ${howTo}`],
    ["another format", `{"Resources":{}}`, `f.json: neither a preview nor a state export. ${howTo}`],
    ["a list", "[]", `f.json: neither a preview nor a state export. ${howTo}`],
    ["a preview without steps", digest(), `f.json: the preview has no steps. Unchanged resources are left out without --show-sames: ${preview}`],
    ["steps that are no list", `{"steps":{}}`, `f.json: "steps" is not a list. Make the preview anew: ${preview}`],
    ["a step that is none", digest([]), `f.json: steps[0] has no operation. Make the preview anew: ${preview}`],
    ["a step without a new state", digest({ op: "create" }), "f.json: steps[0].newState is not an object. Make the file anew."],
    ["a resource without a URN", digest({ op: "create", newState: {} }), "f.json: steps[0].newState has no URN. Make the file anew."],
    [
      "a preview that an error ended",
      JSON.stringify({
        steps: [{ op: "create", newState: group }],
        diagnostics: [{ severity: "error", message: "error: Running program '/x' failed:\nError: boom\n at x" }],
      }),
      `f.json: the preview ended early with "Error: boom". Correct that, then make it anew: ${preview}`,
    ],
    [
      "a state without resources",
      `{"version":3,"deployment":{"manifest":{}}}`,
      "f.json: the state export has no resources: nothing is deployed. Give a preview instead, or the program's folder.",
    ],
    [
      "an old state",
      `{"version":1,"deployment":{}}`,
      "f.json: the state export has version 1, and 3 and 4 can be read. Export it anew: pulumi stack export > state.json",
    ],
    [
      "a state that does not say how it is written",
      `{"deployment":{}}`,
      "f.json: the state export has no version, and 3 and 4 can be read. Export it anew: pulumi stack export > state.json",
    ],
    [
      "a state whose version is an object",
      `{"version":{},"deployment":{}}`,
      "f.json: the state export has a version that is no number, and 3 and 4 can be read. Export it anew: pulumi stack export > state.json",
    ],
    [
      "a deployment that is none",
      `{"version":3,"deployment":[]}`,
      `f.json: "deployment" is not an object. Export the state anew: pulumi stack export > state.json`,
    ],
    ["a state's resource without a URN", state({ type: "a" }), "f.json: deployment.resources[0] has no URN. Make the file anew."],
  ])("%s", (_, text, reason) => {
    expect(readResources(text, "f.json")).toEqual({ kind: "failed", reason });
  });
});

describe("whatever is in a file", () => {
  test("text is answered, never an exception", () => {
    fc.assert(fc.property(fc.string(), (text) => expect(readResources(text, "f").kind).toBe("failed")));
  });

  test("JSON in place of any part of a preview or a state is answered, never an exception", () => {
    const anything = fc.jsonValue();
    const files = fc.oneof(
      fc.record({ steps: anything, diagnostics: anything }),
      fc.record({ steps: fc.array(fc.record({ op: fc.string(), newState: anything, oldState: anything })) }),
      fc.record({ version: fc.constant(3), deployment: fc.record({ resources: fc.array(anything) }) }),
      fc.record({ version: fc.constant(3), deployment: fc.record({ resources: fc.array(fc.record(spread(group, anything))) }) }),
    );
    fc.assert(fc.property(files, (file) => expect(["resources", "failed"]).toContain(readResources(JSON.stringify(file), "f").kind)));
  });

  test("cut anywhere, it is not read", () => {
    const text = digest({ op: "create", urn, newState: group });
    fc.assert(fc.property(fc.nat(text.length - 1), (length) => expect(readResources(text.slice(0, length), "f").kind).toBe("failed")));
  });
});

/** Each property as it is, or anything. */
function spread(record: object, anything: fc.Arbitrary<unknown>): Record<string, fc.Arbitrary<unknown>> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, fc.oneof(fc.constant(value as unknown), anything)]));
}

function bare(): Resource {
  return { ...plain, inputs: {}, parent: undefined, provider: undefined, propertyDependencies: {}, positions: [] };
}
