import type { Import, SourceFile, Span } from "../syntax/tree";
import { exportOf } from "./modules";
import { Native } from "./native";
import type { Run } from "./run";
import { Binding, type Scope } from "./scope";
import { List } from "./list";
import { passedOn, written, type Value } from "./value";

/** Python's imports of the repository's own modules: packages are run before what is inside of them, and names are bound to what they hold now. */
export function importFromPackage(run: Run, statement: Import, names: readonly string[], scope: Scope): void {
  const { module, span: whole } = statement;
  loadParents(run, module, whole.file);
  const first = names.flatMap((name) => run.load(name) ?? [])[0];
  if (first === undefined && names.length > 0) {
    for (const { local, span } of statement.names) scope.declare(local, run.hole(`comes from ${module}, which cannot be read`, span));
    run.gap(`${module} cannot be read`, whole);
    return;
  }
  if (statement.opens && first !== undefined) openAll(first, scope);
  for (const { imported, local, span } of statement.names) {
    if (imported === "*") scope.declare(local, packageValue(run, first, module, whole.file, span));
    else importName(run, { first, module, imported, local, span, from: whole.file }, scope);
  }
}

interface ImportedName {
  readonly first: Scope | undefined;
  readonly module: string;
  readonly imported: string;
  readonly local: string;
  readonly span: Span;
  readonly from: SourceFile;
}

function importName(run: Run, { first, module, imported, local, span, from }: ImportedName, scope: Scope): void {
  const value = first?.bindings.get(imported)?.value ?? submodule(run, module, imported, from, span);
  if (value !== undefined) {
    scope.declare(local, passedOn(value, "name", span, local));
    return;
  }
  // A module that is still being evaluated may give it later.
  const missing = (): Value => run.hole(`is ${imported}, which ${module} does not have`, span);
  const lazy = (): Value => (first === undefined ? undefined : exportOf(run, first, imported, span)) ?? missing();
  scope.bindings.set(local, new Binding(undefined, lazy));
}

/** `from m import *`: what `__all__` lists, or every name without an underscore. */
function openAll(source: Scope, scope: Scope): void {
  const all = source.bindings.get("__all__")?.value?.data;
  const listed = all instanceof List && all.rest === undefined ? new Set(all.items.map((item) => item.value.data)) : undefined;
  for (const [name, { value }] of source.bindings) {
    if (value !== undefined && (listed === undefined ? !name.startsWith("_") : listed.has(name))) scope.declare(name, value);
  }
}

/** A module or package as a value: its names, and the modules inside of it. */
function packageValue(run: Run, scope: Scope | undefined, module: string, from: SourceFile, span: Span): Value {
  const member = (name: string, _: unknown, place: Span): Value | undefined =>
    (scope === undefined ? undefined : exportOf(run, scope, name, place)) ?? submodule(run, module, name, from, place);
  return written(new Native("module", { member }), span);
}

function submodule(run: Run, module: string, name: string, from: SourceFile, span: Span): Value | undefined {
  const specifier = module.endsWith(".") ? `${module}${name}` : `${module}.${name}`;
  const resolution = run.dialect.resolve(specifier, from, run.program);
  if (resolution.kind !== "files") return undefined;
  const [scope] = resolution.names.flatMap((file) => run.load(file) ?? []);
  if (scope === undefined && resolution.names.length > 0) return undefined;
  return packageValue(run, scope, specifier, from, span);
}

/** The `__init__.py` of every package on the way. */
function loadParents(run: Run, module: string, from: SourceFile): void {
  for (let dot = module.indexOf(".", 1); dot > 0; dot = module.indexOf(".", dot + 1)) {
    const parent = module.slice(0, dot);
    if (/^\.*$/.test(parent)) continue;
    const resolution = run.dialect.resolve(parent, from, run.program);
    if (resolution.kind === "files") for (const name of resolution.names) run.load(name);
  }
}
