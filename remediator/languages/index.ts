import type { Printer } from "../editing/printer";
import { csharp } from "./csharp";
import { go } from "./go";
import { java } from "./java";
import { python } from "./python";
import { yaml } from "./yaml";
import { typescript } from "./typescript";

const printers: readonly Printer[] = [typescript, python, go, csharp, java, yaml];

/** The printer of a language that the reader names. */
export function printerOf(language: string): Printer | undefined {
  return printers.find(({ name }) => name === language);
}
