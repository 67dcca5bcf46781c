import { isHole } from "../model/approx";
import { parseUrn, type Plain, type Properties, type Resource } from "../resources/resource";
import type { Emit } from "./decoder";
import * as peerings from "./peerings";
import type { Property } from "./read";
import * as rules from "./rules";
import { isGroup, isKubernetesCluster } from "./types";
import * as workloads from "./workloads";

/**
 * Finds groups of the stack that a resource takes in a property that no decoder reads: of a type that is newer than this pack, of another
 * provider, or in a place that is new. It may be on them, and nothing is known of it. Returns why that is a gap.
 */
export function unreadTaking(inputs: Property, emit: Emit): string | undefined {
  const { resource } = inputs;
  const places = workloads.placesOf(resource.type);
  if (!resource.custom || (places === undefined && isReadElsewhere(resource.type))) return undefined;
  const found = Object.keys(resource.inputs).length === 0 ? dependencies(resource) : groupsNamedIn(inputs, places);
  const [taken] = found;
  if (taken === undefined) return undefined;
  const groups = [...new Set(found.map(({ urn }) => urn))].sort();
  emit("unrecognisedAttachment", { urn: resource.urn, resource, groups });
  const [first = ""] = groups;
  const names = `${parseUrn(first).name}${groups.length > 1 ? ` and ${groups.length - 1} more` : ""}`;
  const where = places === undefined ? `is of the type ${resource.type}, which is not known` : `does so in ${taken.path}, which is not known`;
  return `takes the group ${names}, and ${where}: what it does with it cannot be judged`;
}

/** A group, and the property that takes it. */
interface Taken {
  readonly urn: string;
  readonly path: string;
}

/** Types whose properties for groups are all read: the rules of groups, and what puts groups on something else. */
function isReadElsewhere(type: string): boolean {
  return type in rules.decoders || type in peerings.decoders || type in workloads.decoders;
}

/** The names that properties for groups have in all providers: `securityGroupIds`, `vpc_security_group_ids`, `alb.ingress.kubernetes.io/security-groups`. */
function isGroupProperty(name: string): boolean {
  // Nearly every property of a stack is asked, and hardly any is.
  if (!/group/i.test(name)) return false;
  const plain = name.replaceAll(/[^A-Za-z0-9]/g, "");
  return (
    name !== name.toUpperCase() &&
    /securityGroups?(s?Ids?|Arns?|Names?|IdLists?|Memberships)?$/i.test(plain) &&
    !/^(source|referenced|db)/i.test(plain)
  );
}

function groupsNamedIn(inputs: Property, places: readonly string[] = []): readonly Taken[] {
  // Most resources have no such property, whatever decoders read.
  return hasGroupProperty(inputs.value) ? groupsIn(inputs, new Set(places)) : [];
}

function hasGroupProperty(value: Plain | undefined): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (Array.isArray(value)) return value.some(hasGroupProperty);
  const properties = value as Properties;
  for (const name of Object.keys(properties)) if (isGroupProperty(name) || hasGroupProperty(properties[name])) return true;
  return false;
}

function groupsIn(property: Property, known: ReadonlySet<string>, path = "", isInside = false): readonly Taken[] {
  if (isInside && (property.isHidden || typeof property.value === "string")) return named(property).map((urn) => ({ urn, path }));
  const { value } = property;
  if (typeof value !== "object" || value === null) return [];
  const elements = property.elements();
  if (Array.isArray(value)) return isHole(elements) ? [] : elements.flatMap((element) => groupsIn(element, known, path, isInside));
  return Object.keys(value).flatMap((name) => {
    const inner = path === "" ? name : `${path}.${name}`;
    return known.has(inner) ? [] : groupsIn(property.get(name), known, inner, isInside || isGroupProperty(name));
  });
}

function named(property: Property): readonly string[] {
  const ref = property.ref(isOwnGroup);
  if (ref?.kind === "resource") return [ref.urn];
  return ref?.kind === "unclear" ? ref.candidates : [];
}

/** Of what arrives without its properties, the names of the outermost ones are known, and what they were computed from. */
function dependencies({ propertyDependencies }: Resource): readonly Taken[] {
  return Object.entries(propertyDependencies).flatMap(([name, urns]) =>
    isGroupProperty(name) || /^(vpc|network)/i.test(name)
      ? urns.filter((urn) => isOwnGroup(parseUrn(urn).type)).map((urn) => ({ urn, path: name }))
      : [],
  );
}

function isOwnGroup(type: string): boolean {
  return isGroup(type) && !isKubernetesCluster(type);
}
