/**
 * Reads protocol buffers in place: https://protobuf.dev/programming-guides/encoding/. The SDK's own reader makes several objects of each value
 * before anybody has asked for one; most of what the engine sends is of no interest here and is stepped over.
 */
export class Message {
  constructor(
    private readonly bytes: Buffer,
    private readonly start = 0,
    private readonly end = bytes.length,
  ) {}

  /** Whether the bytes hold a text. */
  mentions(text: string): boolean {
    return this.bytes.subarray(this.start, this.end).includes(text);
  }

  /** Goes through the fields in the order in which they were written. A field that may occur once counts as it was written last. */
  forEach(visit: (field: number, value: Value) => void): void {
    const value = new Value(this.bytes);
    let at = this.start;
    while (at < this.end) {
      at = value.place(at, this.end);
      visit(value.field, value);
    }
  }
}

/** The value of a field; the same object stands for one field after the other. */
export class Value {
  field = 0;
  private at = 0;
  private type = 0;
  private from = 0;
  private to = 0;

  constructor(private readonly bytes: Buffer) {}

  /** Moves to the field that starts here, and returns where the next one starts. */
  place(at: number, end: number): number {
    this.at = at;
    const tag = this.varint(at);
    this.field = tag >>> 3;
    this.type = tag & 7;
    this.from = this.to;
    if (this.type === 0) this.varint(this.from);
    else if (this.type === 1) this.to = this.from + 8;
    else if (this.type === 5) this.to = this.from + 4;
    else if (this.type === 2) {
      const length = this.varint(this.from);
      this.from = this.to;
      this.to = this.from + length;
    } else throw new Error("a field of a type that the engine does not send");
    if (this.to > end) throw new Error("a message that is cut off");
    return this.to;
  }

  get text(): string {
    return this.bytes.toString("utf8", this.from, this.to);
  }

  get message(): Message {
    return new Message(this.bytes, this.from, this.to);
  }

  get number(): number {
    return this.bytes.readDoubleLE(this.from);
  }

  get isTrue(): boolean {
    return this.bytes[this.from] !== 0;
  }

  /** The field with its tag and length. */
  get whole(): Buffer {
    return this.bytes.subarray(this.at, this.to);
  }

  /** Reads a number of seven bits a byte, and leaves its end in `to`. */
  private varint(at: number): number {
    let result = 0;
    let position = at;
    for (let shift = 0; ; shift += 7) {
      const byte = this.bytes[position++] ?? 0;
      result += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) break;
    }
    this.to = position;
    return result;
  }
}

/** A google.protobuf.Struct as JSON. */
export function jsonOfStruct(struct: Message): Readonly<Record<string, unknown>> {
  const entries: (readonly [string, unknown])[] = [];
  struct.forEach((field, entry) => {
    if (field === 1) entries.push(entryOf(entry.message));
  });
  // As an entry "__proto__" is a key like any other.
  return Object.fromEntries(entries);
}

function entryOf(entry: Message): readonly [string, unknown] {
  let key = "";
  let json: unknown = null;
  entry.forEach((field, value) => {
    if (field === 1) key = value.text;
    else if (field === 2) json = jsonOfValue(value.message);
  });
  return [key, json];
}

function jsonOfValue(message: Message): unknown {
  let json: unknown = null;
  message.forEach((field, value) => {
    if (field === 1) json = null;
    else if (field === 2) json = value.number;
    else if (field === 3) json = value.text;
    else if (field === 4) json = value.isTrue;
    else if (field === 5) json = jsonOfStruct(value.message);
    else if (field === 6) json = jsonOfList(value.message);
  });
  return json;
}

function jsonOfList(list: Message): readonly unknown[] {
  const elements: unknown[] = [];
  list.forEach((field, value) => {
    if (field === 1) elements.push(jsonOfValue(value.message));
  });
  return elements;
}
