import path from "node:path/posix";

/**
 * Whether a file of a repository, by its name, may be part of a program or of its settings: source of the languages that Pulumi has, and what a project
 * and its stacks say. What installs, builds or deploys a program is not.
 */
export function isProgramFile(file: string): boolean {
  if (file.split("/").some((part) => part.startsWith(".") || part === "node_modules")) return false;
  return /\.(?:[cm]?[jt]sx?|py|go|java|kt|cs|fs|vb)$/.test(file) || /^(?:Pulumi(?:\.[^/]+)?|Main)\.ya?ml$/.test(path.basename(file));
}
