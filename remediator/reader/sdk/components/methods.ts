import { Native } from "../../interpreter/native";
import type { Run } from "../../interpreter/run";
import { computed, RecordData, written, type Value } from "../../interpreter/value";
import type { Span } from "../../syntax/tree";
import { createResource } from "../creation";

/** The methods of packages' components that make resources. */
export function componentMethod(run: Run, object: Value, type: string, name: string, span: Span): Value | undefined {
  const made = type === "eks:index:Cluster" ? nodeGroups.get(name) : undefined;
  if (made === undefined) return undefined;
  return written(
    new Native(name, {
      call: ({ given, span: call }) => {
        const [first, inputs, ...others] = given;
        const data = new RecordData();
        if (inputs?.value.data instanceof RecordData) for (const [key, field] of inputs.value.data.fields) data.fields.set(key, field);
        data.fields.set("cluster", { value: object, entry: call, placement: "computed" });
        const value = computed(data, call, inputs === undefined ? [] : [inputs.value]);
        return createResource(run, { package: "eks", path: [made] }, `eks:index:${made}`, {
          callee: written(null, call),
          given: [...(first === undefined ? [] : [first]), { value, span: inputs?.span ?? call }, ...others],
          span: call,
          isNew: true,
          typeArguments: [],
        });
      },
    }),
    span,
  );
}

const nodeGroups: ReadonlyMap<string, string> = new Map([
  ["createNodeGroup", "NodeGroup"],
  ["createNodeGroupV2", "NodeGroupV2"],
]);
