import { notation, type Traffic } from "@portcullis/policypack/net/ports";
import { pathText } from "@portcullis/policypack/model/approx";
import type { Cause } from "@portcullis/policypack/model/paths/permits";
import type { Hop } from "@portcullis/policypack/model/paths/reach";
import { visibleJson } from "../system/visible";
import type { StackAnswer } from "./answers";

/** The answers as a program reads them: see reach.schema.json. */
export function reachJson(from: string, to: string, answers: readonly StackAnswer[]): string {
  return visibleJson(`${JSON.stringify({ schemaVersion: 1, from, to, answers: answers.map(answerOf) }, undefined, 2)}\n`);
}

function answerOf(one: StackAnswer): object {
  const { answer, project, stack, to, isPartial } = one;
  const head = {
    answer: answer.answer,
    ...(project === undefined ? {} : { project }),
    ...(stack === undefined ? {} : { stack }),
    urn: to,
    isPartial,
  };
  if (answer.answer === "no")
    return { ...head, stoppedBy: causeOf(one, answer.by), throughBalancers: answer.others.map((other) => causeOf(one, other)) };
  const way = {
    ports: one.say(portsOf(answer.traffic), [to]),
    addresses: one.blocks(answer.clients),
    hops: answer.hops.map((hop) => hopOf(one, hop)),
  };
  if (answer.answer === "yes") return { ...head, ...way };
  const notKnown = answer.holes.map(({ urn, path, reason }) => ({ urn, property: pathText(path), reason }));
  return { ...head, ...way, notCertain: causeOf(one, answer.by), notKnown };
}

function hopOf(one: StackAnswer, { from, to, target, traffic, steps }: Hop): object {
  return {
    from: one.say(from),
    to: one.say(to),
    urn: target.urn,
    ports: one.say(portsOf(traffic), [target.urn]),
    by: steps.map((step) => causeOf(one, step)),
  };
}

function causeOf({ place, say }: StackAnswer, cause: Cause): object {
  const written = place(cause);
  const { kind, says, urn, path } = cause;
  const location = written === undefined ? {} : { location: { file: written.file, line: written.line, column: written.column } };
  return { kind, says: say(says, [urn]), urn, property: pathText(path), ...location };
}

function portsOf(traffic: Traffic): string {
  return notation(traffic);
}
