import { violationsByResource } from "../violations/exposed";
import { inShort } from "../model/rules/places";
import { judgedGroups, trafficOf } from "../model/rules/groups";
import { portCount, wideRanges, type WideRange } from "../model/rules/port-ranges";
import { definePolicy } from "../contract/policy";
import { portsInWords } from "../model/names/ports";
import type { Rule } from "../model/network";
import type { World } from "../model/world";
import type { Traffic } from "../net/ports";
import * as intervals from "../net/intervals";
import { withCommas } from "../model/names/counts";

export const policy = definePolicy({
  id: "no-wide-port-ranges",
  section: "exposure",
  title: "Sources are admitted to ports, not to ranges of them",
  level: "advisory",
  severity: "medium",
  why: "A range opens what is installed next week as well. The ports that a service needs can be counted.",
  document: ["Follow the principle of least privilege – Allow only necessary traffic."],
  controls: [
    { framework: "NIST SP 800-53", version: "5", reference: "AC-4" },
    { framework: "NIST SP 800-53", version: "5", reference: "CM-7" },
    { framework: "PCI DSS", version: "4.0.1", reference: "1.3.1" },
  ],
  references: [
    "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html",
    "https://docs.aws.amazon.com/eks/latest/userguide/sec-group-reqs.html",
  ],
  notFor: "Protocols that choose their ports as they go, such as passive FTP and active media streams.",
  settings: {
    type: "object",
    additionalProperties: false,
    properties: {
      widestPortRange: {
        type: "integer",
        minimum: 1,
        maximum: 65536,
        default: 100,
        description: "How many ports of a protocol a source may be admitted to.",
      },
    },
  },
  yields: true,
  moment: "stack",
  subjects: judgedGroups,
  check(group, world, { widestPortRange }) {
    const wide = wideRanges(world, group, widestPortRange);
    const [widest] = [...wide].sort((a, b) => b.ports - a.ports);
    if (widest === undefined) return [];
    const written = writtenBy(world, widest);
    const rules = rulesIn(wide);
    const most = rulesIn(wide.filter((range) => range === widest || intervals.equals(writtenBy(world, range), written)));
    const others = [...rules].filter((rule) => !most.has(rule));
    const more = others.length === 0 ? "" : `, and ${inShort(others)} to more than ${widestPortRange}`;
    return violationsByResource(
      [...rules],
      group,
      `${group.name} admits ${inShort([...most])} to ${portsInWords(written)}: as many as ${withCommas(portCount(written))} ports${more}. Open the ports that are needed, or raise widestPortRange from ${widestPortRange}.`,
    );
  },
});

/** As its rules say it, with what services need of it. */
function writtenBy(world: World, { rules }: WideRange): Traffic {
  return intervals.unionAll(rules.map((rule) => trafficOf(world, rule)));
}

function rulesIn(ranges: readonly WideRange[]): ReadonlySet<Rule> {
  return new Set(ranges.flatMap(({ rules }) => rules));
}
