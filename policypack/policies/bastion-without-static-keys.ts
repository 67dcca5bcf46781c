import { joined } from "../joined";
import { bastions } from "../model/instances/bastions";
import { settingOf } from "../model/instances/instances";
import type { Workload } from "../model/network";
import { vpcsOfWorkload } from "../model/placement/vpcs";
import { keyOf, perWorld, ReferenceIndex, type World } from "../model/world";
import { definePolicy, noSettings } from "../contract/policy";

export const policy = definePolicy({
  id: "bastion-without-static-keys",
  section: "topology",
  title: "Bastions have no key of their own, ask for tokens, and are needed",
  level: "advisory",
  severity: "medium",
  why: "A key that was put on a machine at its creation stays there: nobody rotates it, and whoever has a copy has no second factor to show. EC2 Instance Connect and Session Manager give access for minutes, by IAM.",
  document: ["If using a bastion, rotate SSH keys and enable MFA.", "Use AWS Session Manager instead of a bastion host for increased security."],
  controls: [
    { framework: "NIST SP 800-53", version: "5", reference: "AC-17" },
    { framework: "NIST SP 800-53", version: "5", reference: "IA-5" },
    { framework: "AWS Security Hub", version: "1", reference: "EC2.8" },
  ],
  references: [
    "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/connect-using-eice.html",
    "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html",
    "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-key-pairs.html",
  ],
  notFor: "Whether keys are rotated and logins ask for a second factor is not in the program: the policy sees only what the bastion is created with.",
  settings: noSettings,
  moment: "stack",
  subjects: bastions,
  check(bastion, world) {
    const key = settingOf(world, bastion, "keyName");
    const faults = [
      ...(world.holds(key.value, (name) => name !== undefined && name !== "")
        ? [{ path: ["keyName"], so: "has a static key", then: "drop the key" }]
        : []),
      ...(lacksTokens(world, bastion)
        ? [{ path: ["metadataOptions"], so: "answers for its metadata without a token", then: 'set metadataOptions.httpTokens to "required"' }]
        : []),
      ...(hasEndpointBeside(world, bastion)
        ? [{ path: [], so: "is beside an EC2 Instance Connect Endpoint of the same VPC", then: "let the endpoint do its work" }]
        : []),
    ];
    const [first] = faults;
    if (first === undefined) return [];
    const advice = joined(faults.map(({ then }) => then));
    return [
      {
        urn: bastion.urn,
        path: first.path,
        message: `The bastion ${bastion.resource.name} ${joined(faults.map(({ so }) => so))}. ${advice.charAt(0).toUpperCase()}${advice.slice(1)}.`,
        rules: [],
      },
    ];
  },
});

/** What an account asks of all of its machines excuses them, so it is asked of the other world. */
function lacksTokens(world: World, bastion: Workload): boolean {
  const { value } = settingOf(world, bastion, "requiresTokens");
  if (world.holds(value, (required) => required === false)) return true;
  return world.holds(value, (required) => required === undefined) && !tokensByDefault(world.opposite);
}

const tokensByDefault = perWorld((world) =>
  world.all("metadataDefaults").some(({ requiresTokens }) => world.holds(requiresTokens, (required) => required === true)),
);

function hasEndpointBeside(world: World, bastion: Workload): boolean {
  return vpcsOfWorkload(world, bastion).some((vpc) =>
    vpc.kind === "unclear" ? endpoints(world).length > 0 && world.doubt(vpc.hole) : endpointsByVpc(world).of(keyOf(vpc) ?? "").length > 0,
  );
}

const endpoints = perWorld((world): readonly Workload[] => {
  const urns = new Set(world.all("connectEndpoint").map(({ urn }) => urn));
  return world.all("workload").filter(({ urn }) => urns.has(urn));
});

const endpointsByVpc = perWorld(
  (world) =>
    new ReferenceIndex(
      world,
      endpoints(world).flatMap((endpoint) => vpcsOfWorkload(world, endpoint).map((vpc) => [vpc, endpoint] as const)),
    ),
);
