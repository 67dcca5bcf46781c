import * as analyzerRpc from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import type { AnalyzeRequest, AnalyzeStackRequest, AnalyzerResource, ConfigureAnalyzerRequest } from "@pulumi/pulumi/proto/analyzer_pb";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { isDecoded } from "../decode/decode";
import type { Plain, Properties, Resource } from "../resource";
import type { Level, RawConfiguration } from "../settings";
import { propertiesOf } from "../wire";

/** What arrives from the engine, once for each request. */
export interface Listener {
  configured(configuration: RawConfiguration): void;
  resource(resource: Resource): void;
  stack(resources: readonly Resource[]): void;
}

/**
 * Reads the engine's requests where they arrive, before the SDK does. The SDK would turn each resource into objects once for every policy;
 * here it is read once for all of them, and the SDK is left with an empty one. It also shows the configuration of disabled policies,
 * which `getConfig` does not. Returns false where this SDK is built otherwise; then the policies' own arguments have to do.
 */
export function listen(listener: Listener): boolean {
  const service = (analyzerRpc as unknown as { readonly AnalyzerService?: Record<string, { requestDeserialize?: unknown }> }).AnalyzerService;
  const methods = ["configure", "analyze", "analyzeStack"].map((name) => service?.[name]);
  if (methods.some((method) => typeof method?.requestDeserialize !== "function")) return false;
  tap<ConfigureAnalyzerRequest>(methods[0], (request) => listener.configured(configurationOf(request)));
  tap<AnalyzeRequest>(methods[1], (request) => {
    const resource = resourceOf(request);
    request.getProperties()?.getFieldsMap().clear();
    listener.resource(resource);
  });
  tap<AnalyzeStackRequest>(methods[2], (request) => {
    const resources = request.getResourcesList().map(stackResourceOf);
    request.setResourcesList([]);
    listener.stack(resources);
  });
  return true;
}

/** A request that cannot be read here is left to the SDK as it is. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- each caller knows the type of its method's requests
function tap<Request>(method: { requestDeserialize?: unknown } | undefined, read: (request: Request) => void): void {
  if (method === undefined) return;
  const original = method.requestDeserialize as (bytes: Buffer) => Request;
  method.requestDeserialize = (bytes: Buffer): Request => {
    const request = original(bytes);
    try {
      read(request);
      return request;
    } catch {
      return original(bytes);
    }
  };
}

const levels: readonly Level[] = ["advisory", "mandatory", "disabled", "remediate"];

function configurationOf(request: ConfigureAnalyzerRequest): RawConfiguration {
  const configuration: Record<string, Record<string, unknown>> = {};
  request.getPolicyconfigMap().forEach((config, policy) => {
    configuration[policy] = {
      ...(config.getProperties()?.toJavaScript() ?? {}),
      enforcementLevel: levels[config.getEnforcementlevel()] ?? "advisory",
    };
  });
  return configuration;
}

function resourceOf(request: AnalyzeRequest): Resource {
  return {
    urn: request.getUrn(),
    type: request.getType(),
    name: request.getName(),
    custom: isCustom(request.getType()),
    inputs: inputsOf(request.getType(), request.getProperties()),
    outputs: {},
    id: undefined,
    parent: request.getOptions()?.getParent(),
    provider: request.getProvider()?.getUrn(),
    propertyDependencies: {},
    positions: [],
  };
}

function stackResourceOf(message: AnalyzerResource): Resource {
  const propertyDependencies: Record<string, readonly string[]> = {};
  message.getPropertydependenciesMap().forEach((urns, property) => {
    propertyDependencies[property] = urns.getUrnsList();
  });
  const type = message.getType();
  const outputs = isDecoded(type) ? inputsOf(type, message.getProperties()) : identityOf(message.getProperties());
  return {
    urn: message.getUrn(),
    type,
    name: message.getName(),
    custom: isCustom(type),
    inputs: {},
    outputs,
    id: textOf(outputs.id),
    parent: message.getParent(),
    provider: message.getProvider()?.getUrn(),
    propertyDependencies,
    positions: [],
  };
}

/** Of types that no decoder reads, nothing is kept. */
function inputsOf(type: string, properties: Struct | undefined): Properties {
  return properties === undefined || !isDecoded(type) ? {} : propertiesOf(properties.toJavaScript());
}

/** How other resources may refer to a resource of which nothing else matters. */
function identityOf(properties: Struct | undefined): Properties {
  const fields = properties?.getFieldsMap();
  const identity: Record<string, Plain> = {};
  for (const name of ["id", "arn", "name"]) {
    const text = fields?.get(name)?.getStringValue();
    if (text !== undefined && text !== "") identity[name] = text;
  }
  return propertiesOf(identity);
}

function textOf(value: Plain | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** Components have tokens of their own; the stack is one. */
function isCustom(type: string): boolean {
  return type !== "pulumi:pulumi:Stack" && !/^(awsx|eks):/.test(type);
}
