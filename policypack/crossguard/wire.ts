import * as analyzerRpc from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import type { AnalyzeRequest, AnalyzeStackRequest, AnalyzerResource, ConfigureAnalyzerRequest } from "@pulumi/pulumi/proto/analyzer_pb";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { isDecoded } from "../decode/decode";
import { type Plain, type Properties, type Resource } from "../resource";
import type { Level, RawConfiguration } from "../settings";
import { propertiesOf } from "../wire";

/** What arrives from the engine, once for each request. */
export interface Listener {
  /** The engine asks what the policies are. */
  asked(): void;
  configured(configuration: RawConfiguration): void;
  /** A resource is about to be repaired. Returns whether anything will look at its properties. */
  repairing(type: string): boolean;
  resource(resource: Resource): void;
  stack(resources: readonly Resource[]): void;
  /** A request could not be read here. It goes to the SDK as it is, and the policies' own arguments have to do. */
  missed(): void;
}

/**
 * Reads the engine's requests where they arrive, before the SDK does. The SDK would turn each resource into objects once for every policy;
 * here it is read once for all of them, and the SDK is left with an empty one. It also shows the configuration of disabled policies,
 * which `getConfig` does not. Where this SDK is built otherwise nothing is changed, and the listener hears nothing.
 */
export function listen(listener: Listener): void {
  const service = (analyzerRpc as { readonly AnalyzerService?: unknown }).AnalyzerService as Readonly<Record<string, Method | undefined>> | undefined;
  const taps: readonly (readonly [Method | undefined, (request: never, bytes: Buffer) => void])[] = [
    [service?.getAnalyzerInfo, () => listener.asked()],
    [service?.configure, (request: ConfigureAnalyzerRequest) => listener.configured(configurationOf(request))],
    [service?.remediate, (request: AnalyzeRequest) => repair(request, listener)],
    [service?.analyze, (request: AnalyzeRequest, bytes) => analyze(request, bytes, listener)],
    [service?.analyzeStack, (request: AnalyzeStackRequest) => analyzeStack(request, listener)],
  ];
  const tapped: (readonly [Method, unknown])[] = [];
  for (const [method, read] of taps) {
    const original = method?.requestDeserialize;
    if (method !== undefined && typeof original === "function" && tap(method, original as Deserialize, read as Read, listener))
      tapped.push([method, original]);
    else {
      // All or nothing: what is said at one moment is left out at the next.
      for (const [other, before] of tapped) other.requestDeserialize = before;
      return;
    }
  }
}

interface Method {
  requestDeserialize?: unknown;
}

type Deserialize = (bytes: Buffer) => unknown;
type Read = (request: unknown, bytes: Buffer) => void;

/** False where the SDK does not let itself be changed. */
function tap(method: Method, original: Deserialize, read: Read, listener: Listener): boolean {
  const reading: Deserialize = (bytes) => {
    const request = original(bytes);
    try {
      read(request, bytes);
      return request;
    } catch {
      listener.missed();
      return original(bytes);
    }
  };
  try {
    method.requestDeserialize = reading;
  } catch {
    return false;
  }
  return method.requestDeserialize === reading;
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

/** Without properties the SDK has nothing to turn into objects, and nothing that it could fail on: an error at this moment leaves the engine waiting. */
function repair(request: AnalyzeRequest, listener: Listener): void {
  const properties = request.getProperties();
  if (!listener.repairing(request.getType()) || hasMarks(properties?.toJavaScript())) properties?.getFieldsMap().clear();
}

/** Whether something is marked as another thing than a plain value or a secret. */
function hasMarks(json: unknown): boolean {
  if (typeof json !== "object" || json === null) return false;
  const { [signature]: mark, value } = json as Readonly<Record<string, unknown>>;
  return (mark !== undefined && (mark !== secret || value === undefined)) || Object.values(json).some(hasMarks);
}

/** The key that marks an object as something else than an object, and its value for secrets. */
const signature = "4dabf18193072939515e22adb298388d";
const secret = "1b47061264138c4ac30d75fd1eb44270";

function analyze(request: AnalyzeRequest, bytes: Buffer, listener: Listener): void {
  const type = request.getType();
  const resource: Resource = {
    urn: request.getUrn(),
    type,
    name: request.getName(),
    custom: isCustom(type),
    // A group is in use where anything mentions it.
    ...(isDecoded(type) || bytes.includes("sg-") ? contentOf(request.getProperties()) : { inputs: {} }),
    outputs: {},
    id: undefined,
    parent: nonEmpty(request.getOptions()?.getParent()),
    provider: request.getProvider()?.getUrn(),
    propertyDependencies: {},
    positions: [],
  };
  request.getProperties()?.getFieldsMap().clear();
  request.clearProvider();
  listener.resource(resource);
}

function analyzeStack(request: AnalyzeStackRequest, listener: Listener): void {
  const messages = request.getResourcesList();
  const parents = new Set(messages.flatMap((message) => (isDecoded(message.getType()) ? [message.getParent()] : [])));
  const resources = messages.map((message) => stackResourceOf(message, parents));
  request.clearResourcesList();
  listener.stack(resources);
}

/** Of what no decoder reads, the identity is enough; of a component, its outputs tell what it gives away. */
function stackResourceOf(message: AnalyzerResource, parents: ReadonlySet<string>): Resource {
  const type = message.getType();
  const urn = message.getUrn();
  const propertyDependencies: Record<string, readonly string[]> = {};
  message.getPropertydependenciesMap().forEach((urns, property) => {
    propertyDependencies[property] = urns.getUrnsList();
  });
  const { inputs: outputs, ...gap } =
    isDecoded(type) || parents.has(urn) ? contentOf(message.getProperties()) : { inputs: identityOf(message.getProperties()) };
  return {
    urn,
    type,
    name: message.getName(),
    custom: isCustom(type),
    inputs: {},
    outputs,
    id: typeof outputs.id === "string" ? outputs.id : undefined,
    parent: nonEmpty(message.getParent()),
    provider: message.getProvider()?.getUrn(),
    propertyDependencies,
    positions: [],
    ...gap,
  };
}

/** The protocol has no other way to say that there is none. */
function nonEmpty(text: string | undefined): string | undefined {
  return text === "" ? undefined : text;
}

/** What cannot be read is a gap. */
function contentOf(properties: Struct | undefined): Pick<Resource, "inputs" | "gap"> {
  try {
    return { inputs: propertiesOf(properties?.toJavaScript()) };
  } catch {
    return { inputs: {}, gap: "has properties that cannot be read" };
  }
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

/** Components have tokens of their own; the stack is one. */
export function isCustom(type: string): boolean {
  return type !== "pulumi:pulumi:Stack" && !/^(awsx|eks):/.test(type);
}
