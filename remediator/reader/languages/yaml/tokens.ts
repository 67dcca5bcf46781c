import { listedName, packageSchema } from "../../sdk/table";
import { tokenOf } from "../../sdk/tokens";
import type { Run } from "../../interpreter/run";
import type { SdkSymbol } from "../dialect";

/** A resource's or function's name in a document, short or long: `aws:ec2:SecurityGroup`, `aws:ec2/securityGroup:SecurityGroup`, `eks:Cluster`. */
export interface TypeName {
  readonly symbol: SdkSymbol;
  readonly token: string;
}

/** The type token that a resource registers with; upper and lower case do not count. Undefined for what is no name of a type. */
export function resourceType(run: Run, written: string): TypeName | undefined {
  const parts = partsOf(written);
  if (parts === undefined) return undefined;
  const [packageName, module, name] = parts;
  if (packageName === "pulumi") {
    if (module === "providers") return { symbol: { package: name, path: ["Provider"] }, token: written };
    return { symbol: { package: "pulumi", path: [name] }, token: written };
  }
  const symbol = symbolOf(packageName, module, name);
  const token = packageSchema.resourceToken(symbol) ?? (written.includes("/") ? written : tokenOf(run, symbol));
  return { symbol, token: token ?? `${packageName}:${module}:${name}` };
}

/** The function that `fn::invoke` names. */
export function functionSymbol(written: string): SdkSymbol | undefined {
  const parts = partsOf(written);
  return parts && symbolOf(...parts);
}

type Parts = readonly [packageName: string, module: string, name: string];

/** The module without the file that some packages have in it. */
function partsOf(written: string): Parts | undefined {
  const [packageName = "", ...rest] = written.split(":");
  const name = rest.at(-1) ?? "";
  const module = rest.length === 1 ? "index" : (rest[0] ?? "");
  if (packageName === "" || name === "" || rest.length > 2) return undefined;
  const file = module.lastIndexOf("/");
  const isFile = file >= 0 && module.slice(file + 1).toLowerCase() === name.toLowerCase();
  return [packageName, isFile ? module.slice(0, file) : module, name];
}

function symbolOf(packageName: string, module: string, name: string): SdkSymbol {
  const listed = listedName(packageName, module, name) ?? name;
  return { package: packageName, path: module === "index" || module === "" ? [listed] : [...module.split("/"), listed] };
}
