import { unknown } from "@portcullis/policypack/resources/resource";
import { describePolicy } from "../../harness/policy";
import { ref, resource, type CaseValue, type Entry } from "../../harness/stack";

const ssh = (sources: Record<string, CaseValue>): CaseValue => ({ protocol: "tcp", fromPort: 22, toPort: 22, ...sources });
const group = (name: string, ...ingress: readonly CaseValue[]): Entry =>
  resource("aws:ec2/securityGroup:SecurityGroup", name, { ingress, vpcId: "vpc-1" });
const tokens: CaseValue = { httpTokens: "required" };
const bastion = (props: Entry["props"] = {}): Entry =>
  resource("aws:ec2/instance:Instance", "jump", { vpcSecurityGroupIds: ["sg-1"], metadataOptions: tokens, ...props });
const subnet = (name: string, vpcId: CaseValue): Entry => resource("aws:ec2/subnet:Subnet", name, { vpcId, cidrBlock: "10.0.1.0/24" });
const endpoint = (subnetId: CaseValue): Entry =>
  resource("aws:ec2transitgateway/instanceConnectEndpoint:InstanceConnectEndpoint", "endpoint", { subnetId, securityGroupIds: ["sg-2"] });
const config = { settings: { bastions: ["jump"] } };

describePolicy("bastion-without-static-keys", [
  {
    name: "a bastion with a static key",
    stack: [bastion({ keyName: "ops" })],
    config,
    at: "keyName",
    verdict: "violates",
    says: "The bastion jump has a static key. Drop the key.",
    advice: true,
  },
  {
    name: "a key of the stack",
    stack: [
      bastion({ keyName: ref("key", "keyName") }),
      resource("aws:ec2/keyPair:KeyPair", "key", { keyName: "ops", publicKey: "ssh-ed25519 AAAA" }),
    ],
    config,
    verdict: "violates",
  },
  {
    name: "a bastion without IMDSv2",
    stack: [bastion({ metadataOptions: { httpTokens: "optional" } })],
    config,
    at: "metadataOptions",
    verdict: "violates",
  },
  { name: "a bastion that says nothing about metadata", stack: [bastion({ metadataOptions: null })], config, verdict: "violates" },
  {
    name: "a static key and no IMDSv2",
    stack: [bastion({ keyName: "ops", metadataOptions: null })],
    config,
    verdict: "violates",
    says: 'has a static key and answers for its metadata without a token. Drop the key and set metadataOptions.httpTokens to "required".',
  },
  {
    name: "a bastion beside an endpoint",
    stack: [bastion({ subnetId: ref("a") }), subnet("a", "vpc-1"), subnet("b", "vpc-1"), endpoint(ref("b"))],
    config,
    at: "",
    verdict: "violates",
    says: "is beside an EC2 Instance Connect Endpoint",
  },
  {
    name: "an endpoint of another VPC",
    stack: [bastion({ subnetId: ref("a") }), subnet("a", "vpc-1"), subnet("b", "vpc-2"), endpoint(ref("b"))],
    config,
    verdict: "complies",
  },
  {
    name: "an endpoint in a subnet from outside the stack",
    stack: [bastion({ subnetId: ref("a") }), subnet("a", "vpc-1"), endpoint("subnet-1")],
    config,
    verdict: "unknown",
  },
  { name: "a bastion with tokens and no key", stack: [bastion()], config, verdict: "complies" },
  { name: "an empty name of a key", stack: [bastion({ keyName: "" })], config, verdict: "complies" },
  { name: "a key that is null", stack: [bastion({ keyName: null })], config, verdict: "complies" },
  { name: "a metadata service that is off", stack: [bastion({ metadataOptions: { httpEndpoint: "disabled" } })], config, verdict: "complies" },
  {
    name: "an account that asks for tokens by default",
    stack: [
      bastion({ metadataOptions: null }),
      resource("aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults", "defaults", { httpTokens: "required" }),
    ],
    config,
    verdict: "complies",
  },
  {
    name: "an instance that says otherwise than its account",
    stack: [
      bastion({ metadataOptions: { httpTokens: "optional" } }),
      resource("aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults", "defaults", { httpTokens: "required" }),
    ],
    config,
    verdict: "violates",
  },
  {
    name: "a template that asks for tokens",
    stack: [
      bastion({ metadataOptions: null, launchTemplate: { id: ref("template") } }),
      resource("aws:ec2/launchTemplate:LaunchTemplate", "template", { metadataOptions: tokens }),
    ],
    config,
    verdict: "complies",
  },
  {
    name: "a template with a key",
    stack: [bastion({ launchTemplate: { id: ref("template") } }), resource("aws:ec2/launchTemplate:LaunchTemplate", "template", { keyName: "ops" })],
    config,
    verdict: "violates",
  },
  { name: "a template from outside the stack", stack: [bastion({ launchTemplate: { id: "lt-1" } })], config, verdict: "unknown" },
  { name: "a key that is unknown", stack: [bastion({ keyName: unknown })], config, verdict: "unknown" },
  { name: "metadata options that are unknown", stack: [bastion({ metadataOptions: unknown })], config, verdict: "unknown" },
  {
    name: "a bastion by its rules",
    stack: [
      bastion({ keyName: "ops", associatePublicIpAddress: true, vpcSecurityGroupIds: [ref("door")] }),
      group("door", ssh({ cidrBlocks: ["52.94.76.0/28"] })),
      group("app", ssh({ securityGroups: [ref("door")] })),
    ],
    verdict: "violates",
  },
  {
    name: "a bastion by its rules that admits trusted private networks",
    stack: [
      bastion({ keyName: "ops", associatePublicIpAddress: true, vpcSecurityGroupIds: [ref("door")] }),
      group("door", ssh({ cidrBlocks: ["10.8.0.0/16"] })),
      group("app", ssh({ securityGroups: [ref("door")] })),
    ],
    config: { settings: { trustedCidrs: ["10.8.0.0/16"] } },
    verdict: "violates",
  },
  { name: "an instance that is no bastion", stack: [bastion({ keyName: "ops" })], verdict: "not applicable" },
  { name: "a bastion in a subnet that is not known", stack: [bastion({ subnetId: unknown })], config, verdict: "complies" },
  {
    name: "a bastion in a subnet that is not known, and an endpoint",
    stack: [bastion({ subnetId: unknown }), subnet("b", "vpc-1"), endpoint(ref("b"))],
    config,
    verdict: "unknown",
  },
  {
    name: "an account that asks for no tokens by default",
    stack: [
      bastion({ metadataOptions: null }),
      resource("aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults", "defaults", { httpTokens: "optional" }),
    ],
    config,
    verdict: "violates",
  },
]);
