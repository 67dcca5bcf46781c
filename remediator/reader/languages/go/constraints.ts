import type { SourceFile } from "../../syntax/tree";

const systems = new Set(
  "aix android darwin dragonfly freebsd hurd illumos ios js linux nacl netbsd openbsd plan9 solaris wasip1 windows zos".split(" "),
);
const machines = new Set("386 amd64 arm arm64 loong64 mips mips64 mips64le mipsle ppc64 ppc64le riscv64 s390x wasm".split(" "));

/** Whether a file is part of a build on Linux: by the endings of its name and its `//go:build` line. */
export function isBuilt({ name, text }: SourceFile): boolean {
  return isNamedForLinux(name) && holds(constraintOf(text));
}

function isNamedForLinux(name: string): boolean {
  const parts = name
    .slice(name.lastIndexOf("/") + 1)
    .replace(/\.go$/, "")
    .split("_")
    .slice(1);
  const [last = "", previous = ""] = parts.reverse();
  if (last === "test") return false;
  const system = systems.has(last) ? last : machines.has(last) && systems.has(previous) ? previous : "linux";
  const machine = machines.has(last) ? last : "amd64";
  return system === "linux" && machine === "amd64";
}

/** The expression of the `//go:build` line, which stands before the package clause. */
function constraintOf(text: string): string | undefined {
  const head = text.slice(0, 4_000).split(/^\s*package\s/m)[0] ?? "";
  return /^\/\/go:build\s+(.+)$/m.exec(head)?.[1];
}

function holds(expression: string | undefined): boolean {
  if (expression === undefined) return true;
  const tokens = expression.match(/&&|\|\||!|\(|\)|[\w.]+/g) ?? [];
  let next = 0;
  const or = (): boolean => {
    let value = and();
    while (tokens[next] === "||") {
      next++;
      // Both sides are read, whatever the first one says.
      value = and() || value;
    }
    return value;
  };
  const and = (): boolean => {
    let value = not();
    while (tokens[next] === "&&") {
      next++;
      value = not() && value;
    }
    return value;
  };
  const not = (): boolean => {
    let isNegated = false;
    for (; tokens[next] === "!"; next++) isNegated = !isNegated;
    return isNegated !== one();
  };
  const one = (): boolean => {
    const token = tokens[next++];
    if (token !== "(")
      return token === "linux" || token === "amd64" || token === "unix" || token === "gc" || token === "cgo" || /^go1\.\d+$/.test(token ?? "");
    const value = or();
    next++;
    return value;
  };
  return or();
}
