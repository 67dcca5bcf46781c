import { joined } from "@portcullis/policypack/joined";
import { appendFileSync } from "node:fs";
import { whyNotWritten } from "../system/reason";
import { identityOf, mustTakeWriting, writeWhole } from "../system/whole-file";
import { Option } from "commander";
import { formatNames, type FormatName } from "../report/formats";
import { Refusal } from "./exit";
import { writtenName } from "./options";
import { print } from "./streams";

/** A format, and the file that it is written to; standard output where there is none. */
export interface Output {
  readonly format: FormatName;
  readonly file: string | undefined;
}

/** `--format` and `--output`, which belong together in the order in which they are given: `--format sarif --output x.sarif --format text`. */
export function outputOptions(): readonly [format: Option, output: Option] {
  const outputs: Output[] = [];
  const format = new Option("--format <format>", `${formatNames.join(", ")}; several are given one after the other, each with its --output`)
    .default([] as readonly Output[], "text")
    .argParser((text: string) => {
      const name = formatNames.find((known) => known === text);
      if (name === undefined) throw new Refusal(`"${text}" is not a format. There are ${joined(formatNames)}.`);
      outputs.push({ format: name, file: undefined });
      return outputs;
    });
  const output = new Option("--output <file>", "where to write the format named before it; else it is written to standard output").argParser(
    (file: string) => {
      writtenName("--output", "file")(file);
      const last = outputs.at(-1);
      if (last?.file === undefined && last !== undefined) outputs[outputs.length - 1] = { ...last, file };
      else outputs.push({ format: "text", file });
      return file;
    },
  );
  return [format, output];
}

/** The outputs that were asked for, or text on standard output. */
export function outputsOf(asked: readonly Output[], file: string | undefined): readonly Output[] {
  const outputs = asked.length === 0 ? [{ format: "text" as const, file }] : asked;
  const printed = outputs.filter((output) => output.file === undefined);
  if (printed.length > 1)
    throw new Refusal(
      `Only one format can be written to standard output, not ${joined(printed.map(({ format }) => format))}. Give the others an --output.`,
    );
  mustDiffer(
    "formats",
    outputs.map((output) => output.file),
  );
  return outputs;
}

/** Refuses to write two things into one file, of which the second would be all that is left. */
export function mustDiffer(things: string, given: readonly (string | undefined)[]): void {
  const files = given.flatMap((file) => file ?? []);
  const identities = files.map(sameAs);
  const twice = files.find((_, index) => identities[index] !== undefined && identities.indexOf(identities[index]) !== index);
  if (twice !== undefined) throw new Refusal(`Two ${things} cannot be written to one file: ${twice}.`);
}

/** Refuses a file that could not be written afterwards, before anything is done of which it is to tell. Leaves what is there as it is. */
export function mustBeWritable(file: string | undefined): void {
  if (file === undefined) return;
  orRefuseFile(file, () => mustTakeWriting(file));
}

/** Refuses to write over what is read: the file would be lost, and is often what somebody has no other copy of. */
export function mustNotBeRead(written: readonly (string | undefined)[], read: readonly (string | undefined)[]): void {
  const identities = new Set(read.flatMap((file) => (file === undefined || file === "-" ? [] : (sameAs(file) ?? []))));
  const lost = written.find((file) => file !== undefined && identities.has(sameAs(file) ?? ""));
  if (lost !== undefined) throw new Refusal(`${lost} is what is read, and would be written over. Name another file.`);
}

/** Writes into a file, or prints where there is none. */
export function writeOutput({ file }: { readonly file: string | undefined }, text: string): void {
  if (file === undefined) print(text);
  else writeTo(file, text);
}

/** Writes a file that somebody named: whoever stops the command finds it whole, as it was or as it is. */
export function writeTo(file: string, text: string): void {
  orRefuseFile(file, () => writeWhole(file, text));
}

/** Writes behind what a file has: others write to it as well. */
export function appendTo(file: string, text: string | Buffer): void {
  orRefuseFile(file, () => appendFileSync(file, text));
}

function orRefuseFile(file: string, write: () => void): void {
  try {
    write();
  } catch (error) {
    throw new Refusal(`${file} cannot be written: ${whyNotWritten(error)}.`);
  }
}

/** Undefined also where the file cannot be looked at: then it can be neither read nor written. */
function sameAs(file: string): string | undefined {
  try {
    return identityOf(file);
  } catch {
    return undefined;
  }
}
