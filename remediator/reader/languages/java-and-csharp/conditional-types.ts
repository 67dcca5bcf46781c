import { isBoxed, isNumberType, promoted } from "../../interpreter/number-types";
import type { NativeCall } from "../../interpreter/native";
import { typedAs } from "../../interpreter/typed-places";
import { isNothing, numeral, type Value } from "../../interpreter/value";
import { at } from "../library";

/** What a condition between two numbers gives: one of the wider type. The branches are what tells their types. */
export function ofWiderType({ machine, given, span }: NativeCall): Value {
  const [value, a, b] = [at(given, 0), at(given, 1), at(given, 2)];
  if (value === undefined || a === undefined || b === undefined) return machine.hole("is chosen between what is not known", span);
  const [x, y] = [typeOf(a), typeOf(b)];
  if (x === undefined || y === undefined || x === y || (typeof value.data !== "number" && value.numeral !== "character")) return value;
  const type = fits(x, b) ? x : fits(y, a) ? y : promoted(a, b);
  return type === "char" && typeof value.data === "number"
    ? numeral({ ...value, data: String.fromCharCode(value.data) }, "character")
    : typedAs(machine.semantics, value, type);
}

/** The same where the branches may be objects that hold numbers: where one is none, the number is taken out of the other, and nothing holds none. */
export function ofWiderOrPlainType(call: NativeCall): Value {
  const { machine, given, span } = call;
  const [value, ...branches] = [0, 1, 2].map((index) => at(given, index));
  if (value === undefined || !isNothing(value) || branches.some((branch) => isLiteralNull(branch))) return ofWiderType(call);
  const types = branches.map((branch) => (branch === undefined ? undefined : typeOf(branch)));
  const isTakenOut = types.some((type) => type !== undefined && !isBoxed(type)) || (!types.includes(undefined) && types[0] !== types[1]);
  const { numberType } = branches.find((branch) => branch?.data === null) ?? value;
  if (!isTakenOut || numberType === "Object") return value;
  return numberType !== undefined && isBoxed(numberType)
    ? machine.fail("is taken out of nothing", span, "NullPointerException")
    : machine.hole("may be a number that is taken out of nothing", span, [value]);
}

function typeOf({ numberType, numeral: kind }: Value): string | undefined {
  if (numberType !== undefined) return isNumberType(numberType) ? numberType : undefined;
  return kind === "character" ? "char" : undefined;
}

/** Whether a whole number that the source writes has room in a narrow type: https://docs.oracle.com/javase/specs/jls/se17/html/jls-15.html#jls-15.25.2 */
function fits(type: string, { data, numberType, origin }: Value): boolean {
  const room = { byte: [-128, 127], short: [-32_768, 32_767], char: [0, 65_535] }[type];
  return (
    room !== undefined &&
    origin.how === "written" &&
    numberType === "int" &&
    typeof data === "number" &&
    data >= Number(room[0]) &&
    data <= Number(room[1])
  );
}

function isLiteralNull(branch: Value | undefined): boolean {
  return branch?.data === null && branch.origin.how === "written";
}
