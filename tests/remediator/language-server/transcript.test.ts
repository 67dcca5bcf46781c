import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { policies } from "@portcullis/policypack/contract/registry";
import { groupProgram, portcullis, root, scratch } from "../../harness/command";
import { defaultCapabilities, LanguageClient, uriOf, type Diagnostic, type Position } from "../../harness/language-client";

const { program, file, folder } = scratch("editor");

let client: LanguageClient | undefined;
afterEach(() => client?.kill());

/** Starts a server for one test. */
function started(): LanguageClient {
  client = LanguageClient.start();
  return client;
}

const at = (uri: string, position: Position): object => ({ textDocument: { uri }, position });

/** The first place of a text, as editors have it. */
function positionOf(text: string, part: string): Position {
  const offset = text.indexOf(part);
  const lines = text.slice(0, offset).split("\n");
  return { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
}

interface Edit {
  readonly range: { readonly start: Position; readonly end: Position };
  readonly newText: string;
}

interface Action {
  readonly title: string;
  readonly kind: string;
  readonly diagnostics: readonly Diagnostic[];
  readonly edit?: {
    readonly changes?: Readonly<Record<string, readonly Edit[]>>;
    readonly documentChanges?: readonly {
      readonly textDocument: { readonly uri: string; readonly version: number | null };
      readonly edits: readonly Edit[];
    }[];
  };
}

/** A text after edits of an editor, which do not overlap. */
function applied(text: string, edits: readonly Edit[]): string {
  const lines = text.split("\n");
  const offset = ({ line, character }: Position): number => lines.slice(0, line).reduce((sum, each) => sum + each.length + 1, 0) + character;
  return [...edits]
    .sort((a, b) => offset(b.range.start) - offset(a.range.start))
    .reduce((result, { range, newText }) => result.slice(0, offset(range.start)) + newText + result.slice(offset(range.end)), text);
}

async function actionsAt(
  client: LanguageClient,
  uri: string,
  position: Position,
  diagnostics: readonly Diagnostic[] = [],
): Promise<readonly Action[]> {
  const params = { textDocument: { uri }, range: { start: position, end: position }, context: { diagnostics } };
  return (await client.request("textDocument/codeAction", params)) as Action[];
}

const errors = (diagnostics: readonly Diagnostic[]): readonly (string | undefined)[] =>
  diagnostics.filter(({ severity }) => severity === 1).map(({ code }) => code);

const open = groupProgram();
const everybody = '"0.0.0.0/0"';

describe("a session", () => {
  test("from the first diagnostics over an explanation and a repair to the end", async () => {
    const place = path.join(program("session", { "index.ts": open }), "index.ts");
    const client = started();
    expect(await client.initialize([path.dirname(place)])).toMatchObject({
      serverInfo: { name: "portcullis" },
      capabilities: { hoverProvider: true, codeActionProvider: { codeActionKinds: ["quickfix"], resolveProvider: true } },
    });
    client.open(place, open);
    const diagnostics = await client.diagnostics(place, 1);
    const [problem] = diagnostics;
    const start = positionOf(open, everybody);
    expect(problem).toMatchObject({
      range: { start, end: { line: start.line, character: start.character + everybody.length } },
      severity: 1,
      source: "portcullis",
      code: "no-public-admin-ports",
      message: expect.stringMatching(/^web opens SSH \(tcp\/22\) to the whole internet: 0\.0\.0\.0\/0\. .*Name the callers in trustedCidrs/),
    });

    const { contents } = (await client.request("textDocument/hover", at(uriOf(place), start))) as { contents: { kind: string; value: string } };
    const asked = await portcullis(["explain", `index.ts:${start.line + 1}`, path.dirname(place), "--format", "markdown"]);
    // The same text, but for the command that is not needed in an editor.
    const withoutCommand = asked.stdout.replace(/It is proven when it is made: .*\n\n/, "");
    expect({ kind: contents.kind, value: contents.value }).toEqual({ kind: "markdown", value: withoutCommand });

    const [action] = await actionsAt(client, uriOf(place), start, diagnostics);
    expect(action).toMatchObject({ kind: "quickfix", title: "Portcullis: Closes tcp/22 to the internet in ingress[0] of web" });
    expect(action?.diagnostics.map(({ code }) => code)).toEqual(["no-public-admin-ports"]);
    const resolved = (await client.request("codeAction/resolve", action)) as Action;
    const [change] = resolved.edit?.documentChanges ?? [];
    expect(change?.textDocument).toEqual({ uri: uriOf(place), version: 1 });
    const repaired = applied(open, change?.edits ?? []);
    expect(repaired).toBe(open.replace(`, ${everybody}`, ""));

    client.change(place, 2, repaired);
    expect(errors(await client.diagnostics(place, 2))).toEqual([]);
    expect({ exit: await client.shutdown(), strays: client.strays }).toEqual({ exit: 0, strays: [] });
  });

  test("goes on when the source is broken, and when it is nonsense", async () => {
    const place = path.join(program("broken", { "index.ts": open }), "index.ts");
    const client = started();
    await client.initialize([path.dirname(place)]);
    client.open(place, open);
    await client.diagnostics(place, 1);
    const texts = [
      open.slice(0, open.indexOf("ingress") + 20),
      open.replace("[", "[["),
      "",
      "\u0000\uffff",
      "(".repeat(20_000),
      "const a = `${".repeat(500),
      `export default ${"[".repeat(5000)}`,
      "while (true) {}",
    ];
    for (const [index, text] of texts.entries()) {
      client.change(place, index + 2, text);
      await client.request("textDocument/hover", at(uriOf(place), { line: 0, character: 0 }));
      await actionsAt(client, uriOf(place), { line: 999, character: 999 });
      await client.diagnostics(place, index + 2);
    }
    client.change(place, 99, open);
    expect(errors(await client.diagnostics(place, 99))).toEqual(["no-public-admin-ports"]);
    expect(await client.shutdown()).toBe(0);
  }, 60_000);

  test("says where the project's file is not YAML, and judges what can be read all the same", async () => {
    const folder = program("half-typed", { "index.ts": open });
    const [place, project] = [path.join(folder, "index.ts"), path.join(folder, "Pulumi.yaml")];
    const client = started();
    await client.initialize([folder]);
    client.open(place, open);
    await client.diagnostics(place, 1);
    client.open(project, "name: shop\nruntime: nodejs\nconfig: [ {a\n", "yaml");
    const hints = await client.nextDiagnostics(project, (found) => found.length > 0);
    expect(hints.map(({ severity, message }) => [severity, message])).toEqual([
      [4, expect.stringMatching(/^Not checked: Pulumi\.yaml is not YAML: /)],
    ]);
    client.change(place, 2, `${open}\n`);
    expect(errors(await client.diagnostics(place, 2))).toEqual(["no-public-admin-ports"]);
  });

  test("answers a request that is cancelled, and the next one", async () => {
    const place = path.join(program("cancelled", { "index.ts": open }), "index.ts");
    const client = started();
    await client.initialize([path.dirname(place)]);
    client.open(place, open);
    const asked = Array.from({ length: 5 }, () => client.ask("textDocument/hover", at(uriOf(place), positionOf(open, everybody))));
    for (const { id } of asked) client.notify("$/cancelRequest", { id });
    for (const { answer } of asked) expect(await answer).not.toHaveProperty("result.contents");
    expect(await client.request("textDocument/hover", at(uriOf(place), positionOf(open, everybody)))).toHaveProperty("contents");
  });

  test("judges what was typed last only", async () => {
    const place = path.join(program("typed", { "index.ts": open }), "index.ts");
    const client = started();
    await client.initialize([path.dirname(place)]);
    client.open(place, open);
    for (let version = 2; version <= 40; version++) client.change(place, version, open.replace('"web"', `"web${version}"`));
    const [last] = await client.diagnostics(place, 40);
    expect(last?.message).toMatch(/^web40 opens/);
    expect(client.versionsOf(place).length).toBeLessThan(10);
  });

  test("ends where the editor goes away", async () => {
    const client = started();
    await client.initialize([folder]);
    client.hangUp();
    expect(await client.ended).toBe(1);
  });
});

describe("programs in every language", () => {
  const shops = path.join(root, "examples", "languages");
  const rows = [
    ["typescript", "index.ts", ', "0.0.0.0/0"]', "]", "[office"],
    ["python", "__main__.py", ', "0.0.0.0/0"]', "]", "[office"],
    ["go", "main.go", ', pulumi.String("0.0.0.0/0")}', "}", "pulumi.String(office)"],
    ["csharp", "Program.cs", ', "0.0.0.0/0" }', " }", "{ office"],
    ["java", "src/main/java/shop/App.java", ', "0.0.0.0/0")', ")", "(office"],
    ["yaml", "Pulumi.yaml", ", 0.0.0.0/0]", "]", '["${office}"'],
  ] as const;
  /** One server for all of them: every language is a folder that the editor has open. */
  let everywhere: LanguageClient;
  beforeAll(async () => {
    everywhere = LanguageClient.start();
    await everywhere.initialize(rows.map(([language]) => path.join(shops, language, "exposed")));
  });
  afterAll(() => everywhere.kill());

  test.each(rows)("%s: a problem goes as it is typed away, and its repair is the edit of fix", async (language, name, part, without, before) => {
    const client = everywhere;
    const place = path.join(shops, language, "exposed", name);
    const text = readFileSync(place, "utf8");
    const start = positionOf(text, `${before}${part}`);
    const isThere = (diagnostics: readonly Diagnostic[]): boolean =>
      diagnostics.some(({ range, code }) => range.start.line === start.line && code === "no-public-admin-ports");
    client.open(place, text, language);
    const first = await client.diagnostics(place, 1);
    client.change(place, 2, text.replace(`${before}${part}`, `${before}${without}`));
    const second = await client.diagnostics(place, 2);
    client.change(place, 3, text);
    expect([isThere(first), isThere(second), isThere(await client.diagnostics(place, 3))]).toEqual([true, false, true]);

    const diagnostic = first.find(({ range, code }) => range.start.line === start.line && code === "no-public-admin-ports");
    const [action] = await actionsAt(client, uriOf(place), diagnostic?.range.start ?? start);
    const resolved = (await client.request("codeAction/resolve", action)) as Action;
    const [change] = resolved.edit?.documentChanges ?? [];
    client.change(place, 4, applied(text, change?.edits ?? []));
    expect(isThere(await client.diagnostics(place, 4))).toBe(false);
  });
});

describe("a workspace", () => {
  const shared = (source: string): string => `export const callers = [${source}];\n`;
  const using = (name: string): string =>
    `import * as aws from "@pulumi/aws";\nimport { callers } from "../shared/callers";\nnew aws.ec2.SecurityGroup("${name}", { description: "x", vpcId: "vpc-1", ingress: [{ description: "SSH", protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: callers }] });\n`;

  test("of several projects judges those that read what is typed", async () => {
    const top = path.join(folder, "many");
    mkdirSync(path.join(top, ".git"), { recursive: true });
    for (const name of ["one", "two"]) program(`many/${name}`, { "index.ts": using(name) });
    program("many/three", { "index.ts": "export const nothing = 1;\n" });
    const callers = file("many/shared/callers.ts", shared('"10.0.0.0/8"'));
    const client = started();
    await client.initialize([top]);
    client.open(callers, shared('"10.0.0.0/8"'));
    expect(errors(await client.diagnostics(callers, 1))).toEqual([]);
    // The place of each is where its program takes what both share.
    const found = ["one", "two"].map((name) =>
      client.nextDiagnostics(path.join(top, name, "index.ts"), (diagnostics) => errors(diagnostics).includes("no-public-admin-ports")),
    );
    client.change(callers, 2, shared(everybody));
    const messages = (await Promise.all(found)).flatMap((each) =>
      each.filter(({ severity }) => severity === 1).map(({ message }) => message.split(" ")[0]),
    );
    expect([...messages].sort()).toEqual(["one", "two"]);
  });

  test("knows files that are not saved yet", async () => {
    const place = program("fresh", { "index.ts": 'import "./rules";\n' });
    const fresh = path.join(place, "rules.ts");
    const client = started();
    await client.initialize([place]);
    client.open(fresh, open);
    expect(errors(await client.diagnostics(fresh, 1))).toEqual(["no-public-admin-ports"]);
  });

  test("hears of what is changed on disk", async () => {
    const place = program("outside", { "index.ts": 'import "./rules";\n', "rules.ts": "export {};\n" });
    const [index, rules] = [path.join(place, "index.ts"), path.join(place, "rules.ts")];
    const client = started();
    await client.initialize([place]);
    client.open(index, 'import "./rules";\n');
    await client.diagnostics(index, 1);
    writeFileSync(rules, open);
    client.notify("workspace/didChangeWatchedFiles", { changes: [{ uri: uriOf(rules), type: 2 }] });
    expect(errors(await client.nextDiagnostics(rules))).toEqual(["no-public-admin-ports"]);
  });

  test("takes a folder's problems away with it", async () => {
    const place = program("removed", { "index.ts": open });
    const client = started();
    await client.initialize([place]);
    const index = path.join(place, "index.ts");
    client.open(index, open);
    await client.diagnostics(index, 1);
    client.notify("textDocument/didClose", { textDocument: { uri: uriOf(index) } });
    const removed = [{ uri: uriOf(place), name: "removed" }];
    client.notify("workspace/didChangeWorkspaceFolders", { event: { added: [], removed } });
    expect(await client.nextDiagnostics(index, (diagnostics) => diagnostics.length === 0)).toEqual([]);
  });

  test("behind a symbolic link is called as the editor calls it", async () => {
    const place = program("real", { "index.ts": open });
    const link = path.join(folder, "link");
    symlinkSync(place, link);
    const client = started();
    await client.initialize([link]);
    const index = path.join(link, "index.ts");
    client.open(index, open);
    expect(errors(await client.diagnostics(index, 1))).toEqual(["no-public-admin-ports"]);
  });

  test("without a folder is the program around the document", async () => {
    const index = path.join(program("alone", { "index.ts": open }), "index.ts");
    const client = started();
    await client.initialize([]);
    client.open(index, open);
    expect(errors(await client.diagnostics(index, 1))).toEqual(["no-public-admin-ports"]);
  });
});

describe("an editor", () => {
  test("that cannot wait for an edit is given it at once, as changes where it knows nothing else", async () => {
    const index = path.join(program("plain", { "index.ts": open }), "index.ts");
    const client = started();
    await client.initialize([path.dirname(index)], {});
    client.open(index, open);
    const [action] = await actionsAt(client, uriOf(index), positionOf(open, everybody));
    expect(applied(open, action?.edit?.changes?.[uriOf(index)] ?? [])).toBe(open.replace(`, ${everybody}`, ""));
  });

  test("that asks for other actions is given none", async () => {
    const index = path.join(program("others", { "index.ts": open }), "index.ts");
    const client = started();
    await client.initialize([path.dirname(index)]);
    client.open(index, open);
    const start = positionOf(open, everybody);
    const params = { textDocument: { uri: uriOf(index) }, range: { start, end: start }, context: { diagnostics: [], only: ["refactor"] } };
    expect(await client.request("textDocument/codeAction", params)).toEqual([]);
  });

  test("may turn advice off, and name its configuration", async () => {
    const place = program("wishes", { "index.ts": open, "levels.json": JSON.stringify({ "no-public-admin-ports": "advisory" }) });
    const index = path.join(place, "index.ts");
    const client = started();
    await client.initialize([place], defaultCapabilities, { advice: false, config: "levels.json" });
    client.open(index, open);
    expect((await client.diagnostics(index, 1)).filter(({ code }) => policies.some(({ id, level }) => id === code && level === "advisory"))).toEqual(
      [],
    );
  });

  test("is told once that its configuration cannot be read", async () => {
    const place = program("unreadable", { "index.ts": open });
    const client = started();
    await client.initialize([place], defaultCapabilities, { config: "nowhere.json" });
    client.open(path.join(place, "index.ts"), open);
    expect(await client.said("window/showMessage")).toMatchObject({
      type: 1,
      message: expect.stringMatching(/^Portcullis: The configuration .*nowhere\.json cannot be read/),
    });
    await client.request("textDocument/hover", at(uriOf(path.join(place, "index.ts")), { line: 0, character: 0 }));
  });
});

describe("what is no message of the protocol", () => {
  const place = { line: 0, character: 0 };
  const document = { uri: "file:///shop/index.ts" };

  test.each<[method: string, params: unknown, says: string]>([
    ["initialize", null, "initialize takes parameters by their names, and got null"],
    ["initialize", { capabilities: null }, "initialize takes an object as capabilities, and got null"],
    ["initialize", { capabilities: {}, workspaceFolders: [null] }, "initialize takes a list of folders, or null as workspaceFolders, and got a list"],
    ["textDocument/hover", null, "textDocument/hover takes parameters by their names, and got null"],
    ["textDocument/hover", [1], "textDocument/hover takes parameters by their names, and got a list"],
    ["textDocument/hover", { textDocument: null, position: place }, "textDocument/hover takes a text as textDocument.uri, and got nothing"],
    ["textDocument/hover", { textDocument: document, position: null }, "textDocument/hover takes a number as position.line, and got nothing"],
    [
      "textDocument/hover",
      { textDocument: document, position: { line: "1", character: 0 } },
      "textDocument/hover takes a number as position.line, and got a text",
    ],
    [
      "textDocument/codeAction",
      { textDocument: document, range: { start: place } },
      "textDocument/codeAction takes a number as range.end.line, and got nothing",
    ],
    [
      "textDocument/codeAction",
      { textDocument: document, range: { start: place, end: place }, context: null },
      "textDocument/codeAction takes a list of objects as context.diagnostics, and got nothing",
    ],
    ["codeAction/resolve", null, "codeAction/resolve takes parameters by their names, and got null"],
  ])("%s with %j is answered with what it takes", async (method, params, says) => {
    const client = started();
    await client.initialize([folder]);
    expect((await client.ask(method, params).answer).error).toEqual({ code: -32602, message: says });
    expect(await client.shutdown()).toBe(0);
  });

  test.each(["didOpen", "didChange", "didSave", "didClose"])("textDocument/%s with null is passed over", async (method) => {
    const client = started();
    await client.initialize([folder]);
    client.notify(`textDocument/${method}`, null);
    expect(await client.said("window/logMessage")).toEqual({
      type: 1,
      message: `textDocument/${method} takes parameters by their names, and got null`,
    });
    expect(await client.shutdown()).toBe(0);
  });

  test("a body that is no JSON is answered, and what follows it is read", async () => {
    const client = started();
    client.send("Content-Length: 5\r\n\r\n{oops");
    await client.initialize([folder]);
    expect({ exit: await client.shutdown(), strays: client.strays }).toEqual({ exit: 0, strays: [] });
  });

  test.each([
    ["a header without a length", "Content-Type: application/json\r\n\r\n{}", /Header must provide a Content-Length property/],
    ["a length that is no number", "Content-Length: long\r\n\r\n{}", /Content-Length value must be a number/],
    [
      "a message without a header",
      '{"jsonrpc":"2.0","id":1,"method":"initialize"}\n',
      /input does not begin with a header of the language server protocol: \{"jsonrpc"/,
    ],
  ])("%s ends the command with a sentence", async (_, input, says) => {
    const { code, stdout, stderr } = await portcullis(["lsp"], { input });
    expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: "", stderr: expect.stringMatching(says) });
  });
});

test("a configuration that cannot be read ends the command with a sentence", async () => {
  const { code, stdout, stderr } = await portcullis(["lsp", "--config", "nowhere.json"]);
  expect({ code, stdout, stderr }).toEqual({
    code: 2,
    stdout: "",
    stderr: expect.stringMatching(/^The configuration nowhere\.json cannot be read: .*\.\n$/),
  });
});
