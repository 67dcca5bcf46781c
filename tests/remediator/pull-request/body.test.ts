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
        "This repairs 1 finding of the Pulumi project `shop` in 1 file. Run a preview of the branch before you merge it.",
        "**This one is for you to judge.** Not proven: Nothing is replaced. Below is what the proof says of it.",
        "### What is repaired",
        "- `no-public-admin-ports` at `infra/index.ts:1`: web admits 4,256,038,912 IPv4 addresses from the internet to tcp/22.",
        "### The proof",
        "The edited program was read again and compared with the one before. Claims that hold: 1 of 2.",
        "- ✅ The finding is gone: 1 of 1\n- ❌ Nothing is replaced",
        "### Who may lose access",
        "To check before you merge: VPC flow logs with the action ACCEPT name who came in on these ports, and a filter on the sources that stay leaves those who would not get through any more.",
        "- Everyone who reaches web over SSH from the internet.",
        "### What is left for you",
        "1 finding could not be repaired safely.",
        "- `no-public-admin-ports`: bastion admits the internet to tcp/22. Not repaired: the program connects there",
        "### What may mislead",
        "Names, descriptions and tags are as the program has them, and nothing checks that they say what a resource does. The proof speaks of addresses, ports and references only.",
        "### How to turn this off",
        "Close this pull request: it is not opened again until the code it edits changes. To silence a finding for good, name it among the exemptions in the policy pack's settings, or set the policy to `disabled` in `.portcullis.yaml`, which also ignores paths (`ignoredPaths`) and turns everything off (`mode: off`). Push to the branch, and it is left to you.",
        "- [ ] <!-- portcullis-redo -->Make this pull request again at the next run.",
      ].join("\n\n"),
    );
  });

  test("without a proof says so, and without a file names the resource", () => {
    const [finding] = repair().findings;
    if (finding === undefined) throw new Error("the request has a finding");
    const { body } = describe(repair({ proof: [], losesAccess: [], findings: [{ ...finding, file: undefined }] }));
    expect(body).toContain("Nothing was proven");
    expect(body).toContain("Nobody, as far as the program tells.");
    expect(body).toContain(`at \`${finding.urn}\``);
  });

  test("names what it has no room for by number", () => {
    const many = Array.from({ length: 5000 }, (_, number) => ({ key: String(number), policy: "p", message: "m".repeat(500), urn: "u" }));
    const { body } = describe(
      repair({ findings: many, losesAccess: many.map(({ message }) => message), declined: many.map((each) => ({ ...each, reason: "r" })) }),
    );
    expect(body.length).toBeLessThan(longestText);
    expect(body.match(/^- and 4,9\d\d more$/gm)).toHaveLength(3);
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
        expect(body.match(/^### /gm)?.length).toBeLessThanOrEqual(6);
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
