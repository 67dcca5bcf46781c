import pc from "picocolors";
import { policies } from "@portcullis/policypack/contract/registry";
import { configure, type RawConfiguration } from "@portcullis/policypack/contract/settings";
import type { Path } from "@portcullis/policypack/plans/plan";
import type { Resource } from "@portcullis/policypack/resources/resource";
import { check, type Judgement } from "@portcullis/remediator/judging/check";
import type { Place, Report } from "@portcullis/remediator/report/report";
import { reportsOf, type ReportOptions } from "@portcullis/remediator/report/reports";
import type { TextOptions } from "@portcullis/remediator/report/text";
import type { Source } from "@portcullis/remediator/sources/source";
import { today } from "./policy";
import { stackOf, type Entry } from "./stack";

/** How a stack of a test was read. */
export interface ReadAs {
  readonly config?: RawConfiguration;
  /** The program's files, and where they write what. */
  readonly files?: Readonly<Record<string, string>>;
  readonly locate?: (urn: string, path: Path) => Place | undefined;
  readonly stack?: string;
  /** What came out of secrets, by the name of the resource that has it. */
  readonly secrets?: Readonly<Record<string, readonly string[]>>;
}

export function judgementOf(
  entries: readonly Entry[],
  { config = {}, files, locate = () => undefined, stack = "dev", secrets = {} }: ReadAs = {},
): Judgement {
  const resources = stackOf(entries, "preview").map((resource): Resource => ({
    ...resource,
    ...(secrets[resource.name] === undefined ? {} : { secrets: secrets[resource.name] }),
    urn: resource.urn.replace(":dev::", `:${stack}::`),
    propertyDependencies: Object.fromEntries(
      Object.entries(resource.propertyDependencies).map(([property, urns]) => [property, urns.map((urn) => urn.replace(":dev::", `:${stack}::`))]),
    ),
  }));
  const written = files === undefined ? {} : { written: { folder: "/shop", text: (file: string) => files[file] } };
  const source: Source = {
    kind: "source",
    how: "static",
    resources,
    gaps: [],
    folder: undefined,
    project: "shop",
    folderName: "",
    stack,
    locate,
    ...written,
  };
  const [judgement] = check(source, { configuration: configure(config, policies), today }).judgements;
  if (judgement === undefined) throw new Error("a stack is judged");
  return judgement;
}

/** A terminal of 80 columns without colours and links. */
export const plainText: TextOptions = {
  terminal: { colours: pc.createColors(false), width: 80, hyperlinks: false },
  all: false,
  heading: "",
  fileUrl: () => undefined,
  page: () => undefined,
  repair: undefined,
};

/** The report about the stacks of one project. */
export function reportAbout(judgements: readonly Judgement[], options: Partial<ReportOptions> = {}): Report {
  const [report] = reportsOf({ judgements }, { today, inRepository: () => "infrastructure", ...options });
  if (report === undefined) throw new Error("a project is reported");
  return report;
}
