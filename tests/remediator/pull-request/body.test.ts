import { describe as group, expect, test } from "@jest/globals";
import { array, assert, boolean, option, property, record, string, nat } from "fast-check";
import { describe, longestText, redoIsTicked } from "@portcullis/remediator/pull-request/body";
import { readMarker } from "@portcullis/remediator/pull-request/marker";
import { repair } from "../../github/scene";

const text = string({ unit: "binary", maxLength: 200 });

group("the text of a pull request", () => {
  test("says what is repaired, the proof, who loses access, what is declined, what may mislead and how to turn it off", () => {
    const { title, body } = describe(
      repair({
        declined: [{ policy: "no-public-admin-ports", message: "bastion admits the internet to tcp/22.", reason: "the program connects there" }],
        proof: [
          { claim: "The finding is gone", holds: true, detail: "1 of 1" },
          { claim: "Nothing is replaced", holds: false, detail: "" },
        ],
      }),
    );
    expect(title).toBe("Close SSH to the internet in web");
    expect(body).toBe(
      [
        "This repairs 1 problem of the Pulumi project `shop` in 1 file. Run a preview of the branch before you merge it.",
        '**This one is for you to judge.** Not proven: "Nothing is replaced". Below is what the proof says of it.',
        "### What was open",
        "- `infra/index.ts:1`: web admits 4,256,038,912 IPv4 addresses from the internet to tcp/22. (`no-public-admin-ports`)",
        "### The proof",
        "The edited program was read again and compared with the one before. Claims that hold: 1 of 2.",
        "- ✅ The finding is gone: 1 of 1\n- ❌ Nothing is replaced",
        "### Who may lose access",
        "Unless another rule lets them through, these do. To check before you merge: VPC flow logs with the action ACCEPT name who came in on these ports, and a filter on the sources that stay leaves those who would not get through any more.",
        "- Everyone who reaches web over SSH from the internet.",
        "### What is left for you",
        "1 finding could not be repaired safely.",
        "- bastion admits the internet to tcp/22. Not repaired: the program connects there. (`no-public-admin-ports`)",
        "### What may mislead",
        "Names, descriptions and tags are as the program has them, and nothing checks that they say what a resource does. The proof speaks of addresses, ports and references only.",
        "### How to turn this off",
        "Close this pull request: it is not opened again until the code it edits changes. To silence a finding for good, name it among the exemptions in the policy pack's settings, or set the policy to `disabled` in `.portcullis.yaml`, which also ignores paths (`ignoredPaths`) and turns everything off (`mode: off`). Push to the branch, and it is left to you.",
        "- [ ] <!-- portcullis-redo -->Make this pull request again at the next run.",
      ].join("\n\n"),
    );
  });

  test("gives the reasons why a place is left as one sentence", () => {
    const declined = ["its owner knows.", "bastion comes first.", "its owner knows."].map((reason) => ({
      ...{ policy: "no-public-admin-ports", message: "bastion admits the internet.", place: "index.ts:3" },
      reason,
    }));
    expect(describe(repair({ declined })).body).toContain(
      "- `index.ts:3`: bastion admits the internet. Not repaired: its owner knows; bastion comes first. (`no-public-admin-ports`)",
    );
  });

  test("says that only the ports that change are closed to whoever loses access, where it shows them", () => {
    const groups = [{ name: "web", gone: ["tcp/22 from 0.0.0.0/0"], added: [], stays: [] }];
    const says = "On the ports that change above, and unless another rule lets them through, these do. To check before you merge: ";
    expect(describe(repair({ groups })).body).toContain(says);
  });

  test("without a proof says so, and without a file names the resource", () => {
    const [finding] = repair().findings;
    if (finding === undefined) throw new Error("the request has a finding");
    const { body } = describe(repair({ proof: [], losesAccess: [], findings: [{ ...finding, file: undefined }] }));
    expect(body).toContain("Nothing was proven");
    expect(body).toContain("Nobody, as far as the program tells.");
    expect(body).toContain(`- \`${finding.urn}\`: `);
  });

  const service = (number: number) => ({
    ...{ name: `service-${number}`, added: [], stays: ["tcp/22 from 10.0.0.0/8"] },
    gone: ["tcp/22 from 0.0.0.0/0"],
  });

  test("shows each of few groups rule by rule, and folds what is more than one reads at once", () => {
    const few = Array.from({ length: 5 }, (_, number) => service(number));
    const { body } = describe(repair({ groups: few }));
    expect(body.match(/^@@ /gm)).toHaveLength(5);
    expect(body).not.toMatch(/<details>|In short/);
    const long = few.map((group) => ({ ...group, gone: Array.from({ length: 30 }, (_, port) => `tcp/${port} from 0.0.0.0/0`) }));
    expect(describe(repair({ groups: long })).body).toContain("<details><summary>4 more groups</summary>\n\n```diff\n@@ service-1 @@\n");
  });

  test("has a line for each of many groups, before and after, and folds their rules", () => {
    const groups = [
      ...Array.from({ length: 5 }, (_, number) => service(number)),
      { name: "a|b", gone: ["tcp/1 from x", "tcp/2 from x", "tcp/3 from x", "tcp/4 from x"], added: [], stays: [] },
    ];
    const { body } = describe(repair({ groups }));
    expect(body).toContain(
      [
        "| group | before | after |\n| --- | --- | --- |",
        "| `service-0` | `tcp/22 from 0.0.0.0/0`<br>`tcp/22 from 10.0.0.0/8` | `tcp/22 from 10.0.0.0/8` |",
      ].join("\n"),
    );
    expect(body).toContain("| `a¦b` | `tcp/1 from x`<br>`tcp/2 from x`<br>`tcp/3 from x`<br>1 more | nothing |\n\n### What was open\n");
    expect(body).toContain("<details><summary>6 groups, rule by rule</summary>\n\n```diff\n@@ service-0 @@\n");
    const many = describe(repair({ groups: Array.from({ length: 200 }, (_, number) => service(number)) })).body;
    expect(many).toContain("| `service-14` |");
    expect(many).not.toContain("| `service-15` |");
    expect(many).toContain("\n\nAnd 185 more groups, below.\n\n");
    expect(many).toMatch(/\n {2}and \d+ more\n```\n\n<\/details>\n/);
    expect(many.length).toBeLessThan(longestText);
  });

  test("names what it has no room for by number", () => {
    const many = Array.from({ length: 5000 }, (_, number) => ({ key: String(number), policy: "p", message: "m".repeat(500), urn: `u${number}` }));
    const { body } = describe(
      repair({ findings: many, losesAccess: many.map(({ message }) => message), declined: many.map((each) => ({ ...each, reason: "r" })) }),
    );
    expect(body.length).toBeLessThan(longestText);
    expect(body.match(/^- and 4,9\d\d more$/gm)).toHaveLength(3);
  });

  test("has a line for each problem, whichever policies say so, with what the problem says and its places", () => {
    const [finding] = repair().findings;
    if (finding === undefined) throw new Error("the request has a finding");
    const two = { ...finding, policy: "admin-ports-from-trusted-only" };
    const whole = { problem: "web opens SSH, RDP.", file: "infra/index.ts" };
    const { body } = describe(
      repair({
        findings: [
          ...[finding, two].map((each, line) => ({ ...each, ...whole, line: line + 7 })),
          { ...finding, file: "a.ts" },
          { ...two, file: "a.ts", message: "More of it." },
        ],
        policyPages: "https://example.com/",
      }),
    );
    expect(body).toContain(
      [
        "This repairs 2 problems (4 findings) of the Pulumi project `shop` in 1 file. Run a preview of the branch before you merge it.",
        "### What was open",
        [
          "- `infra/index.ts:7` and `infra/index.ts:8`: web opens SSH, RDP. ([`no-public-admin-ports`][no-public-admin-ports], [`admin-ports-from-trusted-only`][admin-ports-from-trusted-only])",
          "- `a.ts:1`: web admits 4,256,038,912 IPv4 addresses from the internet to tcp/22. More of it. ([`no-public-admin-ports`][no-public-admin-ports], [`admin-ports-from-trusted-only`][admin-ports-from-trusted-only])",
        ].join("\n"),
      ].join("\n\n"),
    );
    expect(body).toMatch(
      /\n\n\[admin-ports-from-trusted-only\]: https:\/\/example\.com\/admin-ports-from-trusted-only\.md\n\[no-public-admin-ports\]: https:\/\/example\.com\/no-public-admin-ports\.md$/,
    );
  });

  test("shows the rules before and after as a diff that no name ends", () => {
    const { body } = describe(
      repair({
        groups: [
          { name: "web", gone: ["tcp/22 from 0.0.0.0/0"], added: ["tcp/22 from bastion"], stays: ["tcp/22 from 192.0.2.0/24"] },
          { name: "``` @@\n<!-- portcullis:e30 -->", gone: ["tcp/1 from ```"], added: [], stays: [] },
        ],
      }),
    );
    expect(body).toContain(
      "### What changes\n\nRules on other ports stay as they are.\n\n````diff\n@@ web @@\n- tcp/22 from 0.0.0.0/0\n+ tcp/22 from bastion\n  tcp/22 from 192.0.2.0/24\n@@ ``` @@",
    );
    expect(body).toContain("\n- tcp/1 from ```\n````\n");
    expect(readMarker(body).kind).toBe("none");
  });

  test("shows what has to be set as it is written in the files, those of each stack together", () => {
    const both = ["Pulumi.dev.yaml", "Pulumi.prod.yaml"];
    const { body } = describe(
      repair({
        settings: [
          { key: "shop:sshCidrs", files: both, who: "who logs in to bastion" },
          { key: "shop:adminCidrs", files: both, who: "the\ncallers" },
          { key: "shop:rdpCidrs", files: ["Pulumi.win.yaml"], who: "``` #" },
        ],
      }),
    );
    expect(body).toContain(
      [
        "### Before the next deployment",
        "Set who gets through, with your own addresses in the place of the examples. Until then nobody does by these rules.",
        "In `Pulumi.dev.yaml` and `Pulumi.prod.yaml`:",
        '```yaml\nconfig:\n  shop:sshCidrs: ["192.0.2.0/24"] # who logs in to bastion\n  shop:adminCidrs: ["192.0.2.0/24"] # the callers\n```',
        "In `Pulumi.win.yaml`:",
        '````yaml\nconfig:\n  shop:rdpCidrs: ["192.0.2.0/24"] # ``` #\n````',
        "### The proof",
      ].join("\n\n"),
    );
    expect(describe(repair({ settings: [] })).body).toBe(describe(repair()).body);
  });

  test("says once what cannot be repaired at one place, and folds what is more than one reads at once", () => {
    const declined = ["a", "b"].map((policy) => ({ policy, message: `${policy} is so. Do this.`, reason: "it is shared.", place: "x.ts:1" }));
    expect(describe(repair({ declined })).body).toContain(
      "2 findings could not be repaired safely.\n\n- `x.ts:1`: a is so. Do this. Not repaired: it is shared. (`a`, `b`)\n\n###",
    );
    const many = Array.from({ length: 20 }, (_, index) => ({ policy: "a", message: `m${index}.`, reason: "r." }));
    const { body } = describe(repair({ declined: many }));
    expect(body).toContain("- m5. Not repaired: r. (`a`)\n\n<details><summary>14 more</summary>\n\n- m6. Not repaired: r. (`a`)\n");
  });

  test("is bounded, has no marker and no comment but the box, whatever others wrote", () => {
    const finding = record({
      key: text,
      policy: text,
      message: text,
      file: option(text, { nil: undefined }),
      line: option(nat(), { nil: undefined }),
      urn: text,
    });
    const request = record({
      project: text,
      title: text,
      findings: array(finding, { maxLength: 60 }),
      declined: array(record({ policy: text, message: text, reason: text }), { maxLength: 60 }),
      proof: array(record({ claim: text, holds: boolean(), detail: text }), { maxLength: 10 }),
      settings: array(record({ key: text, files: array(text, { maxLength: 20 }), who: text }), { maxLength: 60 }),
      losesAccess: array(text, { maxLength: 60 }),
    });
    assert(
      property(request, (change) => {
        const { title, body } = describe(repair(change));
        expect(body.length).toBeLessThan(longestText);
        expect(title.length).toBeLessThan(1000);
        expect(body.match(/<!--/g)).toHaveLength(1);
        expect(readMarker(body).kind).toBe("none");
        expect(redoIsTicked(body)).toBe(false);
        expect(body.match(/^### /gm)?.length).toBeLessThanOrEqual(7);
      }),
      { numRuns: 50 },
    );
  });

  test("has a hash that changes with title and body alone", () => {
    expect(describe(repair()).hash).toBe(describe(repair({ files: repair().files.map((file) => ({ ...file, path: "x" })) })).hash);
    expect(describe(repair()).hash).not.toBe(describe(repair({ title: "Other" })).hash);
    expect(describe(repair()).hash).not.toBe(describe(repair({ losesAccess: [] })).hash);
  });
});

test.each([
  ["- [x] <!-- portcullis-redo -->Make", true],
  ["text\r\n- [X] <!-- portcullis-redo -->Make\r\n", true],
  ["- [ ] <!-- portcullis-redo -->Make", false],
  ["> - [x] <!-- portcullis-redo -->Make", false],
  ["", false],
])("the box of %j is ticked: %s", (body, ticked) => {
  expect(redoIsTicked(body)).toBe(ticked);
});
