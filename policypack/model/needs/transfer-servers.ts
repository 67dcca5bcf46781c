import { tcp } from "../../net/ports";
import type { Workload } from "../network";
import type { Need } from "./need";
import { named } from "./parties";

/** A server for files that has Elastic IPs: https://docs.aws.amazon.com/transfer/latest/userguide/create-server-in-vpc.html */
export function isTransferServerOutside({ noun, resource: { inputs } }: Workload): boolean {
  const { endpointDetails } = inputs;
  if (noun !== "Transfer server" || typeof endpointDetails !== "object" || endpointDetails === null || !("addressAllocationIds" in endpointDetails))
    return false;
  const { addressAllocationIds } = endpointDetails;
  return !Array.isArray(addressAllocationIds) || addressAllocationIds.length > 0;
}

/** What it takes: SFTP, FTPS and its data, AS2. */
export function transfers(of: Workload): Omit<Need, "of"> {
  return {
    direction: "ingress",
    traffic: tcp([21, 22], 990, 5080, [8192, 8200]),
    party: { kind: "public" },
    who: `the clients of ${named(of)}`,
    says: (ports) => `${named(of)} takes files from the internet on ${ports}`,
  };
}
