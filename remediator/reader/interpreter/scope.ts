import type { Span, Statement } from "../syntax/tree";
import type { Frame } from "./frame";
import { birth } from "./births";
import { type Closure, type Value } from "./value";

/** A variable; what it holds may change. A getter stands for what is evaluated when it is first read. */
export class Binding {
  readonly birth = birth();
  constructor(
    public value: Value | undefined,
    /** Evaluates a declaration on first use, for languages whose declarations have no order. */
    public lazy?: () => Value,
  ) {}
}

/** The statements of a module or function, and those of them that were evaluated before their turn. */
export interface Body {
  readonly statements: readonly Statement[];
  readonly frame: Frame;
  readonly done: Set<Statement>;
}

/** The names that are visible at a place. Names are the program's: one may be called `__proto__`. A loop makes a scope each round: most of them hold nothing. */
export class Scope {
  private names: Map<string, Binding> | undefined;
  private whole: Whole | undefined;
  /** Of JavaScript's modules and functions: what a callback that waits for a promise finds done, although it stands below. */
  body: Body | undefined;
  constructor(
    readonly parent: Scope | undefined,
    /** `function`: a `var` goes here. */
    readonly kind: "block" | "function" | "module" | "program",
    /** Where its names are visible, if that is a part of a file. */
    readonly span?: Span,
  ) {}

  get bindings(): Map<string, Binding> {
    return (this.names ??= new Map());
  }

  /** Of a module: the namespaces whose names are visible without a qualifier, in source order. */
  get opened(): string[] {
    return this.ofWhole.opened;
  }

  /** Of a module: what it gives to others, where that differs from its bindings (ES modules, CommonJS). */
  get exports(): Map<string, () => Value> {
    return this.ofWhole.exports;
  }

  /** Of a package: Go's methods, by `Type.name`. */
  get attached(): Map<string, Closure> {
    return this.ofWhole.attached;
  }

  private get ofWhole(): Whole {
    return (this.whole ??= { opened: [], exports: new Map(), attached: new Map() });
  }

  /** The scope that declares a name. */
  holder(name: string): Scope | undefined {
    return this.names?.has(name) === true ? this : this.parent?.holder(name);
  }

  find(name: string): Binding | undefined {
    return this.holder(name)?.bindings.get(name);
  }

  /** The nearest scope of a kind. */
  nearest(...kinds: readonly Scope["kind"][]): Scope {
    if (kinds.includes(this.kind) || this.parent === undefined) return this;
    return this.parent.nearest(...kinds);
  }

  declare(name: string, value: Value | undefined): void {
    this.bindings.set(name, new Binding(value));
  }
}

/** What only modules and packages have. */
interface Whole {
  readonly opened: string[];
  readonly exports: Map<string, () => Value>;
  readonly attached: Map<string, Closure>;
}
