import { configurationSchema as configurationFileSchema } from "../configuration/schema";
import { documentLines } from "./document";
import type { Sample } from "./examples";
import type { ShownExample } from "./judged-examples";
import type { Policy } from "@portcullis/policypack/contract/policy";

/** The sections of the catalogue, in their order. */
const sections: readonly (readonly [Policy["section"], string])[] = [
  ["exposure", "Exposure"],
  ["references", "References"],
  ["topology", "Topology"],
  ["hygiene", "Hygiene"],
  ["defence in depth", "Defence in depth"],
  ["settings", "Settings"],
];

/** Every page that is made from the policies, by its path from the project's top. */
export function pages(policies: readonly Policy[], examples: ReadonlyMap<string, ShownExample>): ReadonlyMap<string, string> {
  return new Map([
    ...policies.map((policy) => [`docs/policies/${policy.id}.md`, policyPage(policy, examples.get(policy.id))] as const),
    ["docs/controls.md", controlsPage(policies)],
    ["docs/configuration.md", configurationPage(policies)],
    ["docs/coverage.md", coveragePage(policies)],
    [configurationSchemaFile, configurationSchema(policies)],
    ["docs/portcullis.schema.json", repositorySchema(policies)],
  ]);
}

const configurationSchemaFile = "policypack/configuration.schema.json";

/** The JSON Schema of `.portcullis.yaml`, so that editors can complete and check it. */
function repositorySchema(policies: readonly Policy[]): string {
  const { properties } = configurationFileSchema;
  const level = { enum: ["advisory", "mandatory", "remediate", "disabled"] };
  const entries = policies.map(({ id, title, settings }) => {
    const own = { enforcementLevel: level, ...settings.properties };
    return [id, { description: title, anyOf: [level, { type: "object", additionalProperties: false, properties: own }] }] as const;
  });
  const levels = { type: "object", description: properties.policies.description, additionalProperties: false };
  const schema = {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: ".portcullis.yaml",
    ...configurationFileSchema,
    properties: { ...properties, policies: { ...levels, properties: { all: level, ...Object.fromEntries(entries) } } },
  };
  return `${JSON.stringify(schema, undefined, 2)}\n`;
}

/** The JSON Schema of a configuration, so that editors can complete and check it. */
function configurationSchema(policies: readonly Policy[]): string {
  const level = { enum: ["advisory", "mandatory", "remediate", "disabled"] };
  const entries = policies.map(({ id, title, settings }) => {
    const properties = { enforcementLevel: level, ...settings.properties };
    return [id, { description: title, anyOf: [level, { type: "object", additionalProperties: false, properties }] }] as const;
  });
  const schema = {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "Configuration of the Portcullis policy pack",
    type: "object",
    additionalProperties: false,
    properties: {
      $schema: { type: "string" },
      all: { ...level, description: "The level of every policy that has no entry." },
      ...Object.fromEntries(entries),
    },
  };
  return `${JSON.stringify(schema, undefined, 2)}\n`;
}

/** The README's table of policies. */
export function policyTable(policies: readonly Policy[]): string {
  return sections
    .map(([section, title]) => {
      const rows = policies.filter((policy) => policy.section === section);
      if (rows.length === 0) return "";
      return [
        `**${title}**`,
        "",
        "| policy | level | what holds where it is met |",
        "| --- | --- | --- |",
        ...rows.map(({ id, level, title: claim }) => `| [\`${id}\`](docs/policies/${id}.md) | ${level} | ${claim} |`),
        "",
      ].join("\n");
    })
    .filter((text) => text !== "")
    .join("\n");
}

function policyPage(policy: Policy, example: ShownExample | undefined): string {
  const parts = [
    `# ${policy.id}`,
    `${policy.title}. Level: ${policy.level}. Severity: ${policy.severity}.`,
    `## Why\n\n${policy.why}`,
    policy.document.length === 0 ? "" : `## What it enforces\n\n${list(policy.document)}`,
    ...(example === undefined ? [] : exampleSections(example)),
    `## When it is judged\n\n${policy.moment === "resource" ? "What one resource's own inputs prove is reported before that resource is created; what takes more than one, at the end of the preview." : "At the end of a preview or an update, when the whole stack is known."}`,
    policy.fix === undefined
      ? ""
      : `## The fix\n\n${policy.fix.does}\n\nWho may lose access: ${lowerFirst(policy.fix.losesAccess)}${policy.remediates === true ? "\n\nIt can also run at level `remediate`, where it changes the inputs during the deployment." : ""}`,
    policy.notFor === undefined ? "" : `## When not to use it\n\n${policy.notFor}`,
    Object.keys(policy.settings.properties).length === 0 ? "" : `## Settings\n\n${settingsTable(policy)}`,
    policy.controls.length === 0
      ? ""
      : `## Controls\n\n${list(policy.controls.map(({ framework, version, reference }) => `${framework} ${version}: ${reference}`))}`,
    `## References\n\n${list(policy.references)}`,
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function exampleSections({ violates, complies, configuration, messages }: ShownExample): readonly string[] {
  const given = configuration === undefined ? "" : `With this configuration:\n\n${fenced(configuration)}\n\n`;
  const said = messages.map((message) => `> ${message}`).join("\n>\n");
  return [`## Violates\n\n${given}${fenced(violates)}\n\n${said}`, `## Complies\n\n${fenced(complies)}`];
}

function fenced({ language, text }: Sample): string {
  return `\`\`\`${language}\n${text.trimEnd()}\n\`\`\``;
}

function controlsPage(policies: readonly Policy[]): string {
  const byControl = new Map<string, string[]>();
  for (const { id, controls } of policies) {
    for (const { framework, version, reference } of controls) {
      const key = `${framework} ${version} | ${reference}`;
      byControl.set(key, [...(byControl.get(key) ?? []), id]);
    }
  }
  const rows = [...byControl]
    .sort(([a], [b]) => a.localeCompare(b, "en", { numeric: true }))
    .map(([control, ids]) => `| ${control} | ${ids.map((id) => `[\`${id}\`](policies/${id}.md)`).join(", ")} |`);
  return `# Controls\n\nThe requirements that the policies help to meet.\n\n| framework | control | policies |\n| --- | --- | --- |\n${rows.join("\n")}\n`;
}

function coveragePage(policies: readonly Policy[]): string {
  const rows = documentLines.map(({ part, text, note }) => {
    const ids = policies.filter(({ document }) => document.includes(text)).map(({ id }) => `[\`${id}\`](policies/${id}.md)`);
    return `| ${part} | ${text.replaceAll("|", "\\|")} | ${[ids.join(", "), note ?? ""].filter((cell) => cell !== "").join(". ")} |`;
  });
  return `# Coverage\n\nEach line of the document on security groups that asks for something, and what enforces it.\n\n| part | line | policies |\n| --- | --- | --- |\n${rows.join("\n")}\n`;
}

function configurationPage(policies: readonly Policy[]): string {
  const configurable = policies.filter(({ settings }) => Object.keys(settings.properties).length > 0);
  return `${[
    "# Configuration",
    "A file for `--policy-pack-config`, for a policy group of an organisation, and for `portcullis check --config` has one entry for each policy: a level (`advisory`, `mandatory`, `remediate`, `disabled`), or an object with `enforcementLevel` and the policy's settings. `all` gives the level of every policy that has no entry.",
    '```json\n{\n  "all": "advisory",\n  "no-public-admin-ports": "mandatory",\n  "settings": { "enforcementLevel": "mandatory", "trustedCidrs": ["192.175.48.0/29"] }\n}\n```',
    "The policy `settings` carries what holds for the whole pack. A setting that is wrong keeps its default and is one mandatory finding that names the key.",
    "[configuration.schema.json](../policypack/configuration.schema.json) describes the file for editors. For `portcullis check --config` the file may name it as `$schema`; the engine takes `$schema` for a policy and refuses the file, so for `--policy-pack-config` the editor has to be told: in Visual Studio Code by `json.schemas`.",
    ...configurable.map((policy) => `## ${policy.id}\n\n${settingsTable(policy)}`),
    "## Exemptions",
    'An exemption has a policy, a resource (both may be globs, with `*`, `?`, `[a-z]` and `{a,b}`; the resource is a URN or a name), a reason, an owner and an end: `{ "policy": "no-public-admin-ports", "resource": "partner-*", "reason": "the partner has no fixed address", "owner": "payments-team", "expires": "2027-01-31" }` in `exemptions`; or a tag on the group, `portcullis:exempt/no-public-admin-ports` = `2027-01-31 payments-team the partner has no fixed address`. A tag ends within `longestExemption`, and what is critical and mandatory only the configuration can exempt, unless `tagExemptions` lists it. What is exempt stays visible as advice. After its last day the violation is back and says so, and an exemption that matches nothing is reported. `portcullis exemptions` lists them.',
  ].join("\n\n")}\n`;
}

function settingsTable({ settings }: Policy): string {
  const rows = Object.entries(settings.properties).map(
    ([key, property]) => `| \`${key}\` | \`${JSON.stringify(property.default)}\` | ${property.description} |`,
  );
  return `| setting | default | meaning |\n| --- | --- | --- |\n${rows.join("\n")}`;
}

function list(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join("\n");
}

function lowerFirst(text: string): string {
  return `${text.charAt(0).toLowerCase()}${text.slice(1)}`;
}
