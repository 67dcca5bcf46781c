import type { Approx } from "@portcullis/policypack/model/approx";
import type { Spelling } from "@portcullis/policypack/model/network";
import * as intervals from "@portcullis/policypack/net/intervals";
import { everyTraffic, protocolNumber, type Traffic } from "@portcullis/policypack/net/ports";
import type { Plain } from "@portcullis/policypack/resources/resource";

/** Protocol and ports as a row has them. */
export interface RowPorts {
  readonly protocol: string | null;
  readonly fromPort: number | null;
  readonly toPort: number | null;
}

const nothing: RowPorts = { protocol: null, fromPort: null, toPort: null };

/** As a rule writes them. */
export function portsWritten(rule: Plain, { protocol, fromPort, toPort }: Spelling): RowPorts {
  if (isMissing(rule)) return nothing;
  const get = (name: string): Plain | undefined => (rule as Readonly<Record<string, Plain>>)[name];
  return { protocol: protocolOf(get(protocol)), fromPort: portOf(get(fromPort)), toPort: portOf(get(toPort)) };
}

/** Of a rule that nobody writes: what it admits. */
export function portsIn({ must, holes }: Approx<Traffic>): RowPorts {
  if (holes.length > 0) return nothing;
  if (intervals.equals(must, everyTraffic)) return { ...nothing, protocol: "-1" };
  const [piece, more] = must;
  if (piece === undefined || more !== undefined || piece.first >> 16n !== piece.last >> 16n) return nothing;
  const number = Number(piece.first >> 16n);
  const [first, last] = [Number(piece.first & 0xffffn), Number(piece.last & 0xffffn)];
  const hasPorts = number === 6 || number === 17;
  return { protocol: nameOf(number), fromPort: hasPorts ? first : null, toPort: hasPorts ? last : null };
}

/** Neither an object nor a list. */
export function isMissing(value: Plain | undefined): value is Exclude<Plain, object> | undefined | null {
  return typeof value !== "object" || value === null;
}

function protocolOf(value: Plain | undefined): string | null {
  if (typeof value !== "string" && typeof value !== "number") return null;
  const number = protocolNumber(value);
  return number === undefined ? null : number === "all" ? "-1" : nameOf(number);
}

function nameOf(number: number): string {
  return names.get(number) ?? String(number);
}

/** The names by which AWS answers: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html */
const names: ReadonlyMap<number, string> = new Map([
  [1, "icmp"],
  [6, "tcp"],
  [17, "udp"],
  [58, "icmpv6"],
]);

function portOf(value: Plain | undefined): number | null {
  if (typeof value === "number") return Number.isInteger(value) ? value : null;
  return typeof value === "string" && /^\s*-?\d{1,9}\s*$/.test(value) ? Number(value) : null;
}
