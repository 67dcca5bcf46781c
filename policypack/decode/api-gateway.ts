import { isHole, type Fact } from "../model/approx";
import type { Ref } from "../model/network";
import { unknown, type Plain, type Properties } from "../resources/resource";
import type { Decoder, Decoders, Emit } from "./decoder";
import type { Property } from "./read";
import { isAny, isListener, isLoadBalancer, named } from "./types";

/** A link of the first kind leads to network load balancers, over PrivateLink; it has no groups. */
const link: Decoder = (inputs, emit) => {
  const { resource } = inputs;
  const one = inputs.get("targetArn").ref(isLoadBalancer);
  const { refs, hole } = inputs.get("targetArns").refs(isLoadBalancer);
  const several: readonly Ref[] = hole === undefined || refs.length > 0 ? refs : [{ kind: "unclear", candidates: [], hole }];
  emit("apiLink", { urn: resource.urn, resource, balancers: one === undefined ? several : [one] });
};

const isLink = named("VpcLink");
const isCloudMap = (type: string): boolean => /^aws(-native)?:servicediscovery[:/]/.test(type);
const isBehindLink = (type: string): boolean => isListener(type) || isLoadBalancer(type) || isCloudMap(type);

/**
 * An integration of any kind of API. Through a link of the second kind, requests go to a listener, a balancer, or what Cloud Map knows under a name;
 * through one of the first kind to the balancers of the link, and its URL is only a header.
 */
function integration(inputs: Property, emit: Emit, target = "integrationUri"): void {
  const connection = inputs.get("connectionType").text();
  const isThroughLink = isHole(connection) ? connection : connection === "VPC_LINK";
  if (isThroughLink !== false) throughLink(inputs, inputs.first("integrationTarget", target), isThroughLink, emit);
  else overInternet(inputs, emit);
}

function throughLink(inputs: Property, to: Property, isThroughLink: Fact<boolean>, emit: Emit): void {
  const { resource } = inputs;
  const through = inputs.get("connectionId").ref(isLink);
  const target = to.ref(isBehindLink);
  if (through === undefined || target === undefined || isNoBalancer(target)) return;
  const link: Ref = isHole(isThroughLink) ? { kind: "unclear", candidates: [], hole: isThroughLink } : through;
  emit("apiIntegration", { urn: resource.urn, resource, link, target });
}

/** What Cloud Map lists is reached from the link itself, if its groups let it; and a URL is only a header. */
function isNoBalancer(target: Ref): boolean {
  return target.kind === "external" && /^(arn:[a-z-]+:servicediscovery:|https?:)/.test(target.id);
}

/** A URL whose host is a resource of the stack. */
function overInternet(inputs: Property, emit: Emit): void {
  const { resource } = inputs;
  const type = inputs.first("type", "integrationType").text();
  if (!isHole(type) && type?.toUpperCase().startsWith("HTTP") !== true) return;
  const property = inputs.first("uri", "integrationUri");
  const text = property.text();
  if (text === undefined) return;
  const target = isHole(text)
    ? property.ref(isAny)
    : hostOf(text).reduce<Ref | undefined>((found, host) => pick(found, property.as(host)), undefined);
  if (target !== undefined && target.kind !== "external") emit("apiIntegration", { urn: resource.urn, resource, link: undefined, target });
}

function pick(found: Ref | undefined, property: Property): Ref | undefined {
  return found?.kind === "resource" ? found : property.ref(isAny);
}

/** Providers report the host of a data store, or the host with its port. */
function hostOf(url: string): readonly string[] {
  const [, authority = ""] = /^https?:\/\/([^/?#]+)/i.exec(url) ?? [];
  return authority === "" ? [] : [authority, authority.replace(/:\d+$/, "")];
}

const ofApi: Decoder = (inputs, emit) => {
  integration(inputs, emit);
};

/** In aws-native the integration of a REST API is a part of its method. */
const method: Decoder = (inputs, emit) => {
  const nested = inputs.get("integration");
  if (nested.exists) integration(nested, emit);
};

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-integration.html */
const definition: Decoder = (inputs, emit) => {
  const body = inputs.get("body");
  if (!body.exists) return;
  const document = documentOf(body);
  if (document === undefined || hidesParts(document)) hiddenDefinition(body, emit);
  if (document !== undefined)
    // Here the URL says what is behind a link of the second kind.
    for (const found of integrationsIn(document)) integration(body.as(found), emit, "uri");
};

/** One that was computed from resources names links and balancers among those only. */
function hiddenDefinition(body: Property, emit: Emit): void {
  const { resource } = body;
  const known = resource.propertyDependencies.body ?? [];
  const hidden = body.as(unknown);
  const [link, target] = [hidden.ref(isLink), hidden.ref(isBehindLink)];
  const isOpen = (ref: Ref | undefined): boolean => ref?.kind === "unclear" && ref.candidates.length === 0;
  if (link === undefined || target === undefined || (known.length > 0 && (isOpen(link) || isOpen(target)))) return;
  emit("apiIntegration", { urn: resource.urn, resource, link, target });
}

const extension = "x-amazon-apigateway-integration";

function documentOf(body: Property): Plain | undefined {
  if (body.isHidden) return undefined;
  if (typeof body.value !== "string") return body.value;
  try {
    return JSON.parse(body.value) as Plain;
  } catch {
    return undefined;
  }
}

/** Whether a part of it is not known that could hold integrations. */
function hidesParts(value: Plain): boolean {
  if (value === unknown) return true;
  if (typeof value !== "object" || value === null) return false;
  return Object.entries(value as Properties).some(([key, nested]) => (key === extension ? nested === unknown : hidesParts(nested)));
}

function integrationsIn(value: Plain): readonly Properties[] {
  if (typeof value !== "object" || value === null) return [];
  if (Array.isArray(value)) return (value as readonly Plain[]).flatMap(integrationsIn);
  return Object.entries(value as Properties).flatMap(([key, nested]) =>
    key === extension && typeof nested === "object" && nested !== null && !Array.isArray(nested)
      ? [nested as Properties]
      : nested === unknown
        ? []
        : integrationsIn(nested),
  );
}

export const decoders: Decoders = {
  "aws:apigateway/vpcLink:VpcLink": link,
  "aws-native:apigateway:VpcLink": link,
  "aws:apigatewayv2/integration:Integration": ofApi,
  "aws-native:apigatewayv2:Integration": ofApi,
  "aws:apigateway/integration:Integration": ofApi,
  "aws-native:apigateway:Method": method,
  "aws:apigateway/restApi:RestApi": definition,
  "aws-native:apigateway:RestApi": definition,
  "aws:apigatewayv2/api:Api": definition,
  "aws-native:apigatewayv2:Api": definition,
};
