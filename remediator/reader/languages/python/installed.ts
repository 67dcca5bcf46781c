import type { Program } from "../../interpreter/machine";
import type { SourceFile } from "../../syntax/tree";
import { folderOf } from "../paths";
import { resolve } from "./names";

/** Whether a module may be missing where the program runs: what is of the repository, of Python itself, of Pulumi, or named among the program's requirements is there. */
export function mayBeAbsent(module: string, from: SourceFile, program: Program): boolean {
  const resolution = resolve(module, from, program);
  if (resolution.kind === "files") return resolution.names.length > 0 && !resolution.names.some((name) => program.repository.has(name));
  const [first = ""] = resolution.path;
  if (first.startsWith("pulumi") || ofPython.has(first)) return false;
  return !requirementsOf(program).includes(bare(first));
}

/** How a module is called and how its package is have this in common: `PyYAML` and `yaml`, `python-dotenv` and `dotenv`. */
function bare(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
}

const lists = ["requirements.txt", "pyproject.toml", "Pipfile", "setup.py", "setup.cfg", "uv.lock", "poetry.lock", "environment.yml"];

function requirementsOf({ repository, mainFolder, folder }: Program): string {
  const around = [mainFolder, folder];
  for (let at = folder; at !== "";) around.push((at = folderOf(at)));
  const names = [...new Set(around)].flatMap((each) => lists.map((name) => (each === "" ? name : `${each}/${name}`)));
  return names.map((name) => (repository.has(name) ? bare(repository.read(name)?.text ?? "") : "")).join(" ");
}

/** What every Python that Pulumi runs on brings along: https://docs.python.org/3/py-modindex.html */
const ofPython = new Set(
  (
    "__future__ abc argparse array ast asyncio base64 bisect builtins bz2 calendar cmath cmd code codecs collections colorsys concurrent configparser contextlib " +
    "contextvars copy csv ctypes dataclasses datetime decimal difflib dis email enum errno filecmp fileinput fnmatch fractions ftplib functools gc getopt " +
    "getpass gettext glob gzip hashlib heapq hmac html http imaplib importlib inspect io ipaddress itertools json keyword linecache locale logging lzma " +
    "mailbox math mimetypes multiprocessing netrc numbers operator os pathlib pickle pkgutil platform plistlib pprint queue random re sched secrets select " +
    "selectors shelve shlex shutil signal site smtplib socket socketserver sqlite3 ssl stat statistics string struct subprocess sys sysconfig tarfile " +
    "tempfile textwrap threading time timeit token tokenize traceback types typing unicodedata unittest urllib uuid venv warnings weakref webbrowser xml " +
    "zipfile zipimport zlib zoneinfo"
  ).split(" "),
);
