/** A part of a text: literal, or what stands between `${` and `}`. Offsets count from the start of the text. */
export type Part =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "access"; readonly steps: readonly Step[]; readonly start: number; readonly end: number };

/** `root`, `.name`, `["name"]` or `[0]`. */
export type Step = string | number;

export type Interpolation = { readonly parts: readonly Part[] } | { readonly error: string };

/** Takes a text apart as Pulumi YAML does: `$$` is a dollar, `${a.b[0]["c d"]}` an access. */
export function interpolation(value: string): Interpolation {
  const parts: Part[] = [];
  let text = "";
  let position = 0;
  while (position < value.length) {
    if (value.startsWith("$$", position)) {
      text += "$";
      position += 2;
    } else if (value.startsWith("${", position)) {
      const access = accessAt(value, position + 2);
      if ("error" in access) return access;
      if (access.steps.length === 0) return { error: "refers to nothing: there is no name between ${ and }" };
      if (text !== "") parts.push({ kind: "text", text });
      text = "";
      parts.push({ kind: "access", steps: access.steps, start: position, end: access.end });
      position = access.end;
    } else {
      const next = value.indexOf("$", position + 1);
      const end = next < 0 ? value.length : next;
      text += value.slice(position, end);
      position = end;
    }
  }
  if (text !== "") parts.push({ kind: "text", text });
  return { parts };
}

/** The steps up to the closing brace, and the place behind it. */
function accessAt(value: string, start: number): { readonly steps: readonly Step[]; readonly end: number } | { readonly error: string } {
  const steps: Step[] = [];
  let position = start;
  while (position < value.length) {
    const character = value.charAt(position);
    if (character === "}") return { steps, end: position + 1 };
    if (character === ".") {
      position++;
      continue;
    }
    if (character === "[") {
      const index = /^\[(?:"((?:\\"|[^"])*)"|([+-]?\d+))\]/.exec(value.slice(position, position + longestIndex));
      if (index === null) return { error: "has an index that is neither a number nor a text in quotes" };
      const [whole, key, number] = index;
      if (key === undefined && steps.length === 0) return { error: "begins with an index" };
      steps.push(key === undefined ? Number(number) : key.replaceAll('\\"', '"'));
      position += whole.length;
      continue;
    }
    const [name = ""] = /^[^.[}]*/.exec(value.slice(position)) ?? [];
    steps.push(name);
    position += name.length;
  }
  return { error: "has a ${ without its }" };
}

const longestIndex = 10_000;
