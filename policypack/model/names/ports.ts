import { joined } from "../../joined";
import * as intervals from "../../net/intervals";
import { describe, everyTraffic, type Traffic } from "../../net/ports";
import { servicesIn } from "../../net/well-known";
import { listed } from "./listed";

/** How many pieces of traffic are worth to be listed one by one. */
const mostPieces = 3;

/** In a wider range, which services happen to be there says little. */
const mostPortsToName = 64n;

/** Ports as services with numbers: "SSH (tcp/22)", "tcp/20-25 (FTP, SSH and 2 more)", "every port of every protocol". */
export function portsInWords(traffic: Traffic): string {
  if (intervals.equals(traffic, everyTraffic)) return "every port of every protocol";
  const pieces = piecesOf(traffic);
  if (pieces.length <= mostPieces) return joined(pieces.map(pieceInWords)) || "no port";
  const services = servicesIn(traffic);
  if (services.length < 2) return describe(traffic);
  const named = services.slice(0, mostPieces).map(({ name, ports }) => `${name} (${describe(ports)})`);
  const rest = intervals.subtract(traffic, intervals.unionAll(services.slice(0, mostPieces).map(({ ports }) => ports))).length;
  return joined(rest === 0 ? named : [...named, `${rest} more`]);
}

/** What a rule says, and what of it counts: "tcp/20-25, with SSH (tcp/22)"; one of the two where they are the same. */
export function partInWords(written: Traffic, part: Traffic): string {
  if (intervals.equals(written, part)) return portsInWords(part);
  // All but a few holes is said best by the whole.
  if (intervals.size(part) * 2n > intervals.size(written)) return isNarrow(written) ? portsInWords(part) : portsInWords(written);
  return `${describe(written) === "every protocol" ? "every port of every protocol" : describe(written)}, with ${portsInWords(part)},`;
}

function isNarrow(traffic: Traffic): boolean {
  return intervals.size(traffic) <= 16n;
}

function piecesOf(traffic: Traffic): readonly Traffic[] {
  return traffic.map((piece) => [piece]);
}

function pieceInWords(piece: Traffic): string {
  const services = servicesIn(piece);
  const [only, second] = services;
  if (only === undefined || intervals.size(piece) > mostPortsToName) return describe(piece);
  if (second === undefined && intervals.equals(only.ports, piece)) return `${only.name} (${describe(piece)})`;
  return `${describe(piece)} (${listed(services.map(({ name }) => name))})`;
}
