import { severities } from "@portcullis/policypack/contract/policy";
import { joined } from "@portcullis/policypack/joined";
import { listed } from "@portcullis/policypack/model/names/listed";
import { declarationKey, effectsOf, inOneSentence, type Path, type ResourceStep } from "@portcullis/policypack/plans/plan";
import { parseUrn, type SourcePosition } from "@portcullis/policypack/resources/resource";
import type { Problem } from "@portcullis/policypack/problems/problem";
import type { Unknown } from "@portcullis/policypack/problems/unknowns";
import type { Gone } from "../baseline/compare";
import type { Check, Judgement, LocatedFinding } from "../judging/check";
import type { Written } from "../sources/source";
import { placedTexts } from "../system/placed";

/** A place in the source, with its end where that is known. */
export interface Place extends SourcePosition {
  readonly endLine?: number;
  readonly endColumn?: number;
}

export interface LocatedProblem extends Problem<LocatedFinding, Place> {
  /** The stacks that it holds for, where a program's stacks were read. */
  readonly stacks: readonly string[];
}

/** What a check found in one project, as every format tells it. */
export interface Report {
  readonly project: string;
  /** The project for people: with its folder where another one of the same name is reported beside it. */
  readonly shownAs: string;
  readonly language: string | undefined;
  readonly how: Judgement["source"]["how"];
  /** The stacks that were judged; empty where that is not known. */
  readonly stacks: readonly string[];
  /** The worst first. */
  readonly problems: readonly LocatedProblem[];
  /** One for each policy and resource, the worst first. */
  readonly findings: readonly LocatedFinding[];
  readonly unknowns: readonly Unknown<LocatedFinding>[];
  readonly exemptions: Check["exemptions"];
  readonly notChecked: Check["notChecked"];
  readonly judgements: readonly Judgement[];
  /** Where it is compared with a baseline: how many problems that knows, and what it knew that is gone; the commit, where that is what it is compared with. */
  readonly baseline?: { readonly known: number; readonly since: string | undefined; readonly gone: readonly Gone[] };
  /** The source that places are in, where it is at hand. */
  readonly written: Written | undefined;
  /** The folder that the files of places are relative to, from the top of its repository with forward slashes; empty where it is the top. */
  readonly folder: string;
  readonly today: string;
}

export function placeText({ file, line, column }: Place): string {
  return `${file}:${line}:${column}`;
}

/** The problems that stop a deployment, or those that are advice. */
export function atLevel(problems: readonly LocatedProblem[], level: LocatedProblem["level"]): readonly LocatedProblem[] {
  return problems.filter((problem) => problem.level === level);
}

/** How many problems there are of each severity: "1 critical, 3 high". */
export function bySeverity(problems: readonly LocatedProblem[]): string {
  return severities
    .flatMap((severity) => {
      const count = problems.filter((problem) => problem.severity === severity).length;
      return count === 0 ? [] : [`${count} ${severity}`];
    })
    .join(", ");
}

/**
 * The repair that a problem's findings have, where one has any: of what it does, what is done to the problem's own rules. Of a finding that is repaired in
 * part, only the holes that it changes have it.
 */
export function planOf({ findings, rules, spot, others }: LocatedProblem): ProblemPlan | undefined {
  for (const { fix, stays } of findings) {
    if (fix?.kind !== "plan") continue;
    const isPart = stays !== undefined;
    if (isPart && ![spot, ...others].some((hole) => effectsOf(fix.steps).some((step) => isWithin(hole, step)))) continue;
    const own = new Set(rules.map(({ urn, declaration }) => declarationKey(urn, declaration)));
    const parts = (fix.parts ?? []).filter(({ of }) => of.some((key) => own.has(key)));
    const summary = parts.length === 0 ? fix.summary : inOneSentence(parts.map(({ says }) => says));
    return { summary, losesAccess: fix.losesAccess, isPart };
  }
  return undefined;
}

function isWithin(hole: { readonly urn: string; readonly path: Path }, { urn, path }: ResourceStep): boolean {
  return hole.urn === urn && path.every((step, index) => hole.path[index] === step);
}

export interface ProblemPlan {
  readonly summary: string;
  readonly losesAccess: string;
  /** Whether something of the problem stays. */
  readonly isPart: boolean;
}

/** A resource by its name and what kind it is: "database (aws:ec2:SecurityGroup)". */
export function resourceText(urn: string): string {
  if (urn === "") return "the stack";
  const { name, type } = parseUrn(urn);
  return `${name} (${shortType(type)})`;
}

/** "aws:ec2:SecurityGroup", as the engine prints it. */
export function shortType(type: string): string {
  return type
    .split(":")
    .map((part, index, all) => (index === 1 && all.length > 2 ? (part.split("/")[0] ?? part) : part))
    .join(":");
}

/** The component that makes a resource, by its type, where there is one: "shop:Service". What is below a resource that is no component is below nothing. */
export function componentType(urn: string): string | undefined {
  const types = (urn.split("::")[2] ?? "").split("$").slice(0, -1);
  const parent = types.filter((type) => type !== "pulumi:pulumi:Stack" && !isOfProvider.test(type)).at(-1);
  return parent === undefined ? undefined : shortType(parent);
}

/** "aws:ec2/vpc:Vpc": how the bridge to Terraform's providers calls what is deployed. */
const isOfProvider = /^[^:]+:[^:]+\/[^:]+:[^:]+$/;

/** What carries what is opened: "on the RDS instance orders, with a public address". */
export function carriersText({ carriers, says, rules }: LocatedProblem): string | undefined {
  if (carriers === undefined) return undefined;
  const [first] = carriers;
  if (first === undefined) return "on nothing in this program";
  const where = first.reached === undefined ? [] : [first.reached];
  // Who carries it may have been named.
  const others = carriers.filter(({ name }) => !isNamedIn(says, name.replace(/^the /, "")));
  // Who may send is who is named; whoever else has the group is not what is wrong.
  if (others.length < carriers.length && rules[0]?.direction === "egress") return undefined;
  const [other, ...more] = others;
  if (other === undefined) return where[0];
  if (other === first) return [`on ${first.name}`, ...where, ...(more.length === 0 ? [] : [`and ${more.length} more`])].join(", ");
  return [...where, `also on ${more.length === 0 ? other.name : `${others.length} more`}`].join(", ");
}

function isNamedIn(text: string, name: string): boolean {
  const at = text.indexOf(name);
  return at >= 0 && !/[\w-]/.test(text.charAt(at + name.length));
}

/** Up to three names, and how many more there are. */
export function resourceNames(urns: readonly string[]): readonly string[] {
  return [...new Set(urns.map((urn) => (urn === "" ? "the stack" : parseUrn(urn).name)))];
}

/** The resources that have the same problem as the one that it names: "The same in a, b and 4 more." Empty where there are none. */
export function twinsText({ twins }: Pick<LocatedProblem, "twins">, most?: number): string {
  return twins.length === 0 ? "" : `The same in ${listed(resourceNames(twins), most)}.`;
}

/** What was not checked, and where that is written. */
export function gapTexts(gaps: Report["notChecked"], nameOf: (urn: string) => string): readonly string[] {
  return placedTexts(
    gaps.map(({ urn, reason, location }) => ({
      text: `${urn === "" ? "" : `${nameOf(urn)} `}${reason}`,
      file: location?.file,
      line: location?.line,
    })),
  );
}

/** Who carries what is opened, and for which stacks that is so: "On the RDS instance orders, with a public address." Empty where nothing is to be said. */
export function whereText(problem: LocatedProblem, report: Report): string {
  const text = [carriersText(problem), stacksText(problem, report)].filter((part) => part !== undefined).join(", ");
  return text === "" ? "" : `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** The stacks that a problem holds for, where it does not for all: "in prod". */
function stacksText({ stacks }: LocatedProblem, report: Report): string | undefined {
  return stacks.length === 0 || stacks.length === report.stacks.length ? undefined : `in ${joined(stacks)}`;
}
