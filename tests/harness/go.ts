import { go } from "../../remediator/reader/languages/go";
import { readProgram } from "./reading";

/** A program of Go in a table: what it says, and what is read from it. */
export interface GoCase {
  readonly name: string;
  /** The body of `pulumi.Run(func(ctx *pulumi.Context) error { ... })`; imports are those that it uses. */
  readonly run?: string;
  /** What stands before `main`. */
  readonly top?: string;
  /** Whole files, instead of or beside the others. */
  readonly files?: Readonly<Record<string, string>>;
  readonly folder?: string;
  readonly config?: Readonly<Record<string, unknown>>;
  /** One line for each resource: `SG` is a security group, `Rule` a rule of one. */
  readonly reads: readonly string[];
  /** What is not read, up to the place. */
  readonly gaps?: readonly string[];
  /** The conditions under which resources exist, by name. */
  readonly conditions?: Readonly<Record<string, readonly string[]>>;
}

export async function readGo({ run, top = "", files = {}, config, folder }: GoCase): Promise<Pick<GoCase, "reads" | "gaps" | "conditions">> {
  const sources = run === undefined ? files : { ...files, "main.go": goProgram(run, top) };
  const reading = await readProgram(go, {
    files: sources,
    ...(config === undefined ? {} : { config }),
    ...(folder === undefined ? {} : { folder }),
  });
  const conditional = reading.run.registrations
    .filter(({ conditions }) => conditions.length > 0)
    .map(({ name, conditions }) => [name, conditions] as const);
  return {
    reads: reading.lines.map(short),
    gaps: reading.gaps.map((gap) => gap.split(": ")[0] ?? gap),
    conditions: Object.fromEntries(conditional),
  };
}

/** The provider's own default is in every group; it is left out here. */
function short(line: string): string {
  return line
    .replace("aws:ec2/securityGroup:SecurityGroup ", "SG ")
    .replace("aws:ec2/securityGroupRule:SecurityGroupRule ", "Rule ")
    .replace(', description: "Managed by Pulumi"', "")
    .replace('{ description: "Managed by Pulumi" }', "{}");
}

const packages: Readonly<Record<string, string>> = {
  aws: "github.com/pulumi/pulumi-aws/sdk/v6/go/aws",
  cidr: "github.com/apparentlymart/go-cidr/cidr",
  config: "github.com/pulumi/pulumi/sdk/v3/go/pulumi/config",
  ec2: "github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2",
  errors: "errors",
  fmt: "fmt",
  json: "encoding/json",
  log: "log",
  maps: "maps",
  net: "net",
  netip: "net/netip",
  os: "os",
  slices: "slices",
  sort: "sort",
  strconv: "strconv",
  strings: "strings",
  sync: "sync",
  vpc: "github.com/pulumi/pulumi-aws/sdk/v6/go/aws/vpc",
  yaml: "gopkg.in/yaml.v3",
};

/** A whole program around the body of its function. */
export function goProgram(run: string, top = ""): string {
  const used = Object.entries(packages).filter(([name]) => new RegExp(`\\b${name}\\.`).test(top + run));
  const imports = [...used.map(([, specifier]) => specifier), "github.com/pulumi/pulumi/sdk/v3/go/pulumi"].map((specifier) => `\t"${specifier}"\n`);
  return `package main\n\nimport (\n${imports.join("")})\n${top}\nfunc main() {\n\tpulumi.Run(func(ctx *pulumi.Context) error {\n${run}\n\t\treturn nil\n\t})\n}\n`;
}
