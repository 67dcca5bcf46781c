import { describePlans, type PlanCase } from "../../harness/plans";
import { all, exporting, group, host, network, tcp, world } from "./stacks";

/** Groups that say by their name, or by who is told of them, what they are for. */
const cases: readonly PlanCase[] = [
  {
    name: "a group of a machine that is for logins alone is restricted, whatever the machine serves besides",
    stack: [...network, group("web", tcp(80, world)), group("allow-ssh", tcp(22, world)), host("server", ["web", "allow-ssh"])],
    settings: ["sshCidrs"],
  },
  {
    name: "so is one for remote desktops",
    stack: [...network, group("web", tcp(80, world)), group("rdpAccess", tcp(3389, world)), host("server", ["web", "rdpAccess"])],
    settings: ["rdpCidrs"],
  },
  {
    name: "one that is called after something else is closed",
    stack: [...network, group("web", tcp(80, world)), group("hosts", tcp(22, world)), host("server", ["web", "hosts"])],
    becomes: { hosts: { ingress: [] } },
  },
  {
    name: "a login in a group that lets others in is closed",
    stack: [...network, group("web-and-ssh", tcp(80, world), tcp(22, world)), host("server", ["web-and-ssh"])],
    becomes: { "web-and-ssh": { ingress: [tcp(80, world)] } },
  },
  {
    name: "what another program is told of keeps all ports for its network, since only that program shows what serves",
    stack: exporting("tasks", [...network, group("tasks", all(world))]),
    stays: ["tasks"],
    declines: /since whoever reaches what carries tasks has to get through/,
  },
];

describePlans("groups that are for something", cases);
