import { Discretion } from "@portcullis/policypack/evaluation/discretion";
import type { Policy, Severity } from "@portcullis/policypack/contract/policy";
import type { Carrier } from "@portcullis/policypack/problems/carriers";
import { ask } from "@portcullis/policypack/model/paths/question";
import { portsInWords } from "@portcullis/policypack/model/names/ports";
import * as intervals from "@portcullis/policypack/net/intervals";
import type { Judgement } from "../judging/check";
import { placeText, planOf, resourceNames, resourceText, componentType, type LocatedProblem, type Place, type Report } from "../report/report";
import { exemptionBlocks, exemptionOf, type ExemptionHelp } from "./exemption";
import { list, paragraph, rows, section, type Page } from "./page";
import type { PolicyContext } from "./policy";
import { through } from "./through";

/** What is wrong at one place, who is exposed by it, and what to do. */
export interface ProblemExplanation {
  readonly kind: "problem";
  readonly key: string;
  readonly level: LocatedProblem["level"];
  readonly severity: Severity;
  readonly says: string;
  readonly remedy: string;
  readonly urn: string;
  readonly place?: Place;
  /** The other places that it takes. */
  readonly others: readonly Place[];
  /** The resources that the same source makes with the same problem. */
  readonly twins: readonly string[];
  readonly stacks: readonly string[];
  readonly rules: readonly { readonly ports: string; readonly source: string; readonly place?: Place }[];
  /** What carries what is opened; undefined where that is not known, and where no rule is what is wrong. */
  readonly carriers?: readonly Pick<Carrier, "urn" | "name" | "reached">[];
  /** Whether strangers get through to who carries it, as the whole program has it. */
  readonly ways: readonly { readonly urn: string; readonly answer: "yes" | "no" | "unknown"; readonly says: string }[];
  readonly policies: readonly { readonly policy: string; readonly title: string; readonly why: string }[];
  /** The policies that only advise about the same. */
  readonly advice: readonly string[];
  readonly repair?:
    | { readonly kind: "plan"; readonly summary: string; readonly losesAccess: string; readonly command?: string }
    | { readonly kind: "declined"; readonly reason: string };
  readonly exemption: ExemptionHelp;
}

export interface ProblemContext extends Pick<PolicyContext, "configuration" | "today"> {
  readonly policies: readonly Policy[];
  /** The command that repairs a policy's findings, where there is a program to repair. */
  readonly command: (policy: string) => string | undefined;
}

/** How many of those who carry a rule are asked about. */
const mostWays = 3;

export function explainProblem(report: Report, problem: LocatedProblem, context: ProblemContext): ProblemExplanation {
  const { key, level, severity, says, remedy, spot, others, twins, stacks, carriers, findings, advice } = problem;
  const judgement = judgementWith(report, spot.urn);
  const [lead = ""] = problem.policies;
  const repair = repairOf(problem, context.command(lead));
  return {
    kind: "problem",
    key,
    level,
    severity,
    says,
    remedy,
    urn: spot.urn,
    ...(spot.place === undefined ? {} : { place: spot.place }),
    others: others.flatMap(({ place }) => place ?? []),
    twins,
    stacks,
    rules: judgement === undefined ? [] : rulesOf(problem, judgement),
    ...(carriers === undefined ? {} : { carriers: carriers.map(({ urn, name, reached }) => ({ urn, name, reached })) }),
    ways: judgement === undefined ? [] : waysTo(problem, judgement),
    policies: problem.policies.flatMap((id) => {
      const policy = context.policies.find((each) => each.id === id);
      return policy === undefined ? [] : [{ policy: id, title: policy.title, why: policy.why }];
    }),
    advice: [...new Set(advice.map(({ policy }) => policy))].filter((policy) => !findings.some((finding) => finding.policy === policy)),
    ...(repair === undefined ? {} : { repair }),
    exemption: exemptionOf(lead, spot.urn === "" ? undefined : resourceNames([spot.urn])[0], context.configuration, context.today),
  };
}

function judgementWith({ judgements }: Report, urn: string): Judgement | undefined {
  return judgements.find(({ world }) => world.network.resources.has(urn)) ?? judgements[0];
}

function rulesOf({ rules, spot }: LocatedProblem, { locate }: Judgement): ProblemExplanation["rules"] {
  return rules
    .filter(({ urn }) => urn === spot.urn || rules.every((rule) => rule.urn !== spot.urn))
    .map(({ urn, path, ports, source }) => {
      const place = locate(urn, path);
      return { ports, source, ...(place === undefined ? {} : { place }) };
    });
}

/** Asks whether strangers get through to those who carry what is open to them. */
function waysTo({ carriers = [], findings }: LocatedProblem, { world, source, locate }: Judgement): ProblemExplanation["ways"] {
  const exposed = intervals.unionAll(findings.map(({ exposes }) => exposes ?? intervals.none));
  if (intervals.isEmpty(exposed)) return [];
  const discretion = new Discretion(source.resources);
  return carriers.slice(0, mostWays).map(({ urn, name }) => {
    const answer = ask(world.network, world.settings, { from: { kind: "internet" }, to: { kind: "named", urn }, traffic: exposed });
    const say = (text: string): string => discretion.say(text, [urn]);
    if (answer.answer === "no") {
      const place = locate(answer.by.urn, answer.by.path);
      return {
        urn,
        answer: "no",
        says: say(`the internet does not get to ${name} now: ${answer.by.says}${place === undefined ? "" : ` (${placeText(place)})`}`),
      };
    }
    const verb = answer.answer === "yes" ? "reaches" : "may reach";
    return { urn, answer: answer.answer, says: say(`the internet ${verb} ${name} on ${portsInWords(answer.traffic)}${through(answer.hops)}`) };
  });
}

function repairOf(problem: LocatedProblem, command: string | undefined): ProblemExplanation["repair"] {
  const plan = planOf(problem);
  if (plan !== undefined)
    return { kind: "plan", summary: plan.summary, losesAccess: plan.losesAccess, ...(command === undefined ? {} : { command }) };
  for (const { fix } of problem.findings) if (fix?.kind === "declined") return { kind: "declined", reason: fix.reason };
  return undefined;
}

export function problemPage(explained: ProblemExplanation, { written }: Pick<Report, "written">): Page {
  const { key, level, severity, says, remedy, urn, place, others, twins, stacks, rules, policies, advice, repair, exemption } = explained;
  const component = urn === "" ? undefined : componentType(urn);
  const [lead] = policies;
  return {
    title: says,
    sections: [
      section(
        undefined,
        rows([
          ["what", `${severity}, ${level === "mandatory" ? "stops a deployment" : "advice"}`],
          ["resource", `${resourceText(urn)}${component === undefined ? "" : ` in ${component}`}`],
          ...(place === undefined ? [] : [["place", placeText(place)]]),
          ...(others.length === 0 ? [] : [["together with", others.map(placeText).join(", ")]]),
          ...(twins.length === 0 ? [] : [["the same in", resourceNames(twins).join(", ")]]),
          ...(stacks.length === 0 ? [] : [["in", stacks.join(", ")]]),
          ["key", key],
        ]),
        place !== undefined && { kind: "source", written, place },
      ),
      rules.length > 1 &&
        section(
          "The rules",
          rows(rules.map((rule) => [rule.ports, `${rule.source}${rule.place === undefined ? "" : ` (${placeText(rule.place)})`}`])),
        ),
      section("Who is exposed", ...exposed(explained)),
      lead !== undefined && section("Why it matters", paragraph(lead.why)),
      remedy !== "" && section("What to do", paragraph(remedy)),
      repair?.kind === "plan" &&
        section(
          "The repair",
          paragraph(`${upperFirst(repair.summary)}.`),
          paragraph(`Who may lose access: ${repair.losesAccess}`),
          repair.command !== undefined && paragraph(`It is proven when it is made: ${repair.command}`),
        ),
      repair?.kind === "declined" && section("The repair", paragraph(`It is left to you: ${repair.reason}.`)),
      section(
        "The policies",
        rows([...policies.map(({ policy, title }) => [policy, title]), ...advice.map((policy) => [policy, "advice about the same"])]),
      ),
      section("To accept it for some time", ...exemptionBlocks(exemption)),
    ],
  };
}

function exposed({ carriers, ways, urn }: ProblemExplanation): ReturnType<typeof paragraph>[] {
  if (carriers === undefined) return [];
  if (carriers.length === 0)
    return [paragraph(`Nothing in this program carries ${resourceNames([urn])[0] ?? "it"}: whatever is put on it later is.`)];
  const names = carriers.map(({ name, reached }) => `${name}${reached === undefined ? "" : `, ${reached}`}`);
  return [list(names), ...(ways.length === 0 ? [] : [paragraph("As the whole program has it:"), list(ways.map(({ says }) => says))])];
}

function upperFirst(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
