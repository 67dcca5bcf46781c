import path from "node:path/posix";
import type { SourceFile } from "../../reader/syntax/tree";
import { entriesOf, entryOf, fieldOf, readYaml, type YamlNode } from "../../reader/syntax/yaml";
import type { TextEdit } from "../edits";
import { lineBreakOf, lineStart } from "../lines";
import { isDeclined } from "../outcome";
import { yamlCollectionAt } from "./collections";

/**
 * Whether a document can read a key of the configuration that is a list of texts: the project's own file declares it, under a name that is free.
 * https://www.pulumi.com/docs/iac/concepts/config/#project-level-configuration
 */
export function canReadInYaml(key: string, file: SourceFile): boolean {
  const root = rootOf(file);
  if (!/^Pulumi\.ya?ml$/.test(path.basename(file.name)) || root?.kind !== "map" || /^\s*\{/.test(file.text)) return false;
  if (isDeclared(key, root)) return true;
  const sections = ["config", "configuration", "resources", "variables"];
  return (
    sections.every((section) => entryOf(fieldOf(root, section)?.value, key) === undefined) &&
    ["map", undefined].includes(fieldOf(root, "config")?.value.kind)
  );
}

/** The declaration of a key whose list is empty until a stack says otherwise. */
export function readInYaml(key: string, file: SourceFile): readonly TextEdit[] {
  const root = rootOf(file);
  if (root === undefined || isDeclared(key, root)) return [];
  const own = fieldOf(root, "config")?.value;
  if (own?.kind === "map" && own.entries.length > 0) {
    const edits = yamlCollectionAt(own.span)?.edit({ added: [`${key}: { type: array, items: { type: string }, default: [] }`] });
    return edits === undefined || isDeclined(edits) ? [] : edits;
  }
  const resources = fieldOf(root, "resources");
  if (resources === undefined) return [];
  const at = lineStart(file.text, resources.keySpan.start);
  const lines = [`  ${key}:`, "    type: array", "    items:", "      type: string", "    default: []"];
  const line = lineBreakOf(file.text);
  // Several keys stand below one section.
  return ["config:", lines.join(line)].map((text) => ({ file: file.name, start: at, end: at, text: text + line }));
}

/** Whether a former repair declared it. */
function isDeclared(key: string, root: YamlNode): boolean {
  const declaration = entryOf(fieldOf(root, "config")?.value, key)?.value;
  const usual = fieldOf(declaration, "default")?.value;
  return usual?.kind === "list" && entriesOf(declaration).length === 3 && usual.items.length === 0;
}

function rootOf(file: SourceFile): YamlNode | undefined {
  return readYaml(file).root;
}
