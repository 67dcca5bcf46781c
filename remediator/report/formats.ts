import type { Picture } from "../picture/graph";
import type { Report } from "./report";
import type { TextOptions } from "./text";

/** What formats need besides the reports. */
export interface FormatContext {
  /** Of this program. */
  readonly version: string;
  readonly text: (report: Report) => TextOptions;
  /** Who reaches whom in a project, for the formats that draw it. */
  readonly picture?: (report: Report) => Picture | undefined;
}

/** One text for the reports of all projects. */
export type Format = (reports: readonly Report[], context: FormatContext) => string;

/** Every format by its name. Each is loaded when it is asked for. */
export const formats = {
  text: (reports, { text }) => (require("./text") as typeof import("./text")).textReports(reports, text),
  json: (reports) => (require("./json") as typeof import("./json")).jsonReport(reports),
  sarif: (reports, { version }) => (require("./sarif") as typeof import("./sarif")).sarifReport(reports, version),
  markdown: (reports, context) => (require("./markdown") as typeof import("./markdown")).markdownReport(reports, context),
  html: (reports, context) => (require("./html") as typeof import("./html")).htmlReport(reports, context),
  junit: (reports) => (require("./junit") as typeof import("./junit")).junitReport(reports),
  gitlab: (reports) => (require("./gitlab") as typeof import("./gitlab")).gitlabReport(reports),
} as const satisfies Readonly<Record<string, Format>>;

export type FormatName = keyof typeof formats;

export const formatNames = Object.keys(formats) as readonly FormatName[];
