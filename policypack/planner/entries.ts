import type { Declaration, Rule } from "../model/network";
import { trafficOf } from "../model/rules/groups";
import type { World } from "../model/world";
import * as intervals from "../net/intervals";
import { noTraffic, type Traffic } from "../net/ports";
import { variantsOf, type Entry, type Grant, type GrantedPeer } from "./grants";
import { piecesOf, type Piece } from "./spelling";
import type { DeclarationChange } from "./target";

/** What a declaration says afterwards; undefined where what is left of it takes too many rules, or none could say it. */
export function entriesOf(
  world: World,
  declaration: Declaration,
  rules: readonly Rule[],
  gone: ReadonlyMap<Rule, Traffic>,
  grants: readonly Grant[],
): readonly Entry[] | undefined {
  const entries = new Map<string, { piece: Piece | undefined; keep: Rule[]; add: GrantedPeer[] }>();
  const at = (piece: Piece | undefined): { keep: Rule[]; add: GrantedPeer[] } => {
    const key = piece === undefined ? "" : piece.traffic.map(({ first, last }) => `${first}-${last}`).join(",");
    const entry = entries.get(key) ?? { piece, keep: [], add: [] };
    entries.set(key, entry);
    return entry;
  };
  const spread = (traffic: Traffic, put: (entry: { keep: Rule[]; add: GrantedPeer[] }) => void): boolean => {
    if (intervals.equals(traffic, declaration.traffic.must)) put(at(undefined));
    else {
      const pieces = piecesOf(declaration, traffic);
      if (pieces === undefined) return false;
      for (const piece of pieces) put(at(piece));
    }
    return true;
  };
  // What stays as it is comes first, so that it stays where it is.
  for (const rule of [...rules].sort((a, b) => Number(gone.has(a)) - Number(gone.has(b)))) {
    const left = intervals.subtract(trafficOf(world, rule), gone.get(rule) ?? noTraffic);
    if (!intervals.isEmpty(left) && !spread(left, ({ keep }) => keep.push(rule))) return undefined;
  }
  for (const { traffic, peer } of grants) if (!spread(traffic, ({ add }) => add.push(peer))) return undefined;
  return [...entries.values()];
}

/** A rule of a list can name all who may get through. */
function isList({ style, spelling }: Declaration): boolean {
  return style === "inline" && spelling.severalPeers;
}

/** Never more than one rule more than before; the same ports for several sources count once where each takes a rule of its own. */
export function isWithinBudget(written: readonly Declaration[], changes: readonly DeclarationChange[]): boolean {
  const changed = new Set(changes.map(({ declaration }) => declaration));
  const untouched = written.filter((declaration) => !changed.has(declaration));
  const after = changes.flatMap(({ declaration, all, entries }) => variantsOf(declaration, all, entries)).length;
  if (untouched.length + after <= written.length + 1) return true;
  if (changes.some(({ declaration }) => isList(declaration))) return false;
  const text = (traffic: Traffic): string => traffic.map(({ first, last }) => `${first}-${last}`).join(",");
  const before = new Set(written.map(({ traffic }) => text(traffic.must)));
  const now = new Set([
    ...untouched.map(({ traffic }) => text(traffic.must)),
    ...changes.flatMap(({ declaration, entries }) => entries.map(({ piece }) => text(piece?.traffic ?? declaration.traffic.must))),
  ]);
  return now.size <= before.size + 1;
}
