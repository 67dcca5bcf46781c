import type { NativeCall } from "../../../interpreter/native";
import { listConversion } from "../names";
import type { Machine } from "../../../interpreter/machine";
import { List } from "../../../interpreter/list";
import { passedOn, written, type Value } from "../../../interpreter/value";
import type { Span } from "../../../syntax/tree";
import { builtins } from "./builtins";
import { collections } from "./collections";
import { constructs } from "./constructs";
import { encodings } from "./encoding";
import { environment } from "./environment";
import { errors } from "./errors";
import { formatting } from "./format";
import { networks } from "./net";
import { onces } from "./once";
import { expressions } from "./regexp";
import { slices } from "./slices";
import { native, type Implementation } from "./support";
import { texts } from "./strings";

/** Functions by import path and name: `strings.Split`, `encoding/json.Marshal`. */
const functions: ReadonlyMap<string, Implementation> = new Map(
  [texts, errors, formatting, collections, slices, networks, encodings, environment, onces, expressions].flatMap((table) => Object.entries(table)),
);

const constants: ReadonlyMap<string, string | number> = new Map<string, string | number>([
  ["math.MaxInt", Number.MAX_SAFE_INTEGER],
  ["math.MaxInt8", 127],
  ["math.MinInt8", -128],
  ["math.MaxUint8", 255],
  ["math.MaxInt16", 2 ** 15 - 1],
  ["math.MinInt16", -(2 ** 15)],
  ["math.MaxInt32", 2 ** 31 - 1],
  ["math.MinInt32", -(2 ** 31)],
  ["math.MaxInt64", Number.MAX_SAFE_INTEGER],
  ["math.MaxUint16", 65_535],
  ["math.MaxUint32", 2 ** 32 - 1],
  ["runtime.GOOS", "linux"],
  ["runtime.GOARCH", "amd64"],
  ["net/http.MethodGet", "GET"],
  ["net/http.MethodPost", "POST"],
  ["net/http.MethodPut", "PUT"],
  ["net/http.MethodDelete", "DELETE"],
]);

/** A function or constant of Go's library, or of a package that programs use beside it. */
export function library(path: readonly string[], _machine: Machine, span: Span): Value | undefined {
  const [specifier = "", ...names] = path;
  const name = `${aliases.get(specifier) ?? specifier}.${names.join(".")}`;
  const constant = constants.get(name);
  if (constant !== undefined) return written(constant, span);
  const implementation = functions.get(name) ?? (listConversion.test(names.at(-1) ?? "") ? listed : undefined);
  return implementation === undefined ? undefined : native(names.at(-1) ?? name, implementation, span);
}

function listed(call: NativeCall): Value {
  const [only] = call.given;
  return only === undefined || only.value.data === null ? written(new List([]), call.span) : passedOn(only.value, "returned", call.span);
}

/** Packages that have the functions of another one. */
const aliases: ReadonlyMap<string, string> = new Map([
  ["golang.org/x/exp/slices", "slices"],
  ["golang.org/x/exp/maps", "maps"],
  ["io/ioutil", "os"],
  ["github.com/pkg/errors", "errors"],
  ["golang.org/x/xerrors", "errors"],
  ["gopkg.in/yaml.v2", "yaml"],
  ["gopkg.in/yaml.v3", "yaml"],
  ["sigs.k8s.io/yaml", "yaml"],
  ["github.com/goccy/go-yaml", "yaml"],
  ["github.com/ghodss/yaml", "yaml"],
  ["go.yaml.in/yaml/v3", "yaml"],
]);

/** Names that are there without an import, and what Go's own constructs are lowered to. */
export function globals(machine: Machine): ReadonlyMap<string, Value> {
  const { here } = machine;
  return new Map(Object.entries({ ...builtins, ...constructs }).map(([name, implementation]) => [name, native(name, implementation, here)]));
}
