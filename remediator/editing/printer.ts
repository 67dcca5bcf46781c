import type { TextEdit } from "./edits";
import type { Outcome } from "./outcome";
import type { CommentMarks } from "./lines";
import type { RecordType } from "./record-types";
import type { PlacedStatement } from "./syntax-index";
import type { FunctionExpression, SourceFile, Span } from "../reader/syntax/tree";
import type { Variable } from "../reader/interpreter/registration";

/** A name under which the program knows something, and the pattern that declares it. */
export type Named = Pick<Variable, "name" | "declared">;

/** What stands beside what is to be written, so that it is written in the same way. */
export interface Surroundings {
  /** The text of an entry of the same record, or of an element of the same list. */
  readonly sibling: string | undefined;
  /** How the entries of the record are given. */
  readonly form: "literal" | "argument" | "builder";
  /** The property that the value is for, under the wire's name. */
  readonly property: string;
  /** The expression whose place it takes. */
  readonly replaced?: string | undefined;
  /** Whether that is all that stands for a property of the SDK's. */
  readonly isEntry?: boolean;
  /** What stands before the brackets of the list that it is an element of, as its type. */
  readonly head?: string;
  /** The file that it is written in. */
  readonly file?: SourceFile;
  /** Whether its elements are plain texts, however they are written. */
  readonly arePlain?: true;
  /** The type of the object that it is, or that its elements are, where it is one. */
  readonly type?: RecordType | undefined;
}

/** A list that gets elements. */
export interface ListWritten {
  /** What stands before its brackets, as its type. */
  readonly head: string;
  /** One of its elements. */
  readonly sibling: string | undefined;
  /** Whether it has a type of its own to keep. */
  readonly isTyped: boolean;
  readonly file: SourceFile;
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
  /** An object that is an input, of entries as `entry` writes them; undefined where a type would have to be named that cannot be. */
  readonly record: (entries: readonly string[], around: Surroundings) => string | undefined;
  /** A list of such objects, where that is not written like any other. */
  readonly records?: (elements: readonly string[], around: Surroundings) => string | undefined;
  /** A list of objects as they are written, where one of them stood for a list of itself. */
  readonly several?: (objects: readonly string[]) => string | undefined;
  /** The form in which the entries of an object of its own are given. */
  readonly recordForm: Surroundings["form"];
  /** How a call that is given no object is given one; undefined where it cannot be. */
  readonly firstRecord?: (entries: readonly string[]) => readonly string[];
  /** What is given in place of no object, and what takes its place in a call of that function; undefined where that cannot be told. */
  readonly noRecord?: { readonly text: string; readonly filled: (callee: string, entries: readonly string[]) => string | undefined };
  /** A statement that makes a resource; or the reason why there is none. */
  readonly creation?: (made: Creation) => Outcome<CreationText>;
  /** Whether a name that is declared below stands for that in all of its block, or function. */
  readonly hoists?: "blocks" | "functions";
  /** Whether a function may only use those variables of the one around it that are given a value once. */
  readonly capturesOnce?: true;
  /** What declares a number, by the names that lead to it, as something that is none, or that may be missing. */
  readonly otherThanPlain?: (names: readonly string[]) => RegExp;
  /** What a variable holds, where its name does not stand for that by itself. */
  readonly variableValue?: (variable: string, around: Surroundings) => string;
  /** A name for a variable that is made of words. */
  readonly variable?: (words: readonly string[]) => string;
  /** What a file has to import for a text that is new in it. */
  readonly imports?: (file: SourceFile, text: string) => readonly TextEdit[];
  /** Whether what holds an identifier can be named in its place: where it is declared shows in some languages that it is an input wherever one is taken. */
  readonly namesIdentifiers?: (variable: Named) => boolean;
  /** Whether an output that is a resource has that one's outputs. */
  readonly liftsOutputs?: true;
  /** An output of a resource that is itself the output of something, where that takes a function; undefined where its type cannot be named. */
  readonly through?: (resource: string, output: string, way: Through) => string | undefined;
  /** Whether a variable has a type to keep that its value gets, by what stands before that. Undefined in a language without types. */
  readonly typesVariables?: (file: SourceFile, before: string) => boolean;
  /** Whether a list takes an element that is known only when a resource is made. */
  readonly takesOutputs?: (list: ListWritten) => boolean;
  /** What stands for a list all of whose elements go, where that is not the list without them; `text` is the list, or its only element. */
  readonly emptied?: (list: Emptied) => Outcome<{ readonly text: string; readonly edits: readonly TextEdit[] }> | undefined;
  /** A property with its value; `name` is the wire's. */
  readonly entry: (name: string, value: string, around: Surroundings) => string;
  /** An argument for a parameter by its name, where calls can have such. */
  readonly argument?: (name: string, value: string) => string;
  /** The output of a resource that a variable holds. */
  readonly output: (variable: string, output: string, around: Surroundings) => string;
  /** What an output that may be missing is where it is not, in languages whose types tell. */
  readonly present?: (output: string, of: { readonly type: string; readonly file: SourceFile }) => string | undefined;
  /** Whether an entry may be the name of what gives it its value alone. */
  readonly hasShorthands?: true;
  /** Whether a list is of another type as an input than as a variable. */
  readonly typesLists?: true;
  /** What a block says that does nothing, where it has to say something. */
  readonly emptyBlock?: string;
  /** False where a name can be used before it is given. */
  readonly ordersNames?: false;
  /** Where the failure of a statement is looked after by what stands around it: what goes with the statement. */
  readonly handled?: (placed: PlacedStatement) => Outcome<Handled>;
  /** What a copy of such a statement is without, and has besides. */
  readonly copied?: (placed: PlacedStatement) => Copied;
  /** A loop over the texts that a setting names; undefined in a language that has none. */
  readonly each?: Loop;
  /**
   * The addresses that an optional key of the program's configuration names, as a list; undefined in a language where no expression says that, or where
   * nothing that reads configuration can be named.
   */
  readonly setting?: (key: string, names: ConfigurationNames) => SettingText | undefined;
  /** A list and, behind it, what a setting names, where that cannot stand among the elements of a list. */
  readonly listWith?: (list: string, setting: SettingText) => string;
  /** Whether only what has the deployment's context can read configuration. */
  readonly readsByContext?: true;
  /** The field by which a method knows the deployment's context, where its object has one. */
  readonly contextField?: (method: FunctionExpression) => string | undefined;
  /** What a file needs besides, so that what `setting` says means something at a place. */
  readonly settingSupport?: (key: string, names: ConfigurationNames) => readonly TextEdit[];
  /** The statement that makes the SDK's core known in a file, and the name that it has then; `required` beside others that call `require`. */
  readonly coreImport?: { readonly name: string; readonly text: string; readonly required?: string };
}

/** A resource that is to be made by a statement of its own. */
export interface Creation {
  readonly variable: string;
  /** The expression that names the resource. */
  readonly name: string;
  readonly module: string;
  readonly class: string;
  readonly file: SourceFile;
  /** The function that it is made in has this as the deployment's context. */
  readonly context: string | undefined;
  /** The variable for its failure. */
  readonly error: string;
}

/** A statement without its entries, and what a file has to import for it. */
export interface CreationText {
  readonly before: string;
  /** What stands before the entries. */
  readonly leading?: readonly string[];
  readonly after: string;
  /** What stands behind each entry. */
  readonly separator: string;
  readonly form: Surroundings["form"];
  readonly edits: readonly TextEdit[];
}

/** How to get to the outputs of a resource that is an output itself. */
export interface Through {
  /** A name that nothing has yet, for the resource in a function. */
  readonly variable: string;
  /** The type of the resource. */
  readonly type: string;
  /** Whether it may be missing. */
  readonly isOptional: boolean;
  readonly file: SourceFile;
}

/** A list that loses all of its elements. */
export interface Emptied {
  /** The file that it is in. */
  readonly file: SourceFile;
  /** The list as it is written: with its type, where there is one, or what stands between the parentheses of a call. */
  readonly text: string;
  readonly elements: readonly string[];
  readonly form: "list" | "arguments" | "single";
  readonly property: string;
}

/** A statement with what looks after its failure. */
export interface Handled {
  readonly span: Span;
  /** The names it gives that are about the failure alone. */
  readonly errors: readonly string[];
  /** What has to change because it goes. */
  readonly edits: readonly TextEdit[];
}

/** What it takes to write a statement once more. */
export interface Copied {
  /** What changes in a copy behind it. */
  readonly edits: readonly TextEdit[];
  /** What changes in a loop in its place. */
  readonly inLoop?: readonly TextEdit[];
  /** What has to look after the failure of each of several, where what stands behind looks after the last one. */
  readonly check?: { readonly error: string; readonly lines: readonly string[] };
}

/** How a language goes through texts and makes a resource of each. */
export interface Loop {
  /** How many blanks what is in it stands behind, in a file that shows no indentation; four unless said otherwise. */
  readonly indentation?: number;
  /** The lines before what it does each time, in a file like this one, and the one behind that. */
  readonly head: (variable: string, texts: string, file: string) => readonly string[];
  readonly foot?: string;
  /** The name of a resource as it is written, with the variable behind it; undefined where it is no text. */
  readonly name: (written: string, variable: string) => string | undefined;
  /** The variable as an input. */
  readonly value?: (variable: string, around: Surroundings) => string;
}

/** What a place in a file knows of the SDK's core. */
export interface ConfigurationNames {
  readonly file: SourceFile;
  /** The offset of the place. */
  readonly at: number;
  /** The variable that holds the project's configuration. */
  readonly config: string | undefined;
  /** The name of the module, or of its class `Config` where that is imported alone. */
  readonly core: string | undefined;
  readonly configClass: string | undefined;
  readonly isTyped: boolean;
  /** The parameter that holds the deployment's context, and the function that it is of. */
  readonly context: { readonly name: string; readonly of: FunctionExpression } | undefined;
  /** Whether the code of the file has a name. */
  readonly has: (name: string) => boolean;
}

export interface SettingText {
  /** A list of all that the key names. */
  readonly list: string;
  /** The same as plain texts that a loop goes through, where an input is something else. */
  readonly texts?: string;
  /** The same as elements of another list. */
  readonly elements?: string;
}
