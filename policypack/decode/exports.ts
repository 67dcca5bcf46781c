import type { HiddenExport } from "../model/network";
import type { Decoder, Decoders } from "./decoder";
import type { Property } from "./read";

/** What the stack gives away: other stacks may use it. By name, because the engine sends the outputs in any order. */
const stack: Decoder = (_inputs, emit, { resource, outputs }) => {
  const texts = new Set<string>();
  const hidden: HiddenExport[] = [];
  const known: string[] = [];
  for (const name of Object.keys(resource.outputs).sort()) {
    const from = resource.outputDependencies?.[name];
    const identified = resource.outputIdentities === undefined ? undefined : (resource.outputIdentities[name] ?? []);
    const before = hidden.length;
    collect(outputs.get(name), [name], texts, (property, mayBeGroup) => hidden.push({ hole: property.hole(), from, identified, mayBeGroup, name }));
    if (hidden.length === before) known.push(...(identified ?? []));
  }
  for (const call of resource.foreignCalls ?? []) emit("foreignCall", { urn: resource.urn, resource, call });
  const reached = Object.entries(resource.outputDependencies ?? {}).flatMap(([name, from]) => (isIdentityLike(name) ? [] : from));
  emit("stackExports", {
    urn: resource.urn,
    resource,
    texts,
    identified: new Set(known),
    hidden,
    reached: new Set(reached),
    isForProgram: resource.isExportedToProgram === true,
  });
};

export const decoders: Decoders = { "pulumi:pulumi:Stack": stack };

function collect(property: Property, names: readonly string[], texts: Set<string>, hide: (property: Property, mayBeGroup: boolean) => void): void {
  const { value } = property;
  if (property.isHidden) hide(property, !isAddressLike(names));
  else if (typeof value === "string") for (const text of [value, ...namesIn(value)]) texts.add(text);
  else if (Array.isArray(value)) for (const element of property.list()) collect(element, names, texts, hide);
  else if (typeof value === "object" && value !== null)
    for (const name of Object.keys(value).sort()) collect(property.get(name), [...names, name], texts, hide);
}

/** What a text names besides itself: a list in one text, a sentence, JSON. */
function namesIn(text: string): readonly string[] {
  return /[\s,;"']/.test(text) ? text.split(/[\s,;"'[\]{}()]+/).filter((part) => part !== "") : [];
}

/** What these names end with is how something is reached, or what something else is called: no group goes by it. */
const otherThings =
  /(^|[a-z0-9_-])(ur[il]s?|dns|(dns|domain|host)_?names?|domains?|hosts?|hostnames?|fqdn|endpoints?|ips?|ip_?address(es)?|address(es)?|ports?|cidrs?|kube_?config|passwords?|secrets?|usernames?|versions?|regions?|connection_?strings?|tags(_all)?|descriptions?|owner_?ids?)$|(vpc|subnet|instance|bucket|cluster|role|queue|topic|table|function|lambda|database|db|zone|certificate|balancer|alb|nlb|lb|key|repository|repo|distribution|api|service|task|image|ami|gateway|volume|user)s?[_-]?(ids?|arns?|names?)$/i;

/** What these names end with says who something is, and nothing of where it is. */
const identities = /(ids?|arns?|identifiers?|(?<!dns|domain|host|dns_|domain_|host_)names?|passwords?|ports?|versions?|status)$/i;

function isIdentityLike(name: string): boolean {
  return identities.test(name);
}

/** What these names end with is said of a group, and no group goes by it, whatever stands before. */
const saidOfGroups = /(^|[._-])(vpc(_?ids?)?|owner(_?ids?)?|descriptions?|tags(_all)?)$/i;

/** The innermost name says what it is, unless it says nothing but that it is an identifier. */
function isAddressLike(names: readonly string[]): boolean {
  const text = names.map((name) => name.replace(/([a-z0-9])([A-Z])/g, "$1_$2")).join("_");
  if (saidOfGroups.test(text)) return true;
  return !/(group|sg|security|firewall)/i.test(names.join(" ")) && otherThings.test(text);
}
