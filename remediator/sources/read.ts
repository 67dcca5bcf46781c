import { failed, type Failed, isRecord } from "../system/failed";
import { readDigest } from "./digest";
import { type FileResources, type Keeps } from "./resource-state";
import { readState } from "./state";

/** Reads a preview digest or a state export, whichever the text is, or what `keeps` accepts of it. `name` is the file's, for the sentence that says why it cannot be read. */
export function readResources(text: string, name: string, keeps: Keeps = () => true): FileResources | Failed {
  const content = text.replace(/^\uFEFF/, "");
  if (content.trim() === "") return failed(`${name} is empty. ${howTo}`);
  const json = parse(content, name);
  if ("kind" in json) return json;
  const read = readFormat(json.value, keeps);
  return read.kind === "failed" ? failed(`${name}: ${read.reason}`) : read;
}

function readFormat(json: unknown, keeps: Keeps): FileResources | Failed {
  if (!isRecord(json)) return failed(`neither a preview nor a state export. ${howTo}`);
  if ("deployment" in json) return readState(json, keeps);
  if ("steps" in json || "changeSummary" in json || "diagnostics" in json) return readDigest(json, keeps);
  return failed(`neither a preview nor a state export. ${howTo}`);
}

const howTo = "Make one with: pulumi preview --json --show-sames > preview.json, or: pulumi stack export > state.json";

function parse(text: string, name: string): { readonly value: unknown } | Failed {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (/^(Unexpected end|Unterminated|Expected .* after)/.test(message) && !/[}\]]\s*$/.test(text)) {
      return failed(`${name} ends in the middle: the JSON is not complete. ${howTo}`);
    }
    return failed(`${name} is not JSON. ${howTo}`);
  }
}
