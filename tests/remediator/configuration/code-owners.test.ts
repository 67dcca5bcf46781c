import { describe, expect, test } from "@jest/globals";
import { readCodeOwners } from "@portcullis/remediator/configuration/code-owners";

/** The examples of https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners#example-of-a-codeowners-file, in our words. */
const owners = readCodeOwners(`# Everything that nobody else has.
*       @ada @bob
*.js    @carl # as in the web parts
*.go docs@example.com
/build/logs/ @dora
docs/*  @docs
apps/ @acme/apps
/scripts/ @ada
**/logs @logs
/apps/github
with\\ space/ @space
! nothing
/main.py @carl not-an-owner
[ab] @classes
`);

describe("who owns a file is in the last line that matches", () => {
  test.each([
    ["README.md", ["ada", "bob"]],
    ["web/index.js", ["carl"]],
    ["main.go", ["docs@example.com"]],
    ["main.py", ["ada", "bob"]],
    ["with space/x.ts", ["space"]],
    ["with/x.ts", ["ada", "bob"]],
    ["build/logs/today.txt", ["logs"]],
    ["docs/start.md", ["docs"]],
    ["docs/deep/start.md", ["ada", "bob"]],
    ["apps/x.ts", ["acme/apps"]],
    ["infra/apps/x.ts", ["acme/apps"]],
    ["scripts/a/b.sh", ["ada"]],
    ["my/scripts/b.sh", ["ada", "bob"]],
    ["deep/logs/x", ["logs"]],
    ["apps/github", []],
    ["apps/github/index.ts", []],
  ])("%s", (file, expected) => {
    expect(owners(file)).toEqual(expected);
  });
});

test("a file that is larger than GitHub loads owns nothing", () => {
  expect(readCodeOwners("* @ada\n".repeat(430_000))("index.ts")).toEqual([]);
});
