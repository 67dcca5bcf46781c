import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "@jest/globals";
import { cli, groupProgram, scratch } from "../../harness/command";

const hasNeovim = spawnSync("nvim", ["--version"], { stdio: "ignore" }).status === 0;
if (!hasNeovim) process.stderr.write("The language server is not tried in an editor: there is no Neovim.\n");
const inNeovim = hasNeovim ? describe : describe.skip;

const { program, file } = scratch("neovim");

/** What somebody does in the editor: waits for what is wrong, asks about it, takes the first repair, and saves. */
const session = `
local answer = {}
local place = vim.api.nvim_buf_get_name(0)
local config = { name = "portcullis", cmd = { vim.env.NODE, vim.env.CLI, "lsp", "--stdio" }, root_dir = vim.fn.fnamemodify(place, ":h") }
local client = vim.lsp.start and vim.lsp.start(config) or vim.lsp.start_client(config)
vim.lsp.buf_attach_client(0, client)
vim.wait(60000, function() return #vim.diagnostic.get(0) > 0 end, 20)
local errors = vim.tbl_filter(function(each) return each.severity == vim.diagnostic.severity.ERROR end, vim.diagnostic.get(0))
answer.diagnostics = vim.tbl_map(function(each) return { line = each.lnum, column = each.col, message = each.message } end, errors)
local at = { line = errors[1].lnum, character = errors[1].col }
local document = vim.lsp.util.make_text_document_params(0)
local function ask(method, params)
  local answers = vim.lsp.buf_request_sync(0, method, params, 60000)
  return answers[client].result
end
answer.hover = ask("textDocument/hover", { textDocument = document, position = at }).contents.value
local actions = ask("textDocument/codeAction", { textDocument = document, range = { start = at, ["end"] = at }, context = { diagnostics = {} } })
local action = actions[1].edit and actions[1] or ask("codeAction/resolve", actions[1])
answer.title = action.title
vim.lsp.util.apply_workspace_edit(action.edit, "utf-16")
vim.cmd("write")
vim.wait(60000, function()
  return #vim.tbl_filter(function(each) return each.severity == vim.diagnostic.severity.ERROR end, vim.diagnostic.get(0)) == 0
end, 20)
answer.left = #vim.tbl_filter(function(each) return each.severity == vim.diagnostic.severity.ERROR end, vim.diagnostic.get(0))
local out = io.open(vim.env.ANSWER, "w")
out:write(vim.json and vim.json.encode(answer) or vim.fn.json_encode(answer))
out:close()
vim.cmd("qall!")
`;

inNeovim("in Neovim", () => {
  test("a problem is shown, explained and repaired", () => {
    const text = groupProgram();
    const place = path.join(program("shop", { "index.ts": text }), "index.ts");
    const script = file("session.lua", session);
    const answer = file("answer.json", "");
    const { status, stderr } = spawnSync("nvim", ["--headless", "-u", "NONE", "-i", "NONE", "-n", place, "-c", `luafile ${script}`], {
      encoding: "utf8",
      timeout: 100_000,
      env: { PATH: process.env.PATH, HOME: path.dirname(script), NODE: process.execPath, CLI: cli, ANSWER: answer },
    });
    expect({ status, stderr }).toMatchObject({ status: 0 });
    const said = JSON.parse(readFileSync(answer, "utf8")) as Readonly<Record<string, unknown>>;
    const line = text.split("\n").findIndex((each) => each.includes("0.0.0.0/0"));
    expect(said).toMatchObject({
      diagnostics: [{ line, column: text.split("\n")[line]?.indexOf('"0.0.0.0/0"'), message: expect.stringMatching(/^web opens SSH \(tcp\/22\)/) }],
      hover: expect.stringContaining("#### What to do"),
      title: "Portcullis: Closes tcp/22 to the internet in ingress[0] of web",
      left: 0,
    });
    expect(readFileSync(place, "utf8")).toBe(text.replace(', "0.0.0.0/0"', ""));
  });
});
