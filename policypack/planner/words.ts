import { listed, mostListed } from "../model/names/listed";
import { internetAddresses } from "../model/exposure/exposure";
import { addressesOf, peerText, trafficOf } from "../model/rules/groups";
import type { Declaration, Rule } from "../model/network";
import type { World } from "../model/world";
import * as intervals from "../net/intervals";
import * as ip from "../net/ip";
import { describe, everyTraffic, type Traffic } from "../net/ports";
import { namesOf } from "./grants";
import { grouped } from "../grouped";
import { placesOf } from "../model/rules/places";
import { isForEverything } from "./spelling";
import type { DeclarationChange } from "./target";
import { declarationKey, inOneSentence, type FixPlan } from "../plans/plan";

/** What changes, and who may lose access by it: "Closes tcp/22 to the internet in ingress[0] of web", "Admits app instead of 10.0.0.0/16 in open". */
export function inWords(
  world: World,
  changes: readonly DeclarationChange[],
): Pick<Extract<FixPlan, { kind: "plan" }>, "summary" | "losesAccess" | "parts"> {
  const clauses = changes.flatMap((change) => clausesOf(world, change));
  const alike = ({ kind, names, isPublic, closesOthers }: Clause): string =>
    `${kind} ${names.join(" ")} ${kind === "closes" ? String(isPublic) : ""} ${String(closesOthers)}`;
  const all = grouped(clauses, alike).map(([, same]) => merged(same));
  const parts = all.map((clause) => ({ says: sentence(clause), of: clause.declarations.map(({ urn, path }) => declarationKey(urn, path)) }));
  return { summary: inOneSentence(parts.map(({ says }) => says)), losesAccess: losers(all), parts };
}

interface Clause {
  readonly kind: "admits" | "restricts" | "narrows" | "closes";
  readonly isEgress: boolean;
  /** Whom it admits from now on. */
  readonly names: readonly string[];
  readonly sources: readonly string[];
  readonly isPublic: boolean;
  /** What is closed, or what is left. */
  readonly traffic: Traffic;
  /** What else the declarations open is closed to everybody. */
  readonly closesOthers: boolean;
  readonly declarations: readonly Declaration[];
}

function merged(clauses: readonly [Clause, ...Clause[]]): Clause {
  const [first, ...others] = clauses;
  if (others.length === 0) return first;
  return {
    ...first,
    sources: [...new Set(clauses.flatMap(({ sources }) => sources))],
    traffic: intervals.unionAll(clauses.map(({ traffic }) => traffic)),
    declarations: clauses.flatMap(({ declarations }) => declarations),
  };
}

function clausesOf(world: World, { declaration, gone, grants: all }: DeclarationChange): readonly Clause[] {
  const grants = all.filter(({ isMoved }) => isMoved !== true);
  const rules = [...gone.keys()];
  const closed = intervals.unionAll(gone.values());
  const left = intervals.unionAll(rules.map((rule) => intervals.subtract(trafficOf(world, rule), gone.get(rule) ?? intervals.none)));
  const common = {
    isEgress: declaration.direction === "egress",
    sources: rules.map(peerText),
    isPublic: rules.every((rule) => isForStrangers(world, rule)),
    declarations: [declaration],
  };
  const restricting = grants.filter(
    ({ peer }) => peer.kind === "setting" || (peer.kind === "blocks" && peer.blocks.every(({ value }) => typeof value === "string")),
  );
  const naming = grants.filter((grant) => !restricting.includes(grant));
  const clauses: Clause[] = [];
  const granted = intervals.unionAll(grants.map(({ traffic }) => traffic));
  const closesOthers = intervals.isEmpty(left) && !intervals.covers(granted, closed);
  const add = (kind: Clause["kind"], traffic: Traffic, names: readonly string[] = []): number =>
    clauses.push({ ...common, kind, traffic, names, closesOthers: kind === "restricts" && closesOthers });
  if (naming.length > 0) add("admits", intervals.unionAll(naming.map(({ traffic }) => traffic)), namesIn(naming));
  if (restricting.length > 0) add("restricts", intervals.unionAll(restricting.map(({ traffic }) => traffic)), namesIn(restricting));
  if (!intervals.isEmpty(left)) add("narrows", left);
  else if (grants.length === 0) add("closes", closed);
  return clauses;
}

function namesIn(grants: DeclarationChange["grants"]): readonly string[] {
  return [...new Set(grants.flatMap(({ peer }) => namesOf(peer)))].sort();
}

function isForStrangers(world: World, { peer }: Rule): boolean {
  return !ip.isEmpty(internetAddresses(world, addressesOf(world, peer)));
}

function sentence({ kind, isEgress, names, sources, isPublic, traffic, declarations, closesOthers }: Clause): string {
  const places = placesOf(declarations);
  switch (kind) {
    case "admits":
      return isEgress ? `Lets ${places} out to ${listed(names)} only` : `Admits ${listed(names)} instead of ${listed(sources)} in ${places}`;
    case "restricts":
      return `Restricts ${describe(traffic)} in ${places} to ${listed(names)}${closesOthers ? ", and closes the other ports" : ""}`;
    case "narrows":
      return `Narrows ${places} to ${describe(traffic)} for ${listed(sources)}`;
    case "closes":
      return `Closes ${closedText(traffic, declarations)} to ${isPublic && !isEgress ? "the internet" : listed(sources)} in ${places}`;
  }
}

function closedText(traffic: Traffic, declarations: readonly Declaration[]): string {
  return declarations.some(isForEverything) || intervals.covers(traffic, everyTraffic) ? "every port" : describe(traffic);
}

function losers(clauses: readonly Clause[]): string {
  const all = clauses.flatMap((clause) => (clause.isPublic && !clause.isEgress ? ["the internet"] : clause.sources));
  const sources = [...new Set(all)].map((source) => (source === "itself" ? "the same group" : source));
  const names = [...new Set(clauses.flatMap((clause) => clause.names))];
  const narrowed = clauses.filter(({ kind }) => kind === "narrows");
  const isEgress = clauses.every((clause) => clause.isEgress);
  const elsewhere = narrowed.length === 0 ? "" : ` to anything else than ${describe(intervals.unionAll(narrowed.map(({ traffic }) => traffic)))}`;
  const any = (those: readonly string[]): string => listed(those, mostListed, "or");
  const others = any(names.map((name) => name.replace(/^all of /, "")));
  if (isEgress) return `Whatever connects to ${any(sources)}${elsewhere}${others === "" ? "" : ` and is not meant for ${others}`}.`;
  return `Whoever comes from ${any(sources)}${elsewhere}${others === "" ? "" : ` and is not in ${others}`}.`;
}
