import type { Decoder, Decoders } from "./decoder";
import { isKubernetesCluster } from "./types";

/** EKS makes a group for every cluster. https://docs.aws.amazon.com/eks/latest/userguide/sec-group-reqs.html */
const cluster: Decoder = (inputs, emit) => emit("clusterGroup", { urn: inputs.resource.urn, resource: inputs.resource });

const nodeGroup: Decoder = (inputs, emit) => {
  const { resource } = inputs;
  const of = inputs.get("clusterName").ref(isKubernetesCluster);
  if (of !== undefined) emit("clusterNodes", { urn: resource.urn, resource, cluster: of });
};

export const decoders: Decoders = {
  "aws:eks/cluster:Cluster": cluster,
  "aws-native:eks:Cluster": cluster,
  "aws:eks/nodeGroup:NodeGroup": nodeGroup,
  "aws-native:eks:Nodegroup": nodeGroup,
};
