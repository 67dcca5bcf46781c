import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";
import { stateOf } from "@portcullis/remediator/forge/checkout";
import { localCheckout } from "@portcullis/remediator/forge/local";

const base = realpathSync(mkdtempSync(path.join(tmpdir(), "portcullis-checkouts-")));
afterAll(() => rmSync(base, { recursive: true, force: true }));

function git(place: string, ...args: string[]): string {
  return execFileSync("git", ["-C", place, "-c", "user.name=a", "-c", "user.email=a@example.com", ...args], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
}

let count = 0;

/** A repository with a program in `infra` and code beside it, committed. */
function repository(): { readonly top: string; readonly write: (file: string, text: string) => void } {
  const top = path.join(base, `r${++count}`);
  const write = (file: string, text: string): void => {
    mkdirSync(path.dirname(path.join(top, file)), { recursive: true });
    writeFileSync(path.join(top, file), text);
  };
  mkdirSync(top);
  git(top, "init", "--quiet");
  write(".gitignore", "node_modules/\nbin/\nPulumi.local.yaml\n");
  write("infra/Pulumi.yaml", "name: shop\n");
  write("infra/index.ts", 'import "../shared/net";\n');
  write("shared/net.ts", "1;\n");
  write("README.md", "# Shop\n");
  git(top, "add", "--all");
  git(top, "commit", "--quiet", "--message", "first");
  return { top, write };
}

const isSource = (file: string): boolean => file.endsWith(".ts");

async function changes(top: string, folder = "infra"): Promise<readonly string[]> {
  const state = await stateOf(top, folder, isSource);
  if (!state.ok) throw new Error(state.refusal.reason);
  return state.value.changes;
}

describe("a program is as committed", () => {
  test("where nothing changed, and what is installed, built or new elsewhere is no change", async () => {
    const { top, write } = repository();
    write("infra/node_modules/x/index.ts", "1;\n");
    write("infra/bin/index.js", "1;\n");
    write("notes.txt", "later\n");
    write("repair.json", "{}\n");
    expect(await changes(top)).toEqual([]);
  });

  test("where git ignores it, which has no tree then", async () => {
    const { top, write } = repository();
    write("bin/deep/shop/Pulumi.yaml", "name: shop\n");
    write("bin/deep/shop/Pulumi.local.yaml", "config: {}\n");
    expect(await stateOf(top, "bin/deep/shop", isSource)).toEqual({ ok: true, value: { tree: undefined, changes: [] } });
  });

  test("and its folder has the tree that the commit has", async () => {
    const { top } = repository();
    const head = git(top, "rev-parse", "HEAD").trim();
    for (const folder of ["infra", ""]) {
      const state = await stateOf(top, folder, isSource);
      const tree = git(top, "rev-parse", `HEAD:${folder}`).trim();
      expect(state).toMatchObject({ ok: true, value: { tree } });
      expect(await localCheckout(top).treeAt(head, folder)).toEqual({ ok: true, value: tree });
    }
    expect(await localCheckout(top).treeAt(head, "none")).toEqual({ ok: true, value: undefined });
  });
});

describe("a program is not as committed", () => {
  const cases: readonly (readonly [string, (scene: ReturnType<typeof repository>) => void, string])[] = [
    ["a file is changed", ({ write }) => write("infra/index.ts", "2;\n"), "infra/index.ts"],
    ["a file that it imports from elsewhere is changed", ({ write }) => write("shared/net.ts", "2;\n"), "shared/net.ts"],
    [
      "a change is staged",
      ({ top, write }) => {
        write("infra/index.ts", "2;\n");
        git(top, "add", "--all");
      },
      "infra/index.ts",
    ],
    [
      "a change is staged and taken back in the folder only",
      ({ top, write }) => {
        write("infra/index.ts", "2;\n");
        git(top, "add", "--all");
        write("infra/index.ts", 'import "../shared/net";\n');
      },
      "infra/index.ts",
    ],
    ["a file is new", ({ write }) => write("infra/more.ts", "1;\n"), "infra/more.ts"],
    ["a file of data is new", ({ write }) => write("infra/offices.txt", "192.0.2.0/24\n"), "infra/offices.txt"],
    ["source elsewhere is new", ({ write }) => write("shared/more.ts", "1;\n"), "shared/more.ts"],
    ["a file is missing", ({ top }) => rmSync(path.join(top, "infra/index.ts")), "infra/index.ts"],
    [
      "a file became a link",
      ({ top }) => {
        rmSync(path.join(top, "infra/index.ts"));
        symlinkSync("../shared/net.ts", path.join(top, "infra/index.ts"));
      },
      "infra/index.ts",
    ],
    ["git ignores the settings of a stack", ({ write }) => write("infra/Pulumi.local.yaml", "config: {}\n"), "infra/Pulumi.local.yaml"],
    [
      "git was told not to look",
      ({ top, write }) => {
        git(top, "update-index", "--assume-unchanged", "infra/index.ts");
        write("infra/index.ts", "2;\n");
      },
      "infra/index.ts",
    ],
    [
      "git was told to leave it alone",
      ({ top, write }) => {
        git(top, "update-index", "--skip-worktree", "infra/index.ts");
        write("infra/index.ts", "2;\n");
      },
      "infra/index.ts",
    ],
    ["its file has a name with a newline", ({ write }) => write("infra/a\nb.ts", "1;\n"), "infra/a\nb.ts"],
  ];
  test.each(cases)("where %s", async (_, change, file) => {
    const scene = repository();
    change(scene);
    expect(await changes(scene.top)).toEqual([file]);
  });

  test("which is found without running what the checkout's configuration names", async () => {
    const { top, write } = repository();
    const ran = path.join(base, "ran");
    for (const key of ["core.fsmonitor", "diff.external", "core.pager", "core.hooksPath"]) git(top, "config", key, `sh -c 'touch ${ran}' #`);
    write("infra/index.ts", "2;\n");
    expect(await changes(top)).toEqual(["infra/index.ts"]);
    expect(existsSync(ran)).toBe(false);
  });
});
