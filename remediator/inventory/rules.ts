import { grouped } from "@portcullis/policypack/grouped";
import { configure } from "@portcullis/policypack/contract/settings";
import { bearsRules, decode } from "@portcullis/policypack/decode/decode";
import { Discretion } from "@portcullis/policypack/evaluation/discretion";
import { isHole, pathText, type Hole } from "@portcullis/policypack/model/approx";
import type { Declaration, Network, Ref, Rule } from "@portcullis/policypack/model/network";
import { judgedGroups, rulesOf } from "@portcullis/policypack/model/rules/groups";
import { World } from "@portcullis/policypack/model/world";
import type { Path } from "@portcullis/policypack/plans/plan";
import { defaultGroupIn } from "@portcullis/policypack/resources/identity";
import { parseUrn, type Plain, type Resource } from "@portcullis/policypack/resources/resource";
import { locatorOf } from "../judging/locate";
import type { LocatedGap, Source } from "../sources/source";

import { isMissing, portsIn, portsWritten, type RowPorts } from "./ports";
import type { ListedRule, Place, RowPeer } from "./row";

/** What of a resource something is said about. */
type Spot = Pick<Declaration, "urn" | "path">;

/** The rules of one stack. */
export class RuleReader {
  /** Only with stacks that have a name. */
  readonly stacks: readonly string[];
  readonly notRead: LocatedGap[] = [];
  private readonly network: Network;
  private readonly discretion: Discretion;
  private readonly locate: (urn: string, path: Path) => Place | undefined;
  private readonly toldHoles = new Set<string>();

  constructor(private readonly source: Source) {
    const resources = source.resources.filter(({ type, custom }) => !custom || bearsRules(type) || defaultGroupIn(type) !== undefined);
    this.network = decode(resources);
    this.discretion = new Discretion(resources);
    this.locate = locatorOf(source).locate;
    this.stacks = source.stack === undefined ? stackIn(source.resources) : source.stack === "" ? [] : [source.stack];
    for (const { urn, reason } of this.network.gaps) this.tell({ urn, path: [], reason: this.discretion.say(reason) });
  }

  rules(): readonly ListedRule[] {
    const written = this.network.all("rule");
    const seen = new Set(written);
    const live = new Set(this.network.all("liveRule").map(({ rule }) => rule));
    const rows: ListedRule[] = [];
    const declared: ReadonlyMap<Declaration, readonly Rule[]> = new Map(grouped(written, ({ declaration }) => declaration));
    for (const declaration of this.network.all("declaration")) rows.push(...this.rowsOf(declaration, declared.get(declaration) ?? [], "inputs"));
    const world = new World(this.network, configure({}, []).pack, "must");
    for (const { key } of judgedGroups(world))
      for (const direction of ["ingress", "egress"] as const)
        for (const rule of rulesOf(world, key, direction))
          if (!seen.has(rule)) rows.push(...this.rowsOf(rule.declaration, [rule], live.has(rule) ? "outputs" : undefined));
    return rows;
  }

  /** A row for each source. `root` is where the rule is written; undefined where nobody wrote it. */
  private rowsOf(declaration: Declaration, rules: readonly Rule[], root: "inputs" | "outputs" | undefined): readonly ListedRule[] {
    const { urn, path, direction, group, unwritten } = declaration;
    const resource = this.network.resources.get(urn);
    if (resource === undefined) return [];
    const isService = root === "inputs" && unwritten !== undefined;
    const raw = root === undefined || isService ? undefined : at(resource[root], path);
    const place = this.locate(urn, path);
    const { description, holes } = this.describe(declaration);
    for (const hole of [...holes, ...declaration.traffic.holes]) this.tellHole(hole);
    const peers = this.peersOf(declaration, rules, resource);
    if (peers.length === 0 && declaration.hiddenBy === undefined)
      this.tell({ urn, path, reason: `${path.length === 0 ? "the rule" : pathText(path)} names nobody: it admits nothing` });
    const ports = raw === undefined ? portsIn(declaration.traffic) : portsWritten(raw, declaration.spelling);
    const common = {
      urn,
      resource: resource.name,
      type: resource.type,
      group: this.nameOf(group, { urn, path }),
      direction,
      ...this.discreet(ports, resource, path),
    };
    return peers.map((peer) => ({
      ...common,
      peer,
      description,
      stacks: [],
      location: place === undefined ? null : { file: place.file, line: place.line, column: place.column },
      of: group.kind === "resource" ? group.urn : group.kind === "external" ? group.id : `the group of ${urn}`,
      unwritten: root === "inputs" && unwritten === undefined ? undefined : (unwritten?.reason ?? "the rule is of AWS's making"),
    }));
  }

  private peersOf(declaration: Declaration, rules: readonly Rule[], resource: Resource): readonly RowPeer[] {
    const hidden = rules.filter((rule) => isWhollyHidden(declaration, rule));
    // Where several kinds of source are hidden as a whole, it is one source of any kind that is not known.
    const isAnything = hidden.length > 1;
    const peers = rules.flatMap((rule): readonly RowPeer[] => {
      for (const hole of holesOf(rule)) this.tellHole(hole);
      return isAnything && hidden.includes(rule) ? [] : this.peerOf(rule, resource);
    });
    return isAnything ? [...peers, { kind: "unknown", value: null }] : peers;
  }

  private peerOf({ peer, path, declaration: { urn } }: Rule, resource: Resource): readonly RowPeer[] {
    const spot = { urn, path };
    switch (peer.kind) {
      case "self":
        return [{ kind: "self", value: null }];
      case "hidden":
        return [{ kind: "unknown", value: null }];
      case "addresses": {
        if (peer.text !== "") return peer.text.split(" and ").map((block) => ({ kind: "address", value: this.said(block, spot) }));
        const text = at(resource.inputs, path);
        return [{ kind: "address", value: typeof text === "string" ? this.said(text.trim(), spot) : null }];
      }
      case "group":
        return [{ kind: "group", value: this.nameOf(peer.group, spot) }];
      case "prefix-list":
        return [{ kind: "prefix-list", value: this.nameOf(peer.list, spot) }];
    }
  }

  private nameOf(ref: Ref, spot: Spot): string | null {
    if (ref.kind === "unclear") {
      this.tellHole(ref.hole);
      return null;
    }
    return this.said(ref.kind === "resource" ? parseUrn(ref.urn).name : (ref.name ?? ref.id), spot);
  }

  private describe({ description, unwritten, urn, path }: Declaration): { readonly description: string | null; readonly holes: readonly Hole[] } {
    if (isHole(description)) return { description: null, holes: path === description.path && urn === description.urn ? [] : [description] };
    return { description: unwritten === undefined && description !== undefined ? this.said(description, { urn, path }) : null, holes: [] };
  }

  /** A text, unless something of it is secret. */
  private said(text: string, spot: Spot): string | null {
    if (this.discretion.say(text) === text) return text;
    this.tellSecret(spot);
    return null;
  }

  private discreet(ports: RowPorts, { urn, secrets = [] }: Resource, path: Path): RowPorts {
    if (secrets.length === 0) return ports;
    const open = <T extends string | number | null>(value: T): T | null => {
      if (!secrets.includes(String(value))) return value;
      this.tellSecret({ urn, path });
      return null;
    };
    return { protocol: open(ports.protocol), fromPort: open(ports.fromPort), toPort: open(ports.toPort) };
  }

  private tellSecret({ urn, path }: Spot): void {
    this.tell({ urn, path, reason: `${path.length === 0 ? "the rule" : pathText(path)} has a value that is secret` });
  }

  private tellHole({ urn, path, reason }: Hole): void {
    const why = this.source.reason?.(urn, path) ?? reason;
    const what = path.length === 0 ? "the rule" : pathText(path);
    this.tell({ urn, path, reason: this.discretion.say(`${what} ${why}`) });
  }

  private tell({ urn, path, reason }: { readonly urn: string; readonly path: Path; readonly reason: string }): void {
    const key = JSON.stringify([urn, reason]);
    if (this.toldHoles.has(key)) return;
    this.toldHoles.add(key);
    const location = this.locate(urn, path);
    this.notRead.push({ urn, reason, ...(location === undefined ? {} : { location }) });
  }
}

/** Whether nothing is known of what a property of the rule names. */
function isWhollyHidden({ path, urn }: Declaration, rule: Rule): boolean {
  const [hole] = holesOf(rule);
  return hole?.urn === urn && hole.path.length === path.length + 1 && hole.reason === "is not known yet";
}

function holesOf({ peer }: Rule): readonly Hole[] {
  if (peer.kind === "addresses") return peer.addresses.holes;
  if (peer.kind === "hidden") return [peer.hole];
  const ref = peer.kind === "group" ? peer.group : peer.kind === "prefix-list" ? peer.list : undefined;
  return ref?.kind === "unclear" ? [ref.hole] : [];
}

function stackIn([first]: readonly Resource[]): readonly string[] {
  const stack = first?.urn.split("::")[0]?.slice("urn:pulumi:".length) ?? "";
  return stack === "" ? [] : [stack];
}

function at(properties: Plain, path: Path): Plain | undefined {
  let value: Plain | undefined = properties;
  for (const step of path) {
    if (isMissing(value)) return undefined;
    value = (value as Readonly<Record<string | number, Plain>>)[step];
  }
  return value;
}
