import { afterEach, beforeEach, expect, jest, test } from "@jest/globals";
import { Organisation } from "../../github/organisation";
import type { HostedRepository } from "../../github/state";

jest.setTimeout(60_000);

/** The scaling group has public addresses that it does not need. Without them, what the group of its hosts lets in from the internet does not come: nobody but a person can say whether it should. */
const program = `import * as aws from "@pulumi/aws";

const vpc = new aws.ec2.Vpc("main", { cidrBlock: "10.0.0.0/16" });
const gateway = new aws.ec2.InternetGateway("gateway", { vpcId: vpc.id });
const subnet = new aws.ec2.Subnet("public", { vpcId: vpc.id, cidrBlock: "10.0.0.0/24" });
const routes = new aws.ec2.RouteTable("public", { vpcId: vpc.id, routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: gateway.id }] });
new aws.ec2.RouteTableAssociation("public", { subnetId: subnet.id, routeTableId: routes.id });
const nat = new aws.ec2.NatGateway("nat", { subnetId: subnet.id, allocationId: "eipalloc-1" });
const inner = new aws.ec2.Subnet("inner", { vpcId: vpc.id, cidrBlock: "10.0.1.0/24" });
const innerRoutes = new aws.ec2.RouteTable("inner", { vpcId: vpc.id, routes: [{ cidrBlock: "0.0.0.0/0", natGatewayId: nat.id }] });
new aws.ec2.RouteTableAssociation("inner", { subnetId: inner.id, routeTableId: innerRoutes.id });
const front = new aws.ec2.SecurityGroup("front", {
  description: "Balancer",
  vpcId: vpc.id,
  ingress: [{ description: "Web", protocol: "tcp", fromPort: 80, toPort: 80, cidrBlocks: ["10.0.0.0/16"] }],
});
const group = new aws.ec2.SecurityGroup("app", {
  description: "App",
  vpcId: vpc.id,
  ingress: [{ description: "Web", protocol: "tcp", fromPort: 80, toPort: 80, cidrBlocks: ["0.0.0.0/0"] }],
});
const balancer = new aws.lb.LoadBalancer("internal", { internal: true, loadBalancerType: "application", subnets: [inner.id], securityGroups: [front.id] });
const pages = new aws.lb.TargetGroup("pages", { port: 80, protocol: "HTTP", vpcId: vpc.id });
new aws.lb.Listener("http", { loadBalancerArn: balancer.arn, port: 80, protocol: "HTTP", defaultActions: [{ type: "forward", targetGroupArn: pages.arn }] });
const template = new aws.ec2.LaunchTemplate("app", {
  imageId: "ami-1",
  networkInterfaces: [{ associatePublicIpAddress: "true", securityGroups: [group.id] }],
});
new aws.autoscaling.Group("app", { minSize: 2, maxSize: 6, vpcZoneIdentifiers: [inner.id], launchTemplate: { id: template.id, version: "$Latest" }, targetGroupArns: [pages.arn] });
`;

let acme: Organisation;
let shop: HostedRepository;

beforeEach(async () => {
  acme = await Organisation.open();
  shop = await acme.repository("shop", { "infra/Pulumi.yaml": "name: shop\nruntime: nodejs\n", "infra/index.ts": program });
});

afterEach(async () => {
  const { violations } = acme.double;
  await acme.double.stop();
  expect(violations).toEqual([]);
});

const linesIn = async (number: number): Promise<readonly string[]> => {
  const changed = await shop.git.git(["diff", "--unified=0", `main...${shop.pullRequests.find((pull) => pull.number === number)?.branch ?? ""}`]);
  return changed.split("\n").filter((line) => /^[-+] /.test(line));
};

test("what is not wholly proven is a draft beside the repair, with its change alone, and says what is to be judged", async () => {
  expect(await acme.run("shop")).toMatchObject({
    outcome: "done",
    opened: 2,
    projects: [{ pullRequests: [{ kind: "repair" }, { kind: "judgement" }] }],
  });
  const [repair, draft] = shop.pullRequests;
  expect([repair?.isDraft, draft?.isDraft]).toEqual([false, true]);
  expect(draft?.title).toBe("To judge: Repair 1 security group finding (private-workloads-have-no-public-address) in infra: app");
  expect(draft?.body).toContain("of the Pulumi project `infra/shop` in 1 file");
  expect(draft?.body).toContain('**This one is for you to judge.** Not proven: "What has to be reached still is".');
  expect(draft?.body).toContain("- ❌ What has to be reached still is: the internet reaches the launch template app on tcp/80 by its public address");
  expect(repair?.body).not.toContain("for you to judge");
  expect((await linesIn(2)).every((line) => line.includes("networkInterfaces"))).toBe(true);
  expect((await linesIn(1)).some((line) => line.includes("networkInterfaces"))).toBe(false);
  acme.double.forget();
  expect(await acme.run("shop")).toMatchObject({ outcome: "done", opened: 0 });
  expect(acme.double.mutations()).toEqual([]);
});

test("a draft is taken back when its finding is gone, and the repair stays", async () => {
  await acme.run("shop");
  await acme.change(shop, "main", { "infra/index.ts": program.replace('associatePublicIpAddress: "true"', 'associatePublicIpAddress: "false"') });
  await acme.run("shop");
  expect(shop.pullRequests).toMatchObject([
    { state: "open", isDraft: false },
    { state: "closed", isDraft: true, comments: [{}] },
  ]);
  expect(await shop.git.refs("refs/heads/portcullis/")).toHaveLength(1);
});

test("a draft that a person closes stays closed", async () => {
  await acme.run("shop");
  await acme.as(acme.person, "shop", "PATCH", "/pulls/2", { state: "closed" });
  acme.double.forget();
  const { projects } = await acme.run("shop");
  expect(projects).toMatchObject([
    { pullRequests: [{ outcome: "unchanged" }, { outcome: "left", reasons: [expect.stringContaining("closed by hand")] }] },
  ]);
  expect(acme.double.mutations()).toEqual([]);
});

test("where the host has no drafts, that is said, and the repair stands", async () => {
  shop.allowsDrafts = false;
  const { projects } = await acme.run("shop");
  expect(projects).toMatchObject([
    {
      pullRequests: [
        { kind: "repair", outcome: "published" },
        { kind: "judgement", outcome: "refused", reasons: [expect.stringContaining("Draft pull requests are not supported")] },
      ],
    },
  ]);
  expect(shop.pullRequests).toMatchObject([{ state: "open", isDraft: false }]);
});
