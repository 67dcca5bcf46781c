import { describe, expect, test } from "@jest/globals";
import { array, assert, constantFrom, jsonValue, property, record, string, stringMatching } from "fast-check";
import { markerLimits, readMarker, writeMarker, type Marker } from "@portcullis/remediator/pull-request/marker";

const hash = (length: number): ReturnType<typeof stringMatching> => stringMatching(new RegExp(`^[0-9a-f]{${String(length)}}$`));
const text = string({ unit: "grapheme", minLength: 1, maxLength: 100 });

const marker = record<Marker>({
  version: constantFrom(1 as const),
  project: text,
  keys: array(hash(16), { maxLength: 20 }),
  base: hash(40),
  blobs: array(record({ path: text, blob: hash(40) }), { maxLength: 20 }),
  text: hash(64),
  state: constantFrom("proposed" as const, "withdrawn" as const),
});

const sample: Marker = { version: 1, project: "shop", keys: [], base: "0".repeat(40), blobs: [], text: "0".repeat(64), state: "proposed" };

const encoded = (value: unknown): string => `<!-- portcullis:${Buffer.from(JSON.stringify(value)).toString("base64url")} -->`;

describe("a marker", () => {
  test("comes back as it was, from anywhere in a body", () => {
    assert(
      property(marker, string(), string(), (written, head, tail) => {
        expect(readMarker(`${head}${writeMarker(written)}${tail}`)).toEqual({ kind: "marker", marker: written });
      }),
    );
  });

  test("is one line that no Markdown and no HTML breaks out of", () => {
    assert(property(marker, (written) => expect(writeMarker(written)).toMatch(/^<!-- portcullis:[\w-]+ -->$/)));
  });

  test("at its largest fits the room it has", () => {
    const full = { ...sample, keys: Array.from({ length: markerLimits.keys }, () => "f".repeat(16)) };
    expect(writeMarker(full).length).toBeLessThan(markerLimits.characters / 2);
  });

  test.each([
    ["no marker", "A body.", "none"],
    ["another comment", "<!-- renovate:eyJ9 -->", "none"],
    ["two", `${writeMarker(sample)}\n${writeMarker(sample)}`, "unreadable"],
    ["nothing in it", "<!-- portcullis: -->", "unreadable"],
    ["no base64url", "<!-- portcullis:a+b/c= -->", "unreadable"],
    ["no JSON", `<!-- portcullis:${Buffer.from("{").toString("base64url")} -->`, "unreadable"],
    ["far too much", `<!-- portcullis:${"A".repeat(100_000)} -->`, "unreadable"],
    ["null", encoded(null), "unreadable"],
    ["an array", encoded([]), "unreadable"],
    ["another version", encoded({ ...sample, version: 2 }), "unreadable"],
    ["no project", encoded({ ...sample, project: "" }), "unreadable"],
    ["a base that is no hash", encoded({ ...sample, base: "main" }), "unreadable"],
    ["a key that is no hash", encoded({ ...sample, keys: ["x"] }), "unreadable"],
    ["too many keys", encoded({ ...sample, keys: Array.from({ length: 501 }, () => "0".repeat(16)) }), "unreadable"],
    ["a blob without its path", encoded({ ...sample, blobs: [["0".repeat(40)]] }), "unreadable"],
    ["an unknown state", encoded({ ...sample, state: "merged" }), "unreadable"],
    ["a prototype", encoded(JSON.parse('{"__proto__":{"version":1}}')), "unreadable"],
  ])("with %s is read as %3$s", (_, body, kind) => {
    expect(readMarker(body).kind).toBe(kind);
  });

  test("may be any text or any JSON at all", () => {
    assert(property(string({ unit: "binary" }), (body) => void readMarker(`<!-- portcullis:${body} -->`)));
    assert(property(jsonValue(), (value) => void readMarker(`<!-- portcullis:${Buffer.from(JSON.stringify(value)).toString("base64url")} -->`)));
    const changed = record({ field: constantFrom(...Object.keys(sample)), value: jsonValue() });
    assert(
      property(changed, ({ field, value }) => {
        const read = readMarker(encoded({ ...sample, [field]: value }));
        if (read.kind === "marker") expect(readMarker(writeMarker(read.marker))).toEqual(read);
      }),
    );
  });
});
