import type { Path } from "@portcullis/policypack/plans/plan";
import { parseUrn } from "@portcullis/policypack/resources/resource";
import type { Place, Report } from "@portcullis/remediator/report/report";
import { judgementOf, reportAbout } from "../../harness/reports";
import { ref, resource, type Entry } from "../../harness/stack";

/** A program that opens several things in several ways, as it is written. */
export const program = `import * as aws from "@pulumi/aws";

const database = new aws.ec2.SecurityGroup("database", {
  description: "Orders",
  vpcId: vpc.id,
  ingress: [
    { description: "From home", protocol: "tcp", fromPort: 5432, toPort: 5432, cidrBlocks: ["10.0.0.0/16", "0.0.0.0/0"] },
  ],
});
\tconst web = new aws.ec2.SecurityGroup("web", { ingress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }] });
const orders = new aws.rds.Instance("orders", { publiclyAccessible: true, vpcSecurityGroupIds: [database.id] });
`;

export const entries: readonly Entry[] = [
  resource("aws:ec2/securityGroup:SecurityGroup", "database", {
    description: "Orders",
    vpcId: "vpc-1",
    ingress: [{ description: "From home", protocol: "tcp", fromPort: 5432, toPort: 5432, cidrBlocks: ["10.0.0.0/16", "0.0.0.0/0"] }],
    egress: [],
  }),
  resource("aws:ec2/securityGroup:SecurityGroup", "web", {
    vpcId: "vpc-1",
    ingress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }],
  }),
  resource("aws:rds/instance:Instance", "orders", { engine: "postgres", publiclyAccessible: true, vpcSecurityGroupIds: [ref("database")] }),
  resource("aws:ec2/vpc:Vpc", "main", { cidrBlock: "10.0.0.0/16" }),
];

const places: Readonly<Record<string, readonly [text: string, from: string]>> = {
  "database ingress.0.cidrBlocks.1": [`"0.0.0.0/0"`, "From home"],
  "database ingress.0.cidrBlocks.0": [`"10.0.0.0/16"`, "From home"],
  "web ingress.0.cidrBlocks.0": [`"0.0.0.0/0"`, `"web"`],
  "orders publiclyAccessible": ["true", `"orders"`],
};

export function locate(urn: string, path: Path): Place | undefined {
  const [text, from] = places[`${parseUrn(urn).name} ${path.join(".")}`] ?? [];
  if (text === undefined || from === undefined) return undefined;
  const start = program.indexOf(text, program.indexOf(from));
  const before = program.slice(0, start).split("\n");
  const column = (before.at(-1)?.length ?? 0) + 1;
  return { file: "index.ts", line: before.length, column, endLine: before.length, endColumn: column + text.length };
}

export function scene(): Report {
  return reportAbout([judgementOf(entries, { files: { "index.ts": program }, locate })]);
}

/** Names and places that mean something else to whoever is careless. */
export const hostileName = `x"><script>alert(1)</script>&]]>\u202e\u001b[31m\n{0}[a](b)`;

export function hostileScene(): Report {
  const ingress = [{ description: "SSH", protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["0.0.0.0/0"] }];
  const group = resource("aws:ec2/securityGroup:SecurityGroup", hostileName, { description: "x", vpcId: "vpc-1", ingress });
  const file = `a b/"<é>.ts`;
  return reportAbout([judgementOf([group], { files: { [file]: `\u001b[31mx("</pre><script>")` }, locate: () => ({ file, line: 1, column: 1 }) })]);
}

/** So many groups, of which each opens SSH and has two rules. */
export function longScene(groups: number): Report {
  const ingress = [{ description: "SSH", protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["0.0.0.0/0"] }];
  const egress = [{ description: "Out", protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["192.175.48.0/29"] }];
  return reportAbout([
    judgementOf(
      Array.from({ length: groups }, (_, index) =>
        resource("aws:ec2/securityGroup:SecurityGroup", `group-${index}`, { description: "x", vpcId: "vpc-1", ingress, egress }),
      ),
    ),
  ]);
}

/** Nothing is wrong here. */
export function quietScene(): Report {
  return reportAbout([judgementOf([])]);
}
