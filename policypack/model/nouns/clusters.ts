import type { Noun, Ref } from "./noun";

/** The group that EKS makes for a cluster, by the cluster's URN: of its rules, only those that the program adds are known. */
export type ClusterGroup = Noun;

/** Nodes that EKS manages: they get the cluster's group where their template names none. */
export interface ClusterNodes extends Noun {
  readonly cluster: Ref;
}
