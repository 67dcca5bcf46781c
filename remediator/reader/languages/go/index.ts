import type { Dialect } from "../dialect";
import { created, creation, query, start } from "./creation";
import { globals, library } from "./library";
import { lower } from "./lower";
import { memberOf } from "./members";
import { resolve } from "./modules";
import { propertyName, symbolOf } from "./names";

/** Go as programs of Pulumi use it. */
export const go: Dialect = {
  name: "Go",
  extensions: [".go"],
  grammarOf: () => "go",
  lower,
  resolve,
  symbolOf,
  propertyName,
  creation,
  query,
  created,
  globals,
  library,
  memberOf,
  isTrue: ({ data }) => (typeof data === "boolean" ? data : undefined),
  print,
  dividesIntegers: true,
  hasImplicitThis: false,
  sharesPackage: true,
  start,
};

/** As `%v` prints it. */
function print(scalar: string | number | boolean | null): string {
  return scalar === null ? "<nil>" : String(scalar);
}
