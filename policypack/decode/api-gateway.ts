import { isHole } from "../model/approx";
import type { Ref } from "../model/network";
import type { Decoder, Decoders } from "./decoder";
import { isListener, isLoadBalancer, named } from "./types";

/** A link of the first kind leads to network load balancers, over PrivateLink; it has no groups. */
const link: Decoder = (inputs, emit) => {
  const { resource } = inputs;
  const one = inputs.get("targetArn").ref(isLoadBalancer);
  const { refs, hole } = inputs.get("targetArns").refs(isLoadBalancer);
  const several: readonly Ref[] = hole === undefined || refs.length > 0 ? refs : [{ kind: "unclear", candidates: [], hole }];
  emit("apiLink", { urn: resource.urn, resource, balancers: one === undefined ? several : [one] });
};

/** An integration goes through a link of either kind; through one of the second kind to a listener, a balancer or a name. */
const integration: Decoder = (inputs, emit) => {
  const { resource } = inputs;
  const through = inputs.get("connectionId").ref(named("VpcLink"));
  const type = inputs.get("connectionType").text();
  if (through === undefined || (!isHole(type) && type !== "VPC_LINK")) return;
  const target = inputs.first("integrationTarget", "integrationUri").ref((candidate) => isListener(candidate) || isLoadBalancer(candidate));
  if (target !== undefined) emit("apiIntegration", { urn: resource.urn, resource, link: through, target });
};

export const decoders: Decoders = {
  "aws:apigateway/vpcLink:VpcLink": link,
  "aws-native:apigateway:VpcLink": link,
  "aws:apigatewayv2/integration:Integration": integration,
  "aws-native:apigatewayv2:Integration": integration,
  "aws:apigateway/integration:Integration": integration,
};
