/** Reads what a server answered, which need not be what its API promises. Whatever is not as expected throws. */
export type Decoder<T> = (value: unknown, place?: string) => T;

/** Something in an answer is not what it has to be. */
export class Unexpected extends Error {}

export const text: Decoder<string> = (value, place) => (typeof value === "string" ? value : unexpected(place, "a text"));

export const integer: Decoder<number> = (value, place) => (Number.isSafeInteger(value) ? (value as number) : unexpected(place, "a whole number"));

export const boolean: Decoder<boolean> = (value, place) => (typeof value === "boolean" ? value : unexpected(place, "true or false"));

/** A moment as ISO 8601 writes it, with its zone. */
export const instant: Decoder<Date> = (value, place) => {
  const isMoment =
    typeof value === "string" && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(value) && !Number.isNaN(Date.parse(value));
  return isMoment ? new Date(value) : unexpected(place, "a moment");
};

/** What git calls an object. */
export const objectId: Decoder<string> = (value, place) =>
  typeof value === "string" && /^[0-9a-f]{40,64}$/.test(value) ? value : unexpected(place, "an object's id");

/** An answer without a body. */
export const nothing: Decoder<undefined> = (value, place) => (value === undefined || value === "" ? undefined : unexpected(place, "empty"));

/** A value, or undefined where there is null or nothing. */
export function optional<T>(decode: Decoder<T>): Decoder<T | undefined> {
  return (value, place) => (value === undefined || value === null ? undefined : decode(value, place));
}

export function list<T>(decode: Decoder<T>): Decoder<readonly T[]> {
  return (value, place = "") => (Array.isArray(value) ? value.map((each, index) => decode(each, `${place}[${index}]`)) : unexpected(place, "a list"));
}

/** An object with at least these properties. */
export function object<T extends Readonly<Record<string, Decoder<unknown>>>>(
  properties: T,
): Decoder<{ readonly [K in keyof T]: T[K] extends Decoder<infer V> ? V : never }> {
  return (value, place = "") => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return unexpected(place, "an object");
    const record = value as Readonly<Record<string, unknown>>;
    const entries = Object.entries(properties).map(([name, decode]) => [
      name,
      decode(Object.hasOwn(record, name) ? record[name] : undefined, `${place}.${name}`),
    ]);
    return Object.fromEntries(entries) as { readonly [K in keyof T]: T[K] extends Decoder<infer V> ? V : never };
  };
}

function unexpected(place: string | undefined, what: string): never {
  throw new Unexpected(`${place === undefined || place === "" ? "the answer" : place.replace(/^\./, "")} is not ${what}`);
}
