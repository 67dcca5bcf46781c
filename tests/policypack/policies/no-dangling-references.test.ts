import { describePolicy } from "../../harness/policy";
import { ref, resource, type CaseValue, type Entry } from "../../harness/stack";
import { unknown } from "@portcullis/policypack/resources/resource";

const vpc = (name: string, block: string, props: Entry["props"] = {}): Entry => resource("aws:ec2/vpc:Vpc", name, { cidrBlock: block, ...props });
const shop = vpc("shop", "10.0.0.0/16");
const pay = vpc("pay", "10.1.0.0/16");
const from = (source: CaseValue): CaseValue => ({ protocol: "tcp", fromPort: 443, toPort: 443, securityGroups: [source] });
const web = (props: Entry["props"]): Entry => resource("aws:ec2/securityGroup:SecurityGroup", "web", { vpcId: ref("shop"), ...props });
const charge = (props: Entry["props"] = {}): Entry => resource("aws:ec2/securityGroup:SecurityGroup", "charge", { vpcId: ref("pay"), ...props });
const groups = [web({ ingress: [from(ref("charge"))] }), charge()];
const peering = (props: Entry["props"] = {}): Entry =>
  resource("aws:ec2/vpcPeeringConnection:VpcPeeringConnection", "peering", { vpcId: ref("shop"), peerVpcId: ref("pay"), ...props });
const accepter = (props: Entry["props"] = {}): Entry =>
  resource("aws:ec2/vpcPeeringConnectionAccepter:VpcPeeringConnectionAccepter", "accepter", { vpcPeeringConnectionId: ref("peering"), ...props });
const gateway = (support?: CaseValue): Entry =>
  resource("aws:ec2transitgateway/transitGateway:TransitGateway", "tgw", support === undefined ? {} : { securityGroupReferencingSupport: support });
const attached = (name: string, hub: CaseValue = ref("tgw"), props: Entry["props"] = {}): Entry =>
  resource("aws:ec2transitgateway/vpcAttachment:VpcAttachment", `${name}-attachment`, {
    transitGatewayId: hub,
    vpcId: ref(name),
    subnetIds: ["subnet-1"],
    ...props,
  });
const core = resource("aws:networkmanager/coreNetwork:CoreNetwork", "core", { globalNetworkId: "global-1" });
const corePolicy = (document: CaseValue): Entry =>
  resource("aws:networkmanager/coreNetworkPolicyAttachment:CoreNetworkPolicyAttachment", "policy", {
    coreNetworkId: ref("core"),
    policyDocument: document,
  });
const referencing = JSON.stringify({ "core-network-configuration": { "security-group-referencing-support": true } });
const onCore = (name: string, props: Entry["props"] = {}): Entry =>
  resource("aws:networkmanager/vpcAttachment:VpcAttachment", `${name}-core`, {
    coreNetworkId: ref("core"),
    vpcArn: ref(name, "arn"),
    subnetArns: ["arn:aws:subnet"],
    ...props,
  });

const cluster = (of: string): Entry[] => [
  resource("aws:ec2/subnet:Subnet", "nodes", { vpcId: ref(of), cidrBlock: "10.0.1.0/24" }),
  resource("aws:eks/cluster:Cluster", "platform", { name: "platform", vpcConfig: { subnetIds: [ref("nodes")] } }),
];

describePolicy("no-dangling-references", [
  {
    name: "the group of a Kubernetes cluster in the same VPC",
    stack: [shop, web({ ingress: [from(ref("platform"))] }), ...cluster("shop")],
    verdict: "complies",
  },
  {
    name: "the group of a Kubernetes cluster in another VPC",
    stack: [shop, pay, web({ ingress: [from(ref("platform"))] }), ...cluster("pay")],
    verdict: "violates",
  },
  {
    name: "two VPCs that nothing connects",
    stack: [shop, pay, ...groups],
    at: "ingress[0].securityGroups[0]",
    verdict: "violates",
    says: /web, in the VPC shop, refers to the group charge in the VPC pay, and nothing in this stack carries references/,
    advice: false,
  },
  {
    name: "a group that a rule may send to",
    stack: [shop, pay, web({ egress: [from(ref("charge"))] }), charge()],
    at: "egress[0].securityGroups[0]",
    verdict: "violates",
    spellings: "aws",
  },
  { name: "a peering that accepts itself", stack: [shop, pay, ...groups, peering({ autoAccept: true })], verdict: "complies" },
  {
    name: "a peering from the other side",
    stack: [
      shop,
      pay,
      ...groups,
      resource("aws:ec2/vpcPeeringConnection:VpcPeeringConnection", "peering", { vpcId: ref("pay"), peerVpcId: ref("shop"), autoAccept: true }),
    ],
    verdict: "complies",
  },
  {
    name: "a peering of aws-native",
    stack: [shop, pay, ...groups, resource("aws-native:ec2:VpcPeeringConnection", "peering", { vpcId: ref("shop"), peerVpcId: ref("pay") })],
    verdict: "complies",
  },
  { name: "a peering with an accepter", stack: [shop, pay, ...groups, peering(), accepter({ autoAccept: true })], verdict: "complies" },
  {
    name: "a peering that nothing accepts",
    stack: [shop, pay, ...groups, peering()],
    verdict: "violates",
    says: /nothing accepts the peering peering/,
  },
  { name: "an accepter that only adopts the peering", stack: [shop, pay, ...groups, peering(), accepter()], verdict: "violates" },
  {
    name: "a peering whose acceptance is not known",
    stack: [shop, pay, ...groups, peering({ autoAccept: unknown })],
    verdict: "unknown",
    says: /autoAccept/,
  },
  {
    name: "a peering with another region",
    stack: [
      vpc("shop", "10.0.0.0/16", { region: "eu-west-1" }),
      pay,
      ...groups,
      peering({ peerRegion: "us-east-1" }),
      accepter({ autoAccept: true }),
    ],
    verdict: "violates",
    says: /the peering peering leads to another region/,
  },
  {
    name: "a peering that names its own region",
    stack: [
      vpc("shop", "10.0.0.0/16", { region: "eu-west-1" }),
      pay,
      ...groups,
      peering({ peerRegion: "eu-west-1" }),
      accepter({ autoAccept: true }),
    ],
    verdict: "complies",
  },
  {
    name: "a peering with a region, from one that the program does not say",
    stack: [shop, pay, ...groups, peering({ peerRegion: "us-east-1" }), accepter({ autoAccept: true })],
    verdict: "unknown",
    says: /peerRegion/,
  },
  {
    name: "a peering of somebody else that the stack accepts",
    stack: [
      shop,
      pay,
      ...groups,
      resource("aws:ec2/vpcPeeringConnectionAccepter:VpcPeeringConnectionAccepter", "accepter", {
        vpcPeeringConnectionId: "pcx-1",
        autoAccept: true,
      }),
    ],
    verdict: "unknown",
  },
  {
    name: "a chain of two peerings, which is no connection",
    stack: [
      shop,
      pay,
      vpc("hub", "10.2.0.0/16"),
      ...groups,
      resource("aws:ec2/vpcPeeringConnection:VpcPeeringConnection", "one", { vpcId: ref("shop"), peerVpcId: ref("hub"), autoAccept: true }),
      resource("aws:ec2/vpcPeeringConnection:VpcPeeringConnection", "two", { vpcId: ref("hub"), peerVpcId: ref("pay"), autoAccept: true }),
    ],
    verdict: "violates",
  },
  {
    name: "a transit gateway that carries references",
    stack: [shop, pay, ...groups, gateway("enable"), attached("shop"), attached("pay")],
    verdict: "complies",
  },
  { name: "a transit gateway by default", stack: [shop, pay, ...groups, gateway(), attached("shop"), attached("pay")], verdict: "violates" },
  {
    name: "an attachment that carries none",
    stack: [shop, pay, ...groups, gateway("enable"), attached("shop"), attached("pay", ref("tgw"), { securityGroupReferencingSupport: "disable" })],
    verdict: "violates",
  },
  { name: "one attachment only", stack: [shop, pay, ...groups, gateway("enable"), attached("shop")], verdict: "violates" },
  {
    name: "a transit gateway that is not known to carry references",
    stack: [shop, pay, ...groups, gateway(unknown), attached("shop"), attached("pay")],
    verdict: "unknown",
  },
  { name: "a transit gateway from outside", stack: [shop, pay, ...groups, attached("shop", "tgw-1"), attached("pay", "tgw-1")], verdict: "unknown" },
  { name: "one attachment to a transit gateway from outside", stack: [shop, pay, ...groups, attached("shop", "tgw-1")], verdict: "unknown" },
  {
    name: "a transit gateway, and a rule that sends",
    stack: [shop, pay, web({ egress: [from(ref("charge"))] }), charge(), gateway("enable"), attached("shop"), attached("pay")],
    verdict: "violates",
    says: /inbound rules only/,
    spellings: "aws",
  },
  {
    name: "a core network that carries references",
    stack: [shop, pay, ...groups, core, corePolicy(referencing), onCore("shop"), onCore("pay")],
    verdict: "complies",
  },
  { name: "a core network by default", stack: [shop, pay, ...groups, core, corePolicy("{}"), onCore("shop"), onCore("pay")], verdict: "violates" },
  {
    name: "a core network with an unreadable policy",
    stack: [shop, pay, ...groups, core, corePolicy("nonsense"), onCore("shop"), onCore("pay")],
    verdict: "unknown",
  },
  {
    name: "an attachment to a core network that carries none",
    stack: [
      shop,
      pay,
      ...groups,
      core,
      corePolicy(referencing),
      onCore("shop", { options: { securityGroupReferencingSupport: false } }),
      onCore("pay"),
    ],
    verdict: "violates",
  },
  {
    name: "a core network across regions",
    stack: [
      vpc("shop", "10.0.0.0/16", { region: "eu-west-1" }),
      vpc("pay", "10.1.0.0/16", { region: "us-east-1" }),
      ...groups,
      core,
      corePolicy(referencing),
      onCore("shop"),
      onCore("pay"),
    ],
    verdict: "violates",
  },
  {
    name: "a group that also serves the other VPC",
    stack: [
      shop,
      pay,
      ...groups,
      resource("aws:vpc/securityGroupVpcAssociation:SecurityGroupVpcAssociation", "also", { securityGroupId: ref("charge"), vpcId: ref("shop") }),
    ],
    verdict: "complies",
  },
  {
    name: "an association with a third VPC",
    stack: [
      shop,
      pay,
      vpc("third", "10.2.0.0/16"),
      ...groups,
      resource("aws:vpc/securityGroupVpcAssociation:SecurityGroupVpcAssociation", "also", { securityGroupId: ref("charge"), vpcId: ref("third") }),
    ],
    verdict: "violates",
  },
  { name: "groups of one VPC", stack: [shop, pay, web({ ingress: [from(ref("charge"))] }), charge({ vpcId: ref("shop") })], verdict: "complies" },
  {
    name: "groups of one VPC from outside",
    stack: [web({ vpcId: "vpc-1", ingress: [from(ref("charge"))] }), charge({ vpcId: "vpc-1" })],
    verdict: "complies",
  },
  { name: "a group of a VPC from outside", stack: [shop, web({ ingress: [from(ref("charge"))] }), charge({ vpcId: "vpc-1" })], verdict: "complies" },
  { name: "a group from outside, in a stack of one VPC", stack: [shop, web({ ingress: [from("sg-1")] })], verdict: "complies" },
  { name: "a group from outside, in a stack of two VPCs", stack: [shop, pay, web({ ingress: [from("sg-1")] })], verdict: "unknown" },
  { name: "a VPC that is not known", stack: [shop, pay, web({ ingress: [from(ref("charge"))] }), charge({ vpcId: unknown })], verdict: "unknown" },
  {
    name: "addresses alone",
    stack: [shop, pay, web({ ingress: [{ protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["10.1.0.0/16"] }] })],
    verdict: "not applicable",
  },
  { name: "groups that are not known", stack: [shop, pay, web({ ingress: [from(unknown)] }), charge()], verdict: "unknown", spellings: "aws" },
  {
    name: "a rule of which the sources are not known",
    stack: [shop, pay, web({ ingress: [{ protocol: "tcp", fromPort: 443, toPort: 443, securityGroups: unknown }] }), charge()],
    verdict: "unknown",
    spellings: "as written",
  },
  {
    name: "a group of a VPC from outside the stack",
    stack: [pay, web({ vpcId: "vpc-9", ingress: [from(ref("charge"))] }), charge()],
    verdict: "complies",
  },
]);
