import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { readConfiguration, readConfigurationFile, type ReadConfiguration } from "@portcullis/remediator/configuration/read";
import { settingsOf } from "@portcullis/remediator/configuration/settings";

const whole = `# yaml-language-server: $schema=portcullis.schema.json
mode: pr
policies:
  all: advisory
  no-public-admin-ports: mandatory
  settings:
    bastions: ["jump-*"]
trustedNetworks: ["192.175.48.0/29"]
ignoredPaths: ["examples/**"]
limits: { openPullRequests: 2, newPullRequests: 1, newPullRequestsPerHour: 3 }
draft: true
labels: [security]
reviewers: [ada, acme/platform]
assignees: [ada]
`;

test("a whole file is read, and says what holds", () => {
  const settings = settingsOf({}, fileOf(whole), "report");
  expect(settings).toMatchObject({
    mode: "pr",
    draft: true,
    labels: ["security"],
    limits: { openPullRequests: 2, newPullRequests: 1, newPullRequestsPerHour: 3 },
  });
  expect(settings.policies.pack).toMatchObject({ trustedCidrs: ["192.175.48.0/29"], bastions: ["jump-*"] });
  expect(settings.policies.levels.get("no-unused-groups")).toBe("advisory");
});

test.each(["ada", "ada-lovelace", "dependabot[bot]", "ada_acme", "acme/platform", "acme/infra.core_2"])("%s may be asked for a review", (name) => {
  expect(readConfiguration(`reviewers: [${JSON.stringify(name)}]\n`)).toMatchObject({ kind: "configuration" });
});

describe("an empty file says nothing", () => {
  test.each(["", "# nothing\n", "---\n", "{}\n"])("%j", (text) => {
    expect(readConfiguration(text)).toEqual({ kind: "configuration", file: {} });
  });
});

describe("a file that is wrong says where", () => {
  const cases: readonly (readonly [string, string, number, number, string])[] = [
    ["an unknown mode", "mode: often\n", 1, 1, "mode must be one of off, report or pr"],
    ["an unknown name", "mode: pr\nlabel: [a]\n", 2, 1, '"label" is no setting'],
    ["an unknown name inside", "limits:\n  pulls: 3\n", 2, 3, 'limits."pulls" is no setting'],
    ["a list that is none", "labels: security\n", 1, 1, "labels must be a list"],
    [
      "no pull request in an hour, which elsewhere is no limit",
      "limits:\n  newPullRequestsPerHour: 0\n",
      2,
      3,
      "limits.newPullRequestsPerHour must be at least 1",
    ],
    ["a part of a pull request", "limits: { newPullRequestsPerHour: 1.5 }\n", 1, 11, "limits.newPullRequestsPerHour must be a whole number"],
    ["a number that is too large", "limits:\n  openPullRequests: 1000\n", 2, 3, "limits.openPullRequests must be at most 100"],
    ["a label without a name", 'labels: [a, ""]\n', 1, 13, "labels.1 must not be empty"],
    ["a label that GitHub does not take", `labels: [${"x".repeat(51)}]\n`, 1, 10, "labels.0 must have at most 50 characters"],
    ["too many labels", `labels: [${"a, ".repeat(50)}a]\n`, 1, 1, "labels must have at most 50 entries"],
    ["more assignees than GitHub takes", `assignees: [${"ada, ".repeat(10)}bob]\n`, 1, 1, "assignees must have at most 10 entries"],
    ["more reviewers than GitHub takes", `reviewers: [${"ada, ".repeat(15)}bob]\n`, 1, 1, "reviewers must have at most 15 entries"],
    ["a mention", 'reviewers: ["@ada"]\n', 1, 13, "reviewers.0 must be a login, or ORGANISATION/TEAM, without an @"],
    ["no team", "reviewers: [acme/]\n", 1, 13, "reviewers.0 must be a login, or ORGANISATION/TEAM"],
    ["a team where an account is asked for", "assignees: [acme/platform]\n", 1, 13, "assignees.0 must be a login"],
    ["no address of pages", "policyPages: javascript:x\n", 1, 1, "policyPages must be an https address that ends with a slash"],
    ["no address block", "trustedNetworks:\n  - 10.0.0.0/8\n  - 10.0.0.256/8\n", 3, 5, 'trustedNetworks: "10.0.0.256/8" is not an address block'],
    ["no policy", "policies:\n  no-such-policy: mandatory\n", 2, 3, 'policies: "no-such-policy" is not a policy of this pack'],
    [
      "no level",
      "policies:\n  no-public-admin-ports: loud\n",
      2,
      3,
      "policies.no-public-admin-ports must be one of advisory, mandatory, remediate or disabled",
    ],
    ["no setting of a policy", "policies:\n  settings:\n    trusted: []\n", 3, 5, "policies: settings.trusted is no setting"],
    ["no YAML", "mode: [pr\n", 2, 1, "is not YAML"],
    ["the same twice", "mode: pr\nmode: report\n", 2, 1, "is not YAML: Map keys must be unique"],
    ["two documents", "mode: pr\n---\nmode: off\n", 2, 1, "has more than one document"],
    ["a list", "- mode\n", 1, 1, "the file must be a mapping"],
    ["aliases", "labels: &a [x]\nassignees: *a\n", 1, 1, "has aliases, which are not read"],
    ["a tag of somebody's own", "mode: !own pr\n", 1, 12, 'has the tag "!own", which is not read'],
    ["a function", "mode: !!js/function x\n", 1, 21, 'has the tag "tag:yaml.org,2002:js/function", which is not read'],
    ["a set, which would say nothing", "!!set { mode }\n", 1, 7, 'has the tag "tag:yaml.org,2002:set", which is not read'],
    ["a list of pairs", "!!omap [mode: pr]\n", 1, 8, 'has the tag "tag:yaml.org,2002:omap", which is not read'],
    ["a label with a line of its own", 'labels: [a, "b\\nc"]\n', 1, 13, "labels.1 must be a name without control characters"],
    ["a label of nothing but spaces", 'labels: ["  "]\n', 1, 10, "labels.0 must be a name without control characters"],
    ["a path that is to be read after all", 'ignoredPaths: [a, "!a/b"]\n', 1, 19, 'ignoredPaths: "!a/b" is no path from the top of the repository'],
    ["a path out of the repository", "ignoredPaths:\n  - ../x\n", 2, 5, 'ignoredPaths: "../x" is no path'],
    ["a path as Windows writes it", "ignoredPaths: ['examples\\one']\n", 1, 16, 'ignoredPaths: "examples'],
    ["too long", "#".repeat(100_001), 1, 1, "has more than 100,000 characters"],
  ];
  test.each(cases)("%s", (_, text, line, column, message) => {
    const [flaw] = flawsOf(text);
    expect({ ...flaw, message: flaw?.message.slice(0, message.length) }).toEqual({ line, column, message });
  });
});

describe("bytes that are not of a text are a flaw, with their place:", () => {
  test.each([
    ["Latin-1", Buffer.from("mode: pr\nlabels: [s\u00e9curit\u00e9]\n", "latin1"), 2, 11],
    ["a character that was cut", Buffer.concat([Buffer.from("mode: pr\n# "), Buffer.from("\u{1f512}").subarray(0, 3), Buffer.from("\n")]), 2, 3],
    ["half a character of UTF-16", Buffer.from("\ufeffmode: pr\n\ud800x", "utf16le"), 2, 1],
  ])("%s", (_, bytes, line, column) => {
    expect(readConfigurationFile(bytes)).toEqual({ kind: "invalid", flaws: [{ line, column, message: "is not in UTF-8" }] });
  });

  test("of a text that is long they are not looked for", () => {
    expect(readConfigurationFile(Buffer.alloc(400_001, 0xff))).toMatchObject({ flaws: [{ message: "has more than 100,000 characters" }] });
  });

  test("what stands for one in a text is a character like any other", () => {
    expect(readConfigurationFile(Buffer.from("labels: ['\ufffd']\n"))).toMatchObject({ kind: "configuration" });
  });
});

test("a list without an end is a flaw", () => {
  expect(flawsOf(`labels: ${"[".repeat(50_000)}`)).toMatchObject([{ line: 1, message: "nests too deeply to be read" }]);
});

test("all that is wrong is said at once, whether it has no form or no meaning", () => {
  const text = "policies:\n  no-such-policy: disabled\nlimits:\n  openPullRequests: many\nlabelz: [x]\ntrustedNetworks: [everywhere]\n";
  expect(flawsOf(text).map(({ line, message }) => `${line}: ${message}`)).toEqual([
    expect.stringContaining('2: policies: "no-such-policy" is not a policy of this pack'),
    "4: limits.openPullRequests must be a whole number",
    '5: "labelz" is no setting',
    '6: trustedNetworks: "everywhere" is not an address block',
  ]);
});

test("whatever the text, there is an answer, and a place inside of it", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^(mode|labels|limits|policies|trustedNetworks): [\s\S]{0,20}\n/)), (text) => {
      const read = readConfiguration(text);
      if (read.kind === "configuration") return;
      for (const { line, column } of read.flaws) expect(line >= 1 && line <= text.split("\n").length + 1 && column >= 1).toBe(true);
    }),
  );
});

describe("a repository's file over the preset", () => {
  test("takes the place of lists and words, and of policies one by one", () => {
    const preset = fileOf(
      "mode: report\nlabels: [a, b]\npolicies: { no-public-admin-ports: advisory, no-public-icmp: disabled }\nlimits: { openPullRequests: 9 }\n",
    );
    const own = fileOf("mode: pr\nlabels: [c]\npolicies: { no-public-icmp: mandatory }\nlimits: { newPullRequests: 1 }\n");
    const { mode, labels, limits, policies } = settingsOf(preset, own, "report");
    expect({ mode, labels, limits }).toEqual({
      mode: "pr",
      labels: ["c"],
      limits: { openPullRequests: 9, newPullRequests: 1, newPullRequestsPerHour: 1 },
    });
    expect([policies.levels.get("no-public-admin-ports"), policies.levels.get("no-public-icmp")]).toEqual(["advisory", "mandatory"]);
  });

  test.each([
    ["nobody says anything", "", "", { openPullRequests: 10, newPullRequests: 5, newPullRequestsPerHour: 5 }],
    ["a run may open more, and so an hour", "", "newPullRequests: 20", { newPullRequests: 20, newPullRequestsPerHour: 20 }],
    ["a run may open nothing", "newPullRequests: 0", "", { newPullRequests: 0, newPullRequestsPerHour: 1 }],
    ["the preset says it for an hour", "newPullRequestsPerHour: 2", "newPullRequests: 20", { newPullRequests: 20, newPullRequestsPerHour: 2 }],
    ["both say it for an hour", "newPullRequestsPerHour: 2", "newPullRequestsPerHour: 7", { newPullRequests: 5, newPullRequestsPerHour: 7 }],
  ])("has the limits that somebody named last: %s", (_, preset, own, limits) => {
    expect(settingsOf(fileOf(`limits: { ${preset} }\n`), fileOf(`limits: { ${own} }\n`), "report").limits).toMatchObject(limits);
  });

  test("keeps the level of the pack's settings beside the networks", () => {
    const { levels, pack } = settingsOf(
      fileOf("policies: { settings: disabled }\n"),
      fileOf('trustedNetworks: ["192.175.48.0/29"]\n'),
      "pr",
    ).policies;
    expect([levels.get("settings"), pack.trustedCidrs]).toEqual(["disabled", ["192.175.48.0/29"]]);
  });

  const partner = (resource: string): string =>
    `{ policy: no-public-icmp, resource: ${resource}, reason: they ask, owner: payments, expires: "2027-01-31" }`;
  const presetOf = (settings: string): string => `policies: { settings: ${settings} }\n`;
  const office = '{ trustedCidrs: ["192.175.48.0/29"], bastions: ["jump-*"] }';

  test.each<readonly [string, string, string, object, readonly string[]]>([
    ["a level", presetOf(office), presetOf("advisory"), { trustedCidrs: ["192.175.48.0/29"], bastions: ["jump-*"] }, []],
    [
      "another setting",
      presetOf(office),
      presetOf("{ publicPorts: [tcp/443] }"),
      { trustedCidrs: ["192.175.48.0/29"], publicPorts: ["tcp/443"] },
      [],
    ],
    [
      "another setting, of exemptions",
      presetOf(`{ exemptions: [${partner("a")}] }`),
      presetOf("{ unknown: mandatory }"),
      { exemptions: [{ resource: "a" }], unknown: "mandatory" },
      [],
    ],
    ["no tags that exempt", presetOf("{ tagExemptions: false }"), presetOf('{ bastions: ["b"] }'), { tagExemptions: false }, []],
    [
      "the same setting, whose place it takes",
      presetOf(office),
      presetOf('{ trustedCidrs: ["192.31.196.0/24"] }'),
      { trustedCidrs: ["192.31.196.0/24"], bastions: ["jump-*"] },
      ["policies.settings.trustedCidrs"],
    ],
    ["the same setting with the same value", presetOf(office), presetOf(office), { bastions: ["jump-*"] }, []],
    [
      "another level beside a setting",
      presetOf("mandatory"),
      presetOf('{ enforcementLevel: advisory, bastions: ["b"] }'),
      { bastions: ["b"] },
      ["policies.settings"],
    ],
    [
      "networks of its own",
      'trustedNetworks: ["192.175.48.0/29"]\n',
      'trustedNetworks: ["192.31.196.0/24"]\n',
      { trustedCidrs: ["192.31.196.0/24"] },
      ["trustedNetworks"],
    ],
    [
      "networks beside those that a setting names",
      presetOf(office),
      'trustedNetworks: ["192.31.196.0/24"]\n',
      { trustedCidrs: ["192.175.48.0/29", "192.31.196.0/24"] },
      [],
    ],
    ["paths of its own", 'ignoredPaths: ["a"]\n', 'ignoredPaths: ["b"]\n', {}, ["ignoredPaths"]],
    ["labels, which say nothing of what is judged", "labels: [a]\n", "labels: [b]\n", {}, []],
  ])("loses nothing that it does not name, and says what it takes the place of: %s", (_, preset, own, pack, replaced) => {
    const settings = settingsOf(fileOf(preset), fileOf(own), "report");
    expect(settings.policies.pack).toMatchObject(pack);
    expect(settings.replaced).toEqual(replaced);
  });

  test("keeps a policy's level where it names a setting, and its settings where it names a level", () => {
    const wide = "no-wide-port-ranges";
    const setting = settingsOf(
      fileOf(`policies: { ${wide}: mandatory }\n`),
      fileOf(`policies: { ${wide}: { widestPortRange: 9 } }\n`),
      "pr",
    ).policies;
    expect([setting.levels.get(wide), setting.settings.get(wide)]).toEqual(["mandatory", { widestPortRange: 9 }]);
    const level = settingsOf(fileOf(`policies: { ${wide}: { widestPortRange: 9 } }\n`), fileOf(`policies: { ${wide}: disabled }\n`), "pr");
    expect([level.policies.levels.get(wide), level.policies.settings.get(wide)]).toEqual(["disabled", { widestPortRange: 9 }]);
    expect(level.replaced).toEqual([]);
  });

  test("does not turn on what the organisation turned off", () => {
    expect(settingsOf(fileOf("mode: off\n"), fileOf("mode: pr\n"), "pr").mode).toBe("off");
    expect(settingsOf(fileOf("mode: pr\n"), fileOf("mode: off\n"), "pr").mode).toBe("off");
    expect(settingsOf({}, {}, "report").mode).toBe("report");
  });
});

describe("a path that is ignored", () => {
  test.each([
    ["examples", "examples", true],
    ["examples/", "examples/one", true],
    ["examples/**", "examples/one/two", true],
    ["./examples", "examples", true],
    ["**/test", "apps/a/test", true],
    ["examples", "my-examples", false],
    ["apps/*/infra", "apps/a/infra", true],
    ["apps/a", "", false],
    [".", "", true],
    ["./", "", true],
    ["/", "apps/a", false],
  ])("%s and the folder %j: %s", (glob, folder, ignored) => {
    expect(settingsOf({}, { ignoredPaths: [glob] }, "report").ignores(folder)).toBe(ignored);
  });
});

function fileOf(text: string): Extract<ReadConfiguration, { kind: "configuration" }>["file"] {
  const read = readConfiguration(text);
  if (read.kind === "invalid") throw new Error(JSON.stringify(read.flaws));
  return read.file;
}

function flawsOf(text: string): Extract<ReadConfiguration, { kind: "invalid" }>["flaws"] {
  const read = readConfiguration(text);
  return read.kind === "invalid" ? read.flaws : [];
}
