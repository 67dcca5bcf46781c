import type { NativeCall } from "../../../interpreter/native";
import { Hole } from "../../../interpreter/hole";
import { computed, type Value } from "../../../interpreter/value";
import { argument, elementsOf, itemOf, listOf, unknownOf, type Table } from "./natives";

/** Tables of texts: https://docs.python.org/3/library/csv.html */
export const csvFunctions: Table = {
  "csv.reader": (call) => {
    const rows = rowsOf(call);
    return rows === undefined
      ? unknownOf(call, "csv.reader")
      : listed(
          call,
          rows.map((row) => listed(call, row)),
        );
  },
  "csv.DictReader": (call) => {
    const [head, ...rows] = rowsOf(call) ?? [];
    if (head === undefined || rows.some(({ length }) => length !== head.length)) return unknownOf(call, "csv.DictReader");
    const names = head.map(({ data }) => (typeof data === "string" ? data : ""));
    return listed(
      call,
      rows.map((row) => call.machine.record(Object.fromEntries(row.map((cell, index) => [names[index] ?? "", cell])), call.span)),
    );
  },
};

function listed({ span }: NativeCall, values: readonly Value[]): Value {
  return listOf(
    values.map((value) => itemOf(value, span)),
    undefined,
    span,
    [],
  );
}

/** The cells of each line that has any; undefined where a line is not known, or a cell has line breaks. */
function rowsOf(call: NativeCall): readonly (readonly Value[])[] | undefined {
  const source = argument(call.given, 0);
  const delimiter = argument(call.given, -1, "delimiter")?.data ?? ",";
  const isPlain = call.given.every(({ name }, index) => (name === undefined ? index === 0 : name === "delimiter"));
  if (!isPlain || typeof delimiter !== "string" || delimiter.length !== 1) return undefined;
  const { items, rest } = elementsOf(call.machine, source, call.span);
  if (rest instanceof Hole) return undefined;
  const rows: (readonly Value[])[] = [];
  for (const { value } of items) {
    const line = typeof value.data === "string" ? value.data.replace(/\r?\n$/, "") : undefined;
    if (line === undefined || (line.split('"').length - 1) % 2 !== 0) return undefined;
    if (line !== "") rows.push(cellsOf(line, delimiter).map((cell) => computed(cell, call.span, [value])));
  }
  return rows;
}

function cellsOf(line: string, delimiter: string): readonly string[] {
  const cells: string[] = [];
  let cell = "";
  let isQuoted = false;
  for (let place = 0; place < line.length; place++) {
    const character = line.charAt(place);
    if (isQuoted && character === '"' && line.charAt(place + 1) === '"') {
      cell += '"';
      place++;
    } else if (character === '"' && (isQuoted || cell === "")) isQuoted = !isQuoted;
    else if (character === delimiter && !isQuoted) {
      cells.push(cell);
      cell = "";
    } else cell += character;
  }
  return [...cells, cell];
}
