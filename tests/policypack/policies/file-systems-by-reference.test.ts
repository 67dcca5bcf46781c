import { describePolicy } from "../../harness/policy";
import { ref, resource, type CaseValue, type Entry } from "../../harness/stack";
import { unknown } from "@portcullis/policypack/resources/resource";

const vpc = resource("aws:ec2/vpc:Vpc", "net", { cidrBlock: "10.0.0.0/16" });
const files = (...ingress: readonly CaseValue[]): Entry => resource("aws:ec2/securityGroup:SecurityGroup", "files", { vpcId: ref("net"), ingress });
const tcp = (port: number, sources: Record<string, CaseValue>, to = port): CaseValue => ({ protocol: "tcp", fromPort: port, toPort: to, ...sources });
const target = resource("aws:efs/mountTarget:MountTarget", "home", { fileSystemId: "fs-1", subnetId: "subnet-1", securityGroups: [ref("files")] });
const fsx = (token: string, props: Entry["props"] = {}): Entry => resource(token, "share", { securityGroupIds: [ref("files")], ...props });
const vpn = resource("aws:ec2/vpnGateway:VpnGateway", "vpn", { vpcId: ref("net") });

describePolicy("file-systems-by-reference", [
  {
    name: "NFS from the VPC",
    stack: [vpc, files(tcp(2049, { cidrBlocks: ["10.0.0.0/16"] })), target],
    at: "ingress[0].cidrBlocks[0]",
    verdict: "violates",
    says: /files admits 10\.0\.0\.0\/16 to NFS \(tcp\/2049\) of the mount target home by address\. Admit the group of the clients/,
    advice: false,
  },
  { name: "NFS from one address", stack: [vpc, files(tcp(2049, { cidrBlocks: ["10.0.1.1/32"] })), target], verdict: "violates" },
  {
    name: "NFS over IPv6",
    stack: [vpc, files(tcp(2049, { ipv6CidrBlocks: ["fd00::/64"] })), target],
    at: "ingress[0].ipv6CidrBlocks[0]",
    verdict: "violates",
  },
  { name: "every port", stack: [vpc, files(tcp(0, { cidrBlocks: ["10.0.0.0/16"] }, 65535)), target], verdict: "violates" },
  {
    name: "every protocol",
    stack: [vpc, files({ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["10.0.0.0/16"] }), target],
    verdict: "violates",
  },
  {
    name: "a prefix list",
    stack: [vpc, files(tcp(2049, { prefixListIds: ["pl-1"] })), target],
    at: "ingress[0].prefixListIds[0]",
    verdict: "violates",
  },
  {
    name: "SMB",
    stack: [vpc, files(tcp(445, { cidrBlocks: ["10.0.0.0/16"] })), fsx("aws:fsx/windowsFileSystem:WindowsFileSystem")],
    verdict: "violates",
  },
  {
    name: "Lustre",
    stack: [vpc, files(tcp(988, { cidrBlocks: ["10.0.0.0/16"] })), fsx("aws:fsx/lustreFileSystem:LustreFileSystem")],
    verdict: "violates",
  },
  {
    name: "ONTAP",
    stack: [vpc, files(tcp(2049, { cidrBlocks: ["10.0.0.0/16"] })), fsx("aws:fsx/ontapFileSystem:OntapFileSystem")],
    verdict: "violates",
  },
  {
    name: "a file system of aws-native",
    stack: [vpc, files(tcp(445, { cidrBlocks: ["10.0.0.0/16"] })), fsx("aws-native:fsx:FileSystem", { fileSystemType: "WINDOWS" })],
    verdict: "violates",
  },
  {
    name: "a trusted block, which is a block",
    stack: [vpc, files(tcp(2049, { cidrBlocks: ["10.0.1.0/24"] })), target],
    config: { settings: { trustedCidrs: ["10.0.0.0/8"] } },
    verdict: "violates",
  },
  {
    name: "an office behind a VPN gateway",
    stack: [vpc, vpn, files(tcp(2049, { cidrBlocks: ["192.168.0.0/24"] })), target],
    verdict: "violates",
    advice: true,
    says: "VPN",
  },
  {
    name: "a group",
    stack: [
      vpc,
      files(tcp(2049, { securityGroups: [ref("app")] })),
      target,
      resource("aws:ec2/securityGroup:SecurityGroup", "app", { vpcId: ref("net") }),
    ],
    verdict: "complies",
  },
  { name: "itself", stack: [vpc, files(tcp(2049, { self: true })), target], verdict: "complies" },
  { name: "SSH by address", stack: [vpc, files(tcp(22, { cidrBlocks: ["10.0.0.0/16"] })), target], verdict: "complies" },
  {
    name: "NFS over UDP, which no file system takes",
    stack: [vpc, files({ protocol: "udp", fromPort: 2049, toPort: 2049, cidrBlocks: ["10.0.0.0/16"] }), target],
    verdict: "complies",
  },
  { name: "a block that is not known", stack: [vpc, files(tcp(2049, { cidrBlocks: [unknown] })), target], verdict: "unknown" },
  {
    name: "groups that are not known",
    stack: [vpc, files(tcp(2049, { cidrBlocks: ["10.0.0.0/16"] })), resource("aws:efs/mountTarget:MountTarget", "home", { securityGroups: unknown })],
    verdict: "unknown",
  },
  {
    name: "an instance that serves files",
    stack: [
      vpc,
      files(tcp(2049, { cidrBlocks: ["10.0.0.0/16"] })),
      resource("aws:ec2/instance:Instance", "nas", { vpcSecurityGroupIds: [ref("files")] }),
    ],
    verdict: "not applicable",
  },
  { name: "no file system", stack: [vpc], verdict: "not applicable" },
]);
