import { filesIn, foldersCalled } from "../../project/folders";
import type { Program } from "../../interpreter/machine";
import type { Resolution, SdkSymbol } from "../dialect";

/** Packages below `com.pulumi` that are parts of the SDK. */
const core = new Set(["core", "resources", "deployment", "asset", "context", "exceptions"]);
/** Packages whose npm name has more words than Java's. */
const packages: Readonly<Record<string, string>> = {
  awsnative: "aws-native",
  awsapigateway: "aws-apigateway",
  azurenative: "azure-native",
  googlenative: "google-native",
  dockerbuild: "docker-build",
  syncedfolder: "synced-folder",
};
const inner = new Set(["inputs", "outputs", "enums"]);

/** What a path below `com.pulumi` means: `com.pulumi.aws.ec2.Ec2Functions.getVpc` is the function `getVpc` of the module `ec2`. */
export function symbolOf(path: readonly string[]): SdkSymbol {
  const [com, pulumi, first, ...rest] = path;
  if (com !== "com" || (pulumi !== "pulumi" && pulumi !== "pulumiverse")) return { package: "", path };
  if (first === undefined) return { package: "pulumi", path: [] };
  if (first === "automation") return { package: "pulumi", path: ["automation", ...rest] };
  const last = path.at(-1) ?? "";
  if (first === "codegen" || path.includes("internal") || last === "Utilities" || last === "withOptions") return { package: "", path };
  if (core.has(first) || isClass(first)) return coreSymbol([first, ...rest], path);
  const segments = rest.filter((segment) => !inner.has(segment) && !/^[A-Z]\w*Functions$/.test(segment));
  const named = segments.map((segment, index) => (index === segments.length - 1 ? memberName(segment) : segment));
  return { package: packages[first] ?? first, path: named };
}

function isClass(segment: string): boolean {
  return /^\p{Lu}/u.test(segment);
}

function coreSymbol(segments: readonly string[], path: readonly string[]): SdkSymbol {
  const own = segments.slice(segments.findIndex(isClass));
  if (!own.some(isClass)) return { package: "pulumi", path: [] };
  const [name, ...members] = own;
  if (name === "Config" && members[0] === "of") return { package: "pulumi", path: ["Config"] };
  // The deployment's own names are in the library.
  if (name === "Deployment" || name === "Either" || name === "TypeShape") return { package: "", path };
  return { package: "pulumi", path: [...own.slice(0, -1), memberName(own.at(-1) ?? "")] };
}

function memberName(segment: string): string {
  if (segment === "Builder") return "builder";
  return /^get[A-Z]\w*Plain$/.test(segment) ? segment.slice(0, -"Plain".length) : segment;
}

/** A package of the repository is the files in its folder, wherever the source's root is. */
export function resolve(specifier: string, from: { readonly name: string }, { repository, mainFolder }: Program): Resolution {
  const path = specifier.split(".");
  const folder = path.join("/");
  if (specifier.startsWith("com.pulumi")) return { kind: "symbol", path };
  const files = foldersCalled(repository, folder).flatMap((name) => filesIn(repository, name).filter((file) => file.endsWith(".java")));
  const chosen = files.filter((name) => mainFolder === "" || name.startsWith(`${mainFolder}/`));
  const sources = (chosen.length > 0 ? chosen : files).filter((name) => name !== from.name && !/(?:^|\/)src\/test\//.test(name));
  return sources.length === 0 ? { kind: "symbol", path } : { kind: "files", names: sources };
}
