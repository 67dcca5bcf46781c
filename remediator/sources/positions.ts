import { isAbsolute, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { type SourcePosition } from "@portcullis/policypack/resources/resource";

/** Reads a place as the engine writes it: `project:///index.ts#3,13`. Undefined for what is malformed, or outside of the folder of Pulumi.yaml. */
export function positionOf(text: string): SourcePosition | undefined {
  const [, path = "", line, column] = /^project:\/\/\/([^#]*)#(\d+)(?:,(\d+))?$/.exec(text) ?? [];
  return place(decoded(path), Number(line), Number(column));
}

/** Reads a place as the SDK sends it: a `file:` URL, with line and column beside it. */
export function positionIn(folder: string, url: string, line: number, column: number): SourcePosition | undefined {
  try {
    const path = relative(folder, fileURLToPath(url));
    return isAbsolute(path) ? undefined : place(path.split(sep).join("/"), line, column);
  } catch {
    return undefined;
  }
}

/** The file of a `file:` URL, where it is neither in the folder nor in an installed package. */
export function fileOutside(folder: string, url: string): string | undefined {
  try {
    const file = fileURLToPath(url);
    const inside = relative(folder, file);
    const isOutside = isAbsolute(inside) || inside.split(sep)[0] === "..";
    return isOutside && !file.split(sep).includes("node_modules") ? file : undefined;
  } catch {
    return undefined;
  }
}

/** The places in order, each once. */
export function distinct(positions: readonly (SourcePosition | undefined)[]): readonly SourcePosition[] {
  const seen = new Map<string, SourcePosition>();
  for (const position of positions) {
    if (position !== undefined) seen.set(`${position.file}#${position.line},${position.column}`, position);
  }
  return [...seen.values()];
}

function place(file: string, line: number, column: number): SourcePosition | undefined {
  const outside = file === "" || file.startsWith("/") || file.split("/").some((part) => part === ".." || part === "node_modules");
  if (outside || !Number.isSafeInteger(line) || line < 1) return undefined;
  return { file, line, column: Number.isSafeInteger(column) && column > 0 ? column : 1 };
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return "";
  }
}
