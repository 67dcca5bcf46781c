import { isHole, type Fact } from "../model/approx";
import type { PublicEntry, Ref } from "../model/network";
import type { Decoder, Decoders } from "./decoder";
import type { Property } from "./read";
import { isVpc, named } from "./types";

type Reach = (inputs: Property) => Fact<boolean>;

const always: Reach = () => true;

/** What people on the internet call, and what keeps them out where something does. */
function entry(
  noun: string,
  facesInternet: Reach,
  more: (inputs: Property) => Partial<Pick<PublicEntry, "hasWebAcl" | "api">> = () => ({}),
): Decoder {
  return (inputs, emit) => {
    const { resource } = inputs;
    emit("publicEntry", {
      urn: resource.urn,
      resource,
      noun,
      facesInternet: facesInternet(inputs),
      hasWebAcl: false,
      api: undefined,
      ...more(inputs),
    });
  };
}

/** A flag, or what its absence means. */
function flag(property: Property, whenAbsent: boolean): Fact<boolean> {
  return property.flag() ?? whenAbsent;
}

/** True unless the property has this text. */
function unless(property: Property, text: string): Fact<boolean> {
  const found = property.text();
  return isHole(found) ? found : found?.toUpperCase() !== text;
}

/** A stage is where a REST API is called; whether from the internet is said by the API. */
const stage = entry("stage", always, (inputs) => {
  const property = inputs.first("restApi", "restApiId");
  const api: Ref = property.ref(named("RestApi")) ?? { kind: "unclear", candidates: [], hole: property.hole("is missing") };
  return { api };
});

const restApi: Decoder = (inputs, emit) => {
  const { resource } = inputs;
  const types = inputs.get("endpointConfiguration").get("types");
  const facts = types.list().map((type) => unless(type, "PRIVATE"));
  emit("restApi", { urn: resource.urn, resource, facesInternet: facts.find((fact) => fact !== true) ?? true });
};

/** The web ACL of a distribution is a property of its own. https://docs.aws.amazon.com/waf/latest/developerguide/cloudfront-features.html */
function distribution(config?: string): Decoder {
  const at = (inputs: Property): Property => (config === undefined ? inputs : inputs.get(config));
  return entry(
    "distribution",
    (inputs) => flag(at(inputs).get("enabled"), true),
    (inputs) => {
      const webAcl = at(inputs).get("webAclId");
      const text = webAcl.text();
      // A value that is not known yet is the identifier of a web ACL that the program makes.
      return { hasWebAcl: isHole(text) ? webAcl.ref(named("WebAcl", "WebACL"))?.kind === "resource" || text : text !== undefined && text !== "" };
    },
  );
}

const protectable = named("LoadBalancer", "Stage", "GraphQLApi", "GraphQlApi", "UserPool", "Service", "Instance", "App");

const association: Decoder = (inputs, emit) => {
  const { resource } = inputs;
  const property = withoutAccount(inputs.get("resourceArn"));
  emit("webAclAssociation", {
    urn: resource.urn,
    resource,
    of: property.ref(protectable) ?? { kind: "unclear", candidates: [], hole: property.hole("is missing") },
  });
};

/** Stages of aws-native have no ARN of their own: programs put it together. */
function withoutAccount(property: Property): Property {
  const [stage] = typeof property.value === "string" ? (/\/(?:rest)?apis\/[^/]+\/stages\/[^/]+$/.exec(property.value) ?? []) : [];
  return stage === undefined || property.ref(protectable)?.kind === "resource" ? property : property.as(stage);
}

const firewall: Decoder = (inputs, emit) => {
  const { resource } = inputs;
  const vpc = inputs.get("vpcId").ref(isVpc);
  if (vpc !== undefined) emit("networkFirewall", { urn: resource.urn, resource, vpc });
};

const httpApi: Decoder = (inputs, emit) => {
  const { resource } = inputs;
  emit("gatewayApi", { urn: resource.urn, resource, protocol: inputs.get("protocolType").text() });
};

const graphApi = entry("AppSync API", (inputs) => unless(inputs.get("visibility"), "PRIVATE"));
const appRunner = entry("App Runner service", (inputs) =>
  flag(inputs.get("networkConfiguration").get("ingressConfiguration").get("isPubliclyAccessible"), true),
);
const userPool = entry("user pool", always);
/** https://docs.aws.amazon.com/amplify/latest/userguide/amplify-waf-configuration.html */
const amplifyApp = entry("Amplify app", always);

export const decoders: Decoders = {
  "aws:apigateway/stage:Stage": stage,
  "aws-native:apigateway:Stage": stage,
  "aws:apigateway/restApi:RestApi": restApi,
  "aws-native:apigateway:RestApi": restApi,
  "aws:appsync/graphQLApi:GraphQLApi": graphApi,
  "aws-native:appsync:GraphQlApi": graphApi,
  "aws:cognito/userPool:UserPool": userPool,
  "aws-native:cognito:UserPool": userPool,
  "aws:amplify/app:App": amplifyApp,
  "aws-native:amplify:App": amplifyApp,
  "aws:apprunner/service:Service": appRunner,
  "aws-native:apprunner:Service": appRunner,
  "aws:cloudfront/distribution:Distribution": distribution(),
  "aws-native:cloudfront:Distribution": distribution("distributionConfig"),
  "aws:wafv2/webAclAssociation:WebAclAssociation": association,
  "aws-native:wafv2:WebAclAssociation": association,
  "aws:wafregional/webAclAssociation:WebAclAssociation": association,
  "aws:networkfirewall/firewall:Firewall": firewall,
  "aws-native:networkfirewall:Firewall": firewall,
  "aws:apigatewayv2/api:Api": httpApi,
  "aws-native:apigatewayv2:Api": httpApi,
};
