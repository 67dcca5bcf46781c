import { Native, type NativeCall } from "../../../interpreter/native";
import { computed, written, type Value } from "../../../interpreter/value";
import { compiled } from "../../regular-expressions";
import { argument, native, nil, succeeds, unknown, values, type Implementation } from "./support";

/** Regular expressions: https://pkg.go.dev/regexp */
export const expressions: Readonly<Record<string, Implementation>> = {
  "regexp.MustCompile": (call) => expressionOf(call),
  "regexp.Compile": (call) => succeeds(call, expressionOf(call)),
  "regexp.MatchString": (call) => {
    const [pattern, text] = values(call).map(({ data }) => (typeof data === "string" ? data : undefined));
    const expression = compiled(pattern, [text], "");
    return succeeds(
      call,
      expression === undefined || text === undefined ? unknown(call, notRead) : computed(expression.test(text), call.span, values(call)),
    );
  },
  "regexp.QuoteMeta": (call) => {
    const text = argument(call, 0)?.data;
    return typeof text === "string"
      ? computed(text.replace(/[\\.+*?()|[\]{}^$]/g, "\\$&"), call.span, values(call))
      : unknown(call, "is a pattern that is not known");
  },
};

const notRead = "is matched in a way that is not read";

function expressionOf(call: NativeCall): Value {
  const pattern = argument(call, 0);
  if (typeof pattern?.data !== "string") return unknown(call, "is a pattern that is not known");
  const { data } = pattern;
  return written(
    new Native("regexp", {
      member: (name, _, span) => {
        const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
        if (method === undefined) return undefined;
        return native(
          name,
          (inner) => {
            const text = argument(inner, 0)?.data;
            const expression = compiled(data, [typeof text === "string" ? text : undefined], "g");
            const made = typeof text === "string" && expression !== undefined ? method(expression, text, inner) : undefined;
            return made ?? unknown(inner, notRead);
          },
          span,
        );
      },
    }),
    call.span,
  );
}

type Method = (expression: RegExp, text: string, call: NativeCall) => Value | undefined;

const methods: Readonly<Record<string, Method>> = {
  MatchString: (expression, text, call) => computed(expression.test(text), call.span, values(call)),
  FindString: (expression, text, call) => computed(expression.exec(text)?.[0] ?? "", call.span, values(call)),
  FindStringSubmatch: (expression, text, call) => {
    const match = expression.exec(text);
    return match === null ? nil(call) : texts(call, groupsOf(match));
  },
  FindAllString: (expression, text, call) => all(expression, text, call, (match) => computed(match[0], call.span, values(call))),
  FindAllStringSubmatch: (expression, text, call) => all(expression, text, call, (match) => texts(call, groupsOf(match))),
  ReplaceAllString: (expression, text, call) => {
    const by = argument(call, 1)?.data;
    return typeof by === "string" && !by.includes("$")
      ? computed(
          text.replace(expression, () => by),
          call.span,
          values(call),
        )
      : undefined;
  },
  ReplaceAllStringFunc: (expression, text, call) => {
    const change = argument(call, 1);
    if (change === undefined) return undefined;
    let result = "";
    let end = 0;
    for (const match of text.matchAll(expression)) {
      const { data } = call.machine.apply(change, [computed(match[0], call.span, values(call))], call.span);
      if (typeof data !== "string") return undefined;
      result += text.slice(end, match.index) + data;
      end = match.index + match[0].length;
    }
    return computed(result + text.slice(end), call.span, values(call));
  },
};

/** A group that took no part is an empty text. */
function groupsOf(match: RegExpExecArray): readonly string[] {
  return match.map((group: string | undefined) => group ?? "");
}

function texts(call: NativeCall, parts: readonly string[]): Value {
  return call.machine.list(
    parts.map((part) => computed(part, call.span, values(call))),
    call.span,
  );
}

/** As many as the last argument says, all where it is negative; nil where there is none. */
function all(expression: RegExp, text: string, call: NativeCall, make: (match: RegExpExecArray) => Value): Value | undefined {
  const most = argument(call, 1)?.data;
  if (typeof most !== "number") return undefined;
  const found = [...text.matchAll(expression)].slice(0, most < 0 ? undefined : most).map(make);
  return found.length === 0 ? nil(call) : call.machine.list(found, call.span);
}
