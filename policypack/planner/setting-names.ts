import { adminPorts, serviceName, sharedDatabasePorts } from "../net/well-known";
import * as intervals from "../net/intervals";
import { describe, type Traffic } from "../net/ports";

/** The name of the optional key of a program's configuration that takes the callers of some traffic: "sshCidrs". */
export function settingFor(traffic: Traffic): string {
  const [piece] = traffic;
  // Where other things listen as often, the port says more than one of their names.
  const isOfOne = piece !== undefined && traffic.length === 1 && !intervals.meets(sharedDatabasePorts, traffic);
  const service = isOfOne ? serviceName([piece]) : undefined;
  if (service !== undefined) return `${camel(service)}Cidrs`;
  if (intervals.covers(adminPorts, traffic)) return "adminCidrs";
  return traffic.length === 1 && piece?.first === piece?.last ? `${describe(traffic).replace("/", "")}Cidrs` : "callerCidrs";
}

/** One name for several such keys. */
export function commonSetting(keys: readonly string[]): string {
  const [only, ...others] = new Set(keys);
  if (only !== undefined && others.length === 0) return only;
  return keys.every((key) => loginKeys.has(key)) ? "adminCidrs" : "callerCidrs";
}

/** "SSH" is ssh, "SQL Server" is sqlServer, "PostgreSQL" is postgresql. */
function camel(name: string): string {
  const [first = "", ...others] = name.split(/[^A-Za-z0-9]+/).filter((word) => word !== "");
  return [first.toLowerCase(), ...others.map((word) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase())].join("");
}

/** The names of the keys for ports of administration. */
const loginKeys: ReadonlySet<string> = new Set([
  "adminCidrs",
  ...adminPorts.flatMap(({ first, last }) =>
    Array.from({ length: Number(last - first) + 1 }, (_, index) => {
      const port = first + BigInt(index);
      return settingFor([{ first: port, last: port }]);
    }),
  ),
]);
