import type { TextEdit } from "./edits";
import type { SourceFile } from "../reader/syntax/tree";
import { lineBreakOf } from "./lines";

/** How a class is named in a file, and the import that this takes, in its place among the others. */
export function importedInJava(file: SourceFile, path: string): { readonly name: string; readonly edits: readonly TextEdit[] } {
  const { text } = file;
  const name = path.slice(path.lastIndexOf(".") + 1);
  const folder = path.slice(0, path.lastIndexOf("."));
  const imports = [...text.matchAll(/^import\s+(static\s+)?([\w.]+(?:\.\*)?)\s*;/gm)];
  if (imports.some(([, , imported]) => imported === path)) return { name, edits: [] };
  if (imports.some(([, , imported]) => imported === `${folder}.*`)) return { name: mayBeAnother(text, path) ? path : name, edits: [] };
  const isTaken =
    imports.some(([, , imported]) => imported?.endsWith(`.${name}`) === true) ||
    new RegExp(`\\b(?:class|interface|record|enum)\\s+${name}\\b`).test(text);
  const plain = imports.filter(([, isStatic]) => isStatic === undefined);
  const before = plain.findLast(([, , imported = ""]) => imported < path) ?? plain.at(-1);
  if (isTaken || before === undefined) return { name: path, edits: [] };
  const at = before.index + before[0].length;
  return { name, edits: [{ file: file.name, start: at, end: at, text: `${lineBreakOf(text)}import ${path};` }] };
}

/**
 * Whether two packages that are imported as a whole may have a class of that name, as those of resources and of their inputs do: what the file says already is
 * one of them only.
 */
function mayBeAnother(text: string, path: string): boolean {
  const wholes = text.match(/^import\s+com\.pulumi\.[\w.]+\.\*\s*;/gm) ?? [];
  const name = path.slice(path.lastIndexOf(".") + 1);
  return path.startsWith("com.pulumi.") && wholes.length > 1 && !new RegExp(`(?<!\\.)\\b${name}\\b`).test(text);
}
