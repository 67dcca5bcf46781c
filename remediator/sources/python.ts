import { existsSync, writeFileSync } from "node:fs";
import path from "node:path";
import { unknownText } from "@portcullis/policypack/resources/property-values";
import type { Project } from "../engine/project";
import { standInNumber } from "./stand-ins";

/** The interpreter of a Python program: that of the virtual environment which its Pulumi.yaml names or which is beside it, or else the one on PATH. */
export function interpreterOf({ folder, programFolder, virtualenv }: Project): string {
  const named = virtualenv === undefined ? [] : [path.resolve(folder, virtualenv)];
  const folders = [...named, ...[programFolder, folder].flatMap((at) => ["venv", ".venv"].map((name) => path.join(at, name)))];
  const found = folders.flatMap((at) => [path.join(at, "bin", "python"), path.join(at, "Scripts", "python.exe")]).find((file) => existsSync(file));
  return found ?? (process.platform === "win32" ? "python" : "python3");
}

/** Writes the launcher into a folder of this run, and answers its name. */
export function writePythonLauncher(folder: string): string {
  const file = path.join(folder, "launch.py");
  writeFileSync(file, launcher);
  return file;
}

/** What the launcher is told, as JSON. */
export interface PythonLaunch {
  readonly monitor: string;
  readonly project: string;
  readonly stack: string;
  readonly root: string;
  readonly program: string;
  /** The file that gets a line for each value that is missing. */
  readonly missing: string;
}

/**
 * Begins a program in the place of the engine's language host. Where it asks for what is not known here (a setting that nobody made, or that is encrypted)
 * it goes on with a stand-in of the type that it asks for.
 */
const launcher = `import asyncio, json, logging, os, runpy, sys

told = json.loads(sys.argv[1])
sys.dont_write_bytecode = True
sys.path.insert(0, os.getcwd())

import pulumi
import pulumi.runtime
from pulumi.output import Unknown

TEXT = ${JSON.stringify(unknownText)}


class Number(float):
    """A number that is not known: loops over it run once."""

    def __index__(self):
        return 1

    def __format__(self, spec):
        return repr(float(self))


class Anything(Unknown):
    """A value of which nothing is known, and of whose parts nothing is known either."""

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return Anything()

    def __getitem__(self, key):
        return Anything()

    def __call__(self, *args, **kwargs):
        return Anything()

    def __iter__(self):
        return iter([Anything()])

    def __len__(self):
        return 1

    def __contains__(self, key):
        return True

    def __str__(self):
        return TEXT

    def __format__(self, spec):
        return TEXT

    def get(self, key, default=None):
        return Anything()

    def keys(self):
        return [TEXT]

    def values(self):
        return [Anything()]

    def items(self):
        return [(TEXT, Anything())]


NUMBER = Number(${standInNumber})
KINDS = {"": ("", TEXT), "_bool": ("Boolean", False), "_int": ("Number", NUMBER), "_float": ("Number", NUMBER), "_object": ("Object", None)}


def stand_in(method, kind, is_secret, is_required):
    original = getattr(pulumi.Config, method, None)
    if original is None:
        return
    name, value = KINDS[kind]

    def get(self, key, *args, **kwargs):
        raw = pulumi.runtime.get_config(self.full_key(key) if hasattr(self, "full_key") else self.name + ":" + key)
        hides = raw is not None and TEXT in raw and kind != ""
        if raw is None and is_required:
            with open(told["missing"], "a") as missing:
                missing.write(json.dumps({"key": self.name + ":" + key, "kind": name}) + "\\n")
        if not hides and (raw is not None or not is_required):
            return original(self, key, *args, **kwargs)
        found = Anything() if kind == "_object" else value
        return pulumi.Output.secret(found) if is_secret else found

    setattr(pulumi.Config, method, get)


for kind in KINDS:
    for secret in ("", "_secret"):
        for verb in ("get", "require"):
            stand_in(verb + secret + kind, kind, secret != "", verb == "require")

configuration = pulumi.runtime.get_config_env()
secret_keys = json.loads(os.environ.get("PULUMI_CONFIG_SECRET_KEYS", "[]"))
if hasattr(pulumi.runtime, "set_all_config"):
    pulumi.runtime.set_all_config(configuration, secret_keys)
else:
    for key, value in configuration.items():
        pulumi.runtime.set_config(key, value)

wanted = {
    "monitor": told["monitor"],
    "engine": told["monitor"],
    "project": told["project"],
    "stack": told["stack"],
    "parallel": 16,
    "dry_run": True,
    "organization": "organization",
    "root_directory": told["root"],
}
import inspect

accepted = inspect.signature(pulumi.runtime.Settings.__init__).parameters
pulumi.runtime.configure(pulumi.runtime.Settings(**{key: value for key, value in wanted.items() if key in accepted}))

# What ends early leaves things behind that nobody waits for.
logging.getLogger("asyncio").setLevel(logging.CRITICAL)
sys.argv = [told["program"]]
loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)
loop.run_until_complete(pulumi.runtime.run_in_stack(lambda: runpy.run_path(told["program"], run_name="__main__")))
`;
