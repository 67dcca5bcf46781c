import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe } from "@jest/globals";

/** What the engine runs a language's programs with. */
export interface Host {
  readonly language: string;
  readonly build: ((at: string) => void) | undefined;
  /** A suite that is skipped, and says why, where something is lacking. */
  readonly describe: (suite: () => void) => void;
}

/**
 * What a language needs besides its host. Programs of Go and Java are built first, which takes minutes: where PORTCULLIS_LANGUAGES names them
 * ("go,java").
 */
const languages: Readonly<Record<string, { readonly isThere: () => boolean; readonly lacks: string; readonly build?: (at: string) => void }>> = {
  yaml: { isThere: () => answers("pulumi-language-yaml", ["--help"]), lacks: "pulumi-language-yaml is not on PATH" },
  python: { isThere: () => answers("python3", ["-c", "import pulumi, pulumi_aws"]), lacks: "python3 on PATH has no pulumi_aws" },
  go: {
    isThere: () => isAskedFor("go"),
    lacks: "PORTCULLIS_LANGUAGES does not name go",
    build: (at) => {
      inFolder(at, "go", "build", "-gcflags=all=-N -l", "-o", "program", ".");
      setRuntime(at, "go", { binary: path.join(at, "program") });
    },
  },
  java: {
    isThere: () => isAskedFor("java"),
    lacks: "PORTCULLIS_LANGUAGES does not name java",
    build: (at) => {
      inFolder(at, "mvn", "-q", "compile");
      inFolder(at, "mvn", "-q", "dependency:build-classpath", "-Dmdep.outputFile=classpath.txt");
      setRuntime(at, "java", { classpath: "classpath.txt", main: "shop.App" });
    },
  },
};

export const hosts: readonly Host[] = Object.entries(languages).map(([language, { isThere, lacks, build }]) => ({
  language,
  build,
  describe: (suite) => (isThere() ? describe(language, suite) : describe.skip(`${language} (skipped: ${lacks})`, suite)),
}));

function isAskedFor(language: string): boolean {
  return (process.env.PORTCULLIS_LANGUAGES ?? "").split(",").includes(language);
}

function answers(command: string, args: readonly string[]): boolean {
  try {
    execFileSync(command, args, { stdio: "ignore", timeout: 60_000 });
    return true;
  } catch (error) {
    return command.startsWith("pulumi-language") && (error as NodeJS.ErrnoException).code !== "ENOENT";
  }
}

/** Says how the engine's host starts what was built. */
function setRuntime(at: string, name: string, options: Readonly<Record<string, string>>): void {
  const file = path.join(at, "Pulumi.yaml");
  writeFileSync(file, readFileSync(file, "utf8").replace(/^runtime: .*$/m, `runtime: ${JSON.stringify({ name, options })}`));
}

function inFolder(at: string, command: string, ...args: readonly string[]): void {
  execFileSync(command, args, { cwd: at, stdio: "pipe" });
}
