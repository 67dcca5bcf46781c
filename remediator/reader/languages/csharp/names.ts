import type { SdkSymbol } from "../dialect";

/** Classes of the SDK itself, which lie in the namespace `Pulumi` beside those of the packages. */
export const coreClasses: ReadonlySet<string> = new Set(
  (
    "Alias Archive Asset AssetArchive AssetOrArchive CallOptions ComponentResource ComponentResourceOptions Config CustomResource CustomResourceOptions " +
    "CustomTimeouts DependencyProviderResource DependencyResource Deployment DeploymentInstance FileArchive FileAsset Input InputArgs InputExtensions " +
    "InputJson InputList InputMap InputUnion InvokeArgs InvokeOptions InvokeOutputOptions Log LogException Output OutputUtilities " +
    "ProviderResource RemoteArchive RemoteAsset Resource ResourceArgs ResourceException ResourceOptions ResourceTransformArgs ResourceTransformResult " +
    "ResourceTransformationArgs ResourceTransformationResult RunException Stack " +
    "StackOptions StackReference StackReferenceArgs StringAsset Union Urn UrnOutput"
  ).split(" "),
);

/** Classes of `Pulumi.Automation` that programs name. */
export const automationClasses: ReadonlySet<string> = new Set(
  "ConfigValue DestroyOptions InlineProgramArgs LocalProgramArgs LocalWorkspace LocalWorkspaceOptions PreviewOptions PulumiFn RefreshOptions UpOptions WorkspaceStack".split(
    " ",
  ),
);

/** Namespaces below `Pulumi` that are no packages. */
const others = new Set(["Utilities", "Testing", "Serialization", "Experimental"]);
const packages: Readonly<Record<string, string>> = {
  AwsApiGateway: "aws-apigateway",
  AwsNative: "aws-native",
  AzureAD: "azuread",
  PostgreSql: "postgresql",
  MySql: "mysql",
};

/** What a path below `Pulumi` means: `Pulumi.Aws.Ec2.GetVpc.Invoke` is the function `getVpc` of the module `ec2`. */
export function symbolOf(path: readonly string[]): SdkSymbol {
  const [root, first, ...rest] = path;
  if (root !== "Pulumi" && root !== "Pulumiverse") return { package: "", path };
  if (first === undefined) return { package: "pulumi", path: [] };
  if (first === "Automation") return { package: "pulumi", path: ["automation", ...rest] };
  if (others.has(first)) return { package: "", path };
  if (coreClasses.has(first)) {
    // What the deployment is called, and collections, are in the library.
    if (first === "Deployment" && rest[0] === "Instance") return { package: "", path };
    if (first === "InputList" || first === "InputMap" || first === "OutputUtilities") return { package: "", path };
    return { package: "pulumi", path: [first, ...rest] };
  }
  const segments = rest.filter((segment) => segment !== "Inputs" && segment !== "Outputs" && segment !== "Types");
  return { package: packages[first] ?? kebab(first), path: pathIn(segments) };
}

/** Modules in lower case, then the class, then its member. A function is a class of its own, with a method that asks. */
function pathIn(segments: readonly string[]): readonly string[] {
  const last = segments.at(-1) ?? "";
  if (last === "Invoke" || last === "InvokeAsync") {
    const name = segments.at(-2) ?? "";
    return [...segments.slice(0, -2).map(lower), name.charAt(0).toLowerCase() + name.slice(1)];
  }
  const isMember = last === "Get" || last === "Empty" || segments.length > 2 || (segments.length === 2 && segments[0] === "Region");
  if (!isMember || segments.length < 2) return segments.map((segment, index) => (index === segments.length - 1 ? segment : lower(segment)));
  const [modules, name] = [segments.slice(0, -2).map(lower), segments.at(-2) ?? ""];
  return [...modules, name, last === "Get" ? "get" : last];
}

function lower(segment: string): string {
  return segment.toLowerCase();
}

function kebab(name: string): string {
  return name.replace(/([a-z\d])([A-Z])/g, "$1-$2").toLowerCase();
}

/** `CidrBlocks` is `cidrBlocks`. */
export function propertyName(written: string): string {
  return written.charAt(0).toLowerCase() + written.slice(1);
}
