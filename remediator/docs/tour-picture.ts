import { terminalPicture } from "./picture";

/** The first screen of what the tour prints in colour: problems and a repair, without the pull request. */
export function tourPicture(output: string): string {
  const lines = output.split("\n");
  const end = lines.findIndex((line) => line.includes(" 3 ") && line.includes("portcullis pr"));
  return terminalPicture(
    lines.slice(0, end < 0 ? lines.length : end).join("\n"),
    "What npm start shows: the problems of an example, and the repair of one",
  );
}
