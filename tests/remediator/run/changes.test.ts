import { expect, test } from "@jest/globals";
import type { ChangedGroup } from "@portcullis/remediator/pull-request/request";
import { changedGroups } from "@portcullis/remediator/run/changes";
import { folderOf, repair } from "../repair/harness";

async function changesOf(ingress: string): Promise<readonly ChangedGroup[]> {
  const program = `
const vpc = new aws.ec2.Vpc("main", { cidrBlock: "10.20.0.0/16" });
const subnet = new aws.ec2.Subnet("one", { vpcId: vpc.id, cidrBlock: "10.20.1.0/24", mapPublicIpOnLaunch: true });
const group = new aws.ec2.SecurityGroup("bastion", { vpcId: vpc.id, ingress: [${ingress}], egress: [] });
new aws.ec2.Instance("bastion", { ami: "ami-1", instanceType: "t3.micro", subnetId: subnet.id, vpcSecurityGroupIds: [group.id] });
`;
  const { change } = await repair(folderOf({ program, files: { "Pulumi.dev.yaml": "config: {}\n" } }));
  if (change === undefined) throw new Error("a repair knows its stacks");
  return changedGroups(change);
}

const rule = (port: number, ...sources: readonly string[]): string =>
  `{ protocol: "tcp", fromPort: ${port}, toPort: ${port}, cidrBlocks: ${JSON.stringify(sources)} }`;

test.each<readonly [string, string, readonly ChangedGroup[]]>([
  [
    "who gets through by a new setting is called by its key",
    rule(22, "0.0.0.0/0"),
    [{ name: "bastion", gone: ["tcp/22 from 0.0.0.0/0"], added: ["tcp/22 from whoever sshCidrs names"], stays: [] }],
  ],
  [
    "beside what stays",
    rule(22, "0.0.0.0/0", "203.0.113.1/32"),
    [{ name: "bastion", gone: ["tcp/22 from 0.0.0.0/0"], added: [], stays: ["tcp/22 from 203.0.113.1/32"] }],
  ],
  [
    "of two settings each by its own",
    `${rule(22, "0.0.0.0/0")}, ${rule(3389, "0.0.0.0/0")}`,
    [
      {
        name: "bastion",
        gone: ["tcp/22 from 0.0.0.0/0", "tcp/3389 from 0.0.0.0/0"],
        added: ["tcp/22 from whoever sshCidrs names", "tcp/3389 from whoever rdpCidrs names"],
        stays: [],
      },
    ],
  ],
])("%s", async (_, ingress, groups) => expect(await changesOf(ingress)).toEqual(groups));
