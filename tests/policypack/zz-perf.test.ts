import { test } from "@jest/globals";
import { policies } from "@portcullis/policypack/registry";
import { judge } from "../harness/policy";
import { ref, resource, stackOf, type Entry } from "../harness/stack";
test("perf", () => {
  for (const hide of [false, true]) {
  const N = 2000;
  const entries: Entry[] = [resource("aws:ec2/vpc:Vpc", "net", { cidrBlock: "10.0.0.0/8" }), resource("aws:ec2/vpc:Vpc", "other", { cidrBlock: "11.0.0.0/8" }), resource("aws:ec2/vpcPeeringConnection:VpcPeeringConnection", "p", { vpcId: ref("net"), peerVpcId: ref("other"), autoAccept: true })];
  for (let s = 0; s < 50; s++) entries.push(resource("aws:ec2/subnet:Subnet", `s${s}`, { vpcId: ref("net"), cidrBlock: `10.${s}.0.0/16` }));
  for (let i = 0; i < N; i++) {
    entries.push(resource("aws:ec2/securityGroup:SecurityGroup", `g${i}`, { vpcId: ref("net"), ingress: [{ protocol: "tcp", fromPort: 5432, toPort: 5432, cidrBlocks: [i % 2 ? "10.0.0.0/8" : `10.${i % 50}.0.0/16`], securityGroups: [ref(`g${(i + 1) % N}`)] }] }));
    entries.push(i % 3 ? resource("aws:ec2/instance:Instance", `i${i}`, { subnetId: ref(`s${i % 50}`), vpcSecurityGroupIds: [ref(`g${i}`)] }) : resource("aws:rds/instance:Instance", `i${i}`, { engine: "postgres", vpcSecurityGroupIds: [ref(`g${i}`)] }));
  }
  if (hide) entries.push(resource("aws:ec2/instance:Instance", "hidden", { subnetId: ref("s1"), vpcSecurityGroupIds: ["sg-1"] }));
  const resources = stackOf(entries, "deployed");
  for (const id of ["database-ingress-by-reference", "file-systems-by-reference", "database-ingress-from-applications-only", "data-stores-have-groups-of-their-own", "peering-by-reference", "peering-resolves-private-dns", "no-dangling-references", "prefer-group-references"]) {
    const policy = policies.find((p) => p.id === id);
    if (!policy) throw new Error(id);
    const t = Date.now();
    const { findings } = judge(resources, policy);
    console.log(id, hide, Date.now() - t, findings.length);
  }
  }
}, 600000);
