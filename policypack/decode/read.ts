import { Hole, isHole, type Fact } from "../model/approx";
import type { Ref } from "../model/network";
import type { Path } from "../plans/plan";
import { computedFrom, unknown, type Plain, type Properties, type Resource } from "../resources/resource";
import type { Identifiers } from "./identifiers";

/**
 * A property of a resource, as a decoder looks at it: the value and the way to it.
 * Absent and null are the same. A value of the wrong type is a hole, never an empty value.
 */
export class Property {
  constructor(
    readonly resource: Resource,
    private readonly identifiers: Identifiers,
    /** The property that this one is in, and what it is called there; made into a path where somebody asks, as most properties are not there. */
    private readonly within: Property | undefined,
    private readonly step: string | number,
    readonly value: Plain | undefined,
  ) {}

  get path(): Path {
    return this.within === undefined ? [] : [...this.within.path, this.step];
  }

  /** A nested property. Inside a hole there are only holes, and they keep the path of the property that hides them. */
  get(name: string): Property {
    if (this.value === unknown) return this;
    const value = isProperties(this.value) ? this.value[name] : undefined;
    return new Property(this.resource, this.identifiers, this, name, value ?? undefined);
  }

  /** The same, under the first of several names that is there. */
  first(...names: readonly string[]): Property {
    return names.map((name) => this.get(name)).find((property) => property.exists) ?? this.get(names[0] ?? "");
  }

  /** The same property with a part of its value. */
  as(part: Plain): Property {
    return new Property(this.resource, this.identifiers, this.within, this.step, part);
  }

  get exists(): boolean {
    return this.value !== undefined && this.value !== null;
  }

  get isHidden(): boolean {
    return this.value === unknown;
  }

  hole(reason = this.isSealed ? "is a secret that is not shown here" : "is not known yet"): Hole {
    this.identifiers.noteHole();
    return new Hole(this.resource.urn, this.path, reason);
  }

  private get isSealed(): boolean {
    return this.resource.sealed?.some((path) => path.every((step, index) => step === this.path[index])) === true;
  }

  /** The elements of a list; a single object stands for a list of one, as in attributes-as-blocks. */
  elements(): Fact<readonly Property[]> {
    if (!this.exists) return [];
    if (this.value === unknown) return this.hole();
    if (Array.isArray(this.value)) {
      return (this.value as readonly Plain[]).map((element, index) => new Property(this.resource, this.identifiers, this, index, element));
    }
    return isProperties(this.value) ? [this] : this.hole("is not a list");
  }

  /** The elements of a list that may also be a single scalar; `undefined` where the list itself is a hole. */
  list(): readonly Property[] {
    const elements = this.value === unknown || (!Array.isArray(this.value) && !isProperties(this.value)) ? [this] : this.elements();
    return !this.exists || isHole(elements) ? [] : elements;
  }

  text(): Fact<string | undefined> {
    if (!this.exists) return undefined;
    if (typeof this.value === "string") return this.value;
    if (typeof this.value === "number") return String(this.value);
    return this.hole(this.isHidden ? undefined : "is not a text");
  }

  number(): Fact<number | undefined> {
    if (!this.exists) return undefined;
    if (typeof this.value === "number" && Number.isInteger(this.value)) return this.value;
    if (typeof this.value === "string" && /^\s*-?\d{1,9}\s*$/.test(this.value)) return Number(this.value);
    return this.hole(this.isHidden ? undefined : "is not a whole number");
  }

  flag(): Fact<boolean | undefined> {
    if (!this.exists) return undefined;
    if (typeof this.value === "boolean") return this.value;
    if (this.value === "true" || this.value === "false") return this.value === "true";
    return this.hole(this.isHidden ? undefined : "is neither true nor false");
  }

  /** The resource of an accepted type that this property names; undefined where it names none. */
  ref(accepts: (type: string) => boolean): Ref | undefined {
    const value = this.text();
    if (isHole(value)) return this.unclear(accepts, value);
    if (value === undefined || value === "") return undefined;
    const urn = this.identifiers.find(value, accepts);
    if (urn !== undefined) return { kind: "resource", urn };
    // It was computed from resources of which the provider's answers are missing: it may be one of theirs.
    const candidates = this.candidates(accepts).filter((candidate) => !this.identifiers.isDeployed(candidate));
    const name = this.identifiers.nameOf(value);
    const hole = this.hole(name === undefined ? "is from outside the stack" : `is ${name}, of which not all rules are in the stack`);
    if (candidates.length > 0) return { kind: "unclear", candidates, hole, id: value };
    return { kind: "external", id: value, ...(name === undefined ? {} : { name }), hole };
  }

  /** The inputs of the resource that this property names; undefined where it names none that can be read. */
  follow(accepts: (type: string) => boolean): Property | undefined {
    const ref = this.ref(accepts);
    return ref?.kind === "resource" ? this.of(ref.urn) : undefined;
  }

  /** The inputs of another resource of the stack; undefined where these cannot be read. */
  of(urn: string): Property | undefined {
    const target = this.identifiers.resourceOf(urn);
    if (target === undefined || target.isRead === true || target.gap !== undefined) return undefined;
    return allOf(target, this.identifiers, target.inputs);
  }

  /** The resources that a list of names names, and the hole where the list itself is hidden. */
  refs(accepts: (type: string) => boolean): { readonly refs: readonly Ref[]; readonly hole: Hole | undefined } {
    if (this.isHidden) {
      const candidates = this.candidates(accepts);
      // A hidden list that was computed from groups alone holds at least something of them, but which is open.
      return { refs: candidates.map(() => ({ kind: "unclear", candidates, hole: this.hole() })), hole: this.hole() };
    }
    const elements = this.list();
    const hidden = elements.filter((element) => element.isHidden);
    const candidates = hidden.length > 1 ? this.candidates(accepts) : [];
    // As many hidden elements as resources that the list was computed from: each of them is one.
    const each = hidden.length > 1 && hidden.length === candidates.length;
    let next = 0;
    const refs = elements.flatMap((element): Ref[] => {
      const urn = each && element.isHidden ? candidates[next++] : undefined;
      const ref = urn === undefined ? element.ref(accepts) : { kind: "resource" as const, urn };
      return ref === undefined ? [] : [ref];
    });
    return { refs, hole: undefined };
  }

  /** The name of the top-level property that it is in. */
  private get outermost(): string {
    return this.within?.within === undefined ? String(this.step) : this.within.outermost;
  }

  private unclear(accepts: (type: string) => boolean, hole: Hole): Ref {
    const candidates = this.isHidden ? this.candidates(accepts) : [];
    const only = candidates.length === 1 ? candidates[0] : undefined;
    return only === undefined ? { kind: "unclear", candidates, hole } : { kind: "resource", urn: only };
  }

  /**
   * The resources of an accepted type that may be hidden in the top-level property, in a fixed order: those from which it was computed. One that goes there
   * by an identifier that is known is known wherever it stands.
   */
  private candidates(accepts: (type: string) => boolean): readonly string[] {
    const property = this.outermost;
    const from = computedFrom(this.resource, property);
    const urns = from.filter((urn) => !this.identifiers.isNamedIn(this.resource, property, urn));
    const accepted = (all: readonly string[]): readonly string[] =>
      [...new Set(all)].filter((urn) => !this.identifiers.isComponent(urn) && accepts(this.identifiers.typeOf(urn))).sort();
    const direct = accepted(urns);
    return direct.length > 0 ? direct : accepted(urns.flatMap((urn) => this.identifiers.within(urn)));
  }
}

/** All properties of a resource. */
export function allOf(resource: Resource, identifiers: Identifiers, properties: Plain): Property {
  return new Property(resource, identifiers, undefined, "", properties);
}

function isProperties(value: Plain | undefined): value is Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
