import type { ClassMember } from "../syntax/tree";
import type { Run } from "./run";
import { ClassData, type Instance } from "./value";

/**
 * In Java and C# what a name means on an object is settled by the class that asks: a private member is its class's own, and a field (in C# what is declared
 * `new`) hides one of the same name in a base instead of taking its place. Everything else is asked of the object's own class.
 */
export type Asked = ClassData | "unknown";

const hidden = new WeakMap<ClassData, Map<string, boolean>>();

/** The class whose view of an object holds for a name; "unknown" where the program does not show which. */
export function viewOf(run: Run, { type }: Instance, name: string, seenAs?: ClassData): Asked {
  if (!run.dialect.hidesFields) return type;
  if (isStaticInSeveral(type, name)) return "unknown";
  if (!isHidden(type, name)) return type;
  const line = lineOf(type);
  const viewer = seenAs ?? run.home;
  const from = viewer === undefined ? -1 : line.indexOf(viewer);
  const home = line[from];
  if (home !== undefined && membersOf(home, name).some(({ isPrivate }) => isPrivate === true)) return home;
  const hiding = line.findIndex((one) => membersOf(one, name).some(hides));
  if (hiding === -1) return type;
  if (home === undefined) return line.slice(hiding + 1).some((one) => membersOf(one, name).length > 0) ? "unknown" : type;
  return from > hiding ? home : type;
}

/** The name under which an object keeps a field: one that several classes declare is kept once for each. */
export function fieldIn(run: Run, instance: Instance, name: string, seenAs?: ClassData): string | undefined {
  const view = viewOf(run, instance, name, seenAs);
  if (view === "unknown") return undefined;
  if (view === instance.type) return name;
  const owner = lineOf(view).find((one) => membersOf(one, name).some(({ kind }) => kind === "field"));
  const first = lineOf(instance.type).find((one) => membersOf(one, name).some(({ kind }) => kind === "field"));
  return owner === undefined || owner === first ? name : `${name} of ${owner.name}`;
}

/** Whether a name is of more than one class, and at least one of them keeps it to itself or hides the other's. */
function isHidden(type: ClassData, name: string): boolean {
  let known = hidden.get(type);
  if (known === undefined) hidden.set(type, (known = new Map<string, boolean>()));
  let answer = known.get(name);
  if (answer === undefined) {
    const holders = lineOf(type).filter((one) => membersOf(one, name).length > 0);
    answer = holders.length > 1 && holders.some((one) => membersOf(one, name).some((member) => hides(member) || member.isPrivate === true));
    known.set(name, answer);
  }
  return answer;
}

/** Whether several classes have a name that is static: the type that is written decides which is meant. */
function isStaticInSeveral(type: ClassData, name: string): boolean {
  let known = statics.get(type);
  if (known === undefined) statics.set(type, (known = new Map<string, boolean>()));
  let answer = known.get(name);
  if (answer === undefined) {
    const members = lineOf(type).map((one) => declaredIn(one, name));
    answer = members.filter(({ length }) => length > 0).length > 1 && members.some((own) => own.some(({ isStatic }) => isStatic));
    known.set(name, answer);
  }
  return answer;
}

const statics = new WeakMap<ClassData, Map<string, boolean>>();

/** The class whose static member an unqualified name means in the code of a class: the nearest that declares the name decides, whatever the object is. */
export function staticallyNamed(home: ClassData, name: string): ClassData | undefined {
  const holder = lineOf(home).find((one) => declaredIn(one, name).length > 0);
  return holder !== undefined && declaredIn(holder, name).every(({ isStatic }) => isStatic) ? holder : undefined;
}

function declaredIn({ expression }: ClassData, name: string): readonly ClassMember[] {
  return expression.members.filter((member) => member.name === name && member.kind !== "constructor");
}

function hides({ isHiding }: ClassMember): boolean {
  return isHiding === true;
}

function membersOf({ expression }: ClassData, name: string): readonly ClassMember[] {
  return expression.members.filter((member) => member.name === name && !member.isStatic && member.kind !== "constructor");
}

/** A class, its base, the base of that, and so on. */
function lineOf(type: ClassData): readonly ClassData[] {
  const line: ClassData[] = [];
  for (let next: ClassData | undefined = type; next !== undefined && !line.includes(next);) {
    line.push(next);
    next = next.bases.flatMap(({ data }) => (data instanceof ClassData ? [data] : []))[0];
  }
  return line;
}
