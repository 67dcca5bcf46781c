import { List } from "../../interpreter/list";
import { RecordData, type Data, type Value } from "../../interpreter/value";
import type { Method } from "../java-and-csharp/methods";
import { copied } from "../java-and-csharp/sequences";
import { copiedRecord } from "../java-and-csharp/records";
import { setOf } from "../java-and-csharp/changes";

/** .NET's immutable collections. */
const fixed = new WeakSet<List | RecordData>();

export function unchanging(value: Value): Value {
  if (value.data instanceof List || value.data instanceof RecordData) fixed.add(value.data);
  return value;
}

export function isUnchanging(data: Data): boolean {
  return (data instanceof List || data instanceof RecordData) && fixed.has(data);
}

const changes =
  /^(?:Add|AddRange|Insert|InsertRange|Remove|RemoveAt|RemoveAll|RemoveRange|Replace|SetItem|SetItems|Clear|Union|Except|Intersect|Sort|Reverse|#Reverse)$/;

/** A method that changes its collection gives, of one that does not change, another one that is changed. */
export function onCopy(name: string, method: Method): Method {
  if (!changes.test(name)) return method;
  return (self, call) => {
    const { machine, span } = call;
    const { data } = self;
    const copy =
      data instanceof RecordData
        ? copiedRecord(machine, self, span)
        : data instanceof List && (data.type === "Set" || data.type === "SortedSet")
          ? setOf(machine, self, data.type, span)
          : copied(machine, self, span);
    method(copy, call);
    return unchanging(copy);
  };
}
