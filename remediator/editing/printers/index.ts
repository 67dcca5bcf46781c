import type { Printer } from "../printer";
import { typescript } from "./typescript";

const printers: readonly Printer[] = [typescript];

/** The printer of a language that the reader names. */
export function printerOf(language: string): Printer | undefined {
  return printers.find(({ name }) => name === language);
}
