import type { Command } from "commander";
import type { Exit } from "./exit";

/**
 * Adds a command to the program: its name, arguments and options. What it does is in `work/`, which is loaded when the command runs, so that no
 * command waits for what another one needs.
 */
export type AddCommand = (program: Command, ending: Ending) => void;

/** Makes an action of work that says how the command ends. */
export type Ending = <Arguments extends unknown[]>(load: () => (...args: Arguments) => Promise<Exit>) => (...args: Arguments) => Promise<void>;
