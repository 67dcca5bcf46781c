import { credentials } from "@grpc/grpc-js";
import { type Struct } from "google-protobuf/google/protobuf/struct_pb";
import { CallbacksClient } from "@pulumi/pulumi/proto/callback_grpc_pb";
import { type Callback, CallbackInvokeRequest } from "@pulumi/pulumi/proto/callback_pb";
import { type RegisterResourceRequest, TransformRequest, TransformResourceOptions, TransformResponse } from "@pulumi/pulumi/proto/resource_pb";

/**
 * Changes what a program registers by the functions that it gave the engine for this: first the resource's own, then those of its parents from the
 * inside out, then the stack's. Of what they return only the properties are taken.
 */
export class Transforms {
  private readonly ofStack: Callback[] = [];
  private readonly ofResource = new Map<string, { readonly callbacks: readonly Callback[]; readonly parent: string }>();
  private readonly clients = new Map<string, CallbacksClient>();

  addToStack(callback: Callback): void {
    this.ofStack.push(callback);
  }

  async apply(urn: string, request: RegisterResourceRequest): Promise<Struct | undefined> {
    this.ofResource.set(urn, { callbacks: request.getTransformsList(), parent: request.getParent() });
    let properties = request.getObject();
    for (const callback of this.chain(urn)) {
      const transform = new TransformRequest()
        .setType(request.getType())
        .setName(request.getName())
        .setCustom(request.getCustom())
        .setParent(request.getParent())
        .setProperties(properties)
        .setOptions(new TransformResourceOptions().setProvider(request.getProvider()).setVersion(request.getVersion()));
      properties = TransformResponse.deserializeBinary(await this.call(callback, transform.serializeBinary())).getProperties() ?? properties;
    }
    return properties;
  }

  close(): void {
    for (const client of this.clients.values()) client.close();
  }

  private chain(urn: string): readonly Callback[] {
    // A set, because nothing keeps a resource from being registered as its own parent.
    const chain = new Set<{ readonly callbacks: readonly Callback[]; readonly parent: string }>();
    for (let at = this.ofResource.get(urn); at !== undefined && !chain.has(at); at = this.ofResource.get(at.parent)) chain.add(at);
    return [...[...chain].flatMap(({ callbacks }) => callbacks), ...this.ofStack];
  }

  private call(callback: Callback, request: Uint8Array): Promise<Uint8Array> {
    const target = callback.getTarget();
    const client = this.clients.get(target) ?? new CallbacksClient(target, credentials.createInsecure());
    this.clients.set(target, client);
    return new Promise((resolve, reject) => {
      client.invoke(new CallbackInvokeRequest().setToken(callback.getToken()).setRequest(request), (error, response) =>
        error ? reject(new Error(error.details)) : resolve(response.getResponse_asU8()),
      );
    });
  }
}
