import type { Decoder, Decoders } from "./decoder";

/** A resource that opens a connection to a host while the program is deployed: from the deployer's address, which nobody knows in advance. */
const connection: Decoder = ({ resource }, emit) => {
  emit("deployConnection", { urn: resource.urn, resource, to: [...new Set(Object.values(resource.propertyDependencies).flat())] });
};

/** https://www.pulumi.com/registry/packages/command/ and the providers that log in to what they manage. */
export const decoders: Decoders = {
  "command:remote:Command": connection,
  "command:remote:CopyFile": connection,
  "command:remote:CopyToRemote": connection,
  "ansible:index/playbook:Playbook": connection,
  "null:index/resource:Resource": connection,
};
