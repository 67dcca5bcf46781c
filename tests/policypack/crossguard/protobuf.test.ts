import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";
import { jsonOfStruct, Message } from "@portcullis/policypack/crossguard/protobuf";

const json = fc.letrec<{ value: JavaScriptValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    fc.constant(null),
    fc.boolean(),
    fc.double({ noNaN: true }),
    fc.string({ unit: "grapheme", maxLength: 300 }),
    fc.array(tie("value"), { maxLength: 5 }),
    fc.dictionary(fc.string({ unit: "grapheme", maxLength: 10 }), tie("value"), { maxKeys: 5, noNullPrototype: true }),
  ),
})).value;

const struct = fc
  .dictionary(fc.string(), json, { noNullPrototype: true })
  .filter((object) => !JSON.stringify(object).includes("__proto__"))
  .map((object) => Struct.fromJavaScript(object));

const bytesOf = (message: Struct): Buffer => Buffer.from(message.serializeBinary());

test("reads what the SDK's reader reads", () => {
  fc.assert(
    fc.property(struct, (message) => {
      expect(jsonOfStruct(new Message(bytesOf(message)))).toEqual(Struct.deserializeBinary(bytesOf(message)).toJavaScript());
    }),
  );
});

test("of what is cut off or is no message it says so, or reads less; it never goes on for ever", () => {
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), struct.map(bytesOf)), fc.nat(), (bytes, length) => {
      try {
        jsonOfStruct(new Message(Buffer.from(bytes.subarray(0, length % (bytes.length + 1)))));
      } catch (error) {
        expect(error).toBeInstanceOf(Error);
      }
    }),
  );
});

test("a key that means something to JavaScript is a key like any other", () => {
  const entry = Buffer.concat([Buffer.from([0x0a, 9]), Buffer.from("__proto__"), Buffer.from([0x12, 2, 0x20, 1])]);
  const read = jsonOfStruct(new Message(Buffer.concat([Buffer.from([0x0a, entry.length]), entry])));
  expect(Object.keys(read)).toEqual(["__proto__"]);
});

test("a long text has a long length", () => {
  const text = "x".repeat(3_000_000);
  expect(jsonOfStruct(new Message(bytesOf(Struct.fromJavaScript({ text }))))).toEqual({ text });
});
