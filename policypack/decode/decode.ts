import { isDeepStrictEqual } from "node:util";
import type { Gap, Network, Nouns } from "../model/network";
import { parseUrn, unknown, type Properties, type Resource } from "../resources/resource";
import type { Decoder, Decoders, Emit } from "./decoder";
import * as apiGateway from "./api-gateway";
import * as clusters from "./clusters";
import * as containers from "./containers";
import * as databases from "./databases";
import * as deployer from "./deployer";
import * as entrances from "./edge-services";
import * as hosts from "./instances";
import * as endpoints from "./endpoints";
import * as exported from "./exports";
import * as firewalls from "./firewalls";
import { Identifiers } from "./identifiers";
import * as lattice from "./lattice";
import { propertiesOf } from "./live-properties";
import * as loadBalancers from "./load-balancers";
import * as monitoring from "./monitoring";
import * as networkAcls from "./network-acls";
import * as networks from "./networks";
import * as peerings from "./peerings";
import * as prefixLists from "./prefix-lists";
import { allOf, type Property } from "./read";
import * as roles from "./roles";
import * as routes from "./routes";
import * as rules from "./rules";
import * as serviceGroups from "./service-groups";
import * as serviceRules from "./service-rules";
import { unreadTaking } from "./unrecognised-attachments";
import * as templates from "./templates";
import { isGroup, isPrefixList } from "./types";
import * as workloads from "./workloads";

/** One table for each provider area; a token may have decoders in several of them. */
const tables: readonly Decoders[] = [
  rules.decoders,
  serviceRules.decoders,
  serviceGroups.decoders,
  prefixLists.decoders,
  networks.decoders,
  routes.decoders,
  peerings.decoders,
  workloads.decoders,
  clusters.decoders,
  containers.decoders,
  loadBalancers.decoders,
  lattice.decoders,
  hosts.decoders,
  entrances.decoders,
  deployer.decoders,
  databases.decoders,
  apiGateway.decoders,
  exported.decoders,
  networkAcls.decoders,
  monitoring.decoders,
  firewalls.decoders,
  endpoints.decoders,
  roles.decoders,
  templates.decoders,
];

const byToken = new Map<string, Decoder[]>();
for (const table of tables) for (const [token, decoder] of Object.entries(table)) byToken.set(token, [...(byToken.get(token) ?? []), decoder]);

/** True for the types of which a decoder makes something. */
export function isDecoded(type: string): boolean {
  return byToken.has(type);
}

/** The types that make groups and rules, that rules refer to, or that may hide some: what a list of all rules is made from. */
export function bearsRules(type: string): boolean {
  return isGroup(type) || isPrefixList(type) || [rules, serviceRules, prefixLists, templates].some(({ decoders }) => Object.hasOwn(decoders, type));
}

/** The types that a decoder reads. */
export const decodedTypes: readonly string[] = [...byToken.keys()].sort();

/** What was made of one resource. */
interface Decoded {
  readonly nouns: readonly (readonly [kind: keyof Nouns, noun: unknown])[];
  readonly gaps: readonly Gap[];
  /** How often a value was found hidden. */
  readonly holes: number;
  /** The resources of which more than what they go by was read. */
  readonly followed: readonly Resource[];
}

/** What networks were made of. */
const memories = new WeakMap<Network, { readonly identifiers: Identifiers; readonly decoded: ReadonlyMap<Resource, Decoded> }>();

/**
 * Turns resources into the model. The order of the resources does not matter. Where they are those of another network but for some, and go by the same
 * identifiers, the nouns of the others are the same ones.
 */
export function decode(resources: Iterable<Resource>, before?: Network): Network {
  const sorted = [...resources].sort((a, b) => (a.urn < b.urn ? -1 : a.urn > b.urn ? 1 : 0));
  const byUrn = new Map(sorted.map((resource) => [resource.urn, resource]));
  if (byUrn.size < sorted.length) for (const resource of ambiguous(sorted)) byUrn.set(resource.urn, resource);
  const memory = before === undefined ? undefined : memories.get(before);
  const known = memory?.identifiers.amongThese(byUrn);
  const identifiers = known ?? new Identifiers(byUrn);
  const isAsBefore = ({ followed }: Decoded): boolean => followed.every((resource) => byUrn.get(resource.urn) === resource);
  const decoded = new Map<Resource, Decoded>();
  const nouns = new Map<keyof Nouns, unknown[]>();
  const gaps: Gap[] = [];
  let holes = 0;
  for (const resource of byUrn.values()) {
    const old = known === undefined ? undefined : memory?.decoded.get(resource);
    const own = old !== undefined && isAsBefore(old) ? old : decodeOne(resource, identifiers);
    decoded.set(resource, own);
    for (const [kind, noun] of own.nouns) {
      const list = nouns.get(kind);
      if (list === undefined) nouns.set(kind, [noun]);
      else list.push(noun);
    }
    gaps.push(...own.gaps);
    holes += own.holes;
  }
  const network: Network = {
    all: <K extends keyof Nouns>(kind: K) => (nouns.get(kind) ?? []) as readonly Nouns[K][],
    resources: byUrn,
    gaps,
    hasHoles: holes > 0,
  };
  memories.set(network, { identifiers, decoded });
  return network;
}

const nothing: Decoded = { nouns: [], gaps: [], holes: 0, followed: [] };

function decodeOne(resource: Resource, identifiers: Identifiers): Decoded {
  // Its content belongs to somebody else, and could be anything.
  if (resource.isRead === true) return isDecoded(resource.type) ? { ...nothing, holes: 1 } : nothing;
  const nouns: (readonly [keyof Nouns, unknown])[] = [];
  const gaps: Gap[] = [];
  const emit: Emit = (kind, noun) => nouns.push([kind, noun]);
  const noteTaking = (inputs: Property): void => {
    const reason = unreadTaking(inputs, emit);
    if (reason !== undefined) gaps.push({ urn: inputs.resource.urn, reason });
  };
  const decoders = byToken.get(resource.type);
  const read = identifiers.noting(() => {
    if (decoders === undefined) {
      noteTaking(allOf(resource, identifiers, resource.inputs));
      return;
    }
    const gap = resource.gap ?? gapOf(resource);
    if (gap !== undefined) gaps.push({ urn: resource.urn, reason: gap });
    const root = (properties: Properties): Property => allOf(resource, identifiers, gap === undefined ? properties : unknown);
    const inputs = root(propertiesOf(resource));
    const outputs = allOf(resource, identifiers, resource.outputs);
    if (gap === undefined) noteTaking(inputs);
    for (const decoder of decoders) decoder(inputs, emit, { resource, outputs, gap: (reason) => gaps.push({ urn: resource.urn, reason }) });
  });
  return nouns.length + gaps.length + read.holes + read.followed.length === 0 ? nothing : { nouns, gaps, ...read };
}

/** A URN is of one resource. Where there are several that differ, nothing tells which of them counts. */
function ambiguous(resources: readonly Resource[]): readonly Resource[] {
  const byUrn = new Map<string, Resource>();
  const found: Resource[] = [];
  for (const resource of resources) {
    const same = byUrn.get(resource.urn);
    byUrn.set(resource.urn, resource);
    if (same === undefined || isDeepStrictEqual(same, resource)) continue;
    const { urn } = resource;
    const nothing = { inputs: {}, outputs: {}, id: undefined, parent: undefined, provider: undefined, propertyDependencies: {}, positions: [] };
    found.push({ urn, ...parseUrn(urn), custom: true, ...nothing, gap: "is there more than once, and not the same" });
  }
  return found;
}

/**
 * The engine sends `{}` for a new resource that an update leaves out (`--target`), while the dependencies still name its properties.
 * Such a resource is not empty: nothing is known of it.
 */
function gapOf({ inputs, propertyDependencies }: Resource): string | undefined {
  if (Object.keys(inputs).length > 0) return undefined;
  return Object.keys(propertyDependencies).length > 0 ? "was left out of this update, so its properties are not known" : undefined;
}
