import { decode } from "@portcullis/policypack/decode/decode";
import { Discretion } from "@portcullis/policypack/evaluation/discretion";
import type { Configuration } from "@portcullis/policypack/contract/settings";
import { World } from "@portcullis/policypack/model/world";
import { ask, type Answer } from "@portcullis/policypack/model/paths/question";
import type { Cause } from "@portcullis/policypack/model/paths/permits";
import type { End } from "@portcullis/policypack/model/paths/endpoints";
import type { AddressSet } from "@portcullis/policypack/net/ip";
import type { Traffic } from "@portcullis/policypack/net/ports";
import { locatorOf } from "../judging/locate";
import type { Place } from "../report/report";
import type { Source } from "../sources/source";
import { named, type Destination, type Written, type Wrong } from "./spelling";

/** The answer for one stack. */
export interface StackAnswer {
  readonly project: string | undefined;
  readonly stack: string | undefined;
  readonly isPartial: boolean;
  readonly to: string;
  readonly traffic: Traffic;
  readonly answer: Answer;
  /** A text about some resources without what is secret in it. */
  readonly say: (text: string, urns?: readonly string[]) => string;
  /** The blocks of a set of addresses, the same way. */
  readonly blocks: (addresses: AddressSet) => readonly string[];
  readonly place: (cause: Pick<Cause, "urn" | "path">) => Place | undefined;
}

/** Asks each stack in which both ends are; what is wrong with the question where none has them. */
export function answersFor(sources: readonly Source[], { pack }: Configuration, from: Written, to: Destination): readonly StackAnswer[] | Wrong {
  const answers: StackAnswer[] = [];
  let wrong: Wrong | undefined;
  for (const source of sources) {
    const network = decode(source.resources);
    const world = new World(network, pack, "may");
    const [client, target] = [endOf(world, from), named(world, to.name)];
    if ("wrong" in client || "wrong" in target) {
      wrong ??= "wrong" in client ? client : "wrong" in target ? target : undefined;
      continue;
    }
    const { locate } = locatorOf(source);
    const discretion = new Discretion(source.resources);
    answers.push({
      project: source.project,
      stack: source.stack,
      isPartial: source.isPartial === true || source.gaps.some(({ isRead }) => isRead !== true),
      to: target.urn,
      traffic: to.traffic,
      answer: ask(network, pack, { from: client, to: target, traffic: to.traffic }),
      say: (text, urns) => discretion.say(text, urns),
      blocks: (addresses) => discretion.blocks(addresses),
      place: ({ urn, path }) => locate(urn, path) ?? locate(urn, []),
    });
  }
  return answers.length > 0 ? answers : (wrong ?? { wrong: "There is no stack to ask." });
}

function endOf(world: World, from: Written): End | Wrong {
  return from.kind === "name" ? named(world, from.name) : from;
}
