import { grouped } from "@portcullis/policypack/grouped";
import type { Control, Policy, Severity } from "@portcullis/policypack/contract/policy";
import type { Configuration, Level } from "@portcullis/policypack/contract/settings";
import { documentLines, type DocumentLine } from "../docs/document";
import { exemptionBlocks, exemptionOf, type ExemptionHelp } from "./exemption";
import { code, list, paragraph, rows, section, type Page } from "./page";

/** Text of a program or a configuration. */
export interface Sample {
  readonly language: string;
  readonly text: string;
}

/** What a policy asks, why, and what to do about it. */
export interface PolicyExplanation {
  readonly kind: "policy";
  readonly policy: string;
  readonly title: string;
  readonly section: Policy["section"];
  /** As it is configured. */
  readonly level: Level;
  readonly severity: Severity;
  readonly why: string;
  /** The lines of the document that it enforces. */
  readonly document: readonly DocumentLine[];
  readonly moment: Policy["moment"];
  /** What complies with it, where its example is at hand. */
  readonly complies?: Sample;
  readonly fix?: NonNullable<Policy["fix"]>;
  readonly notFor?: string;
  readonly settings: readonly { readonly key: string; readonly default: unknown; readonly description: string }[];
  readonly exemption: ExemptionHelp;
  readonly controls: readonly Control[];
  readonly references: readonly string[];
}

export interface PolicyContext {
  readonly configuration: Configuration;
  readonly today: string;
  /** The example of what complies. */
  readonly complies: (policy: string) => Sample | undefined;
}

export function explainPolicy(policy: Policy, { configuration, today, complies }: PolicyContext): PolicyExplanation {
  const { id, title, severity, why, moment, fix, notFor, controls, references } = policy;
  const sample = complies(id);
  return {
    kind: "policy",
    policy: id,
    title,
    section: policy.section,
    level: configuration.levels.get(id) ?? policy.level,
    severity,
    why,
    document: policy.document.map((text) => documentLines.find((line) => line.text === text) ?? { part: "", text }),
    moment,
    ...(sample === undefined ? {} : { complies: sample }),
    ...(fix === undefined ? {} : { fix }),
    ...(notFor === undefined ? {} : { notFor }),
    settings: Object.entries(policy.settings.properties).map(([key, property]) => ({
      key,
      default: property.default,
      description: property.description,
    })),
    exemption: exemptionOf(id, undefined, configuration, today),
    controls,
    references,
  };
}

export function policyPage(explained: PolicyExplanation): Page {
  const { policy, title, level, severity, why, document, moment, complies, fix, notFor, settings, exemption, controls, references } = explained;
  return {
    title: `${policy}: ${title}`,
    sections: [
      section(undefined, paragraph(`Level: ${level}. Severity: ${severity}. Judged ${moments[moment]}.`)),
      section("Why", paragraph(why)),
      document.length > 0 && section("What the document asks for", list(document.map(({ part, text }) => (part === "" ? text : `${part}: ${text}`)))),
      complies !== undefined && section("What complies", code(complies.language, complies.text)),
      fix !== undefined && section("What portcullis fix does", paragraph(fix.does), paragraph(`Who may lose access: ${lowerFirst(fix.losesAccess)}`)),
      notFor !== undefined && section("When not to use it", paragraph(notFor)),
      settings.length > 0 &&
        section("Settings", rows(settings.map(({ key, default: value, description }) => [key, `${JSON.stringify(value)}: ${description}`]))),
      section("To exempt a resource", ...exemptionBlocks(exemption)),
      controls.length > 0 && section("Controls", list(controlLines(controls))),
      section("Read on", list(references)),
    ],
  };
}

/** A line for each framework. */
function controlLines(controls: readonly Control[]): readonly string[] {
  return grouped(controls, ({ framework, version }) => `${framework} ${version}`).map(
    ([framework, own]) => `${framework}: ${own.map(({ reference }) => reference).join(", ")}`,
  );
}

const moments: Readonly<Record<Policy["moment"], string>> = {
  resource: "before the resource is created, where its own inputs prove it; else at the end of the preview",
  stack: "at the end of a preview or an update, when the whole stack is known",
};

function lowerFirst(text: string): string {
  return `${text.charAt(0).toLowerCase()}${text.slice(1)}`;
}
