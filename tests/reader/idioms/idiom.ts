import { unknown, type Plain, type Resource } from "@portcullis/policypack/resources/resource";
import { readFolder } from "@portcullis/remediator/reader/read";
import { folderOf, removeFolders } from "../../harness/folder";
import { plainText } from "../../harness/reading";

export type Files = Readonly<Record<string, string>>;

/** A small program, and all that it registers. */
export interface Idiom {
  readonly sentence: string;
  readonly files: Files;
  /** Each resource: kind, name, and its rules as `in tcp 22 10.0.0.0/8`; what is not known is `?`. */
  readonly makes: readonly string[];
  /** What of it cannot be read: each gap has one of these in its sentence. */
  readonly notRead?: readonly string[];
}

export const office = "10.0.0.0/8";

/** The group `web` with a rule from the office for each port, as all frames make it. */
export function web(...ports: readonly (number | "?")[]): readonly string[] {
  return [`SecurityGroup web ${ports.map((port) => `in tcp ${String(port)} ${office}`).join(", ")}`.trim()];
}

/** Reads an idiom as the command line does, from a folder. */
export async function madeBy({ files }: Idiom): Promise<{ readonly makes: readonly string[]; readonly notRead: readonly string[] }> {
  try {
    const { projects, gaps } = await readFolder(folderOf({ ...files }));
    const stacks = projects.flatMap(({ stacks: [first] }) => (first === undefined ? [] : [first]));
    return {
      makes: stacks.flatMap(({ resources }) => resources.filter(({ type }) => type !== "pulumi:pulumi:Stack").map(lineOf)),
      notRead: [...gaps, ...projects.flatMap((project) => project.gaps), ...stacks.flatMap((stack) => stack.gaps)].map(({ reason }) => reason),
    };
  } finally {
    removeFolders();
  }
}

function lineOf({ type, name, parent, inputs }: Resource): string {
  const below = parent === undefined || parent.includes("::pulumi:pulumi:Stack::") ? "" : ` below ${parent.split("::").at(-1) ?? ""}`;
  const { ingress, egress, description, ...others } = inputs;
  const parts = [
    ...rulesOf("in", ingress),
    ...rulesOf("out", egress),
    ...(description === undefined || description === "Managed by Pulumi" ? [] : [`description=${plainText(description)}`]),
    ...Object.entries(others).map(([key, value]) => `${key}=${plainText(value)}`),
  ];
  return `${type.split(":").at(-1) ?? ""} ${name}${below} ${parts.join(", ")}`.trim();
}

function rulesOf(direction: string, rules: Plain | undefined): readonly string[] {
  if (rules === undefined) return [];
  if (!Array.isArray(rules)) return [`${direction} ${rules === unknown ? "?" : plainText(rules)}`];
  return (rules as readonly Plain[]).map((rule) => {
    if (typeof rule !== "object" || rule === null || Array.isArray(rule)) return `${direction} ${rule === unknown ? "?" : plainText(rule)}`;
    const { protocol, fromPort, toPort, cidrBlocks, ...others } = rule as Readonly<Record<string, Plain>>;
    const ports = plainText(fromPort) === plainText(toPort) ? plainText(fromPort) : `${plainText(fromPort)}-${plainText(toPort)}`;
    const blocks = Array.isArray(cidrBlocks) ? (cidrBlocks as readonly Plain[]).map(bare).join("+") : plainText(cidrBlocks);
    const more = Object.entries(others).map(([key, value]) => ` ${key}=${plainText(value)}`);
    return `${direction} ${bare(protocol)} ${ports} ${cidrBlocks === undefined ? "" : blocks}${more.join("")}`.replace(/ {2,}/g, " ").trim();
  });
}

function bare(value: Plain | undefined): string {
  return typeof value === "string" ? value : plainText(value);
}
