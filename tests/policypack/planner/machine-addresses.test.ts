import { addressOfMachine } from "@portcullis/policypack/resources/machine-address";
import { describePlans } from "../../harness/plans";
import { ref, resource, urnOf, type CaseValue } from "../../harness/stack";
import { database, group, host, network, ruleFor, sg, stores, tcp, world } from "./stacks";

const of = (name: string): string => addressOfMachine(urnOf(resource("aws:ec2/instance:Instance", name)));
const byAddress = { cidrBlocks: [of("server")] } as const;
const app = [group("app", tcp(443, world)), host("server", ["app"])];
const orders = (...rules: readonly CaseValue[]) => [...network, stores, group("data", ...rules), database("orders", ["data"])];

describePlans("the private address of a machine that the program makes", [
  {
    name: "is that of whom its group stands for",
    stack: [...orders(tcp(3306, byAddress)), ...app],
    becomes: { data: { ingress: [tcp(3306, { securityGroups: [sg("app")] })] } },
  },
  {
    name: "in a rule of its own, and beside another one that stays",
    stack: [
      ...orders(),
      resource("aws:ec2/securityGroup:SecurityGroup", "data", { description: "data", vpcId: ref("vpc") }),
      ruleFor("caller", "data", 3306, 3306, { cidrIpv4: of("server") }),
      ...app,
    ].filter(({ props: { ingress }, name }) => name !== "data" || ingress === undefined),
    becomes: { caller: { referencedSecurityGroupId: sg("app") } },
  },
  {
    name: "is not told from that of a machine whose group others carry",
    stack: [...orders(tcp(3306, byAddress)), ...app, host("other", ["app"])],
    stays: ["data"],
    declines: /app is also on something that is not known to live in the address of server/,
  },
  {
    name: "is not told from that of a machine without a group",
    stack: [...orders(tcp(3306, byAddress)), resource("aws:ec2/instance:Instance", "server", { subnetId: ref("outer") })],
    stays: ["data"],
    declines: /server lives in the address of server and has no group of its own/,
  },
  {
    name: "of a bastion is that of its group, too, which is left to be taken out",
    stack: [
      ...orders(tcp(3306, byAddress)),
      group("app", tcp(22, { cidrBlocks: ["52.94.76.0/24"] })),
      host("server", ["app"], "outer", { associatePublicIpAddress: true }),
    ],
    config: { settings: { trustedCidrs: ["52.94.76.0/24"] } },
    becomes: { data: { ingress: [tcp(3306, { securityGroups: [sg("app")] })] } },
    declines: /nobody could reach the RDS instance orders any more/,
  },
  {
    name: "that the program chooses is no other one",
    stack: [
      ...orders(tcp(3306, { cidrBlocks: ["10.0.1.9/32"] })),
      group("app", tcp(443, world)),
      host("server", ["app"], "outer", { privateIp: "10.0.1.9" }),
      group("next", tcp(443, world)),
      host("next", ["next"], "outer", { privateIp: "10.0.1.10" }),
    ],
    becomes: { data: { ingress: [tcp(3306, { securityGroups: [sg("app")] })] } },
  },
  {
    name: "stays where the public goes",
    stack: [...network, group("api", tcp(8080, { cidrBlocks: ["0.0.0.0/0", of("server")] })), host("api", ["api"], "inner"), ...app],
    becomes: { api: { ingress: [tcp(8080, byAddress)] } },
  },
]);
