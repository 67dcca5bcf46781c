import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { type Callback } from "@pulumi/pulumi/proto/callback_pb";
import { EngineService, type IEngineServer } from "@pulumi/pulumi/proto/engine_grpc_pb";
import * as engine from "@pulumi/pulumi/proto/engine_pb";
import { InvokeResponse, CallResponse } from "@pulumi/pulumi/proto/provider_pb";
import { type IResourceMonitorServer, ResourceMonitorService } from "@pulumi/pulumi/proto/resource_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/resource_pb";
import { madeUpFor } from "@portcullis/policypack/resources/identity";
import { type Resource, type SourcePosition } from "@portcullis/policypack/resources/resource";
import { dependenciesOf, plainOf, propertiesOf, secretsOf, unknownText } from "@portcullis/policypack/resources/property-values";
import { type DataSources } from "../engine/data-sources";
import { serve, unary } from "../engine/grpc";
import { withNestedOutputs } from "../engine/nested-outputs";
import { distinct, fileOutside, positionIn } from "./positions";
import { withoutStandInsIn } from "./stand-ins";
import { Transforms } from "./transforms";

/** Why a resource's children, or a second resource of the same name, are missing. */
export interface Gap {
  readonly urn: string;
  readonly reason: string;
}

/** Takes the place of the engine for one run of a program, and remembers what the program registers and the errors that it logs. */
export interface Monitor {
  readonly address: string;
  readonly resources: ReadonlyMap<string, Resource>;
  readonly gaps: readonly Gap[];
  /** The files outside of the program's folder that make resources, by URN. */
  readonly outside: ReadonlyMap<string, string>;
  readonly errors: readonly string[];
  readonly close: () => void;
}

export interface Scene {
  readonly project: string;
  readonly stack: string;
  /** The folder of Pulumi.yaml. */
  readonly folder: string;
  readonly dataSources: DataSources;
  /** Whether resources get identifiers of their own, so that every reference between them is exact, rather than none, as at a first preview. */
  readonly withIdentifiers: boolean;
}

export async function startMonitor(scene: Scene): Promise<Monitor> {
  const resources = new Map<string, Resource>();
  const gaps: Gap[] = [];
  const errors: string[] = [];
  const outside = new Map<string, string>();
  const transforms = new Transforms();
  const record = (resource: Resource) => {
    if (resources.has(resource.urn)) gaps.push({ urn: resource.urn, reason: "is registered more than once under this name: only the first is read" });
    else resources.set(resource.urn, resource);
  };

  const monitor: Partial<IResourceMonitorServer> = {
    supportsFeature: unary((request: messages.SupportsFeatureRequest) =>
      new messages.SupportsFeatureResponse().setHassupport(features.includes(request.getId())),
    ),
    registerResource: unary(async (request: messages.RegisterResourceRequest) => {
      const { urn } = identity(request, scene);
      const elsewhere = fileOutside(scene.folder, request.getSourceposition()?.getUri() ?? "");
      if (elsewhere !== undefined) outside.set(urn, elsewhere);
      const object = await transforms.apply(urn, request);
      const identifiers = request.getCustom() && scene.withIdentifiers ? identifiersOf(request, scene) : undefined;
      record({ ...registered(request.setObject(object), scene), outputs: identifiers ?? {} });
      if (request.getRemote()) gaps.push({ urn, reason: "is a remote component: its children are only known to the engine" });
      // Outputs that are missing from the answer are unknown to a program in a dry run, and so is an empty id.
      const response = new messages.RegisterResourceResponse().setUrn(urn);
      if (!request.getCustom()) return response.setObject(new Struct());
      const state = withNestedOutputs(request.getType(), object?.toJavaScript() ?? {}, () => unknownText);
      if (identifiers === undefined) return response.setObject(Struct.fromJavaScript(state));
      return response.setId(identifiers.id).setObject(Struct.fromJavaScript({ ...identifiers, ...state }));
    }),
    registerStackTransform: unary((callback: Callback) => {
      transforms.addToStack(callback);
      return new Empty();
    }),
    readResource: unary((request: messages.ReadResourceRequest) => {
      const resource = found(request, scene);
      record(resource);
      return new messages.ReadResourceResponse().setUrn(resource.urn).setProperties(request.getProperties());
    }),
    invoke: unary((request: messages.ResourceInvokeRequest) => {
      const args = request.getArgs()?.toJavaScript() ?? {};
      const answer =
        request.getTok() === "pulumi:pulumi:getResource" ? { urn: args.urn ?? "", id: "", state: {} } : scene.dataSources(request.getTok(), args);
      return new InvokeResponse().setReturn(Struct.fromJavaScript(answer));
    }),
    call: unary(() => new CallResponse().setReturn(new Struct())),
    registerResourceOutputs: unary((request: messages.RegisterResourceOutputsRequest) => {
      const resource = resources.get(request.getUrn());
      // What a component or the stack gives away; of resources with a provider, the provider says it.
      if (resource?.custom === false) {
        const outputs = request.getOutputs()?.toJavaScript() ?? {};
        resources.set(resource.urn, { ...resource, outputs: propertiesOf(outputs), ...secretsOf({}, outputs) });
      }
      return new Empty();
    }),
    registerStackInvokeTransform: unary(() => new Empty()),
    registerResourceHook: unary(() => new Empty()),
    registerErrorHook: unary(() => new Empty()),
    registerPackage: unary((request: messages.RegisterPackageRequest) => new messages.RegisterPackageResponse().setRef(request.getName())),
    signalAndWaitForShutdown: unary(() => new Empty()),
  };

  let root = "";
  const host: Partial<IEngineServer> = {
    log: unary((request: engine.LogRequest) => {
      if (request.getSeverity() === engine.LogSeverity.ERROR) errors.push(request.getMessage());
      return new Empty();
    }),
    getRootResource: unary(() => new engine.GetRootResourceResponse().setUrn(root)),
    setRootResource: unary((request: engine.SetRootResourceRequest) => {
      root = request.getUrn();
      return new engine.SetRootResourceResponse();
    }),
    requirePulumiVersion: unary(() => new engine.RequirePulumiVersionResponse()),
  };

  const listening = await serve([ResourceMonitorService, monitor as IResourceMonitorServer], [EngineService, host as IEngineServer]);
  const close = () => {
    transforms.close();
    listening.close();
  };
  return { address: `127.0.0.1:${listening.port}`, resources, gaps, outside, errors, close };
}

const features = [
  "secrets",
  "resourceReferences",
  "outputValues",
  "aliasSpecs",
  "deletedWith",
  "replaceWith",
  "transforms",
  "invokeTransforms",
  "parameterization",
  "resourceHooks",
  "errorHooks",
];

function registered(request: messages.RegisterResourceRequest, scene: Scene): Resource {
  const inputs = withoutStandInsIn(request.getObject()?.toJavaScript() ?? {});
  const propertyDependencies: Record<string, readonly string[]> = {};
  for (const [property, dependencies] of request.getPropertydependenciesMap().entries()) {
    const urns = new Set([...dependencies.getUrnsList(), ...dependenciesOf(inputs[property])]);
    if (urns.size > 0) propertyDependencies[property] = [...urns].sort();
  }
  return {
    ...identity(request, scene),
    custom: request.getCustom(),
    inputs: propertiesOf(inputs),
    outputs: {},
    id: undefined,
    propertyDependencies,
    ...secretsOf(inputs),
  };
}

function identifiersOf(request: messages.RegisterResourceRequest, scene: Scene): ReturnType<typeof madeUpFor> {
  return madeUpFor(identity(request, scene), request.getObject()?.getFieldsMap().has("name") === true);
}

/** What `X.get` reads: its id may be known, its properties are not. */
function found(request: messages.ReadResourceRequest, scene: Scene): Resource {
  const id = plainOf(request.getId());
  return {
    ...identity(request, scene),
    custom: true,
    inputs: {},
    outputs: {},
    id: typeof id === "string" && id !== "" ? id : undefined,
    propertyDependencies: {},
    isRead: true,
  };
}

type Request = messages.RegisterResourceRequest | messages.ReadResourceRequest;

function identity(request: Request, scene: Scene): Pick<Resource, "urn" | "type" | "name" | "parent" | "provider" | "positions"> {
  const type = request.getType();
  const name = request.getName();
  const parent = request.getParent() || undefined;
  const parentType = parent?.split("::")[2] ?? stackType;
  const qualified = parentType === stackType ? type : `${parentType}$${type}`;
  return {
    urn: `urn:pulumi:${scene.stack}::${scene.project}::${qualified}::${name}`,
    type,
    name,
    parent,
    provider: request.getProvider().split("::").slice(0, -1).join("::") || undefined,
    positions: positionsOf(request, scene.folder),
  };
}

const stackType = "pulumi:pulumi:Stack";

function positionsOf(request: Request, folder: string): readonly SourcePosition[] {
  const frames = request.getStacktrace()?.getFramesList() ?? [];
  const places = [request.getSourceposition(), ...frames.map((frame) => frame.getPc())];
  return distinct(places.map((place) => place && positionIn(folder, place.getUri(), place.getLine(), place.getColumn())));
}
