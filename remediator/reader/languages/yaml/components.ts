import path from "node:path/posix";
import type { Run } from "../../interpreter/run";
import { RecordData, ResourceData, written, type Value } from "../../interpreter/value";
import { optionsOf } from "../../sdk/creation";
import { entryOf, fieldOf, readYaml, textOf, type YamlEntry, type YamlFile, type YamlNode } from "../../syntax/yaml";
import { filesIn } from "../../project/folders";
import { joinPath } from "../paths";
import { Template } from "./template";
import type { TypeName } from "./tokens";

/** A component that is written in YAML, in the same document or in a package of the repository. */
interface Component {
  readonly document: YamlFile;
  readonly body: YamlNode;
  readonly folder: string;
}

/** Makes a component of the repository; undefined for a resource of any other type. */
export function componentOf(
  template: Template,
  { token, symbol }: TypeName,
  entry: YamlEntry,
): ((name: string, inputs: Value | undefined, options: Value) => Value) | undefined {
  const { run } = template;
  const [packageName = ""] = token.split(":");
  const className = symbol.path.at(-1) ?? "";
  const found = findComponent(template, packageName, className);
  if (found === undefined) return undefined;
  return (name, inputs, options) => {
    const registration = run.enroll({
      type: token,
      name,
      kind: found === "elsewhere" ? "remote" : "component",
      inputs: inputs ?? written(new RecordData(), entry.span),
      options: optionsOf(options),
      span: entry.span,
      inputsSpan: inputs?.origin.span,
    });
    const value: Value = { data: new ResourceData(registration), origin: { span: entry.span, how: "written" }, from: new Set([registration]) };
    if (found === "elsewhere") {
      run.gap(`${className} is a component of the package ${packageName}, whose resources are not read`, entry.keySpan);
      return value;
    }
    if (run.calls.length > deepest) {
      run.gap(`${className} is a component that contains itself`, entry.keySpan);
      return value;
    }
    run.calls.push(entry.span);
    const inner = new Template(run, found.document, found.body, {
      inputs: inputs ?? written(new RecordData(), entry.span),
      parent: registration,
      prefix: `${name}-`,
      folder: found.folder,
    });
    registration.outputs = inner.evaluate();
    run.calls.pop();
    return value;
  };
}

/** Components in components. */
const deepest = 20;

function findComponent(template: Template, packageName: string, className: string): Component | "elsewhere" | undefined {
  const { run, document, surroundings } = template;
  const own = document.root;
  if (textOf(fieldOf(own, "name")?.value) === packageName) {
    const body = entryOf(fieldOf(own, "components")?.value, className)?.value;
    if (body !== undefined) return { document, body, folder: surroundings.folder };
  }
  const packages = fieldOf(projectRoot(run), "packages")?.value;
  const source = entryOf(packages, packageName)?.value;
  const place = source === undefined ? undefined : (textOf(source) ?? textOf(fieldOf(source, "source")?.value));
  if (place === undefined || !/^\.{0,2}\/|^git(?:hub)?|^https?:|\.[a-z]+\//.test(place)) return undefined;
  const folder = place.startsWith(".") ? joinPath(run.program.folder, place) : undefined;
  return (folder === undefined ? undefined : inPlugin(run, folder, className)) ?? "elsewhere";
}

function projectRoot(run: Run): YamlNode | undefined {
  const { repository, folder } = run.program;
  for (const name of ["Pulumi.yaml", "Pulumi.yml", "Pulumi.json"]) {
    const file = repository.has(path.join(folder, name)) ? repository.read(path.join(folder, name)) : undefined;
    if (file !== undefined) return readYaml(file).root;
  }
  return undefined;
}

/** A plugin that is written in YAML is made of all documents of its folder. */
function inPlugin({ program: { repository } }: Run, folder: string, className: string): Component | undefined {
  const plugin = repository.read(path.join(folder, "PulumiPlugin.yaml"));
  const runtime = plugin && fieldOf(readYaml(plugin).root, "runtime")?.value;
  if (runtime === undefined || (textOf(runtime) ?? textOf(fieldOf(runtime, "name")?.value)) !== "yaml") return undefined;
  for (const name of filesIn(repository, folder)) {
    const file = name.endsWith(".yaml") ? repository.read(name) : undefined;
    const document = file && readYaml(file);
    const body = document && entryOf(fieldOf(document.root, "components")?.value, className)?.value;
    if (body !== undefined && document !== undefined) return { document, body, folder };
  }
  return undefined;
}
