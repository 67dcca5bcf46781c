import { Native, type NativeCall } from "../../interpreter/native";
import type { Run } from "../../interpreter/run";
import { computed, RecordData, ResourceData, written, type Value } from "../../interpreter/value";
import type { Span } from "../../syntax/tree";
import { createResource, nameOf, optionsOf } from "../creation";
import { enrollClassic } from "./classic";
import { listener, targetGroup } from "./classic-balancers";
import { rule } from "./classic-groups";
import { Maker } from "./parts";

/** The methods of packages' components that make resources. */
export function componentMethod(run: Run, object: Value, type: string, name: string, span: Span): Value | undefined {
  const method = methods.get(`${type} ${name}`);
  return method && written(new Native(name, { call: (call) => method(run, object, call) }), span);
}

type Method = (run: Run, object: Value, call: NativeCall) => Value;

const nodeGroup =
  (className: string): Method =>
  (run, object, { given, span }) => {
    const [first, inputs, ...others] = given;
    const value = withField(inputs?.value, "cluster", object, span);
    return createResource(run, { package: "eks", path: [className] }, `eks:index:${className}`, {
      callee: written(null, span),
      given: [...(first === undefined ? [] : [first]), { value, span: inputs?.span ?? span }, ...others],
      span,
      isNew: true,
      typeArguments: [],
    });
  };

const addRule =
  (direction: "ingress" | "egress"): Method =>
  (run, object, { given: [name, args], span }) =>
    rule(new Maker(run, span), direction, nameOf(run, name?.value, span), object, args?.value, { said: args?.value });

/** What a balancer or a target group makes is below it and on the same balancer. */
const onBalancer =
  (token: string, make: ReturnType<typeof listener>, isTarget: boolean): Method =>
  (run, object, { given: [name, args, options], span }) => {
    const loadBalancer = isTarget ? run.member(object, "loadBalancer", span) : object;
    const inputs = withField(isTarget ? withField(args?.value, "defaultAction", object, span) : args?.value, "loadBalancer", loadBalancer, span);
    const own = optionsOf(options?.value);
    const parent = object.data instanceof ResourceData ? { parent: object.data.registration } : {};
    return enrollClassic(new Maker(run, span), token, nameOf(run, name?.value, span), inputs, { ...parent, ...own }, make);
  };

const application = "aws:lb:ApplicationLoadBalancer";
const network = "awsx:lb:NetworkLoadBalancer";

const methods: ReadonlyMap<string, Method> = new Map([
  ["eks:index:Cluster createNodeGroup", nodeGroup("NodeGroup")],
  ["eks:index:Cluster createNodeGroupV2", nodeGroup("NodeGroupV2")],
  ["awsx:x:ec2:SecurityGroup createIngressRule", addRule("ingress")],
  ["awsx:x:ec2:SecurityGroup createEgressRule", addRule("egress")],
  [`${application} createListener`, onBalancer("awsx:lb:ApplicationListener", listener("application"), false)],
  [`${application} createTargetGroup`, onBalancer("awsx:lb:ApplicationTargetGroup", targetGroup("application"), false)],
  ["awsx:lb:ApplicationTargetGroup createListener", onBalancer("awsx:lb:ApplicationListener", listener("application"), true)],
  [`${network} createListener`, onBalancer("awsx:lb:NetworkListener", listener("network"), false)],
  [`${network} createTargetGroup`, onBalancer("awsx:lb:NetworkTargetGroup", targetGroup("network"), false)],
  ["awsx:lb:NetworkTargetGroup createListener", onBalancer("awsx:lb:NetworkListener", listener("network"), true)],
]);

function withField(record: Value | undefined, name: string, value: Value, span: Span): Value {
  const data = new RecordData();
  if (record?.data instanceof RecordData) {
    for (const [key, field] of record.data.fields) data.fields.set(key, field);
    if (record.data.rest !== undefined) data.rest = record.data.rest;
  }
  if (!data.fields.has(name)) data.fields.set(name, { value, entry: span, placement: "computed" });
  return computed(data, span, record === undefined ? [] : [record]);
}
