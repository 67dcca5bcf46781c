import { joined } from "../joined";
import type { AccountService, ConfigRecorder, Noun } from "../model/network";
import { isExcused, perWorld, ReferenceIndex, type World } from "../model/world";
import { definePolicy } from "../contract/policy";

export const policy = definePolicy({
  id: "changes-are-recorded",
  section: "defence in depth",
  title: "AWS Config records what changes in security groups",
  level: "advisory",
  severity: "medium",
  why: "A rule that somebody adds by hand is in no program. A recorder sees it, and says who and when.",
  document: ["Not reviewing security group changes – Implement AWS Config to track changes."],
  controls: [
    { framework: "NIST SP 800-53", version: "5", reference: "CM-8" },
    { framework: "NIST SP 800-53", version: "5", reference: "AU-12" },
    { framework: "AWS Security Hub", version: "1", reference: "Config.1" },
  ],
  references: [
    "https://docs.aws.amazon.com/config/latest/developerguide/stop-start-recorder.html",
    "https://docs.aws.amazon.com/config/latest/developerguide/select-resources.html",
  ],
  notFor: "Accounts in which another stack sets up the recorder.",
  settings: {
    type: "object",
    additionalProperties: false,
    properties: {
      everyStack: { type: "boolean", default: false, description: "Whether every stack with groups has to set up a recorder." },
    },
  },
  moment: "stack",
  subjects: (world, { everyStack }) => {
    const services = servicesIn(world);
    const places: readonly Noun[] = services.length > 0 ? services : everyStack ? world.all("group") : [];
    return places.slice(0, 1);
  },
  check(first, world) {
    if (isExcused(world, isRecorded)) return [];
    const names = [...new Set(servicesIn(world).map((service) => ("noun" in service ? service.noun : "AWS Config")))].sort();
    const what = names.length > 0 ? `This program sets up ${joined(names)}, and nothing` : "Nothing";
    return [
      {
        urn: first.urn,
        path: [],
        message: `${what} records changes of security groups: that takes a recorder of AWS Config that covers them, a delivery channel and an enabled status. Set them up.`,
        rules: [],
      },
    ];
  },
});

/** What the stack sets up for a whole account. */
function servicesIn(world: World): readonly (ConfigRecorder | AccountService)[] {
  return [...world.all("configRecorder"), ...world.all("accountService")];
}

/** Whether a recorder runs that covers security groups. */
function isRecorded(world: World): boolean {
  if (world.all("configDeliveryChannel").length === 0) return false;
  return world.all("configRecorder").some((recorder) => world.holds(recorder.coversGroups, Boolean) && isStarted(world, recorder));
}

function isStarted(world: World, { urn, startsItself }: ConfigRecorder): boolean {
  if (startsItself) return true;
  return (
    statuses(world)
      .of(urn)
      .some(({ isEnabled }) => world.holds(isEnabled, Boolean)) ||
    // A recorder without a name has one that the program may spell out.
    world
      .all("configRecorderStatus")
      .some(({ recorder, isEnabled }) => recorder.kind === "external" && world.doubt(recorder.hole) && world.holds(isEnabled, Boolean))
  );
}

const statuses = perWorld(
  (world) =>
    new ReferenceIndex(
      world,
      world.all("configRecorderStatus").map((status) => [status.recorder, status] as const),
    ),
);
