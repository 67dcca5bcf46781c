import { joined } from "@portcullis/policypack/joined";
import { closeSync, existsSync, openSync, rmSync, writeFileSync } from "node:fs";
import { whyNotWritten } from "../system/reason";
import { Option } from "commander";
import { formatNames, type FormatName } from "../report/formats";
import { Refusal } from "./exit";
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
      if (file === "") throw new Refusal("--output needs the name of a file.");
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
  const files = outputs.flatMap((output) => output.file ?? []);
  const twice = files.find((name, index) => files.indexOf(name) !== index);
  if (twice !== undefined) throw new Refusal(`Two formats cannot be written to one file: ${twice}.`);
  return outputs;
}

/** Refuses a file that could not be written afterwards, before anything is done of which it is to tell. Leaves what is there as it is. */
export function mustBeWritable(file: string | undefined): void {
  if (file === undefined) return;
  const isThere = existsSync(file);
  try {
    // Opened to be appended to, a file is neither emptied nor changed.
    closeSync(openSync(file, "a"));
    if (!isThere) rmSync(file);
  } catch (error) {
    throw new Refusal(`${file} cannot be written: ${whyNotWritten(error)}.`);
  }
}

export function writeOutput({ file }: { readonly file: string | undefined }, text: string): void {
  if (file === undefined) {
    print(text);
    return;
  }
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new Refusal(`${file} cannot be written: ${whyNotWritten(error)}.`);
  }
}
