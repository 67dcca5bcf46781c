import { symlinkSync } from "node:fs";
import path from "node:path";
import { afterAll, expect, test } from "@jest/globals";
import { unknown, type Plain, type Resource } from "@portcullis/policypack/resources/resource";
import { openStack } from "@portcullis/remediator/engine/preview";
import { readDigest } from "@portcullis/remediator/sources/digest";
import { folderOf, removeFolders } from "../harness/folder";
import { readYamlPrograms } from "../harness/yaml-program";
import { schemasFor } from "../harness/yaml-schema";
import { describeWithPulumi } from "./engine";

afterAll(removeFolders);

interface Program {
  readonly files: Readonly<Record<string, string>>;
  /** The functions that it invokes. */
  readonly functions?: readonly string[];
}

const programs: Readonly<Record<string, Program>> = {
  "a shop with groups that refer to each other": {
    files: {
      "Pulumi.yaml": `name: shop
runtime: yaml
config:
  office: {type: string, default: 192.0.2.0/24}
  port: {type: integer, default: 443}
variables:
  everywhere: ["0.0.0.0/0"]
  name: shop-\${office}
resources:
  rule:
    type: aws:ec2:SecurityGroupRule
    properties: {type: ingress, securityGroupId: "\${db.id}", sourceSecurityGroupId: "\${web.id}", protocol: tcp, fromPort: 5432, toPort: 5432}
  vpc: {type: aws:ec2:Vpc, properties: {cidrBlock: 10.0.0.0/16, tags: {Name: "\${name}"}}}
  web:
    type: aws:ec2/securityGroup:SecurityGroup
    properties:
      vpcId: \${vpc.id}
      description: Web of \${pulumi.project} costs $$5
      ingress:
        - {protocol: tcp, fromPort: "\${port}", toPort: "\${port}", cidrBlocks: "\${everywhere}"}
        - protocol: tcp
          fromPort: 22
          toPort: 22
          cidrBlocks: ["\${office}"]
        - {protocol: -1, fromPort: 0, toPort: 0, self: true}
  db:
    type: aws:ec2:SecurityGroup
    properties: {vpcId: "\${vpc.id}", description: "fn", ingress: [{protocol: tcp, fromPort: 5432, toPort: 5432, securityGroups: ["\${web.id}"]}]}
outputs: {vpc: "\${vpc.id}"}
`,
      "Pulumi.dev.yaml": "config: {aws:region: eu-west-1, shop:office: 198.51.100.0/24}\n",
    },
  },
  "functions, options and a looked-up group, in a document of its own": {
    files: {
      "Pulumi.yaml": "name: app\nruntime: yaml\nmain: infra\n",
      "infra/Main.yaml": `variables:
  base: {protocol: tcp, cidrBlocks: [10.0.0.0/8], fromPort: 1, toPort: 2}
  list: {fn::split: [",", "a,b,c"]}
resources:
  west: {type: pulumi:providers:aws, defaultProvider: true, properties: {region: us-west-2}}
  old: {type: aws:ec2:SecurityGroup, get: {id: sg-0123}}
  vpc: {type: aws:ec2:Vpc, properties: {cidrBlock: {fn::join: ["/", ["10.1.0.0", "16"]]}}}
  group:
    type: aws:ec2:SecurityGroup
    name: front
    options: {parent: "\${vpc}", dependsOn: ["\${old}"]}
    properties:
      description: {fn::select: [1, "\${list}"]}
      tags: {json: {fn::toJSON: {b: 1, a: ["<x>"]}}, base: {fn::toBase64: hi}, "\${list[0]}": key}
      ingress:
        - \${base}
        - {protocol: tcp, fromPort: 443, toPort: 443, securityGroups: ["\${old.id}"]}
`,
      "Pulumi.dev.yaml": "config: {aws:region: eu-west-1}\n",
    },
  },
  "data sources, and JSON": {
    files: {
      "Pulumi.yaml": "name: data\nruntime: yaml\n",
      "Main.json": JSON.stringify({
        variables: {
          zones: { "fn::invoke": { function: "aws:getAvailabilityZones", arguments: { state: "available" }, return: "names" } },
          vpc: { "fn::invoke": { function: "aws:ec2/getVpc:getVpc", arguments: { default: true } } },
        },
        resources: {
          subnet: { type: "aws:ec2:Subnet", properties: { vpcId: "${vpc.id}", availabilityZone: "${zones[0]}", cidrBlock: "10.0.1.0/24" } },
          group: {
            type: "aws:ec2:SecurityGroup",
            properties: {
              description: "x",
              vpcId: "${subnet.vpcId}",
              ingress: [{ fromPort: 22, toPort: 22, protocol: "tcp", cidrBlocks: ["${subnet.cidrBlock}"] }],
            },
          },
        },
      }),
      "Pulumi.dev.yaml": "config: {aws:region: eu-west-1}\n",
    },
    functions: ["aws:index/getAvailabilityZones:getAvailabilityZones", "aws:ec2/getVpc:getVpc"],
  },
};

describeWithPulumi("a program in YAML is read as the engine previews it", () => {
  test.each(Object.entries(programs))("%s", async (_, { files, functions }) => {
    const folder = folderOf(files);
    // The stand-in provider answers data sources in the shapes that the installed package declares.
    symlinkSync(path.resolve(__dirname, "../../node_modules"), path.join(folder, "node_modules"), "dir");
    const [reading] = readYamlPrograms(folder);
    if (reading === undefined) throw new Error("there is no program in YAML");
    expect(reading.gaps).toEqual([]);
    const stack = await openStack(folder, { schemas: schemasFor(reading, functions) });
    if (stack.kind === "failed") throw new Error(stack.reason);
    try {
      const run = await stack.previewJson();
      const digest = readDigest((run.digest ?? {}) as Readonly<Record<string, unknown>>);
      if (digest.kind === "failed") throw new Error(`${digest.reason}\n${run.stdout}\n${run.stderr}`);
      const previewed = digest.resources.filter(({ name }) => !/^default(_|$)/.test(name));
      expect(reading.resources.map(describeResource).sort()).toEqual(previewed.map(describeResource).sort());
      for (const resource of previewed) {
        const own = reading.resources.find(({ urn }) => urn === resource.urn);
        if (resource.type === "pulumi:pulumi:Stack" || resource.isRead === true || own === undefined) continue;
        expect({ urn: resource.urn, inputs: asFarAsKnown(own.inputs, resource.inputs) }).toEqual({
          urn: resource.urn,
          inputs: withoutDefaults(resource.inputs),
        });
      }
    } finally {
      await stack.close();
    }
  });
});

/** What has to be the same of every resource. */
function describeResource({ urn, parent, provider, propertyDependencies, isRead }: Resource): string {
  const own = provider?.includes("::default") === true ? undefined : provider;
  const depends = Object.entries(propertyDependencies).filter(([, urns]) => urns.length > 0);
  return JSON.stringify([
    urn,
    parent ?? "",
    own ?? "",
    isRead === true ? [] : depends.map(([property, urns]) => [property, [...urns].sort()]).sort(),
  ]);
}

/** The reader's inputs, with the engine's unknowns where it has none: it gives identifiers. */
function asFarAsKnown(own: Plain, engine: Plain): Plain {
  if (engine === unknown) return unknown;
  if (Array.isArray(own) && Array.isArray(engine)) return own.map((element: Plain, index) => asFarAsKnown(element, (engine[index] ?? null) as Plain));
  if (isObject(own) && isObject(engine))
    return Object.fromEntries(
      Object.entries(own)
        .filter(([key, value]) => !(key === "description" && value === "Managed by Pulumi"))
        .map(([key, value]) => [key, asFarAsKnown(value, engine[key] ?? null)]),
    );
  return own;
}

function withoutDefaults(plain: Plain): Plain {
  return isObject(plain) ? Object.fromEntries(Object.entries(plain).filter(([key]) => key !== "__defaults")) : plain;
}

function isObject(plain: Plain): plain is Readonly<Record<string, Plain>> {
  return typeof plain === "object" && plain !== null && !Array.isArray(plain);
}
