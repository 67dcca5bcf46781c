import type { SourceFile } from "../reader/syntax/tree";
import type { TextEdit } from "./edits";
import { importBeside } from "./go-imports";
import type { RecordType } from "./record-types";

type Package = Pick<RecordType, "package" | "module">;

/** The packages that repairs may have to import; the types of a component of awsx are of a package of its own. */
const packages: readonly Package[] = [
  { package: "aws", module: "ec2" },
  { package: "aws", module: "ecs" },
  { package: "awsx", module: "awsx" },
];

/** How a package is called in a file; undefined where it is not imported, and nothing says in which version it would be. */
export function packageInGo(file: SourceFile, wanted: Package): string | undefined {
  const imported = importOf(file, wanted);
  if (imported !== undefined) return imported.name;
  return placeFor(file, wanted) === undefined ? undefined : ownName(wanted);
}

/** The imports that a file needs for a text that is new in it. */
export function importsInGo(file: SourceFile, text: string): readonly TextEdit[] {
  return packages.flatMap((wanted): readonly TextEdit[] => {
    const name = ownName(wanted);
    const place = importOf(file, wanted) === undefined && new RegExp(`\\b${name}\\.`).test(text) ? placeFor(file, wanted) : undefined;
    if (place === undefined) return [];
    return [importBeside(file, place.start, name === wanted.module ? undefined : name, place.path)];
  });
}

/** awsx has modules of the same names as the provider. */
function ownName({ package: packageName, module }: Package): string {
  return packageName === module ? module : `${packageName}${module}`;
}

function importOf({ text }: SourceFile, { package: packageName, module }: Package): { readonly name: string } | undefined {
  const found = new RegExp(
    `^[ \\t]*(?:import[ \\t]+)?(?:(\\w+)[ \\t]+)?"github\\.com/pulumi/pulumi-${packageName}/sdk(?:/v\\d+)?/go/${packageName}/${module}"`,
    "m",
  ).exec(text);
  return found === null ? undefined : { name: found[1] ?? module };
}

/** Where an import stands beside one of the same package, whose version it has; and the whole path. */
function placeFor({ text }: SourceFile, { package: packageName, module }: Package): { path: string; start: number } | undefined {
  const found = new RegExp(
    `^[ \\t]*(?:import[ \\t]+)?(?:\\w+[ \\t]+)?"(github\\.com/pulumi/pulumi-${packageName}/sdk(?:/v\\d+)?/go/${packageName})/`,
    "m",
  ).exec(text);
  if (found === null) return undefined;
  return { path: `${found[1] ?? ""}/${module}`, start: found.index };
}
