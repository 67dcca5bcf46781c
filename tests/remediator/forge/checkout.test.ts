import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
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
    expect(await stateOf(top, "bin/deep/shop", isSource)).toMatchObject({ ok: true, value: { tree: undefined, changes: [] } });
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
    [
      "its file is not checked out",
      ({ top }) => {
        git(top, "update-index", "--skip-worktree", "infra/index.ts");
        rmSync(path.join(top, "infra/index.ts"));
      },
      "infra/index.ts",
    ],
    [
      "a file is another one of the same size and time, and git was told that this is enough",
      ({ top, write }) => {
        const [file, time] = [path.join(top, "shared/net.ts"), new Date(1e12)];
        for (const [key, value] of [
          ["core.trustctime", "false"],
          ["core.checkStat", "minimal"],
        ] as const)
          git(top, "config", key, value);
        utimesSync(file, time, time);
        git(top, "update-index", "--refresh");
        write("other.txt", "2;\n");
        renameSync(path.join(top, "other.txt"), file);
        utimesSync(file, time, time);
      },
      "shared/net.ts",
    ],
    [
      "it was meant to be added only",
      ({ top, write }) => {
        write("infra/more.ts", "1;\n");
        git(top, "add", "--intent-to-add", "infra/more.ts");
      },
      "infra/more.ts",
    ],
    [
      "a checkout lies in it",
      ({ top, write }) => {
        write("infra/lib/net.ts", "1;\n");
        git(path.join(top, "infra/lib"), "init", "--quiet");
      },
      "infra/lib/",
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
    // A filter would say that this is what the commit has; it is asked where size and time do not tell.
    git(top, "config", "filter.hide.clean", `touch ${ran}; git -C ${top} show HEAD:shared/net.ts`);
    git(top, "config", "filter.hide.required", "true");
    write(".git/info/attributes", "shared/net.ts filter=hide\n");
    write("infra/index.ts", "2;\n");
    write("shared/net.ts", "2;\n");
    expect(await changes(top)).toEqual(["infra/index.ts", "shared/net.ts"]);
    expect(existsSync(ran)).toBe(false);
  });

  test("whatever repository the environment speaks of, as in a hook", async () => {
    const [here, there] = [repository(), repository()];
    here.write("infra/index.ts", "2;\n");
    const environment = { GIT_DIR: path.join(there.top, ".git"), GIT_WORK_TREE: there.top, GIT_INDEX_FILE: path.join(there.top, ".git/index") };
    Object.assign(process.env, environment);
    try {
      expect(await changes(here.top)).toEqual(["infra/index.ts"]);
    } finally {
      for (const name of Object.keys(environment)) Reflect.deleteProperty(process.env, name);
    }
  });
});

describe("what lies beside a program", () => {
  const beside = async (top: string): Promise<unknown> => {
    const state = await stateOf(top, "infra", isSource);
    return state.ok ? { digest: state.value.beside.digest, isWhole: state.value.isWhole } : undefined;
  };
  const commit = (top: string): string => git(top, "commit", "--quiet", "--all", "--message", "next");

  test("is other source in a commit that has other source, and the same where something else changed", async () => {
    const { top, write } = repository();
    const first = await beside(top);
    write("README.md", "# Other\n");
    write("infra/index.ts", "3;\n");
    commit(top);
    expect(await beside(top)).toEqual(first);
    write("shared/net.ts", "3;\n");
    commit(top);
    expect(await beside(top)).not.toEqual(first);
  });

  test("is not whole where source is not checked out", async () => {
    const { top } = repository();
    expect(await beside(top)).toMatchObject({ isWhole: true });
    git(top, "sparse-checkout", "set", "infra");
    expect(await beside(top)).toMatchObject({ isWhole: false });
    expect(await changes(top)).toEqual([]);
  });
});
