import type { Printer } from "../editing/printer";
import { csharp } from "./csharp";
import { go } from "./go";
import { java } from "./java";
import { python } from "./python";
import { typescript } from "./typescript";

const printers: readonly Printer[] = [typescript, python, go, csharp, java];

/** The printer of a language that the reader names. */
export function printerOf(language: string): Printer | undefined {
  return printers.find(({ name }) => name === language);
}
