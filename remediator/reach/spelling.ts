import { joined } from "@portcullis/policypack/joined";
import { parseCidr } from "@portcullis/policypack/net/ip";
import { everyTraffic, protocolNumber, trafficOf, type Traffic } from "@portcullis/policypack/net/ports";
import { nameables, type End, type Nameable } from "@portcullis/policypack/model/paths/endpoints";
import { parseUrn } from "@portcullis/policypack/resources/resource";
import type { World } from "@portcullis/policypack/model/world";

/** Why what somebody wrote is no end of a question, in a sentence. */
export interface Wrong {
  readonly wrong: string;
}

/** An end as it is written, before it is looked for in a program. */
export type Written = { readonly kind: "internet" } | Extract<End, { kind: "block" }> | { readonly kind: "name"; readonly name: string };

/** Reads who opens connections: `internet`, a block of addresses, or a name. */
export function parseFrom(text: string): Written | Wrong {
  if (text.trim() === "") return { wrong: "--from needs internet, a block of addresses or a name." };
  if (text === "internet") return { kind: "internet" };
  const block = parseCidr(text);
  if (block !== undefined) return { kind: "block", block, text };
  if (/^[\d.]+(\/.*)?$/.test(text) || (/^[0-9a-f:]+(\/.*)?$/i.test(text) && text.includes("::") && !text.startsWith("urn:")))
    return { wrong: `${text} is not a block of addresses: write 10.0.0.0/16, 203.0.113.7 or 2001:db8::/32.` };
  return { kind: "name", name: text };
}

export interface Destination {
  /** The name, and it with what may be a port: a name may end like one. */
  readonly name: string;
  readonly traffic: Traffic;
}

/** Reads what is to be reached: `NAME[:PORT[/PROTOCOL]]`, where PORT is a number, a range or `any`. */
export function parseTo(text: string): Destination | Wrong {
  const parts = /^(.+?):([^:/\s]+)(?:\/([^:/\s]+))?$/.exec(text);
  if (text.trim() === "" || text.startsWith(":")) return { wrong: "--to needs a name, as in web or web:443 or dns:53/udp." };
  const bare = /^([^:].*?):+(?:\/.*)?$/.exec(text)?.[1];
  if (bare !== undefined) return { wrong: `${text} names no port after its colon: write ${bare}, or ${bare}:443 for one.` };
  const [, name = text, port, protocol = "tcp"] = parts ?? [];
  if (port === undefined || (text.startsWith("urn:") && !/:(any|\d+(-\d+)?)(\/\S+)?$/.test(text))) return { name: text, traffic: everyTraffic };
  if (!/^\d/.test(port) && protocolNumber(port) !== undefined)
    return { wrong: `${port} is a protocol, which comes last: write ${spelt(name, port, parts?.[3])}.` };
  const number = protocolNumber(protocol);
  if (number === undefined) return { wrong: `${protocol} is not a protocol: write tcp, udp, icmp or a number.` };
  if (port === "any") return { name, traffic: trafficOf(number) };
  const range = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(port);
  const [first, last] = [Number(range?.[1]), Number(range?.[2] ?? range?.[1])];
  if (range === null || first > last || last > 65535)
    return { wrong: `${port} is not a port: write a number up to 65535, a range as in 8000-8080, or any.` };
  if (number !== 6 && number !== 17) return { wrong: `${protocol} has no ports: write ${name}:any/${protocol}.` };
  return { name, traffic: trafficOf(number, first, last) };
}

/** As it is to be written where the protocol stood before the port. */
function spelt(name: string, protocol: string, port = "any"): string {
  return `${name}:${/^\d/.test(port) ? port : "any"}/${protocol}`;
}

/** What a name names in a program, or the sentence that says which there are. */
export function named(world: World, name: string): Extract<End, { kind: "named" }> | Wrong {
  const found = namedAmong(nameables(world), name);
  if (!("wrong" in found)) return found;
  if (name === "internet" || parseCidr(name) !== undefined)
    return {
      wrong: `${name} is no part of the program: the internet and blocks of addresses are for --from, and --to names who takes the connection.`,
    };
  const other = [...world.network.resources.keys()].map(parseUrn).find((each) => each.name === name);
  return other === undefined
    ? found
    : { wrong: `${name} is of the type ${other.type}, which neither makes nor takes connections: name what has groups, a group, a subnet or a VPC.` };
}

/** The same among some things, of which those count that come first. */
export function namedAmong(ranks: readonly (readonly Nameable[])[], name: string): Extract<End, { kind: "named" }> | Wrong {
  const all = ranks.flat();
  if (all.some(({ urn }) => urn === name)) return { kind: "named", urn: name };
  for (const rank of ranks) {
    const found = rank.filter((each) => each.name === name || qualified(each).endsWith(`/${name}`) || isQualified(each, name));
    const [only, second] = found;
    if (only !== undefined && second === undefined) return { kind: "named", urn: only.urn };
    if (only !== undefined) return { wrong: `${name} is ${found.length} things: write ${joined(found.map(shortest(all)), "or")}.` };
  }
  const others = ofOtherType(all, name);
  const near =
    others.length > 0
      ? others
      : nearest(
          name,
          all.map((each) => each.name),
        );
  return {
    wrong:
      near.length === 0 ? `There is nothing called ${name} in the program.` : `There is nothing called ${name}: did you mean ${joined(near, "or")}?`,
  };
}

/** What has the name of TYPE/NAME, and another type or other letters. */
function ofOtherType(all: readonly Nameable[], text: string): readonly string[] {
  const called = all.filter(({ name }) => text.toLowerCase().endsWith(`/${name.toLowerCase()}`));
  return [...new Set(called.map(shortest(all)))].slice(0, 5);
}

/** `aws:rds/instance:Instance/orders` by any end of its type: `Instance/orders`, `rds.Instance/orders`. */
function isQualified({ urn, name }: Nameable, text: string): boolean {
  if (!text.endsWith(`/${name}`)) return false;
  const type = text.slice(0, -name.length - 1);
  const [pkg = "", module = "", short = ""] = parseUrn(urn).type.split(":");
  return [short, `${module.split("/")[0] ?? ""}.${short}`, `${pkg}.${module.split("/")[0] ?? ""}.${short}`, parseUrn(urn).type].includes(type);
}

function qualified({ urn, name }: Nameable): string {
  const [, module = "", short = ""] = parseUrn(urn).type.split(":");
  return `${module.split("/")[0] ?? ""}.${short}/${name}`;
}

/** The shortest spelling that names one thing only. */
function shortest(all: readonly Nameable[]): (one: Nameable) => string {
  return (one) => {
    const short = `${parseUrn(one.urn).type.split(":")[2] ?? ""}/${one.name}`;
    if (all.filter((each) => isQualified(each, short)).length === 1) return short;
    const long = qualified(one);
    return all.filter((each) => isQualified(each, long)).length === 1 ? long : one.urn;
  };
}

/** The names that are most like one, the nearest first. */
export function nearest(name: string, names: readonly string[], most = 5): readonly string[] {
  const wanted = name.toLowerCase();
  return [...new Set(names)]
    .map((each) => ({ each, far: distance(wanted, each.toLowerCase()) }))
    .filter(({ each, far }) => far <= Math.max(2, Math.floor(wanted.length / 3)) || (wanted.length > 2 && each.toLowerCase().includes(wanted)))
    .sort((a, b) => a.far - b.far || (a.each < b.each ? -1 : 1))
    .slice(0, most)
    .map(({ each }) => each);
}

/** How many letters are put in, left out or changed (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)));
    row = next;
  }
  return row[b.length] ?? 0;
}
