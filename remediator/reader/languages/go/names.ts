import type { SdkSymbol } from "../dialect";

const core = /^github\.com\/pulumi\/pulumi\/sdk(?:\/v\d+)?\/go\/pulumi(?:\/(.+))?$/;
const automation = /^github\.com\/pulumi\/pulumi\/sdk(?:\/v\d+)?\/go\/auto$/;
/** `github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2`: the repository names the package, the folders below its own are modules. */
const provider = /^[^/]+(?:\/[^/]+)*?\/pulumi-([^/]+)(?:\/provider)?\/sdk(?:\/v\d+)?\/(?:go|v\d+\/go)\/([^/]+)(?:\/(.+))?$/;
/** `github.com/pulumi/pulumi-azure-native-sdk/network/v2`: each module of the package is a module of Go. */
const byModules = /^github\.com\/pulumi\/pulumi-([^/]+)-sdk((?:\/(?!v\d+$)[^/]+)*)(?:\/v\d+)?$/;

/** `pulumi.ToStringArray`: a list that is nil becomes an empty one. */
export const listConversion = /^To[A-Z]\w*Array$/;

/** What a name that an import leads to means under the npm package's name. */
export function symbolOf(path: readonly string[]): SdkSymbol {
  const [specifier = "", ...names] = path;
  const inCore = core.exec(specifier);
  if (inCore !== null && listConversion.test(names.at(-1) ?? "")) return { package: "", path };
  if (inCore !== null) return { package: "pulumi", path: corePath(inCore[1], names) };
  if (automation.test(specifier)) return { package: "pulumi", path: ["automation", ...names] };
  const inProvider = provider.exec(specifier);
  const [, packageName, modules] = inProvider === null ? (byModules.exec(specifier) ?? []) : [inProvider[0], inProvider[1], inProvider[3]];
  if (packageName === undefined) return { package: "", path };
  return { package: packageName, path: [...(modules?.split("/").filter((part) => part !== "") ?? []), ...providerPath(names)] };
}

/** Creations are `NewX`, data sources `LookupX` and `GetX`; whether `GetX` gives an existing resource instead, its arguments say. */
function providerPath(names: readonly string[]): readonly string[] {
  const [name = "", ...rest] = names;
  const made = /^New([A-Z]\w*)$/.exec(name)?.[1];
  if (made !== undefined) return [made, ...rest];
  const asked = /^(?:Lookup|Get)([A-Z]\w*)$/.exec(name)?.[1];
  // `GetAmiFilter{...}` and `LookupVpcArgs{...}` are arguments.
  if (asked !== undefined && !/(?:Args|Filter|Array|Map|Input)$/.test(name)) return [`get${asked}`, ...rest];
  return names;
}

function corePath(folder: string | undefined, names: readonly string[]): readonly string[] {
  const [name = "", ...rest] = names;
  if (folder !== undefined) return [...folder.split("/"), ...names];
  const asset = /^New((?:File|String|Remote)(?:Asset|Archive)|AssetArchive)$/.exec(name)?.[1];
  if (asset !== undefined) return ["asset", asset, ...rest];
  const made = /^New([A-Z]\w*)$/.exec(name)?.[1];
  return made === undefined ? names : [made, ...rest];
}

/** The wire's name of a field: its first letter in lower case. */
export function propertyName(written: string): string {
  if (written === "ID" || written === "URN") return written.toLowerCase();
  const plain = written.length > 1 && written.endsWith("_") ? written.slice(0, -1) : written;
  return `${plain.charAt(0).toLowerCase()}${plain.slice(1)}`;
}
