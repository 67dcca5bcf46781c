import { PolicyPack } from "@pulumi/policy";
import { policies } from "../contract/registry";
import { packArgs } from "./pack";

/** Serves the whole pack to the engine. `whenJudged` is called each time that a stack was judged, before the engine has the answer. */
export function serve(whenJudged: () => void): void {
  new PolicyPack("portcullis", packArgs(policies, { whenJudged }));
}
