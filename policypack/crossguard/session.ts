import { tagPrefix } from "../exemptions";
import { evaluate, evaluateAlone, findingKey, type Finding } from "../evaluate";
import type { Policy } from "../policy";
import { forPeople } from "../present";
import type { Resource } from "../resource";
import { configure, type Configuration, type Level, type RawConfiguration } from "../settings";
import type { Listener } from "./wire";

/**
 * What is remembered between the engine's requests of one preview or update. The content of rules is judged from the inputs of the resource
 * moment: the outputs of the stack moment may hide a whole property for one unknown value in it.
 */
export class Session implements Listener {
  private readonly seen = new Map<string, Resource>();
  /** For each policy, the resources whose tags exempt something from it. */
  private readonly tagged = new Map<string, Set<string>>();
  private readonly reported = new Set<string>();
  private readonly alone = new Map<string, readonly Finding[]>();
  private stackFindings: ReadonlyMap<string, readonly Finding[]> | undefined;
  private current: string | undefined;
  private raw: RawConfiguration | undefined;
  private configuration: Configuration;
  /** The stack's own URN, where findings go that belong to no resource. */
  private stackUrn: string | undefined;
  /** What could not be evaluated, in words for the user. */
  private failure: string | undefined;

  constructor(
    private readonly policies: readonly Policy[],
    private readonly now: () => Date,
  ) {
    this.configuration = configure({}, policies);
  }

  /** Whether the engine has said how the pack is configured. */
  get isConfigured(): boolean {
    return this.raw !== undefined;
  }

  get settings(): Configuration {
    return this.configuration;
  }

  configured(raw: RawConfiguration): void {
    this.raw = raw;
    this.configuration = configure(raw, this.policies);
  }

  levelOf(policy: string): Level {
    return this.configuration.levels.get(policy) ?? "disabled";
  }

  resource(resource: Resource): void {
    this.seen.set(resource.urn, resource);
    this.rememberTags(resource);
    if (resource.type === "pulumi:pulumi:Stack") this.stackUrn = resource.urn;
    const findings =
      this.guarded(() => evaluateAlone(resource, { ...this.options(), exemptible: (policy) => this.isExemptible(resource, policy) })) ?? [];
    this.current = resource.urn;
    if (findings.length > 0) this.alone.set(resource.urn, findings);
    for (const finding of findings) this.reported.add(findingKey(finding));
  }

  /** What the inputs of a resource prove by themselves; each finding is handed out once. */
  takeFindings(policy: string, urn: string): readonly Finding[] {
    const findings = this.alone.get(urn) ?? [];
    const others = findings.filter((finding) => finding.policy !== policy);
    if (others.length > 0) this.alone.set(urn, others);
    else this.alone.delete(urn);
    return findings.filter((finding) => finding.policy === policy);
  }

  /** Whether a policy has something to say about a resource that is on its way. */
  hasFindings(policy: string): boolean {
    for (const findings of this.alone.values()) if (findings.some((finding) => finding.policy === policy)) return true;
    return false;
  }

  /** Whether resources are being looked at one by one. */
  get isAnalyzing(): boolean {
    return this.seen.size > 0;
  }

  /** Whether this resource is the one that was looked at last. */
  isCurrent(urn: string): boolean {
    return this.current === urn;
  }

  get isStackDone(): boolean {
    return this.stackFindings !== undefined;
  }

  stack(resources: readonly Resource[]): void {
    const joined = resources.map((resource) => join(resource, this.seen.get(resource.urn)));
    const evaluation = this.guarded(() => evaluate(joined, this.options()));
    const byPolicy = new Map<string, Finding[]>();
    const known = new Set(resources.map(({ urn }) => urn));
    for (const finding of forPeople(evaluation?.findings ?? [])) {
      if (this.reported.has(findingKey(finding))) continue;
      const urn = known.has(finding.urn) ? finding.urn : (this.stackUrn ?? "");
      byPolicy.set(finding.policy, [...(byPolicy.get(finding.policy) ?? []), { ...finding, urn }]);
    }
    for (const { urn, reason } of evaluation?.notChecked ?? []) if (urn === "") this.failure = reason;
    this.stackFindings = byPolicy;
  }

  stackFindingsOf(policy: string): readonly Finding[] {
    return this.stackFindings?.get(policy) ?? [];
  }

  /** What went wrong inside the pack since the last time somebody asked. */
  takeFailure(): string | undefined {
    const { failure } = this;
    this.failure = undefined;
    return failure;
  }

  /** An error in the pack is an outage for every stack of an organisation: it becomes a finding. */
  private guarded<T>(work: () => T): T | undefined {
    try {
      return work();
    } catch (error) {
      this.failure = `the pack could not be evaluated: ${error instanceof Error ? error.message : String(error)}`;
      return undefined;
    }
  }

  options() {
    return { policies: this.policies, configuration: this.configuration, today: this.now().toISOString().slice(0, 10) };
  }

  /** A rule of its own may be exempt by a tag of its group, which is not known by the time the rule is looked at. */
  private isExemptible(resource: Resource, policy: string): boolean {
    const tagged = this.configuration.pack.tagExemptions ? this.tagged.get(policy) : undefined;
    return tagged !== undefined && (tagged.size > 1 || !tagged.has(resource.urn));
  }

  private rememberTags({ urn, inputs }: Resource): void {
    const tags = inputs.tags;
    if (typeof tags !== "object" || tags === null) return;
    for (const key of Array.isArray(tags) ? [] : Object.keys(tags)) {
      if (!key.startsWith(tagPrefix)) continue;
      const policy = key.slice(tagPrefix.length);
      this.tagged.set(policy, (this.tagged.get(policy) ?? new Set()).add(urn));
    }
  }
}

/** The inputs of the resource moment with what the stack moment adds. */
function join(resource: Resource, seen: Resource | undefined): Resource {
  // Kept by the engine although the program does not make it any more: only its state is known.
  if (seen === undefined) return { ...resource, inputs: resource.outputs };
  const isRead =
    Object.keys(seen.inputs).length === 0 &&
    Object.keys(resource.outputs).length > 0 &&
    Object.keys(resource.propertyDependencies).length === 0 &&
    resource.id !== undefined;
  return { ...resource, inputs: seen.inputs, ...(isRead && seen.type === resource.type ? { isRead } : {}) };
}
