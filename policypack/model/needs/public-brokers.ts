import { isPubliclyAccessible } from "../exposure/databases";
import { publicExposure } from "../exposure/exposure";
import { groupsOf } from "../attachments/attachments";
import { workloadByUrn } from "../placement/placement";
import type { World } from "../world";
import type { Need } from "./need";
import { named } from "./parties";

/**
 * A broker is put on the internet for devices and programs that are there: it speaks protocols that are made for that, and nothing else can take its place.
 * https://docs.aws.amazon.com/msk/latest/developerguide/public-access.html
 */
const nouns: ReadonlySet<string> = new Set(["broker", "Kafka cluster"]);

/** What public brokers are for, where their groups let anybody in. */
export function needsOfPublicBrokers(world: World): readonly Need[] {
  return world.all("databaseAccess").flatMap((access): readonly Need[] => {
    const of = workloadByUrn(world).get(access.urn);
    if (of?.ports === undefined || !nouns.has(access.noun) || !isPubliclyAccessible(world, access)) return [];
    const traffic = world.opposite.pick(of.ports);
    // Where only its network gets through, its address is of no use to anybody.
    if (groupsOf(world, of).every((key) => publicExposure(world, key, traffic) === undefined)) return [];
    return [
      {
        of,
        direction: "ingress",
        traffic,
        party: { kind: "public" },
        who: `the clients of ${named(of)}`,
        says: (ports) => `${named(of)} is public, and devices and programs may connect to it over the internet on ${ports}`,
      },
    ];
  });
}
