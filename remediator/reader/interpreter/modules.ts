import type { ClassExpression, Import, Module, Pattern, Span, Statement } from "../syntax/tree";
import { makeClass } from "./classes";
import { evaluate } from "./expressions";
import type { Frame } from "./frame";
import { memberOf } from "./members";
import { Native } from "./native";
import { bind, noteVariable } from "./patterns";
import { importFromPackage } from "./packages";
import type { Run } from "./run";
import { Binding, Scope } from "./scope";
import { declareFunction, execute, hoist } from "./statements";
import { passedOn, RecordData, SymbolData, written, type Value } from "./value";

/** A file of the repository in the common tree, read once for all stacks. */
export interface ParsedModule {
  readonly module: Module;
}

/** Evaluates a file, once. A module that is loaded while it is being evaluated is what it is so far. */
export function loadModule(run: Run, fileName: string): Scope | undefined {
  const known = run.modules.get(fileName);
  if (known !== undefined) return known;
  const parsed = run.context.parsed(fileName);
  if (parsed === undefined) return undefined;
  for (const { reason, span } of parsed.module.unreadable) run.gap(reason, span);
  return run.dialect.packages !== undefined ? loadShared(run, fileName) : loadAlone(run, fileName, parsed.module);
}

function loadAlone(run: Run, fileName: string, module: Module): Scope {
  const scope = new Scope(undefined, "module");
  const start: Span = { file: module.file, start: 0, end: 0 };
  for (const [name, value] of run.dialect.moduleNames?.(fileName, run.modules.size === 0, start) ?? []) scope.declare(name, value);
  run.modules.set(fileName, scope);
  const frame: Frame = { scope, self: undefined, home: undefined, returns: [], give: undefined };
  hoist(run, module.body, frame);
  scope.body = { statements: module.body, frame, done: new Set() };
  const end = execute(run, run.dialect.hoistsImports ? importsFirst(module.body) : module.body, frame);
  if (end.kind === "throw") run.gap("the program ends with an error here, as far as it can be read", end.value.origin.span);
  return scope;
}

/** A module of JavaScript imports before it does anything else, wherever it says so. */
function importsFirst(body: readonly Statement[]): readonly Statement[] {
  const imports = body.filter(({ kind }) => kind === "import");
  return imports.length === 0 ? body : [...imports, ...body.filter(({ kind }) => kind !== "import")];
}

/** A package whose files see each other: Go's folder, Java's and C#'s project. */
function loadShared(run: Run, fileName: string): Scope | undefined {
  const isOfFolder = run.dialect.packages === "folder";
  const names = run.dialect.sources?.(run.program, folderOf(fileName)) ?? [];
  const shared = isOfFolder ? new Scope(undefined, "program") : (run.shared ??= new Scope(undefined, "program"));
  const own = new Set([fileName, ...names]);
  const files = [...own].flatMap((name) => {
    const parsed = run.modules.has(name) ? undefined : run.context.parsed(name);
    return parsed === undefined ? [] : [{ name, module: parsed.module, scope: new Scope(shared, "module") }];
  });
  for (const { name, scope } of files) run.modules.set(name, scope);
  for (const { module, scope } of files) {
    if (module.file.name !== fileName) for (const { reason, span } of module.unreadable) run.gap(reason, span);
    declareShared(run, module, frameOf(scope), shared, isOfFolder);
  }
  for (const { module, scope } of files) {
    const statements = module.body.filter((statement) => !isShared(statement, isOfFolder));
    // What a package does when it is loaded finds its variables made.
    if (statements.length > 0 && isOfFolder) for (const { module: one } of files) makeVariables(one, shared);
    if (statements.length > 0) execute(run, statements, frameOf(scope));
  }
  return run.modules.get(fileName);
}

function frameOf(scope: Scope): Frame {
  return { scope, self: undefined, home: undefined, returns: [], give: undefined };
}

function isShared({ kind }: Statement, hasVariables: boolean): boolean {
  return kind === "import" || kind === "class declaration" || kind === "function declaration" || (hasVariables && kind === "declare");
}

function declareShared(run: Run, { body }: Module, frame: Frame, shared: Scope, hasVariables: boolean): void {
  for (const statement of body) {
    if (statement.kind === "import") importNames(run, statement, frame);
    else if (statement.kind === "function declaration") {
      declareFunction(run, statement, frame);
      const made = frame.scope.bindings.get(statement.name);
      if (made !== undefined && statement.receiver === undefined) shared.bindings.set(statement.name, made);
    } else if (statement.kind === "class declaration") {
      declareClass(run, statement.class, frame, shared);
    } else if (statement.kind === "declare" && hasVariables) declareLazily(run, statement, frame, shared);
  }
}

/** A class is made when it is first asked for. What several files declare of a partial class is one class. */
function declareClass(run: Run, expression: ClassExpression, frame: Frame, shared: Scope): void {
  const { name } = expression;
  const before = expression.isPartial === true ? run.partial.get(name) : undefined;
  const whole = before === undefined ? expression : merged(before, expression);
  if (expression.isPartial === true) run.partial.set(name, whole);
  shared.bindings.set(name, new Binding(undefined, () => makeClass(run, whole, frame)));
}

function merged(a: ClassExpression, b: ClassExpression): ClassExpression {
  return { ...a, bases: [...a.bases, ...b.bases], members: [...a.members, ...b.members], classes: [...a.classes, ...b.classes] };
}

/** A package's variable is evaluated when it is first asked for, wherever it stands. */
function declareLazily(run: Run, statement: Statement & { readonly kind: "declare" }, frame: Frame, shared: Scope): void {
  const names = namesOf(statement.pattern);
  for (const name of names) {
    const binding = new Binding(undefined, () => {
      const scope = new Scope(frame.scope, "block");
      const value = statement.value === undefined ? written(null, statement.span) : evaluate(run, statement.value, frame);
      bind(run, statement.pattern, value, { ...frame, scope });
      for (const other of names) {
        const made = shared.bindings.get(other);
        if (made?.lazy === undefined || other === name) continue;
        delete made.lazy;
        made.value = scope.bindings.get(other)?.value;
      }
      return scope.bindings.get(name)?.value ?? written(null, statement.span);
    });
    shared.bindings.set(name, binding);
  }
}

/** Makes the variables of a file that nobody has asked for yet. */
function makeVariables({ body }: Module, shared: Scope): void {
  for (const statement of body) {
    if (statement.kind !== "declare") continue;
    for (const name of namesOf(statement.pattern)) {
      const binding = shared.bindings.get(name);
      const lazy = binding?.lazy;
      if (binding === undefined || lazy === undefined) continue;
      delete binding.lazy;
      binding.value = lazy();
    }
  }
}

/** The names that a pattern declares. */
export function namesOf(pattern: Pattern): readonly string[] {
  switch (pattern.kind) {
    case "name":
      return [pattern.name];
    case "list":
      return [
        ...pattern.elements.flatMap((element) => (element === undefined ? [] : namesOf(element.pattern))),
        ...(pattern.rest === undefined ? [] : namesOf(pattern.rest)),
      ];
    case "record":
      return [...pattern.properties.flatMap(({ pattern: inner }) => namesOf(inner)), ...(pattern.rest === undefined ? [] : namesOf(pattern.rest))];
    default:
      return [];
  }
}

function folderOf(name: string): string {
  return name.includes("/") ? name.slice(0, name.lastIndexOf("/")) : "";
}

export function importNames(run: Run, statement: Import, frame: Frame): void {
  const scope = run.dialect.hasFunctionScopes ? frame.scope.nearest("function", "module", "program") : frame.scope;
  const resolution = run.dialect.resolve(statement.module, statement.span.file, run.program);
  if (resolution.kind === "files") {
    if (run.dialect.importsModulesByName) importFromPackage(run, statement, resolution.names, scope);
    else importFiles(run, statement, resolution.names, scope);
    return;
  }
  if (statement.opens) scope.opened.push(resolution.path.join("."));
  const root = written(new SymbolData(resolution.path), statement.span);
  for (const { imported, local, span } of statement.names) {
    const named = (): Value => {
      const whole = run.dialect.symbolOf(resolution.path).package === "" ? (run.dialect.library(resolution.path, run, span) ?? root) : root;
      const value = imported === "*" || imported === "default" ? whole : (memberOf(run, root, imported, span) ?? root);
      return passedOn(value, "name", span, local);
    };
    // A member of a class of the program is there when all of its files are declared.
    if (run.dialect.packages === "project") scope.bindings.set(local, new Binding(undefined, named));
    else scope.declare(local, named());
  }
}

function importFiles(run: Run, statement: Import, names: readonly string[], scope: Scope): void {
  const modules = names.flatMap((name) => run.load(name) ?? []);
  const [first] = modules;
  if (first === undefined) {
    for (const { local, span } of statement.names) scope.declare(local, run.hole(`comes from ${statement.module}, which cannot be read`, span));
    run.gap(`${statement.module} cannot be read`, statement.span);
    return;
  }
  if (statement.opens) {
    const source = first.parent ?? first;
    for (const [name, binding] of source.bindings)
      if (name !== "module" && name !== "exports" && name !== "__name__") scope.bindings.set(name, binding);
  }
  for (const { imported, local, span } of statement.names) {
    if (imported === "*") {
      scope.declare(local, namespaceOf(run, first, span));
      for (const [name, exported] of first.exports) noteVariable(run, `${local}.${name}`, exported(), scope, span);
    } else {
      const binding = first.exports.has(imported) ? undefined : (first.bindings.get(imported) ?? first.parent?.bindings.get(imported));
      // A module that is still being evaluated may give it later.
      if (binding !== undefined) {
        scope.bindings.set(local, binding);
        if (binding.value !== undefined) noteVariable(run, local, binding.value, scope, span);
      } else {
        const given = first.exports.get(imported)?.();
        if (given !== undefined) noteVariable(run, local, given, scope, span);
        scope.bindings.set(
          local,
          new Binding(
            undefined,
            () => exportOf(run, first, imported, span) ?? run.hole(`is ${imported}, which ${statement.module} does not have`, span),
          ),
        );
      }
    }
  }
}

/** A module as a value, whose properties are what it gives. */
export function namespaceOf(run: Run, scope: Scope, span: Span): Value {
  const whole = commonJs(scope);
  if (whole !== undefined) return passedOn(whole, "name", span);
  return written(
    new Native("module", {
      member: (name, _, place) => exportOf(run, scope, name, place),
      set: (name, value) => {
        setGlobal(run, scope, name, value);
      },
    }),
    span,
  );
}

/** Sets a name of a module from outside of its statements. */
export function setGlobal(run: Pick<Run, "touch">, scope: Scope, name: string, value: Value): void {
  if (!scope.bindings.has(name)) scope.declare(name, undefined);
  const binding = scope.bindings.get(name);
  if (binding === undefined) return;
  run.touch(binding);
  delete binding.lazy;
  binding.value = value;
}

export function exportOf(run: Run, scope: Scope, name: string, span: Span): Value | undefined {
  const exported = scope.exports.get(name)?.();
  if (exported !== undefined) return exported;
  const whole = commonJs(scope);
  if (whole !== undefined) return name === "default" ? whole : memberOf(run, whole, name, span);
  const binding = scope.bindings.get(name) ?? (scope.parent?.kind === "program" ? scope.parent.bindings.get(name) : undefined);
  if (binding === undefined) return undefined;
  if (binding.lazy !== undefined) {
    const { lazy } = binding;
    delete binding.lazy;
    binding.value = lazy();
  }
  return binding.value;
}

/** What a CommonJS module assigns to `module.exports` or to properties of `exports`. */
export function commonJs(scope: Scope): Value | undefined {
  const holder = scope.bindings.get("module")?.value?.data;
  const value = holder instanceof RecordData ? holder.fields.get("exports")?.value : undefined;
  if (value === undefined) return undefined;
  return value.data instanceof RecordData && value.data.fields.size === 0 && value.data.rest === undefined ? undefined : value;
}

/** Notes what a declaration gives to other modules, and of the entry to the stack. */
export function exportDeclared(scope: Scope, names: readonly string[]): void {
  for (const name of names)
    scope.exports.set(name, () => scope.bindings.get(name)?.value ?? written(null, { file: { name: "", text: "" }, start: 0, end: 0 }));
}

export function exportNames(run: Run, statement: Statement & { readonly kind: "export" | "export all" | "export value" }, frame: Frame): void {
  const { scope } = frame;
  if (statement.kind === "export value") {
    const value = evaluate(run, statement.value, frame);
    scope.exports.set("default", () => value);
    return;
  }
  if (statement.kind === "export" && statement.from === undefined) {
    for (const { local, exported } of statement.names) {
      scope.exports.set(exported, () => {
        const binding = scope.bindings.get(local);
        if (binding?.lazy !== undefined) {
          const { lazy } = binding;
          delete binding.lazy;
          binding.value = lazy();
        }
        return binding?.value ?? run.hole(`is ${local}, which is declared nowhere`, statement.span);
      });
    }
    return;
  }
  const from = statement.from ?? "";
  const resolution = run.dialect.resolve(from, statement.span.file, run.program);
  if (resolution.kind === "symbol") {
    const root = written(new SymbolData(resolution.path), statement.span);
    if (statement.kind === "export")
      for (const { local, exported } of statement.names) scope.exports.set(exported, () => memberOf(run, root, local, statement.span) ?? root);
    else if (statement.as !== undefined) scope.exports.set(statement.as, () => root);
    return;
  }
  const [source] = resolution.names.flatMap((name) => run.load(name) ?? []);
  if (source === undefined) return;
  if (statement.kind === "export") {
    for (const { local, exported } of statement.names) {
      scope.exports.set(
        exported,
        () => exportOf(run, source, local, statement.span) ?? run.hole(`is ${local}, which ${from} does not have`, statement.span),
      );
    }
  } else if (statement.as !== undefined) scope.exports.set(statement.as, () => namespaceOf(run, source, statement.span));
  else {
    for (const name of new Set([...source.exports.keys(), ...source.bindings.keys()])) {
      if (name === "default" || name === "module" || name === "exports" || scope.exports.has(name)) continue;
      scope.exports.set(name, () => exportOf(run, source, name, statement.span) ?? written(null, statement.span));
    }
  }
}
