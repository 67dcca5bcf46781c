import type { AddCommand } from "./command";
import { addBaseline } from "./commands/baseline";
import { addCheck } from "./commands/check";
import { addExemptions } from "./commands/exemptions";
import { addExplain } from "./commands/explain";
import { addFix } from "./commands/fix";
import { addLanguageServer } from "./commands/lsp";
import { addPullRequest } from "./commands/pr";
import { addReach } from "./commands/reach";
import { addRules } from "./commands/rules";
import { addRun } from "./commands/run";
import { addSweep } from "./commands/sweep";

/** Every command, in the order of --help. */
export const commands: readonly AddCommand[] = [
  addCheck,
  addFix,
  addPullRequest,
  addRun,
  addSweep,
  addReach,
  addExplain,
  addLanguageServer,
  addRules,
  addBaseline,
  addExemptions,
];
