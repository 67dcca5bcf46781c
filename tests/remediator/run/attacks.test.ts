import { readdirSync, readFileSync } from "node:fs";
import { afterEach, beforeAll, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { marked } from "marked";
import type { RepositoryResult } from "@portcullis/remediator/run/result";
import { summaryMarkdown } from "@portcullis/remediator/run/summary-markdown";
import { resultText } from "@portcullis/remediator/run/text";
import { openProgram, Organisation } from "../../github/organisation";
import type { File } from "../../github/scene";
import type { HostedRepository } from "../../github/state";

jest.setTimeout(120_000);

let acme: Organisation;
let shop: HostedRepository;

beforeEach(async () => {
  acme = await Organisation.open();
  shop = await acme.repository("shop", openProgram("shop", { folder: "infra" }));
});

afterEach(async () => {
  const { violations } = acme.double;
  await acme.double.stop();
  expect(violations).toEqual([]);
});

const run = (): Promise<RepositoryResult> => acme.run("shop");
const change = (files: Readonly<Record<string, string | File | null>>): Promise<string> => acme.change(shop, "main", files);
const link = (target: string): File => ({ bytes: Buffer.from(target), mode: "120000" });

/** All that a run says, to people and to programs. */
function saidBy(result: RepositoryResult): string {
  return [resultText(result), JSON.stringify(result), summaryOf(result)].join("\n");
}

function summaryOf(result: RepositoryResult): string {
  const summary = {
    format: "portcullis-sweep",
    version: 2,
    organisation: "acme",
    isOpen: true,
    shards: [1],
    of: 1,
    notReached: [],
    requests: 0,
  } as const;
  return summaryMarkdown({ ...summary, repositories: [result], mutating: 0 });
}

/** Adds entries to the top of the default branch as git itself refuses to: a name may be anything. */
async function plant(name: string, content: string): Promise<void> {
  const { git } = shop;
  const blob = await git.writeBlob(Buffer.from(content));
  const old = await git.git(["ls-tree", "-z", "main"]);
  const [first = "", ...rest] = name.split("/").reverse();
  let entry = `100644 blob ${blob}\t${first}`;
  for (const folder of rest) entry = `040000 tree ${await git.git(["mktree", "-z"], { input: `${entry}\0` })}\t${folder}`;
  const tree = await git.git(["mktree", "-z"], { input: `${old}${entry}\0` });
  const parents = [(await git.head("main")) ?? ""];
  const author = { name: "Mallory", email: "mallory@example.com" };
  await git.git(["update-ref", "refs/heads/main", await git.writeCommit({ tree, parents, message: "x", author, committer: author })]);
}

interface Attack {
  readonly name: string;
  readonly happens: () => Promise<unknown>;
  /** What the run says of it. */
  readonly says: string;
  /** How many pull requests are open all the same: the program that is attacked beside is repaired. */
  readonly opens: number;
  readonly outcome?: RepositoryResult["outcome"];
  /** Where a host takes no such commit, so that nothing could be written on top of it. */
  readonly isOnlyRead?: true;
}

const bomb = `a: &a [x, x, x, x, x, x, x, x, x]\n${"bcdefghi"
  .split("")
  .map((name, index) => `${name}: &${name} [${Array.from({ length: 9 }, () => `*${"abcdefgh"[index] ?? ""}`).join(", ")}]`)
  .join("\n")}\n`;

const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${"4d".repeat(32)}\nsize 12345\n`;

const attacks: readonly Attack[] = [
  {
    name: "a file that leaves the repository",
    happens: () => plant("../escaped.ts", "x"),
    says: "../escaped.ts is not read: its name leaves the repository",
    opens: 0,
    isOnlyRead: true,
  },
  {
    name: "a hook of git",
    happens: () => plant(".git/hooks/post-checkout", "x"),
    says: "is one that git keeps for itself",
    opens: 0,
    isOnlyRead: true,
  },
  {
    name: "a hook of git, as Windows reads it",
    happens: () => plant("git~1/config", "x"),
    says: "is one that git keeps for itself",
    opens: 0,
    isOnlyRead: true,
  },
  {
    name: "a hook of git, as macOS reads it",
    happens: () => plant(".g\u200cit/config", "x"),
    says: "is one that git keeps for itself",
    opens: 0,
    isOnlyRead: true,
  },
  { name: "a name with a new line in it", happens: () => plant("a\nb.ts", "x"), says: "has a backslash or a control character", opens: 1 },
  {
    name: "a link out of the repository",
    happens: () => change({ "infra/key.pem": link("/etc/passwd") }),
    says: "infra/key.pem is a link that leaves the repository",
    opens: 1,
  },
  {
    name: "a link to a folder outside",
    happens: () => change({ modules: link("../../..") }),
    says: "modules is a link that leaves the repository",
    opens: 1,
  },
  {
    name: "a link into .git",
    happens: () => change({ "infra/config": link("../.git/config") }),
    says: "infra/config is a link that leaves the repository",
    opens: 1,
  },
  {
    name: "a program that is a link",
    happens: () => change({ "infra/index.ts": link("../real.ts"), "real.ts": openProgram("shop")["index.ts"] ?? "" }),
    says: "infra/shop: 1 problem; 0 findings with a proven repair, 3 without",
    opens: 0,
  },
  {
    name: "a program behind a link to a folder",
    happens: () => change({ "other/Pulumi.yaml": "name: other\nruntime: nodejs\n", "other/index.ts": link("../infra/index.ts") }),
    says: "other/other: 1 problem; 0 findings with a proven repair, 3 without",
    opens: 1,
  },
  {
    name: "a submodule where a program is expected",
    happens: () => change({ modules: { bytes: Buffer.from("1".repeat(40)), mode: "160000" } }),
    says: "modules is a submodule, which is not read",
    opens: 1,
  },
  {
    name: "a program among the workflows",
    happens: () => change(openProgram("ci", { folder: ".github/workflows" })),
    says: "git and GitHub take their orders from this path",
    opens: 1,
  },
  {
    name: "a huge file",
    happens: () => change({ "infra/huge.ts": `// ${"x".repeat(3_000_000)}\n` }),
    says: "infra/huge.ts is larger than 2 MB",
    opens: 1,
  },
  {
    name: "a pointer of Git LFS in the place of a program",
    happens: () => change({ "infra/index.ts": pointer }),
    says: "infra/index.ts is a pointer of Git LFS",
    opens: 0,
  },
  {
    name: "a pointer of Git LFS in the place of a project's file",
    happens: () => change({ "infra/Pulumi.yaml": pointer }),
    says: "infra/Pulumi.yaml is a pointer of Git LFS",
    opens: 0,
  },
  {
    name: "a configuration of aliases that multiply",
    happens: () => change({ ".portcullis.yaml": bomb }),
    says: ".portcullis.yaml is not valid",
    opens: 0,
    outcome: "stopped",
  },
  {
    name: "a configuration that reaches for prototypes",
    happens: () => change({ ".portcullis.yaml": "__proto__: { mode: pr }\nconstructor: { prototype: { mode: pr } }\n" }),
    says: ".portcullis.yaml is not valid",
    opens: 0,
    outcome: "stopped",
  },
  {
    name: "a policy called like a prototype",
    happens: () => change({ ".portcullis.yaml": "policies: { __proto__: disabled, toString: disabled }\n" }),
    says: ".portcullis.yaml is not valid",
    opens: 0,
    outcome: "stopped",
  },
  {
    name: "a configuration of other types",
    happens: () => change({ ".portcullis.yaml": "mode: [pr]\nlimits: yes\nlabels: { a: b }\n" }),
    says: ".portcullis.yaml is not valid",
    opens: 0,
    outcome: "stopped",
  },
  {
    name: "a configuration without an end",
    happens: () => change({ ".portcullis.yaml": `mode: pr\n${"# x\n".repeat(100_000)}` }),
    says: ".portcullis.yaml is not valid",
    opens: 0,
    outcome: "stopped",
  },
  {
    name: "a configuration that is a link",
    happens: () => change({ ".portcullis.yaml": link("/etc/passwd") }),
    says: "is a link, which is not followed",
    opens: 0,
    outcome: "stopped",
  },
  {
    name: "a configuration that nests without an end",
    happens: () => change({ ".portcullis.yaml": `labels: ${"[".repeat(5_000)}${"]".repeat(5_000)}\n` }),
    says: ".portcullis.yaml is not valid",
    opens: 0,
    outcome: "stopped",
  },
  {
    name: "somebody else's pull request on our branch, with our marker",
    happens: async () => {
      await run();
      const [own] = shop.pullRequests;
      if (own === undefined) throw new Error("the run opened a pull request");
      shop.pullRequests[0] = { ...own, author: acme.person.account };
    },
    says: "Somebody else's pull request is open on our branch.",
    opens: 1,
  },
  {
    name: "a body with two markers",
    happens: async () => {
      await run();
      const body = shop.pullRequests[0]?.body ?? "";
      await acme.as(acme.person, "shop", "PATCH", "/pulls/1", { body: `${body}\n${/<!-- portcullis:.* -->/.exec(body)?.[0] ?? ""}` });
    },
    says: "Somebody else's pull request is open on our branch.",
    opens: 1,
  },
  {
    name: "a marker that names another program's files",
    happens: async () => {
      await run();
      const marker = {
        version: 1,
        project: "infra/shop",
        keys: [],
        base: "1".repeat(40),
        blobs: [["../../etc/passwd", "1".repeat(40)]],
        text: "1".repeat(64),
      };
      const encoded = Buffer.from(JSON.stringify({ ...marker, state: "proposed" })).toString("base64url");
      await acme.as(acme.person, "shop", "PATCH", "/pulls/1", { body: `<!-- portcullis:${encoded} -->`, state: "closed" });
    },
    says: "published",
    opens: 1,
  },
];

describe("an attack is stopped, and the run says so:", () => {
  test.each(attacks)("$name", async ({ happens, says, opens, outcome = "done", isOnlyRead = false }) => {
    await happens();
    const result = await acme.run("shop", { isDry: isOnlyRead });
    expect(saidBy(result)).toContain(says);
    expect({ outcome: result.outcome, opens: shop.pullRequests.filter(({ state }) => state === "open").length }).toEqual({ outcome, opens });
    for (const { branch } of shop.pullRequests) {
      const changed = (await shop.git.git(["diff", "--name-only", `main...${branch}`])).split("\n");
      expect(changed.filter((file) => file !== "infra/index.ts" && file !== "")).toEqual([]);
    }
    expect(saidBy(result)).not.toMatch(/root:|\n\s+at /);
  });
});

const hostile = [
  "@everyone",
  "</details><h1>x</h1>",
  "`x`",
  "[x](javascript:alert%281%29)",
  "![x](https://evil.example/pixel.png)",
  "<img src=x onerror=alert&#40;1&#41;>",
  "closes #1",
  "acme/shop#1",
  "<!-- portcullis:e30 -->",
  "https://evil.example",
  "www.evil.example",
  "| a | b |",
  "$(touch x)",
  "\u202etxt.exe",
  "\u001b[31mred",
  "---",
  "- [x] <!-- portcullis-redo -->",
];

/** What a reader's page would have of a text that nobody but us formatted. */
function dangersIn(markdown: string): readonly string[] {
  const html = marked.parse(markdown, { async: false, gfm: true });
  const visible = html.replace(/<code>[^]*?<\/code>|<pre>[^]*?<\/pre>/g, "");
  return [
    ...(html.match(/<(?:img|h1|script|iframe|svg|style)\b/gi) ?? []),
    ...(html.match(/(?:href|src)="\s*javascript:/gi) ?? []),
    ...[...html.matchAll(/<a href="([^"]*)"/g)].flatMap(([, href = ""]) => (href.includes("evil") ? [href] : [])),
    ...(visible.match(/@\w+|(?:^|\s)#\d+|\w\/\w+#\d/g) ?? []),
    ...(markdown.match(/<!-- portcullis:/g) ?? []).slice(1),
    ...(markdown.match(/^- \[[xX]\]/gm) ?? []),
    ...(markdown.match(/[\u0000-\u0008\u000b-\u001f\u202a-\u202e]/g) ?? []),
  ];
}

describe("a name that is a trap stays a name", () => {
  let result: RepositoryResult;
  let trapped: HostedRepository;
  let again: number;
  /** The file that each pull request edits. */
  let editing: readonly string[];

  beforeAll(async () => {
    const own = await Organisation.open();
    trapped = await own.repository("shop", { ".portcullis.yaml": "mode: pr\nlimits: { openPullRequests: 100, newPullRequests: 100 }\n" });
    for (const [index, name] of hostile.entries()) {
      const folder = `${index} ${name.replaceAll(/[/\\\p{Cc}]/gu, "_")}`;
      const program = (openProgram("shop")["index.ts"] ?? "").replace('"web"', JSON.stringify(name)).replace('"SSH"', JSON.stringify(name));
      await own.change(trapped, "main", {
        [`${folder}/Pulumi.yaml`]: `name: ${JSON.stringify(name)}\nruntime: nodejs\n`,
        [`${folder}/index.ts`]: program,
      });
    }
    result = await own.run("shop");
    own.double.forget();
    await own.run("shop");
    again = own.double.mutations().length;
    editing = await Promise.all(trapped.pullRequests.map(({ branch }) => trapped.git.git(["diff", "--name-only", "-z", `main...${branch}`])));
    await own.double.stop();
  });

  test("in one pull request for each, of which a second run changes none", () => {
    expect({ pulls: trapped.pullRequests.length, again }).toEqual({ pulls: hostile.length, again: 0 });
  });

  test.each(hostile.map((name, index) => [name, index] as const))("in a pull request: %j", (_, index) => {
    const pull = trapped.pullRequests[editing.findIndex((file) => file.startsWith(`${index} `))];
    expect(pull?.body ?? "").toContain("### What was open");
    expect(dangersIn(pull?.body ?? "")).toEqual([]);
    expect(pull?.title).not.toMatch(/@everyone|closes #1|[\p{Cc}\u202e]/u);
  });

  test("in what a run says, and in a summary", () => {
    expect(resultText(result)).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u202e]/);
    expect(dangersIn(summaryOf(result))).toEqual([]);
  });
});

test("the token is in no argument of a process, no address, no body, and nothing that is said", async () => {
  const secret = [acme.bot.token, Buffer.from(`x-access-token:${acme.bot.token}`).toString("base64")];
  const seen: string[] = [];
  const look = (): Promise<void> => {
    for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
      try {
        seen.push(readFileSync(`/proc/${pid}/cmdline`, "utf8"));
      } catch {
        // It ended meanwhile.
      }
    }
    return Promise.resolve();
  };
  for (let request = 0; request < 20; request++) acme.double.before(request, look);
  const result = await run();
  expect(seen.some((line) => line.startsWith("git\0") && line.includes("fetch"))).toBe(true);
  const bodies = JSON.stringify([shop.pullRequests, shop.issues, acme.double.requests]);
  const commits = await shop.git.git(["log", "--all", "--format=fuller", "--patch"]);
  for (const text of secret) expect([...seen, saidBy(result), bodies, commits].filter((place) => place.includes(text))).toEqual([]);
});
