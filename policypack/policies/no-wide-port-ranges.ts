import { violationsByResource } from "../violations/exposed";
import { inShort } from "../model/rules/places";
import { judgedGroups } from "../model/rules/groups";
import { portCount, wideRanges } from "../model/rules/port-ranges";
import { definePolicy } from "../contract/policy";
import { portsInWords } from "../model/names/ports";
import { withCommas } from "../commas";

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
    if (wide === undefined) return [];
    const { rules, written, widest } = wide;
    const others = [...rules].filter((rule) => !widest.has(rule));
    const more = others.length === 0 ? "" : `, and ${inShort(others)} to more than ${widestPortRange}`;
    return violationsByResource(
      [...rules],
      group,
      `${group.name} admits ${inShort([...widest])} to ${portsInWords(written)}: as many as ${withCommas(portCount(written))} ports${more}. Open the ports that are needed, or raise widestPortRange from ${widestPortRange}.`,
    );
  },
});
