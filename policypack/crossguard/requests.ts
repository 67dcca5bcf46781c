import * as analyzerRpc from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import type { ConfigureAnalyzerRequest } from "@pulumi/pulumi/proto/analyzer_pb";
import { isDecoded } from "../decode/decode";
import type { Resource } from "../resources/resource";
import type { Level, RawConfiguration } from "../contract/settings";
import { mayHoldSecrets, propertiesOf, secretsOf } from "../resources/property-values";
import { jsonOfStruct, Message } from "./protobuf";

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
  const taps: readonly (readonly [Method | undefined, Tap])[] = [
    [service?.getAnalyzerInfo, whole(() => listener.asked())],
    [service?.configure, whole((request: ConfigureAnalyzerRequest) => listener.configured(configurationOf(request)))],
    [service?.remediate, (bytes) => repair(bytes, listener)],
    [service?.analyze, (bytes) => analyze(bytes, listener)],
    [service?.analyzeStack, (bytes) => analyzeStack(bytes, listener)],
  ];
  const tapped: (readonly [Method, unknown])[] = [];
  for (const [method, tap] of taps) {
    const original = method?.requestDeserialize;
    if (method !== undefined && typeof original === "function" && isTapped(method, original as Deserialize, tap, listener))
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
/** Reads a request and returns it as the SDK shall have it. */
type Tap = (bytes: Buffer, original: Deserialize) => Buffer;

/** Reads a request that the SDK shall have as it is. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- each caller knows the type of its method's requests
function whole<Request>(read: (request: Request) => void): Tap {
  return (bytes, original) => {
    read(original(bytes) as Request);
    return bytes;
  };
}

/** False where the SDK does not let itself be changed. */
function isTapped(method: Method, original: Deserialize, tap: Tap, listener: Listener): boolean {
  const reading: Deserialize = (bytes) => {
    try {
      return original(tap(bytes, original));
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

/** Fields of AnalyzeRequest and AnalyzerResource, which agree, in the protocol: https://github.com/pulumi/pulumi/blob/master/proto/pulumi/analyzer.proto. */
const fields = { type: 1, properties: 2, urn: 3, name: 4, options: 5, provider: 6, parent: 7, propertyDependencies: 9 };

/** Without properties the SDK has nothing to turn into objects, and nothing that it could fail on: an error at this moment leaves the engine waiting. */
function repair(bytes: Buffer, listener: Listener): Buffer {
  const { type, properties } = partsOf(new Message(bytes));
  return listener.repairing(type) && properties !== undefined && !hasMarks(jsonOfStruct(properties)) ? bytes : withoutContent(bytes);
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

function analyze(bytes: Buffer, listener: Listener): Buffer {
  const { properties, ...parts } = partsOf(new Message(bytes));
  // A group is in use where anything mentions it.
  const isRead = isDecoded(parts.type) || properties?.mentions("sg-") === true;
  listener.resource({ ...parts, ...(isRead ? contentOf(properties) : { inputs: {} }), outputs: {}, id: undefined, propertyDependencies: {} });
  return withoutContent(bytes);
}

function analyzeStack(bytes: Buffer, listener: Listener): Buffer {
  const parts: Parts[] = [];
  new Message(bytes).forEach((field, value) => {
    if (field === 1) parts.push(partsOf(value.message));
  });
  const parents = new Set(parts.map(({ type, parent }) => (isDecoded(type) ? parent : undefined)));
  listener.stack(parts.map((each) => stackResourceOf(each, parents)));
  return Buffer.alloc(0);
}

/** Of what no decoder reads, the identity is enough; of a component, its outputs tell what it gives away. */
function stackResourceOf({ properties, ...parts }: Parts, parents: ReadonlySet<string | undefined>): Resource {
  const isRead = isDecoded(parts.type) || parents.has(parts.urn);
  const { inputs: outputs, ...gap } = isRead ? contentOf(properties) : { inputs: propertiesOf(identityOf(properties)) };
  return { ...parts, inputs: {}, outputs, id: typeof outputs.id === "string" ? outputs.id : undefined, ...gap };
}

interface Parts extends Omit<Resource, "inputs" | "outputs" | "id"> {
  readonly properties: Message | undefined;
}

/** The protocol has no other way to say that there is none. */
function nonEmpty(text: string | undefined): string | undefined {
  return text === "" ? undefined : text;
}

/** What cannot be read is a gap. */
function contentOf(properties: Message | undefined): Pick<Resource, "inputs" | "secrets" | "sealed" | "gap"> {
  if (properties === undefined) return { inputs: {} };
  try {
    const json = jsonOfStruct(properties);
    return { inputs: propertiesOf(json), ...(mayHoldSecrets((text) => properties.mentions(text)) ? secretsOf(json) : {}) };
  } catch {
    return { inputs: {}, gap: "has properties that cannot be read" };
  }
}

/** How other resources may refer to a resource of which nothing else matters. */
function identityOf(properties: Message | undefined): Readonly<Record<string, unknown>> {
  const identity: Record<string, string> = {};
  properties?.forEach((field, entry) => {
    let key = "";
    if (field === 1)
      entry.message.forEach((part, value) => {
        if (part === 1) key = value.text;
        else if (key === "id" || key === "arn" || key === "name")
          value.message.forEach((kind, content) => {
            if (kind === 3 && content.text !== "") identity[key] = content.text;
          });
      });
  });
  return identity;
}

function partsOf(message: Message): Parts {
  let type = "";
  let urn = "";
  let name = "";
  let parent: string | undefined;
  let provider: string | undefined;
  let properties: Message | undefined;
  const dependencies: (readonly [string, readonly string[]])[] = [];
  message.forEach((field, value) => {
    if (field === fields.type) type = value.text;
    else if (field === fields.properties) properties = value.message;
    else if (field === fields.urn) urn = value.text;
    else if (field === fields.name) name = value.text;
    else if (field === fields.options) parent ??= nonEmpty(textIn(value.message, 8));
    else if (field === fields.provider) provider = nonEmpty(textIn(value.message, 3));
    else if (field === fields.parent) parent = nonEmpty(value.text);
    else if (field === fields.propertyDependencies) dependencies.push(dependencyOf(value.message));
  });
  const propertyDependencies = Object.fromEntries(dependencies);
  return { type, urn, name, custom: isCustom(type), parent, provider, properties, propertyDependencies, positions: [] };
}

function textIn(message: Message, wanted: number): string | undefined {
  let text: string | undefined;
  message.forEach((field, value) => {
    if (field === wanted) text = value.text;
  });
  return text;
}

function dependencyOf(entry: Message): readonly [string, readonly string[]] {
  let property = "";
  const urns: string[] = [];
  entry.forEach((field, value) => {
    if (field === 1) property = value.text;
    else
      value.message.forEach((part, urn) => {
        if (part === 1) urns.push(urn.text);
      });
  });
  return [property, urns];
}

/** The request with empty properties and without its provider, whose properties the SDK would read for each policy as well. */
function withoutContent(bytes: Buffer): Buffer {
  const kept: Buffer[] = [emptyProperties];
  new Message(bytes).forEach((field, value) => {
    if (field !== fields.properties && field !== fields.provider) kept.push(value.whole);
  });
  return Buffer.concat(kept);
}

/** Field 2, of no length. */
const emptyProperties = Buffer.from([0x12, 0x00]);

/** Components have tokens of their own; the stack is one. */
export function isCustom(type: string): boolean {
  return type !== "pulumi:pulumi:Stack" && !/^(awsx|eks):/.test(type);
}
