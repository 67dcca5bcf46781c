/** What a pull request remembers from one run to the next: the forge holds all memory. Anyone who may edit the body may edit this. */
export interface Marker {
  readonly version: 1;
  readonly project: string;
  /** Short hashes of the keys of the findings it repairs, sorted. */
  readonly keys: readonly string[];
  /** The commit it was made from. */
  readonly base: string;
  /** The edited files as they were there. */
  readonly blobs: readonly { readonly path: string; readonly blob: string }[];
  /** Hash of title and body as they were written; a person's later edits do not change it. */
  readonly text: string;
  /** `withdrawn` was closed by us, because there was nothing left to repair. */
  readonly state: "proposed" | "withdrawn";
}

export type ReadMarker =
  { readonly kind: "marker"; readonly marker: Marker } | { readonly kind: "none" } | { readonly kind: "unreadable"; readonly reason: string };

/** How much a marker holds at most: findings, files, the characters of a project's folder and name, and those that it takes in the body. */
export const markerLimits = { keys: 500, files: 100, project: 1_200, characters: 37_000 } as const;

export function writeMarker(marker: Marker): string {
  const { version, project, keys, base, blobs, text, state } = marker;
  const json = JSON.stringify({ version, project, keys, base, blobs: blobs.map(({ path, blob }) => [path, blob]), text, state });
  return `<!-- portcullis:${Buffer.from(json, "utf8").toString("base64url")} -->`;
}

/** Reads the one marker of a body. More than one is unreadable: we write one, and which is true cannot be told. */
export function readMarker(body: string): ReadMarker {
  const found = [...body.matchAll(/<!-- portcullis:([^\s<>]*) -->/g)];
  if (found.length === 0) return { kind: "none" };
  if (found.length > 1) return unreadable("it has more than one marker");
  const encoded = found[0]?.[1] ?? "";
  if (encoded.length > markerLimits.characters || !/^[\w-]+$/.test(encoded)) return unreadable("its marker is not base64url");
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(encoded, "base64url").toString("utf8"));
  } catch {
    return unreadable("its marker is not JSON");
  }
  const marker = markerOf(value);
  return marker === undefined ? unreadable("its marker has another shape") : { kind: "marker", marker };
}

function markerOf(value: unknown): Marker | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const { version, project, keys, base, blobs, text, state } = value as Record<string, unknown>;
  if (version !== 1 || !isText(project, markerLimits.project) || !isHash(base, 40) || !isHash(text, 64)) return undefined;
  if (state !== "proposed" && state !== "withdrawn") return undefined;
  if (!isListOf(keys, markerLimits.keys, (key): key is string => isHash(key, 16))) return undefined;
  if (!isListOf(blobs, markerLimits.files, isBlob)) return undefined;
  return { version, project, keys, base, blobs: blobs.map(([path, blob]) => ({ path, blob })), text, state };
}

function isBlob(value: unknown): value is [string, string] {
  return Array.isArray(value) && value.length === 2 && isText(value[0], 1024) && isHash(value[1], 40);
}

function isListOf<T>(value: unknown, most: number, is: (element: unknown) => element is T): value is T[] {
  return Array.isArray(value) && value.length <= most && value.every(is);
}

function isText(value: unknown, most: number): value is string {
  return typeof value === "string" && value.length > 0 && value.length <= most;
}

/** A hash of at least so many hexadecimal digits. */
function isHash(value: unknown, least: number): value is string {
  return typeof value === "string" && value.length >= least && value.length <= 64 && /^[0-9a-f]+$/.test(value);
}

function unreadable(reason: string): ReadMarker {
  return { kind: "unreadable", reason };
}
