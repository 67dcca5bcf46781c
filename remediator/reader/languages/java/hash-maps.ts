import type { Machine } from "../../interpreter/machine";
import { RecordData, written, type Value } from "../../interpreter/value";
import type { Span } from "../../syntax/tree";
import { copiedRecord, fromPairs } from "../java-and-csharp/records";
import { HashedRecord } from "./hashing";

/** A HashMap, which holds what another collection does. */
export function hashed(machine: Machine, from: Value | undefined, span: Span, buckets = 16): Value {
  const data = new HashedRecord(buckets);
  data.type = "Map";
  const record = { ...written(data, span), data };
  return from === undefined
    ? record
    : { ...copiedRecord(machine, from.data instanceof RecordData ? from : fromPairs(machine, from, span), span, "Map", record), origin: from.origin };
}
