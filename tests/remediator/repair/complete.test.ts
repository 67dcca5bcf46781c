import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";
import { configure } from "@portcullis/policypack/contract/settings";
import { policies } from "@portcullis/policypack/contract/registry";
import { repairFolder } from "@portcullis/remediator/repair/repair";
import { groupProgram } from "../../harness/command";
import { folderOf, removeFolders } from "../../harness/folder";
import { silencedIn } from "../../harness/told";

afterAll(removeFolders);

async function isComplete(files: Readonly<Record<string, string>>): Promise<boolean> {
  const folder = folderOf({ "Pulumi.yaml": "name: shop\nruntime: nodejs\n", ...files });
  const made = await repairFolder(folder, { configuration: configure({}, policies), today: "2026-06-15" });
  if (made.kind === "failed") throw new Error(made.reason);
  return made.isComplete;
}

describe("a repair says whether what it did not find may be there all the same", () => {
  test("which is not so where everything was read", async () => {
    expect(await isComplete({ "index.ts": groupProgram() })).toBe(true);
  });

  test("and is so where a file is too large to be read, although there are groups in another", async () => {
    const large = `${groupProgram("api")}// ${"x".repeat(2_100_000)}\n`;
    expect(await isComplete({ "index.ts": `import "./api";\n${groupProgram()}`, "api.ts": large })).toBe(false);
  });

  test("and where a project's file does not parse", async () => {
    expect(await isComplete({ "index.ts": groupProgram(), "other/Pulumi.yaml": "name: [\n" })).toBe(false);
  });
});

const top = path.join(__dirname, "../../..");
const programs = ["examples", "examples/languages", "tests/programs"].flatMap((folder) =>
  readdirSync(path.join(top, folder))
    .map((name) => path.join(folder, name))
    .filter((name) => existsSync(path.join(top, name, "Pulumi.yaml"))),
);

describe("whatever stops a deployment is repaired or told", () => {
  test.each(programs)("of %s", async (program) => {
    const options = { configuration: configure({}, policies), today: "2026-06-15" };
    const made = await repairFolder(path.join(top, program), options);
    if (made.kind === "failed") throw new Error(made.reason);
    expect(silencedIn(made, options)).toEqual([]);
  });

  test("also where a bastion is none until the configuration says who logs in to it", async () => {
    const folder = folderOf({
      "Pulumi.yaml": "name: shop\nruntime: nodejs\n",
      "index.ts": `import * as aws from "@pulumi/aws";
const vpc = new aws.ec2.Vpc("net", { cidrBlock: "10.3.0.0/16" });
const gateway = new aws.ec2.InternetGateway("out", { vpcId: vpc.id });
const table = new aws.ec2.RouteTable("outer", { vpcId: vpc.id, routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: gateway.id }] });
const outer = new aws.ec2.Subnet("outer", { vpcId: vpc.id, cidrBlock: "10.3.1.0/24", mapPublicIpOnLaunch: true });
new aws.ec2.RouteTableAssociation("outer", { subnetId: outer.id, routeTableId: table.id });
const inner = ["a", "b"].map((zone, index) => new aws.ec2.Subnet("inner-" + zone, { vpcId: vpc.id, cidrBlock: "10.3.1" + index + ".0/24" }));
const logins = new aws.ec2.SecurityGroup("logins", {
  vpcId: vpc.id,
  ingress: [{ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["0.0.0.0/0"] }],
  egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }],
});
const store = new aws.ec2.SecurityGroup("store", {
  vpcId: vpc.id,
  ingress: [{ protocol: "tcp", fromPort: 3306, toPort: 3306, securityGroups: [logins.id] }],
});
new aws.ec2.Instance("tries", { ami: "ami-1", instanceType: "t3.micro", keyName: "people", subnetId: outer.id, vpcSecurityGroupIds: [logins.id] });
const subnets = new aws.rds.SubnetGroup("store", { subnetIds: inner.map(({ id }) => id) });
new aws.rds.Cluster("store", { engine: "aurora-mysql", dbSubnetGroupName: subnets.name, vpcSecurityGroupIds: [store.id] });
`,
    });
    const options = { configuration: configure({}, policies), today: "2026-06-15" };
    const made = await repairFolder(folder, options);
    if (made.kind === "failed") throw new Error(made.reason);
    expect(made.declined.map(({ finding }) => finding.policy)).toContain("database-ingress-from-applications-only");
    expect(silencedIn(made, options)).toEqual([]);
  });
});
