import ts from "typescript";
import type { Files } from "../language";

export const extensions = [".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs"] as const;

/** The parsed files of a Pulumi program, with names resolved among them. Packages are not read. */
export interface Program {
  readonly files: Files;
  readonly sources: readonly ts.SourceFile[];
  readonly source: (file: string) => ts.SourceFile | undefined;
  /** What a name in an expression stands for, imports followed to the declaration. */
  readonly symbolOf: (name: ts.Node) => ts.Symbol | undefined;
  /** Every place that uses the symbol as a value, its declaration not counted. */
  readonly usesOf: (symbol: ts.Symbol) => readonly ts.Identifier[];
  /** What the exporting module calls an imported name: `SecurityGroup` for `Group` of `import { SecurityGroup as Group }`. */
  readonly importedName: (name: ts.Identifier) => string | undefined;
  /** True if a name at this place stands for the symbol: nothing nearer has the same name. */
  readonly isVisible: (symbol: ts.Symbol, place: ts.Node) => boolean;
  /** How a place in another file names an exported symbol through the imports that the file has. */
  readonly importedAs: (symbol: ts.Symbol, place: ts.Node) => string | undefined;
  /** True if one file imports another, directly or through others. */
  readonly imports: (from: ts.SourceFile, to: ts.SourceFile) => boolean;
}

const cache = new WeakMap<Files, { readonly texts: readonly string[]; readonly program: Program }>();

/** Parses once per set of files, however many resources are edited. */
export function programOf(files: Files): Program {
  const texts = [...files.values()];
  const known = cache.get(files);
  if (known?.texts.length === texts.length && known.texts.every((text, index) => text === texts[index])) return known.program;
  const program = parse(files);
  cache.set(files, { texts, program });
  return program;
}

export function fileOf(node: ts.Node): string {
  return node.getSourceFile().fileName.slice(1).replaceAll(backslash, "\\");
}

/** A file's name for the compiler, which takes a backslash for a separator. */
function nameOf(file: string): string {
  return `/${file.replaceAll("\\", backslash)}`;
}

/** Where file systems that have no backslash put it: a private letter. */
const backslash = "\uf05c";

/** FILE:LINE, for reasons. */
export function placeOf(node: ts.Node): string {
  const source = node.getSourceFile();
  return `${fileOf(node)}:${source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1}`;
}

/** How many syntax errors a text has. */
export function syntaxErrors(file: string, text: string): number {
  const source = ts.createSourceFile(nameOf(file), text, ts.ScriptTarget.ESNext);
  // The parser's own list, which the public interface only gives out through a program.
  return (source as ts.SourceFile & { readonly parseDiagnostics: readonly unknown[] }).parseDiagnostics.length;
}

function parse(files: Files): Program {
  const sources = new Map<string, ts.SourceFile>();
  for (const [file, text] of files) {
    if (!extensions.some((extension) => file.endsWith(extension)) || file.endsWith(".d.ts")) continue;
    sources.set(nameOf(file), ts.createSourceFile(nameOf(file), text, ts.ScriptTarget.ESNext, true));
  }
  const options: ts.CompilerOptions = {
    noLib: true,
    allowJs: true,
    jsx: ts.JsxEmit.Preserve,
    target: ts.ScriptTarget.ESNext,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    types: [],
  };
  const checker = ts.createProgram([...sources.keys()], options, hostOf(sources)).getTypeChecker();

  const target = (symbol: ts.Symbol): ts.Symbol =>
    checker.getExportSymbolOfSymbol((symbol.flags & ts.SymbolFlags.Alias) !== 0 ? checker.getAliasedSymbol(symbol) : symbol);
  const symbolOf = (name: ts.Node): ts.Symbol | undefined => {
    const symbol = ts.isShorthandPropertyAssignment(name.parent)
      ? checker.getShorthandAssignmentValueSymbol(name.parent)
      : ts.isExportSpecifier(name.parent)
        ? checker.getExportSpecifierLocalTargetSymbol(name.parent)
        : checker.getSymbolAtLocation(name);
    return symbol === undefined ? undefined : target(symbol);
  };

  const visible = (place: ts.Node): ts.Symbol[] => checker.getSymbolsInScope(place, ts.SymbolFlags.Value | ts.SymbolFlags.Alias);

  let uses: Map<ts.Symbol, ts.Identifier[]> | undefined;
  const collect = (): Map<ts.Symbol, ts.Identifier[]> => {
    const found = new Map<ts.Symbol, ts.Identifier[]>();
    const visit = (node: ts.Node): void => {
      if (ts.isIdentifier(node) && isUse(node, checker)) {
        const symbol = symbolOf(node);
        const others = symbol === undefined ? undefined : found.get(symbol);
        if (others !== undefined) others.push(node);
        else if (symbol !== undefined) found.set(symbol, [node]);
      }
      if (!ts.isTypeNode(node) || ts.isExpressionWithTypeArguments(node)) ts.forEachChild(node, visit);
    };
    for (const source of sources.values()) visit(source);
    return found;
  };

  return {
    files,
    sources: [...sources.values()],
    source: (file) => sources.get(nameOf(file)),
    symbolOf,
    usesOf: (symbol) => (uses ??= collect()).get(symbol) ?? [],
    importedName: (name) => {
      const declaration = checker.getSymbolAtLocation(name)?.declarations?.[0];
      return declaration !== undefined && ts.isImportSpecifier(declaration) ? (declaration.propertyName ?? declaration.name).text : undefined;
    },
    isVisible: (symbol, place) => visible(place).some((found) => found.name === symbol.name && target(found) === symbol),
    importedAs: (symbol, place) => {
      const names = visible(place).filter((found) => (found.flags & ts.SymbolFlags.Alias) !== 0);
      const direct = names.find((found) => target(found) === symbol && isLoadedBefore(found, place));
      if (direct !== undefined) return direct.name;
      for (const namespace of names) {
        if (namespace.declarations?.some(ts.isNamespaceImport) !== true) continue;
        const member = checker.getExportsOfModule(target(namespace)).find((exported) => target(exported) === symbol);
        if (member !== undefined) return `${namespace.name}.${member.name}`;
      }
      return undefined;
    },
    imports: (from, to) => {
      const reached = new Set<ts.SourceFile>();
      const open = [from];
      for (let source = open.pop(); source !== undefined; source = open.pop()) {
        if (reached.has(source)) continue;
        reached.add(source);
        open.push(...importedBy(source, checker));
      }
      return from !== to && reached.has(to);
    },
  };
}

/** A name that reads or writes a variable, as opposed to one that declares it, names a property or imports. */
function isUse(name: ts.Identifier, checker: ts.TypeChecker): boolean {
  const parent = name.parent;
  if (ts.isPropertyAccessExpression(parent) && parent.name === name) return isNamespace(parent.expression, checker);
  if (ts.isPropertyAssignment(parent) || ts.isPropertyDeclaration(parent) || ts.isEnumMember(parent)) return parent.initializer === name;
  if (ts.isVariableDeclaration(parent) || ts.isParameter(parent)) return parent.initializer === name;
  if (ts.isBindingElement(parent)) return parent.initializer === name;
  if (ts.isExportSpecifier(parent)) return (parent.propertyName ?? parent.name) === name;
  if (ts.isImportSpecifier(parent) || ts.isImportClause(parent) || ts.isNamespaceImport(parent) || ts.isNamespaceExport(parent)) return false;
  if (ts.isFunctionDeclaration(parent) || ts.isClassDeclaration(parent) || ts.isMethodDeclaration(parent)) return false;
  if (ts.isJsxAttribute(parent) || ts.isLabeledStatement(parent) || ts.isBreakOrContinueStatement(parent)) return false;
  return true;
}

function isNamespace(expression: ts.Expression, checker: ts.TypeChecker): boolean {
  if (!ts.isIdentifier(expression)) return false;
  const declaration = checker.getSymbolAtLocation(expression)?.declarations?.[0];
  return declaration !== undefined && ts.isNamespaceImport(declaration);
}

/** An `import` runs before everything in its file, a `require` where it stands. */
function isLoadedBefore(imported: ts.Symbol, place: ts.Node): boolean {
  const declaration = imported.declarations?.[0];
  const required = declaration === undefined ? undefined : ts.findAncestor(declaration, ts.isVariableStatement);
  return required === undefined || (ts.isSourceFile(required.parent) && required.end <= place.getStart());
}

/** The files of the program that a file imports or requires. */
function importedBy(source: ts.SourceFile, checker: ts.TypeChecker): ts.SourceFile[] {
  const found: ts.SourceFile[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteral(node)) {
      const isSpecifier = ts.isImportDeclaration(node.parent) || ts.isExportDeclaration(node.parent) || ts.isCallExpression(node.parent);
      const module = isSpecifier ? checker.getSymbolAtLocation(node)?.valueDeclaration : undefined;
      if (module !== undefined && ts.isSourceFile(module)) found.push(module);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** A file system of exactly these files. */
function hostOf(sources: ReadonlyMap<string, ts.SourceFile>): ts.CompilerHost {
  const folders = new Set([...sources.keys()].flatMap((name) => name.split("/").map((_, index, parts) => parts.slice(0, index).join("/") || "/")));
  return {
    getSourceFile: (name) => sources.get(name),
    fileExists: (name) => sources.has(name),
    readFile: (name) => sources.get(name)?.text,
    directoryExists: (name) => folders.has(name),
    getDirectories: () => [],
    getDefaultLibFileName: () => "/lib.d.ts",
    getCurrentDirectory: () => "/",
    getCanonicalFileName: (name) => name,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => "\n",
    writeFile: () => undefined,
  };
}
