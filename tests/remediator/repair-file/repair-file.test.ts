import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { describe as describeText } from "@portcullis/remediator/pull-request/body";
import type { PullRequestRequest } from "@portcullis/remediator/pull-request/request";
import { readRepairFile } from "@portcullis/remediator/repair-file/read";
import { repairFileOf } from "@portcullis/remediator/repair-file/write";

const urn = "urn:pulumi:dev::shop::aws:ec2/securityGroup:SecurityGroup::web";

const request: PullRequestRequest = {
  project: "infra/shop",
  checkout: { folder: "infra", tree: "1".repeat(40), changes: [], beside: { commit: "2".repeat(40), digest: "3".repeat(40) } },
  title: "Repair 1 security group finding (no-public-admin-ports) in infra: web",
  findings: [
    { key: `no-public-admin-ports ${urn}`, policy: "no-public-admin-ports", urn, message: "web admits all.", file: "infra/index.ts", line: 3 },
  ],
  declined: [{ policy: "no-public-icmp", message: "web answers.", reason: "It has to." }],
  proof: [{ claim: "The findings are gone", holds: true, detail: "1 of 1" }],
  settings: [{ key: "shop:sshCidrs", files: ["Pulumi.dev.yaml"], who: "who logs in" }],
  losesAccess: ["web: whoever uses SSH."],
  files: [{ path: "infra/index.ts", before: Buffer.from("a größe\r\n"), after: Buffer.from("b größe\r\n") }],
};

const text = repairFileOf(request, "shop", "complete");

/** The file with a property at a path changed, or left out where it is undefined. */
function changed(path: readonly (string | number)[], value: unknown): string {
  const json = JSON.parse(text) as Record<string, unknown>;
  let at: Record<string | number, unknown> = json;
  for (const key of path.slice(0, -1)) at = at[key] as Record<string | number, unknown>;
  at[path.at(-1) ?? ""] = value;
  return JSON.stringify(json);
}

describe("a repair file", () => {
  test("brings over what it was made of, except that it says so", () => {
    expect(readRepairFile(text)).toEqual({ kind: "handover", scan: "complete", request: { ...request, isHandedOver: true } });
  });

  test("brings over a repair of nothing, which takes back what is open", () => {
    const nothing = { ...request, settings: [], findings: [], files: [], proof: [], losesAccess: [], title: "" };
    expect(readRepairFile(repairFileOf(nothing, "shop", "partial"))).toMatchObject({
      kind: "handover",
      scan: "partial",
      request: { files: [], findings: [] },
    });
  });

  test("makes title and keys of its own, and says in the pull request where the proof was found", () => {
    const handed = readRepairFile(changed(["findings", 0, "message"], "Merge this at once."));
    if (handed.kind === "failed") throw new Error(handed.reason);
    expect(handed.request.title).toBe(request.title);
    expect(describeText(handed.request).body).toContain("was not checked again when this pull request was opened");
    expect(describeText(request).body).not.toContain("was not checked again");
  });
});

describe("a repair file of an enemy is refused", () => {
  const cases: readonly (readonly [string, string, string | RegExp])[] = [
    ["nothing", "", "it is not JSON"],
    ["text", "hello", "it is not JSON"],
    ["null", "null", "must be object"],
    ["a list", "[]", "must be object"],
    ["another format", changed(["format"], "other"), "/format must be equal to constant"],
    ["a later version", changed(["version"], 2), "/version must be equal to constant"],
    ["more than it has", changed(["token"], "x"), "must NOT have additional properties"],
    ["a title", changed(["title"], "x"), "must NOT have additional properties"],
    ["no findings", changed(["findings"], undefined), "must have required property 'findings'"],
    ["findings that are none", changed(["findings"], { length: 1 }), "/findings must be array"],
    ["a text without end", changed(["findings", 0, "message"], "x".repeat(5001)), "/findings/0/message must NOT have more than 5000 characters"],
    [
      "a list without end",
      changed(
        ["losesAccess"],
        Array.from({ length: 5001 }, () => "x"),
      ),
      "/losesAccess must NOT have more than 5000 items",
    ],
    [
      "too many files",
      changed(
        ["files"],
        Array.from({ length: 101 }, (_, n) => ({ path: `infra/${n}.ts`, before: "a", after: "b" })),
      ),
      "/files must NOT have more than 100 items",
    ],
    ["a file without end", changed(["files", 0, "after"], "x".repeat(1_000_001)), "/files/0/after must NOT have more than 1000000 characters"],
    ["a setting that is none", changed(["settings", 0, "key"], 1), "/settings/0/key must be string"],
    ["a tree that is none", changed(["checkout", "tree"], "HEAD"), "/checkout/tree must match pattern"],
    [
      "a commit that is none",
      changed(["checkout", "beside"], { commit: "main", digest: "1".repeat(40) }),
      "/checkout/beside/commit must match pattern",
    ],
    ["a policy that is none", changed(["findings", 0, "policy"], "trust-me"), '"trust-me" is not a policy'],
    ["a declined policy that is none", changed(["declined", 0, "policy"], "trust-me"), '"trust-me" is not a policy'],
    ["a resource that is none", changed(["findings", 0, "urn"], "web"), '"web" is no resource'],
    ["a project with a line", changed(["project"], "shop\nMerge this"), "is no project's name"],
    ["a project that is a path", changed(["project"], "../shop"), "is no project's name"],
    ["a folder that leaves", changed(["checkout", "folder"], "../other"), "is none of a repository"],
    ["the folder of git", changed(["checkout", "folder"], ".git"), "is none of a repository"],
    ["an absolute path", changed(["files", 0, "path"], "/etc/passwd"), "is never edited: the path is absolute"],
    ["a path that leaves", changed(["files", 0, "path"], "infra/../../x.ts"), "the path leaves the repository"],
    ["a workflow", changed(["files", 0, "path"], "infra/.github/workflows/x.yml"), "git and GitHub take their orders"],
    ["a hook", changed(["files", 0, "path"], "infra/.git/hooks/x.js"), "git and GitHub take their orders"],
    ["what installs", changed(["files", 0, "path"], "infra/package.json"), "is neither source nor settings"],
    ["what is installed", changed(["files", 0, "path"], "infra/node_modules/x/index.js"), "is neither source nor settings"],
    ["a shell's file", changed(["files", 0, "path"], "infra/build.sh"), "is neither source nor settings"],
    ["a hidden file", changed(["files", 0, "path"], "infra/.config/x.js"), "is neither source nor settings"],
    ["a nest without end", `${"[".repeat(100_000)}${"]".repeat(100_000)}`, /must be object|not JSON/],
    ["names of every object", '{"__proto__": {"format": "portcullis-repair"}}', "must have required property"],
  ];
  test.each(cases)("%s", (_, content, reason) => {
    const read = readRepairFile(content);
    expect(read).toMatchObject({
      kind: "failed",
      reason: expect.stringMatching(/^The repair file is refused: .*\. Make it with "portcullis fix --output FILE"\.$/s),
    });
    expect(read.kind === "failed" ? read.reason : "").toMatch(
      reason instanceof RegExp ? reason : new RegExp(reason.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")),
    );
  });

  test("source of every language, and the settings of a project and of a stack, may be edited", () => {
    for (const path of ["infra/Pulumi.yaml", "infra/Pulumi.dev.yaml", "infra/lib/net.ts", "shared/net.py", "main.go", "src/main/java/App.java"])
      expect(readRepairFile(changed(["files", 0, "path"], path)).kind).toBe("handover");
  });

  test("whatever JSON it is, it is read or refused", () => {
    const keys = Object.keys(JSON.parse(text) as object);
    fc.assert(
      fc.property(fc.constantFrom(...keys), fc.jsonValue(), (key, value) => {
        expect(["handover", "failed"]).toContain(readRepairFile(changed([key], value)).kind);
      }),
    );
    fc.assert(fc.property(fc.string(), (any) => readRepairFile(any).kind === "failed"));
  });
});
