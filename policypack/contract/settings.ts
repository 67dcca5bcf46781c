import { joined } from "../joined";
import type { FromSchema } from "json-schema-to-ts";
import { parseCidr } from "../net/ip";
import { protocolNumber } from "../net/ports";
import { globOn } from "./globs";
import { validatorOf } from "./validator";

/** A JSON Schema (draft 7) for an object of settings; a default for every property, no `$ref`, and patterns that RE2 accepts, because the engine reads it too. */
export interface SettingsSchema {
  readonly type: "object";
  readonly additionalProperties: false;
  readonly properties: Readonly<Record<string, { readonly description: string; readonly default: unknown; readonly [keyword: string]: unknown }>>;
}

const blockWidths = (ipv4: number, ipv6: number) =>
  ({
    type: "object",
    properties: {
      ipv4: { type: "integer", minimum: 0, maximum: 32, default: ipv4 },
      ipv6: { type: "integer", minimum: 0, maximum: 128, default: ipv6 },
    },
    required: ["ipv4", "ipv6"],
    additionalProperties: false,
    default: { ipv4, ipv6 },
  }) as const;

const strings = { type: "array", items: { type: "string", minLength: 1, maxLength: 500 } } as const;

/** The settings of the whole pack, which the policy `settings` carries: a policy pack has no configuration of its own. */
export const packSchema = {
  type: "object",
  additionalProperties: false,
  properties: {
    trustedCidrs: { ...strings, default: [], description: "Address blocks that count as trusted: offices, VPN exits, partner networks." },
    widestPublicBlock: { ...blockWidths(24, 48), description: "More internet addresses than a block of this prefix length are public exposure." },
    widestTrustedBlock: { ...blockWidths(16, 32), description: "The widest public block that trustedCidrs may name." },
    publicPorts: {
      type: "array",
      items: {
        anyOf: [
          { type: "string", pattern: "^(tcp|udp)/[0-9]{1,5}(-[0-9]{1,5})?$" },
          {
            type: "object",
            properties: {
              workload: { type: "string", minLength: 1, maxLength: 500 },
              ports: { type: "array", items: { type: "string", pattern: "^(tcp|udp)/[0-9]{1,5}(-[0-9]{1,5})?$" } },
            },
            required: ["workload", "ports"],
            additionalProperties: false,
          },
        ],
      },
      default: ["tcp/80", "tcp/443", "udp/443"],
      description: "Ports that may face the internet, for all or for the workloads whose name matches a glob.",
    },
    bastions: { ...strings, default: [], description: "Globs on the name or URN of the instances that are bastions." },
    publicWorkloads: { ...strings, default: [], description: "Globs on the name or URN of workloads that face the internet on purpose." },
    knownPrefixLists: {
      type: "object",
      additionalProperties: { type: "string", minLength: 1, maxLength: 500 },
      default: {},
      description: "Ids of prefix lists from outside the stack, and the AWS-managed list that each of them is.",
    },
    exemptions: {
      type: "array",
      items: {
        type: "object",
        properties: {
          policy: { type: "string", minLength: 1, maxLength: 500 },
          resource: { type: "string", minLength: 1, maxLength: 500 },
          reason: { type: "string", pattern: "[^ ]" },
          owner: { type: "string", pattern: "[^ ]" },
          expires: { type: "string", pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" },
        },
        required: ["policy", "resource", "reason", "owner", "expires"],
        additionalProperties: false,
      },
      default: [],
      description: "Findings that are accepted until a date.",
    },
    tagExemptions: {
      anyOf: [{ type: "boolean" }, strings],
      default: true,
      description:
        "From which policies the tag portcullis:exempt/<policy> may exempt: a list of them, which may hold globs; none; or all but the mandatory ones of severity critical.",
    },
    longestExemption: {
      type: "integer",
      minimum: 1,
      maximum: 3650,
      default: 366,
      description: "How many days ahead the end of an exemption by tag may be.",
    },
    unknown: { enum: ["advisory", "mandatory"], default: "advisory", description: "The level of what cannot be decided yet." },
  },
} as const satisfies SettingsSchema;

export type PackSettings = FromSchema<typeof packSchema>;

export type Level = "advisory" | "mandatory" | "remediate" | "disabled";

/** What one policy is configured to: the format of `--policy-pack-config`. */
export type PolicyConfig = Level | Readonly<Record<string, unknown>>;

export type RawConfiguration = Readonly<Record<string, PolicyConfig>>;

/** Something wrong in the configuration, and the key where it is. */
export interface Problem {
  readonly policy: string;
  readonly key: string;
  readonly message: string;
  /** Whether something counts in its place. */
  readonly hasDefault: boolean;
}

export interface Configuration {
  readonly pack: PackSettings;
  /** The settings of every policy, complete. */
  readonly settings: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
  readonly levels: ReadonlyMap<string, Level>;
  /** The policies from which a tag may not exempt: of these, only the configuration may. */
  readonly exemptHereOnly: ReadonlySet<string>;
  readonly problems: readonly Problem[];
}

/** What the configuration has to know of a policy. */
export interface Configurable {
  readonly id: string;
  readonly level: Level;
  readonly severity: string;
  readonly settings: SettingsSchema;
}

const levels: readonly Level[] = ["advisory", "mandatory", "remediate", "disabled"];

/** Reads a configuration. A key that is wrong keeps its default, and is a problem. */
export function configure(raw: RawConfiguration, policies: readonly Configurable[]): Configuration {
  const problems: Problem[] = [];
  const settings = new Map<string, Readonly<Record<string, unknown>>>();
  const configuredLevels = new Map<string, Level>();
  const all = levelOf("all", raw.all, problems);
  for (const policy of policies) {
    const config = raw[policy.id];
    configuredLevels.set(policy.id, levelOf(policy.id, config, problems) ?? all ?? policy.level);
    settings.set(policy.id, settingsOf(policy.id, policy.settings, config, problems));
  }
  for (const name of Object.keys(raw)) {
    // `$schema` is for editors.
    if (name !== "all" && name !== "$schema" && !settings.has(name))
      problems.push({ policy: name, key: "", message: `${quote(name)} is not a policy of this pack`, hasDefault: false });
  }
  const pack = (settings.get("settings") ?? settingsOf("settings", packSchema, raw.settings, problems)) as unknown as PackSettings;
  const exemptible = exemptibleByTag(pack.tagExemptions, configuredLevels);
  const exemptHereOnly = new Set(policies.filter((policy) => !exemptible(policy)).map(({ id }) => id));
  return { pack, settings, levels: configuredLevels, exemptHereOnly, problems };
}

/** Whoever writes the program writes the tags: what the organisation holds to be critical is not theirs to accept, unless it says so. */
function exemptibleByTag(allowed: PackSettings["tagExemptions"], configured: ReadonlyMap<string, Level>): (policy: Configurable) => boolean {
  if (typeof allowed !== "boolean") {
    const globs = allowed.map(globOn);
    return ({ id }) => globs.some((matches) => matches(id));
  }
  return ({ id, severity }) => allowed && (severity !== "critical" || configured.get(id) === "advisory");
}

/** The default of every property. */
export function defaultsOf(schema: SettingsSchema): Record<string, unknown> {
  return Object.fromEntries(Object.entries(schema.properties).map(([key, property]) => [key, property.default]));
}

function levelOf(policy: string, config: unknown, problems: Problem[]): Level | undefined {
  if (config === null || Array.isArray(config)) {
    problems.push({
      policy,
      key: "",
      message: `${quote(policy)} is configured to ${quote(config)}, which is neither a level nor an object of settings`,
      hasDefault: true,
    });
    return undefined;
  }
  const level = typeof config === "object" ? (config as Readonly<Record<string, unknown>>).enforcementLevel : config;
  if (level === undefined) return undefined;
  const known = levels.find((candidate) => candidate === level);
  if (known === undefined)
    problems.push({ policy, key: "enforcementLevel", message: `${quote(level)} is not a level: use ${joined(levels, "or")}`, hasDefault: true });
  return known;
}

function settingsOf(
  policy: string,
  schema: SettingsSchema,
  config: PolicyConfig | undefined,
  problems: Problem[],
): Readonly<Record<string, unknown>> {
  const result = defaultsOf(schema);
  if (typeof config !== "object" || !isObject(config)) return result;
  for (const [key, value] of Object.entries(config)) {
    if (key === "enforcementLevel") continue;
    const property = Object.hasOwn(schema.properties, key) ? schema.properties[key] : undefined;
    if (property === undefined) {
      const names = joined(Object.keys(schema.properties));
      problems.push({ policy, key, message: `is no setting: ${names === "" ? `${policy} has none` : `there are ${names}`}`, hasDefault: false });
      continue;
    }
    const message = violationOf(property, value) ?? meaningProblem(key, value);
    if (message === undefined) result[key] = value;
    else problems.push({ policy, key, message, hasDefault: true });
  }
  return result;
}

/** Checks one property against its schema. */
function violationOf(property: object, value: unknown): string | undefined {
  const validate = validatorOf(property, { strict: false });
  if (validate(value)) return undefined;
  const error = validate.errors?.[0];
  return `${placeOf(error?.instancePath ?? "")}${error?.message ?? "is not valid"}`;
}

/** A JSON pointer as the words before what is wrong: "/0/owner" is "[0].owner ". */
function placeOf(pointer: string): string {
  if (pointer === "") return "";
  const place = pointer
    .slice(1)
    .split("/")
    .map((part) => (/^\d+$/.test(part) ? `[${part}]` : `.${part}`))
    .join("");
  return `${place.replace(/^\./, "")} `;
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What a schema cannot say: that blocks, ports and dates exist. */
function meaningProblem(key: string, value: unknown): string | undefined {
  if (key === "trustedCidrs") {
    const wrong = (value as readonly string[]).find((block) => parseCidr(block) === undefined);
    return wrong === undefined ? undefined : `${quote(wrong)} is not an address block`;
  }
  if (key === "publicPorts") {
    const wrong = (value as PackSettings["publicPorts"])
      .flatMap((entry) => (typeof entry === "string" ? [entry] : entry.ports))
      .find((text) => parsePorts(text) === undefined);
    return wrong === undefined ? undefined : `${quote(wrong)} is not a range of ports`;
  }
  if (key === "exemptions") {
    const wrong = (value as PackSettings["exemptions"]).find(({ expires }) => !isDate(expires));
    return wrong === undefined ? undefined : `${quote(wrong.expires)} is not a date`;
  }
  return undefined;
}

/** Reads "tcp/443" or "tcp/8000-8010". */
export function parsePorts(text: string): { readonly protocol: number; readonly first: number; readonly last: number } | undefined {
  const match = /^(tcp|udp)\/(\d{1,5})(?:-(\d{1,5}))?$/.exec(text);
  if (match === null) return undefined;
  const first = Number(match[2]);
  const last = Number(match[3] ?? match[2]);
  const protocol = protocolNumber(match[1] ?? "");
  return typeof protocol === "number" && first <= last && last <= 65535 ? { protocol, first, last } : undefined;
}

/** True for a day that exists, written as in 2027-01-31. */
export function isDate(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/** A configured value in a message: bounded, and of one line. */
function quote(value: unknown): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return `"${text.slice(0, 80).replace(/[^\x20-\x7e]/g, "?")}"`;
}
