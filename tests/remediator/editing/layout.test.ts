import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { laidOut } from "@portcullis/remediator/editing/layout";

const fourBlanks = "first:\n    second\n";

interface Case {
  readonly name: string;
  readonly one: string;
  readonly file?: string;
  readonly becomes: string;
}

const rule = (port: number): string => `{ protocol: "tcp", fromPort: ${port}, toPort: ${port}, cidrBlocks: ["10.0.0.0/8"] }`;

const cases: readonly Case[] = [
  { name: "what fits stays in one line", one: `ingress: [${rule(80)}]`, becomes: `ingress: [${rule(80)}]` },
  {
    name: "what is in brackets stands below each other, as deep as it takes",
    one: `args: { ingress: [${rule(80)}, ${rule(443)}] }`,
    becomes: `args: {\n        ingress: [\n            ${rule(80)},\n            ${rule(443)},\n        ],\n    }`,
  },
  {
    name: "a file with tabs is indented by tabs",
    one: `Args: &Args{Ingress: Array{&Rule{FromPort: pulumi.Int(80), ToPort: pulumi.Int(80), Protocol: pulumi.String("tcp")}, &Rule{FromPort: pulumi.Int(443)}}}`,
    file: "func main() {\n\tfirst()\n}\n",
    becomes: `Args: &Args{\n    \tIngress: Array{\n    \t\t&Rule{FromPort: pulumi.Int(80), ToPort: pulumi.Int(80), Protocol: pulumi.String("tcp")},\n    \t\t&Rule{FromPort: pulumi.Int(443)},\n    \t},\n    }`,
  },
  {
    name: "the calls of a builder stand below each other, and what they are given closes behind the last",
    one: `.requester(com.pulumi.aws.ec2.inputs.VpcPeeringConnectionRequesterArgs.builder().allowRemoteVpcDnsResolution(true).build())`,
    becomes: `.requester(\n        com.pulumi.aws.ec2.inputs.VpcPeeringConnectionRequesterArgs.builder()\n            .allowRemoteVpcDnsResolution(true)\n            .build())`,
  },
  {
    name: "brackets and commas in texts are none",
    one: `description: f("${"a, (b) [c] {d} ".repeat(9)}")`,
    becomes: `description: f(\n        "${"a, (b) [c] {d} ".repeat(9)}")`,
  },
];

describe("an expression over several lines", () => {
  test.each(cases)("$name", ({ one, file = fourBlanks, becomes }) => {
    expect(laidOut(one, "    ", file)).toBe(becomes);
  });

  test("is the same expression", () => {
    const { tree } = fc.letrec<{ tree: string }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4, withCrossShrink: true },
        fc.stringMatching(/^[a-z]{1,20}$/),
        fc.stringMatching(/^[a-z ,[{(]{0,20}$/).map((text) => JSON.stringify(text)),
        fc.array(tie("tree"), { maxLength: 5 }).map((parts) => `[${parts.join(", ")}]`),
        fc.array(tie("tree"), { maxLength: 5 }).map((parts) => `f(${parts.join(", ")})`),
      ),
    }));
    const bare = (text: string): string =>
      text
        .replace(/,?\s*\n\s*(?=[\]}])/g, "")
        .replace(/\s*\n\s*/g, " ")
        .replace(/([[({]) /g, "$1");
    fc.assert(
      fc.property(tree, (one) => {
        expect(bare(laidOut(one, "  ", fourBlanks))).toBe(bare(one));
      }),
    );
  });
});
