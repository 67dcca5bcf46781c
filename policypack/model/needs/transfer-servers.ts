import * as intervals from "../../net/intervals";
import { noTraffic, tcp, type Traffic } from "../../net/ports";
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

/** A server for files that only its own network comes to. */
export function isTransferServerInside(workload: Workload): boolean {
  return workload.noun === "Transfer server" && !isTransferServerOutside(workload);
}

/** What it takes, by the protocols that it is set up for. */
export function transfers(of: Workload): Omit<Need, "of"> {
  return {
    direction: "ingress",
    traffic: filesTakenBy(of),
    party: { kind: "public" },
    who: `the clients of ${named(of)}`,
    says: (ports) => `${named(of)} takes files from the internet on ${ports}`,
  };
}

/** Where nothing is said, it speaks SFTP: https://docs.aws.amazon.com/transfer/latest/APIReference/API_CreateServer.html */
export function filesTakenBy({ resource: { inputs } }: Workload): Traffic {
  const { protocols } = inputs;
  if (protocols === undefined || protocols === null) return protocolPorts.SFTP;
  const isKnown = Array.isArray(protocols) && protocols.every((each) => typeof each === "string");
  return intervals.unionAll(isKnown ? protocols.map((each) => portsOf(each)) : Object.values(protocolPorts));
}

function portsOf(protocol: string): Traffic {
  return protocol in protocolPorts ? protocolPorts[protocol as keyof typeof protocolPorts] : noTraffic;
}

const protocolPorts = { SFTP: tcp(22), FTPS: tcp(21, 990, [8192, 8200]), FTP: tcp(21, [8192, 8200]), AS2: tcp(5080) } as const;
