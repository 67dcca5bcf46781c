import { defaultVpcBlock, isDefaultVpc } from "@portcullis/policypack/resources/default-vpc";
import { defaultGroupIn, defaultGroupOf, idAgain, idOf, identifiersOf } from "@portcullis/policypack/resources/identity";
import { Native } from "../interpreter/native";
import type { Registration } from "../interpreter/registration";
import type { Run } from "../interpreter/run";
import { Hole } from "../interpreter/hole";
import { computed, passedOn, RecordData, written, type Origin, type Value } from "../interpreter/value";
import type { Span } from "../syntax/tree";
import { nestedOutputs } from "../../engine/nested-outputs";
import { componentMethod } from "./components/methods";
import { registrationOf } from "./creation";
import { isProvider } from "./packages";

/** A property of a resource: an input as it was given, an identifier made from the URN, or a hole. What is made of it depends on the resource. */
export function resourceMember(run: Run, object: Value, name: string, span: Span): Value | undefined {
  const registration = registrationOf(object);
  if (registration === undefined) return undefined;
  const property = run.context.schema.propertyName(name) ?? run.dialect.propertyName(name);
  const output = (value: Value): Value => outputOf(registration, property, value, span);
  if (property === "urn") return output(computed(registration.urn, span, []));
  if (registration.type === "pulumi:pulumi:StackReference") return stackOutput(run, registration, property, span);
  if (registration.kind === "component") return componentMember(registration, property, span);
  if (registration.kind === "remote") return partOf(run, object, registration, property, span);
  if (made.has(property) && registration.kind === "custom" && !isProvider(registration.type.split(":")[0] ?? ""))
    return output(run.hole(`is ${property} of ${registration.name}, which is of a package that is not known`, span));
  if (property === "id" || property === idAgain(registration.type)) return output(identifier(run, registration, span));
  if (registration.kind === "read") return output(run.hole(`belongs to ${registration.name}, which is looked up`, span));
  const inputs = registration.inputs.data;
  const field = inputs instanceof RecordData ? inputs.fields.get(property) : undefined;
  if (field !== undefined) return output(withNested(registration, property, field.value));
  if (property === "arn" || property === "name") return output(computed(identifiersOf(registration)[property], span, []));
  if (property === defaultGroupIn(registration.type)) return output(computed(defaultGroupOf(idOf(registration.urn)), span, []));
  if (property === "cidrBlock" && isDefaultVpc(registration.type)) return output(computed(defaultVpcBlock, span, []));
  if (inputs instanceof RecordData && inputs.rest !== undefined) return output(computed(inputs.rest, span, []));
  const hole = run.hole(`is ${property} of ${registration.name}, which is known only after the deployment`, span);
  return output(property === "privateIp" && isMachine.test(registration.type) ? { ...hole, addressOf: registration } : hole);
}

/** What stands for what a provider gives; somebody's own component may give anything. */
const made = new Set(["id", "arn", "name"]);

const isMachine = /^aws(-native)?:ec2[:/].*(Instance|SpotInstanceRequest)$/;

/** With what the provider adds inside of an object that the program gives. */
function withNested({ type, name }: Registration, property: string, value: Value): Value {
  const names = nestedOutputs[type]?.[property];
  if (names === undefined || !(value.data instanceof RecordData)) return value;
  const data = new RecordData();
  for (const added of names) {
    const hole = new Hole(`is ${property}.${added} of ${name}, which is known only after the deployment`, value.origin.span);
    data.fields.set(added, { value: written(hole, value.origin.span), entry: value.origin.span, placement: "computed" });
  }
  for (const [key, field] of value.data.fields) data.fields.set(key, field);
  if (value.data.rest !== undefined) data.rest = value.data.rest;
  return { ...value, data };
}

/** What a component of a package gives away. */
function partOf(run: Run, object: Value, registration: Registration, property: string, span: Span): Value {
  const outputs = registration.outputs?.data;
  const field = outputs instanceof RecordData ? outputs.fields.get(property) : undefined;
  if (field !== undefined) return passedOn(field.value, "member", span, property);
  const method = componentMethod(run, object, registration.type, property, span);
  return (
    method ?? outputOf(registration, property, run.hole(`is ${property} of ${registration.name}, which is known only to the engine`, span), span)
  );
}

function identifier(run: Run, registration: Registration, span: Span): Value {
  if (registration.kind === "read") return registration.options.id ?? run.hole(`is the id of ${registration.name}, which is looked up`, span);
  return computed(idOf(registration.urn), span, []);
}

function outputOf(registration: Registration, property: string, value: Value, span: Span): Value {
  const itself = new Set([registration]);
  const origin: Origin = { span, how: "member", from: value.origin, isOutput: true };
  return { ...value, origin, from: itself, ...(identifying.has(property) || property === idAgain(registration.type) ? { identifies: itself } : {}) };
}

/** What a resource goes by. */
const identifying = new Set(["id", "arn", "urn", "name", "groupId", "groupName"]);

function stackOutput(run: Run, registration: Registration, property: string, span: Span): Value {
  const hole = (key: string, place: Span): Value =>
    run.hole(`is ${key === "" ? "an output" : `the output ${key}`} of the stack ${registration.name}, which is known only to the engine`, place);
  if (property === "name") return computed(registration.name, span, []);
  if (property === "outputs") return hole("", span);
  return written(
    new Native("output of a stack", {
      call: ({ given, span: call }) => {
        const key = given.map(({ value }) => value.data).find((data) => typeof data === "string");
        return hole(typeof key === "string" ? key : "", call);
      },
    }),
    span,
  );
}

function componentMember(registration: Registration, property: string, span: Span): Value | undefined {
  if (property === "registerOutputs")
    return written(
      new Native("registerOutputs", {
        call: ({ given, span: call }) => {
          const value = given[0]?.value;
          if (value !== undefined) registration.outputs = value;
          return written(null, call);
        },
      }),
      span,
    );
  return undefined;
}
