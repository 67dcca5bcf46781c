import { perWorld } from "../world";
import { needsBehindToldBalancers, needsOfListeners, needsOfTargets, needsOfToldTargetGroups, needsOfUnseenTargets } from "./balancers";
import { needsOfCallers } from "./callers";
import { needsOfLoginGroups } from "./login-groups";
import { needsOfMembers } from "./members";
import type { Need } from "./need";
import { needsOfAdministrators, needsOfClusters, needsOfDeployer, needsOfServers } from "./operators";
import { needsOfNodePorts, needsOfPublicServers } from "./public-servers";
import { needsOfAdmitted, needsOfAwsClients } from "./outbound";
import { needsOfLattice } from "./lattice";
import { needsOfPublicBrokers } from "./public-brokers";
import { needsOfUncarried } from "./uncarried-groups";

/** What has to be reached, and by whom, whatever the policies say: asked of the certain world, where what is not known of ports counts as any. */
export const needsIn = perWorld((world): readonly Need[] => [
  ...needsOfTargets(world),
  ...needsOfToldTargetGroups(world),
  ...needsOfUnseenTargets(world),
  ...needsBehindToldBalancers(world),
  ...needsOfListeners(world),
  ...needsOfCallers(world),
  ...needsOfMembers(world),
  ...needsOfDeployer(world),
  ...needsOfAdministrators(world),
  ...needsOfLoginGroups(world),
  ...needsOfClusters(world),
  ...needsOfServers(world),
  ...needsOfPublicServers(world),
  ...needsOfNodePorts(world),
  ...needsOfLattice(world),
  ...needsOfPublicBrokers(world),
  ...needsOfUncarried(world),
  ...needsOfAwsClients(world),
  ...needsOfAdmitted(world),
]);
