import type { Machine } from "../interpreter/machine";
import { Native, type Given, type NativeCall } from "../interpreter/native";
import type { Run } from "../interpreter/run";
import { computed, Instance, RecordData, written, type Value } from "../interpreter/value";
import type { Span } from "../syntax/tree";
import { configuration } from "./config";
import { registerComponent, registrationOf } from "./creation";
import { registerTransformation } from "./transformations";

/** Who deploys is known to the engine's backend only. */
export function organizationOf(run: Machine, span: Span): Value {
  const { organization } = run.settings;
  return organization === "" ? run.hole("is the name of the organization, which is not known", span) : computed(organization, span, []);
}

/** What Go's and Java's programs are given: `ctx`. */
export function stackContext(run: Run, span: Span): Value {
  const stack: Native["behaviour"]["call"] = ({ machine, span: call }) =>
    run.settings.stack === "" ? machine.hole("is the name of the stack, and no stack has a file", call) : computed(run.settings.stack, call, []);
  const text =
    (value: string): Native["behaviour"]["call"] =>
    ({ span: call }) =>
      computed(value, call, []);
  const organization: Native["behaviour"]["call"] = ({ span: call }) => organizationOf(run, call);
  const members: Readonly<Record<string, Native["behaviour"]["call"]>> = {
    stack,
    stackName: stack,
    project: text(run.settings.project),
    projectName: text(run.settings.project),
    organization,
    organizationName: organization,
    dryRun: ({ machine, span: call }) => machine.hole("asks whether this is a preview", call),
    export: ({ given, span: call }) => {
      exportOutput(run, given, call);
      return self;
    },
    config: ({ given, span: call }) => configuration(run, given[0]?.value, call),
    registerComponentResource: ({ given, span: call }) => {
      const [type, name, component, ...options] = given;
      const one = component?.value;
      if (one?.data instanceof Instance && type !== undefined && name !== undefined) {
        const all = new RecordData();
        for (const { value } of options)
          if (value.data instanceof RecordData) for (const [key, field] of value.data.fields) all.fields.set(key, field);
        registerComponent(
          run,
          one as Value & { readonly data: Instance },
          [type, name, { name: "opts", value: written(all, call), span: call }],
          call,
        );
      } else run.gap("registers a component that is not known", call);
      return written(null, call);
    },
    ...Object.fromEntries(
      ["registerStackTransformation", "registerStackTransform", "registerResourceTransform"].map((name) => [
        name,
        ({ given, span: call }: NativeCall) => {
          registerTransformation(run, name, given, call);
          return written(null, call);
        },
      ]),
    ),
    registerResourceOutputs: ({ given, span: call }) => {
      const component = given[0] === undefined ? undefined : registrationOf(given[0].value);
      if (component !== undefined && given[1] !== undefined) component.outputs = given[1].value;
      return written(null, call);
    },
  };
  const self = written(
    new Native("context", {
      member: (name, _, place) => {
        const member = members[name.charAt(0).toLowerCase() + name.slice(1)];
        if (member !== undefined) return written(new Native(name, { call: member }), place);
        return name.toLowerCase() === "log" ? silent(place) : undefined;
      },
    }),
    span,
  );
  return self;
}

/** `ctx.Log.Info(...)`. */
function silent(span: Span): Value {
  return written(
    new Native("log", {
      member: () => written(new Native("log", { call: ({ span: call }) => written(null, call) }), span),
      call: ({ span: call }) => silent(call),
    }),
    span,
  );
}

/** What the stack gives away. */
export function exportOutput(run: Run, given: readonly Given[], span: Span): Value {
  const name = given.find((one) => one.name === "name")?.value ?? given[0]?.value;
  const value = given.find((one) => one.name === "value")?.value ?? given[1]?.value;
  if (typeof name?.data === "string" && value !== undefined) run.give(name.data, value);
  return written(null, span);
}
