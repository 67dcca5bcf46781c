import { isDecoded } from "../decode/decode";
import { ExemptionTags } from "../evaluation/exemptions";
import { evaluate, evaluateAlone, type Evaluation } from "../evaluation/evaluate";
import { findingKey, isSaidAtTheEnd, saysMore, type Finding } from "../evaluation/finding";
import type { Policy } from "../contract/policy";
import { forPeople } from "../evaluation/present";
import type { Resource } from "../resources/resource";
import { configure, type Configuration, type Level, type RawConfiguration } from "../contract/settings";
import type { Listener } from "./requests";

/** What the engine is doing: each request begins one of these. */
type Moment = "start" | "repair" | "resource" | "stack";

/**
 * What is remembered between the engine's requests of one preview or update. The content of rules is judged from the inputs of the resource
 * moment: the outputs of the stack moment may hide a whole property for one unknown value in it.
 */
export class Session implements Listener {
  private moment: Moment = "start";
  private readonly seen = new Map<string, Resource>();
  private readonly tagged = new ExemptionTags();
  /** What was said of resources by themselves. */
  private readonly reported = new Map<string, Finding>();
  /** What resources prove by themselves, until it is handed out. */
  private readonly alone = new Map<string, readonly Finding[]>();
  /** What remediations did, by policy and resource, until it is handed out. */
  private readonly repairs = new Map<string, string>();
  private stackFindings: ReadonlyMap<string, readonly Finding[]> | undefined;
  private raw: RawConfiguration | undefined;
  private configuration: Configuration;
  /** The stack's own URN, where findings go that belong to no resource. */
  private stackUrn: string | undefined;
  /** What the user should know about the run itself. */
  private readonly notices = new Set<string>();

  /** Whether requests are read as they arrive. Otherwise the policies' own arguments have to do. */
  isListening = false;

  constructor(
    private readonly policies: readonly Policy[],
    private readonly now: () => Date,
    private readonly whenJudged: () => void = () => undefined,
  ) {
    this.configuration = configure({}, policies);
  }

  asked(): void {
    this.moment = "start";
    this.isListening = true;
  }

  configured(raw: RawConfiguration): void {
    this.isListening = true;
    this.raw = raw;
    this.configuration = configure(raw, this.policies);
  }

  missed(): void {
    this.isListening = false;
  }

  /** Whether the settings of the whole pack are known. */
  get isConfigured(): boolean {
    return this.raw !== undefined && (this.isListening || this.raw.settings !== undefined);
  }

  /**
   * What `getConfig` tells a policy when it runs. The levels stay hidden, but only policies that are not disabled run; all of them count as
   * mandatory here, and the SDK lowers what they say to their level.
   */
  told(policy: string, settings: Readonly<Record<string, unknown>>): void {
    if (this.raw?.[policy] !== undefined) return;
    this.raw = { all: "disabled", ...this.raw, [policy]: { ...settings, enforcementLevel: "mandatory" } };
    this.configuration = configure(this.raw, this.policies);
  }

  levelOf(policy: string): Level {
    return this.configuration.levels.get(policy) ?? "disabled";
  }

  repairing(type: string): boolean {
    this.isListening = true;
    this.enter("repair");
    return isDecoded(type) && this.policies.some(({ id, remediates }) => remediates === true && this.levelOf(id) === "remediate");
  }

  resource(resource: Resource): void {
    this.isListening = true;
    this.look(resource, this.policies);
  }

  /** Looks at one resource, as some of the policies do. */
  look(resource: Resource, policies: readonly Policy[]): void {
    this.enter("resource");
    if (resource.type === "pulumi:pulumi:Stack") this.stackUrn = resource.urn;
    if (Object.keys(resource.inputs).length > 0 || isDecoded(resource.type)) this.seen.set(resource.urn, resource);
    if (!isDecoded(resource.type)) return;
    this.tagged.add(resource);
    const findings = this.judge(resource, policies);
    if (findings.length === 0) return;
    // An analysis of what is deployed asks for remediations, and leaves the resource as it is.
    for (const finding of findings) this.repairs.delete(findingKey(finding));
    this.alone.set(resource.urn, [...(this.alone.get(resource.urn) ?? []), ...findings]);
    for (const finding of findings) this.reported.set(findingKey(finding), finding);
  }

  /** The stack moment ends a run; what comes after it belongs to the next. */
  private enter(moment: Moment): void {
    this.moment = moment;
    if (this.stackFindings === undefined) return;
    for (const memory of [this.seen, this.tagged, this.reported, this.alone, this.repairs, this.notices]) memory.clear();
    this.stackFindings = undefined;
  }

  private judge(resource: Resource, policies: readonly Policy[]): readonly Finding[] {
    try {
      return evaluateAlone(resource, this.optionsAlone(resource, policies)).filter((finding) => !isSaidAtTheEnd(finding));
    } catch (error) {
      // One resource that cannot be read must not keep the others from being judged.
      this.seen.set(resource.urn, { ...resource, inputs: {}, gap: "cannot be read by this pack" });
      this.notices.add(noticeOf(`${resource.name} could not be evaluated`, error));
      return [];
    }
  }

  /** What the inputs of a resource prove by themselves; each finding is handed out once. */
  takeFindings(policy: string, urn: string): readonly Finding[] {
    const findings = this.alone.get(urn) ?? [];
    const others = findings.filter((finding) => finding.policy !== policy);
    if (others.length > 0) this.alone.set(urn, others);
    else this.alone.delete(urn);
    return findings.filter((finding) => finding.policy === policy);
  }

  /** Remembers what a remediation did, so that it is told when the resource is looked at. */
  repaired(policy: string, urn: string, summary: string): void {
    this.repairs.set(findingKey({ policy, urn }), `${summary}. The program itself still says otherwise: change it as well.`);
  }

  takeRepair(policy: string, urn: string): string | undefined {
    const key = findingKey({ policy, urn });
    const repair = this.repairs.get(key);
    this.repairs.delete(key);
    return repair;
  }

  /** Whether a policy may have something to say to the request under way: while a resource is looked at, mostly none has. */
  speaks(policy: string): boolean {
    if (!this.isListening || this.moment !== "resource") return true;
    for (const key of this.repairs.keys()) if (key.startsWith(`${policy} `)) return true;
    for (const findings of this.alone.values()) if (findings.some((finding) => finding.policy === policy)) return true;
    return false;
  }

  /** Whether a resource is being looked at about which nobody has anything to say. */
  get isSilent(): boolean {
    return this.isListening && this.moment === "resource" && this.alone.size + this.repairs.size === 0;
  }

  get isStackDone(): boolean {
    return this.stackFindings !== undefined;
  }

  stack(resources: readonly Resource[]): void {
    this.isListening = true;
    this.join(resources);
  }

  /** Judges the stack as a whole: what remains to be said after the resources were looked at one by one. */
  join(resources: readonly Resource[]): void {
    this.moment = "stack";
    const known = new Set(resources.map(({ urn }) => urn));
    this.stackUrn = resources.find(({ type }) => type === "pulumi:pulumi:Stack")?.urn ?? this.stackUrn;
    const evaluation = this.evaluated(resources.map((resource) => joined(resource, this.seen.get(resource.urn))));
    const byPolicy = new Map<string, Finding[]>();
    for (const finding of forPeople(evaluation?.findings ?? [])) {
      const before = this.reported.get(findingKey(finding));
      if (before !== undefined && !(finding.verdict === before.verdict && saysMore(finding, before))) continue;
      const placed = known.has(finding.urn) ? finding : { ...finding, urn: this.stackUrn ?? "" };
      const list = byPolicy.get(finding.policy);
      if (list === undefined) byPolicy.set(finding.policy, [placed]);
      else list.push(placed);
    }
    for (const { urn, reason } of evaluation?.notChecked ?? []) if (urn === "") this.notices.add(noticeOf(reason));
    this.noticeConfiguration();
    this.stackFindings = byPolicy;
    this.whenJudged();
  }

  /** An error in the pack is an outage for every stack of an organisation: it becomes something to report. */
  private evaluated(resources: readonly Resource[]): Evaluation | undefined {
    try {
      return evaluate(resources, this.options());
    } catch (error) {
      this.notices.add(noticeOf("the stack could not be evaluated", error));
      return undefined;
    }
  }

  stackFindingsOf(policy: string): readonly Finding[] {
    return this.stackFindings?.get(policy) ?? [];
  }

  /** How many policies may have something to say in the answer to the request under way. */
  get speakers(): number {
    return this.moment === "stack" ? (this.stackFindings?.size ?? 0) : this.policies.length;
  }

  /** What the user should know about the run itself, since the last time somebody asked. */
  takeNotices(): readonly string[] {
    const notices = [...this.notices];
    this.notices.clear();
    return notices;
  }

  private noticeConfiguration(): void {
    if (this.raw === undefined) this.notices.add("The engine did not send the configuration of this pack. Its defaults are used.");
    if (this.levelOf("settings") !== "disabled") return;
    for (const { policy, key, message } of this.configuration.problems) this.notices.add(`${key === "" ? "" : `${policy}.${key} `}${message}.`);
  }

  /** How some of the policies judge one resource. */
  optionsAlone(resource: Pick<Resource, "urn" | "type">, policies: readonly Policy[]) {
    return {
      ...this.options(),
      policies,
      exemptible: (policy: string) => this.tagged.mayExempt(resource, policy, this.configuration),
    };
  }

  private options() {
    return { policies: this.policies, configuration: this.configuration, today: this.now().toISOString().slice(0, 10) };
  }
}

/** The inputs of the resource moment with what the stack moment adds. */
function joined(resource: Resource, seen: Resource | undefined): Resource {
  if (!isDecoded(resource.type)) return seen === undefined ? resource : { ...resource, ...contentOf(resource, seen) };
  const isOutside = resource.id !== undefined && Object.keys(resource.propertyDependencies).length === 0;
  if (seen === undefined) {
    // Kept by the engine although the program does not make it any more, or read from outside: only its state is known.
    const { id: _id, arn: _arn, ...inputs } = resource.outputs;
    return { ...resource, inputs, ...(isOutside ? { isRead: true } : {}) };
  }
  const isRead = isOutside && Object.keys(seen.inputs).length === 0 && Object.keys(resource.outputs).length > 0;
  return { ...resource, ...contentOf(resource, seen), ...(isRead ? { isRead } : {}) };
}

/** The inputs, and what is secret at either moment. */
function contentOf(resource: Resource, seen: Resource): Partial<Resource> {
  const secrets = [...(resource.secrets ?? []), ...(seen.secrets ?? [])];
  return {
    inputs: seen.inputs,
    ...(secrets.length === 0 ? {} : { secrets }),
    ...(seen.sealed === undefined ? {} : { sealed: seen.sealed }),
    ...(seen.gap === undefined ? {} : { gap: seen.gap }),
  };
}

function noticeOf(what: string, error?: unknown): string {
  const why = error instanceof Error ? `: ${error.message}` : "";
  return `${what}${why}. Nothing is stopped for it. It is an error of this policy pack.`;
}
