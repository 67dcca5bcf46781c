import { readdirSync } from "node:fs";
import path from "node:path";
import { policies } from "@portcullis/policypack/contract/registry";
import { configure } from "@portcullis/policypack/contract/settings";
import { check, type CheckOptions } from "./check";
import { folderInRepository, textOptions } from "./cli/scope";
import { coloursOf } from "./cli/streams";
import { openStack } from "./engine/preview";
import { fix } from "./fix";
import { proposal } from "./propose";
import { describe } from "./pull-request/body";
import { coloured, unifiedDiff } from "./report/diff";
import { fixReport } from "./report/fix";
import { reportsOf } from "./report/reports";
import { textReport } from "./report/text";
import { readSource } from "./source";

const root = path.resolve(__dirname, "..", "..");
const program = path.join(root, "examples", "securecart-exposed");
const colours = coloursOf(process.stdout);

/** Shows the main job on the example shop: what a preview says, the repair, its proof, and the pull request. */
async function tour(): Promise<void> {
  const options: CheckOptions = { configuration: configure({}, policies), today: new Date().toISOString().slice(0, 10) };
  heading("1", "The findings, as a preview of examples/securecart-exposed shows them");
  if (hasPulumi()) await showPreview();
  else await showEmbedded(options);

  heading("2", "The repair of the source");
  say(colours.dim("The edited program is run again after each round of edits; this takes a few seconds.\n"));
  const repair = await fix(program, { ...options, policies: ["no-public-admin-ports", "database-ingress-by-reference"] });
  if (repair.kind === "failed") throw new Error(repair.reason);
  say(coloured(unifiedDiff(repair.before, repair.after), colours));

  heading("3", "The proof");
  say(fixReport(repair, colours));

  heading("4", "The pull request, as it would read");
  const { title, body } = describe(proposal(repair, "securecart-exposed", root));
  say(`${colours.bold(title)}\n\n${body}\n`);

  heading("5", "On your own program");
  say("pulumi preview --policy-pack PATH/TO/portcullis/policypack   stops what must not be deployed\n");
  say("npx portcullis check PATH/TO/PROGRAM                         reports, without an account or a cloud\n");
  say("npx portcullis pr PATH/TO/PROGRAM                            prints the pull request; --open opens it\n");
}

/** The real engine, with providers that stand in for the cloud, and the pack. */
async function showPreview(): Promise<void> {
  say(colours.dim("With pulumi from PATH, a temporary backend and no cloud.\n\n"));
  const stack = await openStack(program);
  if (stack.kind === "failed") throw new Error(stack.reason);
  try {
    const { stdout, stderr, exitCode } = await stack.previewText({ policyPacks: [{ folder: path.join(root, "policypack") }] });
    const start = stdout.indexOf("Policies:");
    say(start < 0 ? `${stdout}\n${stderr}\n` : `${stdout.slice(start)}\n`);
    say(colours.dim(`pulumi preview ended with exit code ${String(exitCode)}.\n`));
  } finally {
    await stack.close();
  }
}

async function showEmbedded(options: CheckOptions): Promise<void> {
  say(colours.dim("Without pulumi on PATH: the embedded engine runs the program.\n\n"));
  const source = await readSource(program);
  if (source.kind === "failed") throw new Error(source.reason);
  const result = check(source, options);
  const reports = reportsOf(result, { today: options.today, inRepository: folderInRepository });
  for (const report of reports) say(textReport(report, textOptions(process.stdout, program, reports, false)(report)));
}

function hasPulumi(): boolean {
  const names = process.platform === "win32" ? ["pulumi.exe"] : ["pulumi"];
  return (process.env.PATH ?? "").split(path.delimiter).some((folder) => {
    try {
      return readdirSync(folder).some((file) => names.includes(file));
    } catch {
      return false;
    }
  });
}

function heading(number: string, text: string): void {
  say(`\n${colours.bold(colours.inverse(` ${number} `))} ${colours.bold(text)}\n\n`);
}

function say(text: string): void {
  process.stdout.write(text);
}

tour().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
});
