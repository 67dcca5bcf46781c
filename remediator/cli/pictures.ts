import type { Picture } from "../picture/graph";
import type { Report } from "../report/report";

/** Who reaches whom in a project, as its first stack has it. */
export function drawn({ judgements, problems }: Report): Picture | undefined {
  const [first] = judgements;
  return first === undefined ? undefined : (require("../picture/graph") as typeof import("../picture/graph")).pictureOf(first.world, problems);
}
