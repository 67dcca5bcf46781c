import * as ip from "../net/ip";
import { serviceNames } from "../net/well-known";
import type { FixPlan, Step } from "../plans/plan";
import type { Resource } from "../resources/resource";

/** What is said in place of a value that came out of a secret. */
export const secretValue = "a secret value";

/** Keeps what came out of secrets from being said, whatever way it took into a text. */
export class Discretion {
  private readonly texts = new Set<string>();
  /** Numbers stand for ports, of which a rule says no more than others do: they are secret where they come from. */
  private readonly ports = new Map<string, readonly string[]>();
  private readonly everywhere: readonly RegExp[];
  /** Too long for a regular expression, and for standing in a sentence by chance. */
  private readonly long: readonly string[];
  private readonly said = new Map<string, string>();
  /** Where secret blocks of addresses begin and end. */
  private readonly ends = new Set<bigint>();

  constructor(resources: Iterable<Pick<Resource, "urn" | "secrets">>) {
    const telling = new Set<string>();
    for (const { urn, secrets } of resources) {
      if (secrets === undefined) continue;
      const ports = secrets.filter((text) => isPort(text) && isTelling(text));
      if (ports.length > 0) this.ports.set(urn, ports);
      for (const text of secrets)
        for (const spelling of spellingsOf(text)) {
          this.texts.add(spelling);
          for (const end of endsOf(spelling)) this.ends.add(end);
          if (isTelling(spelling) && !isPort(spelling)) telling.add(spelling);
        }
    }
    const longestFirst = [...telling].sort((a, b) => b.length - a.length);
    this.long = longestFirst.filter(({ length }) => length > longestExpression);
    const short = longestFirst.slice(this.long.length);
    this.everywhere = expressionsOf(short);
  }

  /** Whether nothing is secret. */
  get isIdle(): boolean {
    return this.texts.size === 0;
  }

  /** A text about some resources without what is secret in it. */
  say(text: string, urns: Iterable<string> = []): string {
    const ports = this.ports.size === 0 ? [] : [...new Set(urns)].flatMap((urn) => this.ports.get(urn) ?? []);
    const known = this.said.get(text) ?? this.withoutSecrets(text);
    this.said.set(text, known);
    return ports.length === 0 ? known : known.replace(asPorts(ports), secretValue);
  }

  /** Whether a set of addresses begins or ends where a secret block does: it would give that away, joined to others as well. */
  reveals({ v4, v6 }: ip.AddressSet): boolean {
    return this.ends.size > 0 && [...v4, ...v6].some(({ first, last }) => this.ends.has(first) || this.ends.has(last));
  }

  /** The blocks of a set, without those that would give a secret one away. */
  blocks(addresses: ip.AddressSet): readonly string[] {
    return ip.formatCidrs(addresses).map((text) => (this.reveals(ip.parseCidr(text) ?? ip.noAddresses) ? secretValue : text));
  }

  /** Source with dots in place of what is secret: what stands beside it keeps its place. */
  cover(text: string): string {
    return this.replaced(text, (secret) => "•".repeat(secret.length));
  }

  private withoutSecrets(text: string): string {
    const discreet = this.replaced(text, () => secretValue);
    return discreet === text ? text : withoutSizes(inWords(discreet));
  }

  private replaced(text: string, instead: (secret: string) => string): string {
    const rest = this.long.reduce((left, secret) => left.replaceAll(secret, instead), text);
    return this.everywhere.reduce((left, expression) => left.replace(expression, instead), rest);
  }

  /** A plan, in words that give nothing away; none that would write a secret into a program. */
  plan(plan: FixPlan, urns: Iterable<string>): FixPlan {
    if (plan.kind === "declined") return { ...plan, reason: this.say(plan.reason, urns) };
    if (plan.steps.some((step) => valuesIn(step).some((value) => this.holdsSecret(value))))
      return { kind: "declined", reason: `it would write ${secretValue} into the program` };
    const steps = this.isIdle ? plan.steps : plan.steps.map((step) => this.step(step));
    const parts = plan.parts?.map(({ says, of }) => ({ says: this.say(says, urns), of }));
    const words = { summary: this.say(plan.summary, urns), losesAccess: this.say(plan.losesAccess, urns) };
    return { ...plan, steps, ...words, ...(parts === undefined ? {} : { parts }) };
  }

  /** What becomes of a source, without the source where that is secret. */
  private step(step: Step): Step {
    if (step.kind !== "vary" || step.sources === undefined) return step;
    return { ...step, sources: step.sources.map((source) => ({ ...source, text: this.say(source.text) })) };
  }

  private holdsSecret(value: unknown): boolean {
    if (typeof value === "string" || typeof value === "number") return isTelling(String(value)) && this.texts.has(String(value));
    return typeof value === "object" && value !== null && Object.values(value).some((nested) => this.holdsSecret(nested));
  }
}

/** A sentence that does not say how many addresses there are: of what is secret, alone or beside other blocks, the number would tell how much it is. */
export function withoutSizes(text: string): string {
  return text.replace(/\b(?:[\d,]+|about 10\^\d+) (internet|IPv4|IPv6) address(?:es)?\b/g, "many $1 addresses");
}

/** Secret values in a sentence as people say it: "secret values", and no kind of block, which would tell how large it is. */
function inWords(text: string): string {
  return text
    .replace(/\ba secret value(?:, a secret value)* (?:and|or) a secret value\b/g, "secret values")
    .replace(/\bthe public (?:block|address) a secret value\b/g, "a secret part of the internet");
}

/** Characters of a secret that still is looked for with a regular expression, and secrets in one: V8 has a limit for the whole of one. */
const longestExpression = 200;
const mostInExpression = 100;

function expressionsOf(texts: readonly string[]): readonly RegExp[] {
  const count = Math.ceil(texts.length / mostInExpression);
  return Array.from({ length: count }, (_, index) => {
    const own = texts.slice(index * mostInExpression, (index + 1) * mostInExpression);
    return new RegExp(own.map(standingAlone).join("|"), "g");
  });
}

/** What a step writes. */
function valuesIn(step: Step): readonly unknown[] {
  if (step.kind === "argument") return [...[...step.said, ...step.effect].flatMap(valuesIn), step.makes?.inputs];
  return step.kind === "vary" ? step.variants.flatMap(({ set, append }) => [set, append]) : [step.value];
}

/** The ways in which a value is written: addresses are also written as the blocks that they are. */
function spellingsOf(text: string): readonly string[] {
  const trimmed = text.trim();
  const block = ip.parseCidr(trimmed);
  const blocks = block === undefined ? [] : ip.formatCidrs(block);
  return [
    text,
    trimmed,
    ...blocks,
    ...[trimmed, ...blocks].flatMap((each) => (block !== undefined && each.includes("/") ? [each.split("/")[0] ?? each] : [])),
  ];
}

function endsOf(text: string): readonly bigint[] {
  const block = isTelling(text) && !isPort(text) ? ip.parseCidr(text) : undefined;
  return block === undefined ? [] : [...block.v4, ...block.v6].flatMap(({ first, last }) => [first, last]);
}

/** Whether a text tells anything: words that any rule has, and everybody's addresses, do not. */
function isTelling(text: string): boolean {
  return text !== "" && !/^(-1|all|any|tcp|udp|icmp|icmpv6|true|false|0|65535|0\.0\.0\.0|::)$/i.test(text);
}

function isPort(text: string): boolean {
  return /^\d{1,5}$/.test(text);
}

function standingAlone(text: string): string {
  const escaped = standingFor(text);
  // A word of a few letters is found in every sentence.
  return /^[A-Za-z]{1,3}$/.test(text) ? `(?<=["'])${escaped}(?=["'])` : `(?<![A-Za-z0-9])${escaped}(?![A-Za-z0-9])`;
}

/** Ports as messages name them, alone or at an end of a range, with the services that they are known for. */
function asPorts(ports: readonly string[]): RegExp {
  const any = ports.join("|");
  const number = `\\b(?:tcp|udp)/(?:(?:${any})(?:-\\d+)?|\\d+-(?:${any}))(?!\\d)`;
  const service = serviceNames().map(standingFor).join("|");
  // "SSH (tcp/22)", or "tcp/20-25 (SSH, FTP)".
  return new RegExp(`(?:${service}) \\((?:[^()]*, )?${number}[^()]*\\)|${number}(?: \\([^)]*\\))?`, "g");
}

function standingFor(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}
