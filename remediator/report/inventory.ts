import { grouped } from "@portcullis/policypack/grouped";
import { Discretion } from "@portcullis/policypack/evaluation/discretion";
import { carriersOf } from "@portcullis/policypack/problems/carriers";
import { pathText } from "@portcullis/policypack/model/approx";
import { portsInWords } from "@portcullis/policypack/model/names/ports";
import { judgedGroups, peerText, rulesOf, type JudgedGroup } from "@portcullis/policypack/model/rules/groups";
import type { World } from "@portcullis/policypack/model/world";
import type { Judgement } from "../judging/check";
import type { Locate } from "../judging/locate";
import { placeText, type Report } from "./report";

/** A rule of a group as a row of a table. */
export interface InventoryRow {
  readonly group: string;
  readonly direction: "ingress" | "egress";
  readonly ports: string;
  /** Whom it admits, or where it lets out to. */
  readonly peers: readonly string[];
  /** What carries the group; undefined where that is not known. */
  readonly carriers: readonly string[] | undefined;
  readonly place: string | undefined;
  /** The stacks that have it. */
  readonly stacks: readonly string[];
}

/** Every rule of every group, as they are written; what several stacks have alike is one row. */
export function inventoryOf({ judgements }: Report): readonly InventoryRow[] {
  const rows = new Map<string, { readonly row: InventoryRow; readonly stacks: string[] }>();
  for (const judgement of judgements)
    for (const row of rowsOf(judgement)) {
      const known = rows.get(JSON.stringify(row)) ?? { row, stacks: [] };
      rows.set(JSON.stringify(row), known);
      if (judgement.source.stack !== undefined && judgement.source.stack !== "") known.stacks.push(judgement.source.stack);
    }
  return [...rows.values()].map(({ row, stacks }) => ({ ...row, stacks }));
}

function rowsOf({ world, locate, source }: Judgement): readonly InventoryRow[] {
  const discretion = new Discretion(world.network.resources.values());
  const rows = judgedGroups(world).flatMap((group) => rowsOfGroup(group, world, locate, discretion));
  // What carries a group may be among what is left out.
  return source.isPartial === true ? rows.map((row) => (row.carriers?.length === 0 ? { ...row, carriers: undefined } : row)) : rows;
}

/** The rules of one group: what the internet and others are admitted to first, then where it lets out to. */
export function rowsOfGroup({ key, name }: JudgedGroup, world: World, locate: Locate, discretion: Discretion): readonly InventoryRow[] {
  const carriers = carriersOf(world, key)?.map((carrier) => carrier.name);
  return (["ingress", "egress"] as const).flatMap((direction) => {
    return grouped(rulesOf(world, key, direction), ({ declaration }) => declaration).map(([declaration, rules]): InventoryRow => {
      const place = locate(declaration.urn, declaration.path);
      const hidden = declaration.traffic.holes.length > 0;
      return {
        group: discretion.say(name),
        direction,
        ports: hidden ? "not known yet" : discretion.say(portsInWords(world.pick(declaration.traffic)), [declaration.urn]),
        peers: [
          ...new Set(
            rules.map((rule) => (rule.peer.kind === "hidden" ? `${pathText(rule.peer.hole.path)} (not known yet)` : discretion.say(peerText(rule)))),
          ),
        ],
        carriers,
        place: place === undefined ? undefined : placeText(place),
        stacks: [],
      };
    });
  });
}
