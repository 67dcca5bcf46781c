/** What a message's parameters have to be, and how that is called. */
interface Shape {
  readonly called: string;
  readonly fits: (value: unknown) => boolean;
}

const text: Shape = { called: "a text", fits: (value) => typeof value === "string" };
const number: Shape = { called: "a number", fits: (value) => typeof value === "number" };
const record: Shape = { called: "an object", fits: isRecord };
const records: Shape = { called: "a list of objects", fits: (value) => Array.isArray(value) && value.every(isRecord) };
const folders: Shape = {
  called: "a list of folders",
  fits: (value) => Array.isArray(value) && value.every((each) => isRecord(each) && text.fits(each.uri)),
};
const foldersOrNone: Shape = { called: "a list of folders, or null", fits: (value) => value === undefined || value === null || folders.fits(value) };

const ofDocument = { "textDocument.uri": text };
const ofPlace = (place: string): Readonly<Record<string, Shape>> => ({ [`${place}.line`]: number, [`${place}.character`]: number });

/** By method, what the server looks at: https://microsoft.github.io/language-server-protocol */
const parameters: Readonly<Record<string, Readonly<Record<string, Shape>>>> = {
  initialize: { capabilities: record, workspaceFolders: foldersOrNone },
  "textDocument/hover": { ...ofDocument, ...ofPlace("position") },
  "textDocument/codeAction": { ...ofDocument, ...ofPlace("range.start"), ...ofPlace("range.end"), "context.diagnostics": records },
  "codeAction/resolve": { title: text },
  "textDocument/didOpen": { ...ofDocument, "textDocument.languageId": text, "textDocument.version": number, "textDocument.text": text },
  "textDocument/didChange": { ...ofDocument, "textDocument.version": number, contentChanges: records },
  "textDocument/didSave": ofDocument,
  "textDocument/didClose": ofDocument,
  "workspace/didChangeWatchedFiles": { changes: records },
  "workspace/didChangeWorkspaceFolders": { "event.added": folders, "event.removed": folders },
};

/** What is wrong with the parameters of a message, as a sentence; undefined where nothing is. */
export function wrongIn(method: string, params: unknown): string | undefined {
  if (!Object.hasOwn(parameters, method)) return undefined;
  if (!isRecord(params)) return `${method} takes parameters by their names, and got ${kindOf(params)}`;
  for (const [path, { called, fits }] of Object.entries(parameters[method] ?? {})) {
    const value = path.split(".").reduce((at: unknown, name) => (isRecord(at) && Object.hasOwn(at, name) ? at[name] : undefined), params);
    if (!fits(value)) return `${method} takes ${called} as ${path}, and got ${kindOf(value)}`;
  }
  return undefined;
}

function kindOf(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  return { string: "a text", number: "a number", boolean: "true or false" }[typeof value as string] ?? "an object";
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
