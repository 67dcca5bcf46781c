import { Hole } from "../../../interpreter/hole";
import type { NativeCall } from "../../../interpreter/native";
import { computed, type Value } from "../../../interpreter/value";
import { fromUnnamedFile } from "../../library";
import { argument, nil, pure, results, unknown, values, type Implementation } from "./support";

/** The packages os, path, filepath, context, time and sync: files of the repository are read, everything else is the deploying machine's. */
export const environment: Readonly<Record<string, Implementation>> = {
  "os.Getenv": (call) => variable(call),
  "os.LookupEnv": (call) => {
    const value = variable(call);
    return results(call, value, call.machine.hole("asks whether an environment variable is set", call.span));
  },
  "os.ReadFile": readFile,
  "os.Getwd": (call) => results(call, call.machine.hole("is a folder of the machine that deploys", call.span), nil(call)),
  "os.Hostname": (call) => results(call, call.machine.hole("is the name of the machine that deploys", call.span), nil(call)),
  "path.Join": pure(joinPath),
  "path/filepath.Join": pure(joinPath),
  "path.Base": pure((path) => (typeof path === "string" ? (path.split("/").at(-1) ?? "") : undefined)),
  "path/filepath.Base": pure((path) => (typeof path === "string" ? (path.split("/").at(-1) ?? "") : undefined)),
  "path/filepath.Abs": (call) => results(call, argument(call, 0) ?? nil(call), nil(call)),
  "context.Background": (call) => nil(call),
  "context.TODO": (call) => nil(call),
  "time.Now": (call) => call.machine.hole("is the time", call.span),
};

function variable(call: NativeCall): Value {
  const name = argument(call, 0)?.data;
  return call.machine.hole(typeof name === "string" ? `is the environment variable ${name}` : "is an environment variable", call.span, values(call));
}

function joinPath(...parts: readonly (string | number | boolean | null)[]): string | undefined {
  if (!parts.every((part) => typeof part === "string")) return undefined;
  const whole = parts.filter((part) => part !== "").join("/");
  const segments: string[] = [];
  for (const segment of whole.split("/")) {
    if (segment === "" || segment === ".") continue;
    if (segment === ".." && segments.length > 0 && segments.at(-1) !== "..") segments.pop();
    else segments.push(segment);
  }
  return `${whole.startsWith("/") ? "/" : ""}${segments.join("/")}`;
}

/** Relative paths begin in the folder in which the program runs. */
function readFile(call: NativeCall): Value {
  const { machine, span } = call;
  const name = argument(call, 0)?.data;
  if (name instanceof Hole) return results(call, machine.hole(fromUnnamedFile, span, values(call)), nil(call));
  if (typeof name !== "string" || name.startsWith("/") || name.startsWith("~"))
    return results(call, unknown(call, "is a file outside of the repository"), nil(call));
  const { folder, mainFolder, repository } = machine.program;
  const file = [mainFolder, folder].map((base) => joinPath(base, name) ?? "").find((path) => !path.startsWith("..") && repository.has(path));
  const read = file === undefined ? undefined : repository.read(file);
  if (read === undefined) return results(call, machine.hole(`is the file ${name}, which is not in the repository`, span, values(call)), nil(call));
  return results(call, computed(read.text, span, values(call)), nil(call));
}
