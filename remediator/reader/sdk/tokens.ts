import type { Run } from "../interpreter/run";
import type { SdkSymbol } from "../languages/dialect";

/** Packages whose tokens have no file in them: `command:remote:Command`. The others are bridged: `random:index/randomId:RandomId`. */
const plain = new Set([
  "aws-native",
  "azure-native",
  "google-native",
  "command",
  "awsx",
  "eks",
  "docker-build",
  "synced-folder",
  "aws-apigateway",
  "kubernetes",
]);

/** The type token of a class; undefined where the name is no class's. */
export function tokenOf(run: Run, symbol: SdkSymbol): string | undefined {
  const known = run.context.schema.resourceToken(symbol);
  if (known !== undefined) return known;
  const name = symbol.path.at(-1) ?? "";
  if (!/^[A-Z]/.test(name) || symbol.path.length > 3) return undefined;
  if (name === "Provider") return `pulumi:providers:${symbol.package}`;
  const module = symbol.path.length === 1 ? "index" : symbol.path.slice(0, -1).join("/");
  const file = `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
  return plain.has(symbol.package) ? `${symbol.package}:${module}:${name}` : `${symbol.package}:${module}/${file}:${name}`;
}
