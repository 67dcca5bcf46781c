import type { Program, Repository } from "../../interpreter/machine";
import type { SourceFile } from "../../syntax/tree";
import { folderOf, joinPath } from "../paths";

/**
 * Where modules are looked for: the folder of the program, the project, those around it up to the repository, the packages of the repository that
 * are installed by their path, and `src` of each: where programs set their path to.
 */
export function searchPath(from: SourceFile, program: Program): readonly string[] {
  const { mainFolder, folder } = program;
  const around = [folder];
  for (let at = folder; at !== "";) around.push((at = folderOf(at)));
  const own = [...around, ...installedByPath(program, [mainFolder, ...around])];
  return [...new Set([mainFolder, folder, folderOf(from.name), ...own, ...own.map((each) => (each === "" ? "src" : `${each}/src`))])];
}

const found = new WeakMap<Repository, Map<string, readonly string[]>>();

/** The folders that a list of requirements names instead of packages: `-e ../net` and `net @ file:../net`, `{ path = "../net" }`. */
function installedByPath({ repository, folder, mainFolder }: Program, folders: readonly string[]): readonly string[] {
  const known = found.get(repository) ?? new Map<string, readonly string[]>();
  found.set(repository, known);
  const key = `${folder}\0${mainFolder}`;
  const made = known.get(key) ?? [...new Set(folders)].flatMap((each) => pathsOf(repository, each));
  known.set(key, made);
  return made;
}

function pathsOf(repository: Repository, folder: string): readonly string[] {
  return lists.flatMap(({ name, path }) => {
    const file = folder === "" ? name : `${folder}/${name}`;
    const text = repository.has(file) ? (repository.read(file)?.text ?? "") : "";
    return [...text.matchAll(path)].flatMap(([, named = ""]) => joinPath(folder, named) ?? []);
  });
}

/** https://pip.pypa.io/en/stable/reference/requirements-file-format/, https://docs.astral.sh/uv/concepts/projects/dependencies/#path */
const lists: readonly { readonly name: string; readonly path: RegExp }[] = [
  {
    name: "requirements.txt",
    path: /^[ \t]*(?:-e[ \t]+|--editable[ =]+)?(?:[\w.-]+(?:\[[^\]]*\])?[ \t]*@[ \t]*)?(?:file:(?:\/\/)?)?(\.{1,2}(?:\/[^\s#;[]*)?)/gm,
  },
  { name: "pyproject.toml", path: /\b(?:path[ \t]*=[ \t]*["']|@[ \t]*file:(?:\/\/)?)(\.{1,2}(?:\/[^"'\s;]*)?)/g },
  { name: "Pipfile", path: /\bpath[ \t]*=[ \t]*["'](\.{1,2}(?:\/[^"']*)?)/g },
];
