import type { Value } from "../interpreter/value";

/**
 * What the same syntax means in different languages. The interpreter asks these questions and never the language's name. What a language does not say is as
 * in `usual`.
 */
export interface Semantics {
  /* Names and scopes. */

  /** True where a name may be a member of the object or class around it (Java, C#). */
  readonly hasImplicitThis: boolean;
  /** True where a name may be a method and a variable at once, so that what is called is a method if there is one (Java). */
  readonly separatesMethods: boolean;
  /** True where loops, conditions and comprehensions have no scope of their own: a name belongs to the function around it (Python). */
  readonly hasFunctionScopes: boolean;
  /** True where a function is there from its statement on, and not in all of its block (Python). */
  readonly declaresInOrder: boolean;
  /** True where what waits for a promise finds declared what stands below it (JavaScript). */
  readonly findsDeclaredBelow: boolean;
  /** Whose files see each other's declarations, in any order: those of a folder (Go), or of the project (Java, C#). Elsewhere a file is a module of its own. */
  readonly packages?: "folder" | "project";
  /** True where a module's imports are done before its other statements, wherever they stand (JavaScript). */
  readonly hoistsImports: boolean;
  /** True where a module may be a member of the package that is imported (Python). */
  readonly importsModulesByName: boolean;

  /* Functions and assignments. */

  /** True where what waits for an output or promise never runs before the code that goes on meanwhile has ended (JavaScript, Python). */
  readonly callsBackLater: boolean;
  /** True where an asynchronous function does nothing until somebody awaits it (Python). */
  readonly runsWhenAwaited: boolean;
  /** True where a default is evaluated once, with its function (Python). */
  readonly makesDefaultsOnce: boolean;
  /** True where there is a second nothing, which takes a parameter's default and is other than the first (JavaScript's `undefined`). */
  readonly hasUndefined: boolean;
  /** True where a function that yields is run anew each time when what it gives is gone through (C#). */
  readonly restartsIterators: boolean;
  /** True where an array may be given for all that a parameter takes together (Java's and C#'s variable arguments). */
  readonly takesArraysForRest: boolean;
  /** True where a parameter that takes the rest of the arguments is nothing where there are none (Go). */
  readonly hasNoRest: boolean;
  /** True where what a parameter takes together is a tuple (Python). */
  readonly hasTuples: boolean;
  /** True where a call assigns to all variables that are handed over to be changed (C#'s `out`), so that one that is not seen is unknown. */
  readonly assignsOutArguments: boolean;
  /** True where the value of an assignment is evaluated before its target (Python). */
  readonly evaluatesValueFirst: boolean;
  /** True where an assignment to several places finds all of them before it changes the first: https://go.dev/ref/spec#Assignment_statements */
  readonly findsPlacesFirst: boolean;
  /** True where `i *= 1.5` leaves a whole number whole (Java). */
  readonly cutsCompoundAssignments: boolean;
  /** True where a value becomes one of the type that its place is declared with (Java, C#). */
  readonly convertsToDeclaredTypes: boolean;
  /** True where a fraction that a whole number's type has no room for becomes the nearest number of it (Java). */
  readonly convertsToNearest: boolean;
  /** True where what belongs to the base of a class is made before what belongs to the class (Java). */
  readonly initializesBasesFirst: boolean;
  /** A variable called so has the error of a call. Of one that is not read it is none: with one the program would have ended (Go). */
  readonly errorName?: RegExp;

  /* Numbers, texts and equality. */

  /** Above it sums and products are not what JavaScript makes of them: they leave the type, or lose digits. */
  readonly largestInteger?: number;
  /** True where `5 / 2` is 2. */
  readonly dividesIntegers: boolean;
  /** True where a `byte` has a sign (Java). */
  readonly hasSignedBytes: boolean;
  /** True where an element of a text is a number: a byte by its index, a code point in a loop (Go). */
  readonly hasNumericTextElements: boolean;
  /** True where it is a character, to which numbers can be added (Java, C#). */
  readonly hasCharacters: boolean;
  /** The method of a text that puts others behind it (JavaScript, Java). */
  readonly joiningMethod?: string;
  /** True where a list is printed as its elements with commas between them (JavaScript). */
  readonly printsListsJoined: boolean;
  /** True where `true` equals 1 (Python). */
  readonly countsBooleans: boolean;
  /** True where lists are equal whose elements are (Python, Go's arrays). */
  readonly comparesElements: boolean;
  /** True where `equals` of collections asks for their elements (Java). */
  readonly equalsByElements: boolean;
  /** Whether two objects that are not one are surely not equal; elsewhere that may be theirs to say. */
  readonly areOther?: (a: Value, b: Value) => boolean;

  /* Lists and maps. */

  /** True where a negative index counts from the end (Python). */
  readonly countsFromEnd: boolean;
  /** Whether a loop over a list meets what its body adds: it does in Python and JavaScript; in Go it meets as many as there were, as they are then. */
  readonly loopsOverLists?: "live" | "fixed length";
  /** The same for the entries of a map (JavaScript's Map). */
  readonly loopsOverAddedEntries: boolean;
  /** True where a list may have places that nothing was put into (JavaScript). */
  readonly hasAbsentElements: boolean;
  /** True where a pattern asks a generator for no more elements than it names (JavaScript). */
  readonly takesNamedOnly: boolean;
  /** True where going through a map gives its keys (Python), elsewhere its entries. */
  readonly iteratesKeys: boolean;
  /** True where going through an enum's class gives its members (Python). */
  readonly iteratesEnums: boolean;
  /** Which keys of a map are told from the text that stands for them: numbers everywhere, and whatever is no text (Java, C#). */
  readonly typedKeys?: "all";
  /** True where an object's numeric keys come first, and every object has what its prototype has (JavaScript). */
  readonly hasPrototypes: boolean;
  /** True where a method that is taken out of its object does not know the object any more (JavaScript). */
  readonly detachesMethods: boolean;
  /** True where any function that is a member of a class is a method of its objects (Python). */
  readonly bindsFunctions: boolean;
  /** True where the entries of a map are no attributes of it (Python). */
  readonly separatesEntries: boolean;
  /** True where a map that is nil has no entries (Go). */
  readonly readsNilMaps: boolean;
  /** The error of going through nothing, of calling a method of it, and of asking it for a field or an element (Java, C#). */
  readonly failsByNothing?: string;
  /** The error of a value that is of another type than its place (Java). */
  readonly failsByType?: string;
  /** True where what is put off to a function's end may end an error (Go's `recover`). */
  readonly recoversFromErrors: boolean;
  /** The error of putting something into a map that is nothing (Go). */
  readonly failsByNilMap?: string;
  /** The errors of asking a map for a key, a list for an element, nothing for a member, that it does not have; without them that is nothing. */
  readonly failsByKey?: string;
  readonly failsByIndex?: string;
  readonly failsByMember?: string;
  /** The error of putting something into a tuple or text, or of taking it out (Python). */
  readonly failsByFixed?: string;
  /** The error of a map or set that has more or fewer elements while a loop goes through it (Python). */
  readonly failsByChange?: string;
  /** True where such a change is not noticed before the next element is asked for, and not where there are as many as were met (Java). */
  readonly noticesChangesLate: boolean;
  /** The error of importing a module that is not there (Python). */
  readonly failsByImport?: string;
  /** The error of a division of whole numbers by zero. */
  readonly failsByZero?: string;

  /* Classes. */

  /** The method that runs where an object is called (Python). */
  readonly callMethod?: string;
  /** The error of calling what is nothing (JavaScript, Python). */
  readonly failsByCall?: string;
  /** The methods by which a library calls objects that it is given as functions (Java's functional interfaces). */
  readonly functionMethods?: ReadonlySet<string>;
  /** The method that is an object's constructor, which a program may set (Python). */
  readonly initializingMethod?: string;
  /** The method that makes an object before its constructor (Python). */
  readonly makingMethod?: string;
  /** The method of an iterator that gives the next element, and the error with which it says that there is none (Python). */
  readonly steppingMethod?: { readonly name: string; readonly end: string };
  /** The methods that say whether an object counts as true, by an answer or by a length (Python). */
  readonly truthMethods?: readonly string[];
  /** The method that sets every attribute of an object, and the one that is asked for those that it does not have (Python). */
  readonly settingMethod?: string;
  readonly absentMethod?: string;
  /** The method that gives what an object stands for that is a member of a class (Python). */
  readonly descriptorMethods?: { readonly getting: string; readonly setting: string; readonly naming: string };

  /** True where an object is a struct's literal, without a constructor, and the fields of embedded structs are its own (Go). */
  readonly hasStructLiterals: boolean;
  /** True where the fields of a class have their values before its base is constructed (C#). */
  readonly initializesFieldsFirst: boolean;
  /** True where the classes of an object have one order, in which each hands over to the next: https://docs.python.org/3/howto/mro.html */
  readonly ordersClasses: boolean;
  /** True where a field of a base stays beside the one that hides it: who asks decides which is meant (Java, C#). */
  readonly hidesFields: boolean;
  /** True where what belongs to a class is made when the class is first asked for (Java, C#). */
  readonly initializesClassesLazily: boolean;
  /** True where a record comes apart by the parameters that it is declared with (Java, C#). */
  readonly deconstructsRecords: boolean;
  /** The method that takes an object apart: it puts the parts into the variables that it is given (C#). */
  readonly deconstructs?: string;
  /** True where a library makes the constructor of a class that has none and is given arguments (Java's Lombok). */
  readonly generatesConstructors: boolean;

  /* Pulumi's packages. */

  /** True where the SDK's packages are npm's: of some only these exist, or have had a first version. */
  readonly usesNpm: boolean;
  /** True where a call gives an error beside its value (Go). */
  readonly returnsErrors: boolean;
  /** True where a setting that no stack has is the zero value of its type, and an object is read into what is handed over (Go). */
  readonly hasZeroSettings: boolean;
  /** True where the second argument for a setting is its default (Python). */
  readonly defaultsSettingsByPosition: boolean;
  /** True where options are given by their names (Python). */
  readonly namesOptions: boolean;
  /** True where `all` takes its outputs one by one only (Python, Go), elsewhere also a list of them. */
  readonly combinesOneByOne: boolean;
  /** True where an input that is a list may be given as its only element (Java, C#). */
  readonly takesSingleElements: boolean;
  /** The library's function that an output's `format` does the same as; without one it is the text's own method. */
  readonly formatFunction?: readonly string[];
  /** The library's function that writes JSON as an output's own does; without one it is the plain text (Python's has blanks in it). */
  readonly jsonFunction?: readonly string[];
  /** True where `format` is given a text that is complete already (C#'s interpolated ones). */
  readonly formatsComplete: boolean;
}

/** A language that has nothing of the kind; each says in what it is other. */
export const usual: Semantics = {
  hasImplicitThis: false,
  separatesMethods: false,
  hasFunctionScopes: false,
  declaresInOrder: false,
  findsDeclaredBelow: false,
  hoistsImports: false,
  importsModulesByName: false,
  callsBackLater: false,
  runsWhenAwaited: false,
  makesDefaultsOnce: false,
  hasUndefined: false,
  restartsIterators: false,
  hasTuples: false,
  hasNoRest: false,
  recoversFromErrors: false,
  takesArraysForRest: false,
  assignsOutArguments: false,
  evaluatesValueFirst: false,
  findsPlacesFirst: false,
  cutsCompoundAssignments: false,
  convertsToDeclaredTypes: false,
  convertsToNearest: false,
  initializesBasesFirst: false,
  dividesIntegers: false,
  hasSignedBytes: false,
  hasNumericTextElements: false,
  hasCharacters: false,
  printsListsJoined: false,
  countsBooleans: false,
  comparesElements: false,
  equalsByElements: false,
  countsFromEnd: false,
  loopsOverAddedEntries: false,
  hasAbsentElements: false,
  takesNamedOnly: false,
  iteratesKeys: false,
  iteratesEnums: false,
  hasPrototypes: false,
  detachesMethods: false,
  bindsFunctions: false,
  separatesEntries: false,
  readsNilMaps: false,
  noticesChangesLate: false,
  hasStructLiterals: false,
  initializesFieldsFirst: false,
  ordersClasses: false,
  hidesFields: false,
  initializesClassesLazily: false,
  deconstructsRecords: false,
  generatesConstructors: false,
  usesNpm: false,
  returnsErrors: false,
  hasZeroSettings: false,
  defaultsSettingsByPosition: false,
  namesOptions: false,
  combinesOneByOne: false,
  takesSingleElements: false,
  formatsComplete: false,
};
