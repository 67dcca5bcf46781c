// Makes the README's picture from what the tour prints. Run after a build: npm run docs does.
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "..");
const require = createRequire(import.meta.url);
const { tourPicture } = require("../remediator/dist/docs/tour-picture.js");

const output = execFileSync(process.execPath, [path.join(root, "remediator/dist/tour.js")], {
  encoding: "utf8",
  env: { PATH: process.env.PATH, FORCE_COLOR: "1" },
});
writeFileSync(path.join(root, "docs/tour.svg"), tourPicture(output));
