import { RecordData, type Value } from "../../interpreter/value";
import type { Maker } from "./parts";

/** `new awsx.ec2.AnyIPv4Location()`. */
export function anyAddress(maker: Maker, property: "cidrBlocks" | "ipv6CidrBlocks"): Value {
  return maker.record({ [property]: [property === "cidrBlocks" ? "0.0.0.0/0" : "::/0"] });
}

/** `new awsx.ec2.TcpPorts(22)`. */
export function portsOf(maker: Maker, protocol: string, from: Value | undefined, to: Value | undefined): Value {
  return maker.record({ protocol, fromPort: from ?? maker.hole("is a port that is not given"), toPort: to?.data === null ? undefined : to });
}

export function allTraffic(maker: Maker): Value {
  return maker.record({ protocol: "-1", fromPort: 0, toPort: 0 });
}

/** A rule's arguments from where, what and why. */
export function ruleArguments(maker: Maker, location: Value | undefined, ports: Value | undefined, description: Value | undefined): Value {
  const result = maker.record({ description: description?.data === null ? undefined : description });
  if (!(result.data instanceof RecordData)) return result;
  for (const part of [location, ports]) {
    if (part?.data instanceof RecordData) {
      for (const [name, field] of part.data.fields) result.data.fields.set(name, field);
      if (part.data.rest !== undefined) result.data.rest = part.data.rest;
    } else {
      const hole = maker.hole("is a part of a rule that is not known").data;
      if (typeof hole === "object" && hole !== null && hole.kind === "hole") result.data.rest = hole;
    }
  }
  const from = result.data.fields.get("fromPort");
  if (!result.data.fields.has("toPort") && from !== undefined) result.data.fields.set("toPort", from);
  return result;
}

/** Rules are given as `{ location, ports, description }`, or as the arguments of a rule. */
export function normalRule(maker: Maker, args: Value | undefined): Value {
  if (!(args?.data instanceof RecordData)) return args ?? maker.record({});
  const { fields } = args.data;
  if (!fields.has("location") && !fields.has("ports")) return args;
  return ruleArguments(maker, fields.get("location")?.value, fields.get("ports")?.value, fields.get("description")?.value);
}
