/** A login of GitHub, or an app's. */
const login = "[A-Za-z0-9][A-Za-z0-9_-]*(\\[bot\\])?";
const patterns = {
  assignee: `^${login}$`,
  reviewer: `^(${login}|[A-Za-z0-9][A-Za-z0-9-]*/[A-Za-z0-9_][A-Za-z0-9._-]*)$`,
  label: "^[^\\u0000-\\u001f\\u007f-\\u009f]*[^\\u0000-\\u0020\\u007f-\\u00a0][^\\u0000-\\u001f\\u007f-\\u009f]*$",
  pages: "^https://[A-Za-z0-9.-]+(/[A-Za-z0-9._-]+)*/$",
};

/** What a text is that matches one of the patterns. */
export const meaningOf: ReadonlyMap<string, string> = new Map([
  [patterns.assignee, "a login, without an @"],
  [patterns.reviewer, "a login, or ORGANISATION/TEAM, without an @"],
  [patterns.label, "a name without control characters"],
  [patterns.pages, "an https address that ends with a slash"],
]);

const names = (items: object, description: string, most = 50) =>
  ({ type: "array", items: { type: "string", minLength: 1, ...items }, maxItems: most, description }) as const;
const count = (least: number, most: number, description: string) => ({ type: "integer", minimum: least, maximum: most, description }) as const;

/** What `.portcullis.yaml` may say, as JSON Schema (draft 7). Names and globs only: nothing in it is run, and no pattern can take long. */
export const configurationSchema = {
  type: "object",
  additionalProperties: false,
  properties: {
    $schema: { type: "string", maxLength: 1000, description: "For editors." },
    mode: {
      enum: ["off", "report", "pr"],
      description:
        "off: the repository is left alone. report: it is read, and nothing is written but the issue about a file that is not valid. pr: pull requests are opened.",
    },
    policies: {
      type: "object",
      maxProperties: 200,
      additionalProperties: { anyOf: [{ enum: ["advisory", "mandatory", "remediate", "disabled"] }, { type: "object" }] },
      description: "Levels and settings of policies, in the format of --policy-pack-config.",
    },
    trustedNetworks: {
      type: "array",
      items: { type: "string", minLength: 1, maxLength: 50 },
      maxItems: 500,
      description: "Address blocks that count as trusted: offices, VPN exits, partner networks.",
    },
    ignoredPaths: {
      type: "array",
      items: { type: "string", minLength: 1, maxLength: 500 },
      maxItems: 200,
      description: "Globs of the folders of projects that are left alone, from the top of the repository; a star crosses slashes.",
    },
    limits: {
      type: "object",
      additionalProperties: false,
      properties: {
        openPullRequests: count(0, 100, "How many pull requests may be open at a time."),
        newPullRequests: count(0, 100, "How many pull requests one run may open."),
        // Elsewhere 0 is no limit, and here it would be none at all: whoever writes it is asked which.
        newPullRequestsPerHour: count(
          1,
          100,
          "How many pull requests may be opened in an hour, by all runs together: as many as one may, unless this says it.",
        ),
      },
    },
    policyPages: {
      type: "string",
      maxLength: 300,
      pattern: patterns.pages,
      description: "Where the pages of docs/policies are, for links in pull requests.",
    },
    draft: { type: "boolean", description: "Whether every pull request is opened as a draft." },
    // GitHub takes no longer one.
    labels: names({ maxLength: 50, pattern: patterns.label }, "Labels of the pull requests."),
    // Nor does it take more people: https://docs.github.com/en/rest/issues/assignees#add-assignees-to-an-issue
    reviewers: names(
      { maxLength: 140, pattern: patterns.reviewer },
      "Who is asked for a review of files that CODEOWNERS gives to nobody: a login, or ORGANISATION/TEAM.",
      15,
    ),
    assignees: names({ maxLength: 100, pattern: patterns.assignee }, "Whom the pull requests are assigned to: logins.", 10),
  },
} as const;

/** A file as it was written; what it leaves out is for the preset and the defaults to say. */
export interface ConfigurationFile {
  readonly $schema?: string;
  readonly mode?: Mode;
  readonly policies?: Readonly<Record<string, string | Readonly<Record<string, unknown>>>>;
  readonly trustedNetworks?: readonly string[];
  readonly ignoredPaths?: readonly string[];
  readonly limits?: Partial<Limits>;
  readonly policyPages?: string;
  readonly draft?: boolean;
  readonly labels?: readonly string[];
  readonly reviewers?: readonly string[];
  readonly assignees?: readonly string[];
}

/** How many pull requests a repository gets. */
export interface Limits {
  /** At a time. */
  readonly openPullRequests: number;
  /** In one run. */
  readonly newPullRequests: number;
  /** In an hour, by all runs together. */
  readonly newPullRequestsPerHour: number;
}

export type Mode = "off" | "report" | "pr";
