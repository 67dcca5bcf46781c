import { expect, test } from "@jest/globals";
import { decode } from "@portcullis/policypack/decode/decode";
import { externalKey, keyOf } from "@portcullis/policypack/model/world";
import type { Properties, Resource } from "@portcullis/policypack/resources/resource";
import { ref, resource, stackOf, urnOf, type Entry } from "../../harness/stack";

const instance = (props: Entry["props"] = {}): Entry => resource("aws:ec2/instance:Instance", "host", { subnetId: "subnet-1", ...props });
const networkInterface = (props: Entry["props"] = {}): Entry =>
  resource("aws:ec2/networkInterface:NetworkInterface", "eni", { subnetId: "subnet-1", ...props });
const eip = resource("aws:ec2/eip:Eip", "eip", { instance: ref("host") });
const mount = resource("aws:efs/mountTarget:MountTarget", "mount", { subnetId: "subnet-1" });
const target = (targetId: string): Entry =>
  resource("aws:lb/targetGroupAttachment:TargetGroupAttachment", "target", { targetGroupArn: "arn:aws:x", targetId });

/** A deployed stack, with what AWS told of its resources. */
function told(entries: readonly Entry[], outputs: Readonly<Record<string, Properties>>): readonly Resource[] {
  return stackOf(entries, "deployed").map((one) => ({ ...one, outputs: { ...one.outputs, ...outputs[one.name] } }));
}

test.each<readonly [string, readonly Entry[], Readonly<Record<string, Properties>>, string, Entry | undefined]>([
  ["the address that AWS gave an instance", [instance()], { host: { privateIp: "10.0.1.4" } }, "10.0.1.4", instance()],
  ["the second address of an interface", [networkInterface()], { eni: { privateIps: ["10.0.1.4", "10.0.1.5"] } }, "10.0.1.5", networkInterface()],
  ["a mount target's", [mount], { mount: { ipAddress: "10.0.1.6" } }, "10.0.1.6", mount],
  [
    "an instance's, which an elastic address tells too",
    [instance(), eip],
    { host: { privateIp: "10.0.1.4" }, eip: { privateIp: "10.0.1.4" } },
    "10.0.1.4",
    instance(),
  ],
  [
    "an interface's, which its instance tells too",
    [networkInterface(), instance({ networkInterfaces: [{ deviceIndex: 0, networkInterfaceId: ref("eni") }] })],
    { eni: { privateIps: ["10.0.1.4"] }, host: { privateIp: "10.0.1.4" } },
    "10.0.1.4",
    networkInterface(),
  ],
  ["an IPv6 address in another spelling", [instance({ ipv6Addresses: ["2001:DB8::1"] })], {}, "2001:db8:0:0:0:0:0:1", instance()],
  [
    "one that two have, in two VPCs",
    [instance({ privateIp: "10.0.1.4" }), networkInterface({ privateIps: ["10.0.1.4"] })],
    {},
    "10.0.1.4",
    undefined,
  ],
])("an address tells whose it is: %s", (_, entries, outputs, address, whose) => {
  const [found] = decode(told([...entries, target(address)], outputs)).all("target");
  expect(found === undefined ? undefined : keyOf(found.workload)).toBe(whose === undefined ? externalKey(address) : urnOf(whose));
});
