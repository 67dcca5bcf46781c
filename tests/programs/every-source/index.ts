import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";

class Web extends pulumi.ComponentResource {
  readonly group: aws.ec2.SecurityGroup;

  constructor(name: string, vpcId: pulumi.Input<string>) {
    super("shop:index:Web", name);
    this.group = new aws.ec2.SecurityGroup(
      `${name}-group`,
      { vpcId, ingress: [{ protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["0.0.0.0/0"] }] },
      { parent: this },
    );
    this.registerOutputs({});
  }
}

export = async () => {
  const config = new pulumi.Config();
  const vpc = new aws.ec2.Vpc("main", { cidrBlock: "10.0.0.0/16" });
  const web = new Web("web", vpc.id);
  for (const port of config.requireObject<number[]>("ports")) {
    new aws.ec2.SecurityGroupRule(`from-office-${port}`, {
      type: "ingress",
      securityGroupId: web.group.id,
      protocol: "tcp",
      fromPort: port,
      toPort: port,
      cidrBlocks: [config.require("office")],
    });
  }

  const standard = await aws.ec2.getVpc({ default: true });
  const zones = await aws.getAvailabilityZones({ state: "available" });
  new aws.ec2.Subnet("first", { vpcId: standard.id, availabilityZone: zones.names[0], cidrBlock: "10.1.0.0/24" });
  pulumi.output(aws.ec2.getVpc({ default: true })).apply(
    (found) =>
      new aws.ec2.SecurityGroup("applied", {
        vpcId: found.id,
        ingress: [
          {
            protocol: "tcp",
            fromPort: 22,
            toPort: 22,
            cidrBlocks: [found.cidrBlock, `${found.cidrBlock.split("/")[0]}/8`],
          },
        ],
      }),
  );

  const west = new aws.Provider("west", { region: "us-west-2" });
  const kept = aws.ec2.SecurityGroup.get("kept", "sg-0123", undefined, { provider: west });
  new aws.ec2.SecurityGroup(
    "database",
    {
      description: pulumi.interpolate`of ${vpc.id}`,
      ingress: [{ protocol: "tcp", fromPort: 5432, toPort: 5432, securityGroups: [web.group.id, kept.id] }],
    },
    { provider: west, aliases: [{ name: "db" }] },
  );

  const ami = aws.ec2.getAmiOutput({ mostRecent: true, owners: ["amazon"] });
  new aws.ec2.Instance("host", { ami: ami.id, instanceType: "t3.micro", vpcSecurityGroupIds: [web.group.id] });
  return { token: config.requireSecret("token") };
};
