import type { Path } from "@portcullis/policypack/plans/plan";
import type { Registration } from "../reader/interpreter/registration";
import { List } from "../reader/interpreter/list";
import { Instance, RecordData, type Origin, type Value } from "../reader/interpreter/value";
import type { Span } from "../reader/syntax/tree";

/** A place of a resource's inputs that a piece of source gives its value. */
export interface Use {
  readonly registration: Registration;
  readonly path: Path;
}

/** Which inputs of which resources each piece of source has a part in. */
export class Uses {
  private readonly bySpan = new Map<string, Use[]>();
  private readonly bySetting = new Map<string, Use[]>();

  constructor(registrations: readonly Registration[]) {
    for (const registration of registrations) {
      this.visit(registration, registration.inputs, []);
      // What is given away is no input, and must not change with one.
      if (registration.outputs !== undefined) this.visit(registration, registration.outputs, ["outputs"]);
    }
  }

  of(span: Span): readonly Use[] {
    return this.bySpan.get(key(span)) ?? [];
  }

  /** What a key of the configuration has a part in, wherever it is read. */
  ofSetting(name: string): readonly Use[] {
    return this.bySetting.get(name) ?? [];
  }

  private visit(registration: Registration, value: Value, path: Path): void {
    const use: Use = { registration, path };
    this.note(value.origin, use);
    const { data } = value;
    if (path.length > 30) return;
    if (data instanceof List) {
      for (const [index, { value: item, placement }] of data.items.entries()) {
        if (placement.kind === "literal") this.add(placement.list, use);
        // A call that adds is for each element that it added.
        if (placement.kind === "added") this.add(placement.call, { registration, path: [...path, index] });
        this.visit(registration, item, [...path, index]);
      }
    } else if (data instanceof RecordData || (data instanceof Instance && data.registration === undefined)) {
      for (const [name, field] of data.fields) this.visit(registration, field.value, [...path, name]);
    }
  }

  /** Without recursion: what a loop adds to a text is made of what it was, as often as the loop goes round. */
  private note(origin: Origin, use: Use): void {
    const seen = new Set<string>();
    const open = [origin];
    for (let step = open.pop(); step !== undefined; step = open.pop()) {
      if (step.from !== undefined) open.push(step.from);
      const name = key(step.span);
      if (seen.has(name)) continue;
      seen.add(name);
      this.add(step.span, use);
      if (step.how === "setting" && step.name !== undefined) noted(this.bySetting, step.name, use);
      for (const part of (step.parts ?? []).toReversed()) open.push(part);
    }
  }

  private add(span: Span, use: Use): void {
    noted(this.bySpan, key(span), use);
  }
}

function noted(uses: Map<string, Use[]>, name: string, use: Use): void {
  const known = uses.get(name);
  if (known === undefined) uses.set(name, [use]);
  else if (known.at(-1) !== use) known.push(use);
}

function key({ file, start, end }: Span): string {
  return `${file.name}:${start}:${end}`;
}
