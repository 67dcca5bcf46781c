import type { CommentMarks } from "./lines";

/** What stands beside what is to be written, so that it is written in the same way. */
export interface Surroundings {
  /** The text of an entry of the same record, or of an element of the same list. */
  readonly sibling: string | undefined;
  /** How the entries of the record are given. */
  readonly form: "literal" | "argument" | "builder";
  /** The property that the value is for, under the wire's name. */
  readonly property: string;
  /** The expression whose place it takes. */
  readonly replaced?: string;
}

/** Writes values in the syntax of one language. */
export interface Printer {
  readonly name: string;
  readonly marks: CommentMarks;
  /** Whether brackets of a record have blanks on their inner side. */
  readonly padsRecords: boolean;
  readonly text: (text: string, around: Surroundings) => string;
  readonly scalar: (value: number | boolean | null, around: Surroundings) => string;
  readonly list: (elements: readonly string[], around: Surroundings) => string;
  /** A property with its value; `name` is the wire's. */
  readonly entry: (name: string, value: string, around: Surroundings) => string;
  /** The output of a resource that a variable holds. */
  readonly output: (variable: string, output: string) => string;
  /**
   * The addresses that an optional key of the program's configuration names, as a list; undefined in a language where no expression says that, or where
   * nothing that reads configuration can be named.
   */
  readonly setting?: (key: string, names: ConfigurationNames) => SettingText | undefined;
  /** The statement that makes the SDK's core known in a file, and the name that it has then. */
  readonly coreImport?: { readonly name: string; readonly text: string };
}

/** What a file knows of the SDK's core. */
export interface ConfigurationNames {
  /** The variable that holds the project's configuration. */
  readonly config: string | undefined;
  /** The name of the module, or of its class `Config` where that is imported alone. */
  readonly core: string | undefined;
  readonly configClass: string | undefined;
  readonly isTyped: boolean;
}

export interface SettingText {
  /** A list of all that the key names. */
  readonly list: string;
  /** The same as elements of another list. */
  readonly elements?: string;
}
