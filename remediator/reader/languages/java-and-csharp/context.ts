import type { SyntaxNode } from "../../syntax/parse";
import type { Expression, Module, Opaque, SourceFile, Span, Statement } from "../../syntax/tree";
import { declare, immediately, opaque, returned } from "./nodes";

/** What is gathered while a file is lowered. */
export class Context {
  readonly unreadable: Module["unreadable"][number][] = [];
  /** Names that expressions of the statement at hand introduce: pattern variables, `out var`, values that are needed twice. */
  private introduced: Map<string, Span> | undefined;
  private temporaries = 0;
  /** Names of the constants that the file declares, so that `case LIMIT:` is told from the name of an enum's member. */
  readonly constants = new Set<string>();

  constructor(readonly file: SourceFile) {}

  span(from: SyntaxNode | Span, to: SyntaxNode | Span = from): Span {
    return { file: this.file, start: from.start, end: to.end };
  }

  /** A place that has no meaning here; what it could have done is not known. */
  notRead(node: SyntaxNode, reason: string): Opaque {
    this.unreadable.push({ reason, span: node.span });
    return opaque(reason, node.span);
  }

  introduce(name: string, span: Span): void {
    this.introduced?.set(name, span);
  }

  temporary(span: Span): string {
    const name = `#${++this.temporaries}`;
    this.introduce(name, span);
    return name;
  }

  /** Lowers one statement; the names that its expressions introduce are declared before it. */
  statement(lower: () => readonly Statement[]): readonly Statement[] {
    const outer = this.introduced;
    const own = new Map<string, Span>();
    this.introduced = own;
    try {
      const lowered = lower();
      return own.size === 0 ? lowered : [...[...own].map(([name, span]) => declare(name, span)), ...lowered];
    } finally {
      this.introduced = outer;
    }
  }

  /** Lowers an expression that stands for itself: a lambda's body, a field's value. */
  expression(lower: () => Expression): Expression {
    const body = this.bodyOf(lower);
    if ("kind" in body) return body;
    const last = body.at(-1);
    return last === undefined ? opaque("is empty", this.span({ file: this.file, start: 0, end: 0 })) : immediately(body, last.span);
  }

  /** The same as the body of a function. */
  bodyOf(lower: () => Expression): readonly Statement[] | Expression {
    let only: Expression | undefined;
    const statements = this.statement(() => {
      only = lower();
      return [returned(only)];
    });
    return statements.length === 1 && only !== undefined ? only : statements;
  }
}

/** Notes what the grammar could not read below a node, the outermost places only. Without recursion: sources may nest deeper than the stack. */
export function noteErrors(root: SyntaxNode, context: Context, isExpected: (node: SyntaxNode, parent: SyntaxNode) => boolean): void {
  const open: SyntaxNode[] = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    for (const child of node.children) {
      if (child.type === "ERROR") context.unreadable.push({ reason: "does not parse", span: child.span });
      else if (child.isMissing && !isExpected(child, node)) {
        context.unreadable.push({ reason: `does not parse: ${child.type === "identifier" ? "a name" : child.type} is missing`, span: child.span });
      } else if (child.hasError) open.push(child);
    }
  }
}
