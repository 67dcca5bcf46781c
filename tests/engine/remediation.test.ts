import { expect, jest, test } from "@jest/globals";
import { join } from "node:path";
import type { EngineRun } from "@portcullis/remediator/engine/preview";
import { programs } from "../remediator/sources/programs";
import { describeWithPulumi, stackOf } from "./engine";

jest.setTimeout(240_000);

const write = programs();
const pack = join(__dirname, "../../policypack");

/** What several policies repair, beside secrets, values that are not known yet, and a rule that cannot be repaired. */
const program = write({
  "index.js": `const { DefaultSecurityGroup } = require("@pulumi/aws/ec2/defaultSecurityGroup");
const { SecurityGroup } = require("@pulumi/aws/ec2/securityGroup");
const { Vpc } = require("@pulumi/aws/ec2/vpc");
const { Instance } = require("@pulumi/aws/rds/instance");
const { SecurityGroupIngressRule } = require("@pulumi/aws/vpc/securityGroupIngressRule");
const { secret } = require("@pulumi/pulumi");
const vpc = new Vpc("main", { cidrBlock: "10.0.0.0/16" });
const rule = (protocol, port, ...cidrBlocks) => ({ protocol, fromPort: port, toPort: port, cidrBlocks, description: "a rule" });
new SecurityGroup("web", {
  description: secret("told to nobody"),
  vpcId: vpc.id,
  ingress: [
    rule("-1", 0, "0.0.0.0/0"),
    rule("tcp", 22, "10.1.0.0/24", "0.0.0.0/0"),
    rule("tcp", 5000, secret("10.1.1.0/24"), vpc.id.apply(() => "10.1.2.0/24")),
  ],
});
const closed = new SecurityGroup("closed", { description: "closed", vpcId: vpc.id, ingress: [rule("tcp", 22, "10.1.0.0/24")] });
new SecurityGroupIngressRule("admin", { securityGroupId: closed.id, ipProtocol: "tcp", fromPort: 20, toPort: 22, cidrIpv4: "0.0.0.0/0" });
new DefaultSecurityGroup("default", { vpcId: vpc.id, ingress: [rule("tcp", 443, "10.1.0.0/24")] });
new Instance("orders", { engine: "postgres", instanceClass: "db.t3.micro", password: secret("told to nobody"), publiclyAccessible: true, vpcSecurityGroupIds: ["sg-0a1b2c3d4e5f60718"] });
`,
});

const configuration = {
  all: "disabled",
  "no-public-admin-ports": "remediate",
  "no-public-ports-of-every-protocol": "remediate",
  "default-group-admits-nothing": "remediate",
  "database-not-publicly-accessible": "remediate",
};

/** What the engine tells of a remediation: the inputs before and after it, and the policy's own words. */
interface Told {
  readonly policyEvent?: { readonly policyName: string; readonly enforcementLevel: string; readonly resourceUrn: string; readonly message: string };
  readonly policyRemediationEvent?: { readonly policyName: string; readonly resourceUrn: string; readonly after: Readonly<Record<string, unknown>> };
}

interface State {
  readonly deployment: { readonly resources: readonly { readonly urn: string; readonly inputs?: Readonly<Record<string, unknown>> }[] };
}

const nameOf = (urn: string): string => urn.split("::").at(-1) ?? "";

/** The inputs after remediations, without what is known in an update only. */
function remediations({ events }: EngineRun): unknown {
  return (events as readonly Told[])
    .flatMap(({ policyRemediationEvent: event }) => (event === undefined ? [] : [event]))
    .map(({ policyName, resourceUrn, after: { vpcId: _vpc, securityGroupId: _group, ...inputs } }) => ({
      policy: policyName,
      resource: nameOf(resourceUrn),
      inputs,
    }))
    .sort((a, b) => (a.resource < b.resource ? -1 : 1));
}

function words({ events }: EngineRun): readonly string[] {
  return (events as readonly Told[])
    .flatMap(({ policyEvent: event }) =>
      event === undefined ? [] : [`${event.enforcementLevel} ${nameOf(event.resourceUrn)}: ${event.message.trim().split("\n").at(-1) ?? ""}`],
    )
    .sort();
}

const rule = (protocol: string, port: number, ...cidrBlocks: readonly unknown[]): unknown => ({
  protocol,
  fromPort: port,
  toPort: port,
  cidrBlocks,
  description: "a rule",
});
const hidden: unknown = expect.objectContaining({ ciphertext: expect.any(String) });
const inputsOf: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  admin: { ipProtocol: "tcp", fromPort: 20, toPort: 21, cidrIpv4: "0.0.0.0/0" },
  default: { ingress: [] },
  orders: {
    engine: "postgres",
    instanceClass: "db.t3.micro",
    password: hidden,
    publiclyAccessible: false,
    vpcSecurityGroupIds: ["sg-0a1b2c3d4e5f60718"],
  },
  web: {
    description: hidden,
    ingress: [rule("tcp", 80, "0.0.0.0/0"), rule("tcp", 443, "0.0.0.0/0"), rule("tcp", 22, "10.1.0.0/24"), rule("tcp", 5000, hidden, "10.1.2.0/24")],
  },
};

describeWithPulumi("remediation in the real engine", () => {
  const stack = stackOf(program);

  test("does the same in the preview and in the update, and tells what it did", async () => {
    const configFile = join(write({ "config.json": JSON.stringify(configuration) }), "config.json");
    const packs = { policyPacks: [{ folder: pack, configFile }] };
    const preview = await stack.current.previewJson(packs);
    const up = await stack.current.up({ ...packs, skipPreview: true });
    expect([preview.exitCode, up.exitCode]).toEqual([0, 0]);

    expect(remediations(up)).toEqual([
      { policy: "no-public-admin-ports", resource: "admin", inputs: inputsOf.admin },
      { policy: "default-group-admits-nothing", resource: "default", inputs: inputsOf.default },
      { policy: "database-not-publicly-accessible", resource: "orders", inputs: inputsOf.orders },
      { policy: "no-public-admin-ports", resource: "web", inputs: inputsOf.web },
    ]);
    const { resources } = ((await stack.current.exportState()).digest as State).deployment;
    for (const [name, inputs] of Object.entries(inputsOf))
      expect(resources.find(({ urn }) => nameOf(urn) === name)?.inputs).toEqual(expect.objectContaining(inputs));

    const told = [
      ["admin", "Narrows admin to tcp/20-21 for 0.0.0.0/0"],
      ["default", "Closes tcp/443 to 10.1.0.0/24 in ingress[0] of default"],
      ["orders", "Makes the RDS instance orders private"],
      ["web", "Narrows ingress[0] of web to tcp/80 and tcp/443 for 0.0.0.0/0; closes tcp/22 to the internet in ingress[1] of web"],
    ];
    expect(words(up)).toEqual(told.map(([name, did]) => `advisory ${name}: ${did}. The program itself still says otherwise: change it as well.`));
    expect(up.stdout).toMatch(/\[remediate\] +no-public-admin-ports +\(2 resources\)/);
    expect(up.stdout).not.toContain("told to nobody");
    expect([remediations(preview), words(preview)]).toEqual([remediations(up), words(up)]);
  });
});
