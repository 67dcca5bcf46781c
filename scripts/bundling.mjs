// What both bundles have in common: the Action's and the command's.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** What runs programs is loaded from where it is installed, by the commands that run one. */
export const whatRunsPrograms = ["@pulumi/*", "@grpc/*", "google-protobuf", "typescript"];

/** The policies are found in a folder, which a bundle does not have: they are listed. */
export const policies = {
  name: "policies",
  setup({ onLoad }) {
    onLoad({ filter: /contract[\\/]registry\.js$/ }, ({ path: file }) => {
      const names = readdirSync(path.join(path.dirname(file), "..", "policies")).filter((name) => /^[a-z0-9-]+\.js$/.test(name));
      const list = names.sort().map((name) => `require("../policies/${name}").policy`);
      return { contents: `exports.policies = [${list.join(", ")}].sort((a, b) => Number(b.id === "settings") - Number(a.id === "settings"));` };
    });
  },
};

/** A file with one piece of its text replaced, which has to be there. */
export function replaced(file, piece, by) {
  const text = readFileSync(file, "utf8");
  if (!text.includes(piece)) throw new Error(`${file} has no ${piece}, which the bundle replaces`);
  return text.replaceAll(piece, by);
}
