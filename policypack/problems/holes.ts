import type { Finding, RuleEvidence } from "../evaluation/finding";
import { pathText } from "../model/approx";
import * as ip from "../net/ip";
import { notation } from "../net/ports";
import type { Path } from "../plans/plan";
import { grouped } from "../grouped";
import { keyOf, propertyContent, ruleContent, trafficContent } from "./keys";

/** A rule, or a property of a resource, that something is wrong with. */
export interface Hole<F extends Finding> {
  readonly id: string;
  readonly urn: string;
  /** The source of the rule, or the property. */
  readonly path: Path;
  /** Of a rule: its sources that contribute to any finding. */
  readonly rules: readonly RuleEvidence[];
  readonly findings: readonly F[];
  /** What it says, wherever it stands. */
  readonly content: string;
  /** The same, whoever the sources of the rule are. */
  readonly kind: string;
}

/** The holes that findings are about. A finding about several rules is about several holes. */
export function holesIn<F extends Finding>(findings: readonly F[]): readonly Hole<F>[] {
  const found = findings.flatMap((finding): Part<F>[] => {
    const own = finding.rules.filter(({ urn }) => urn === finding.urn);
    if (own.length === 0) return [{ id: propertyId(finding), finding, path: finding.path, rules: own }];
    return grouped(own, ({ declaration }) => pathText(declaration)).map(([, rules]) => ({
      id: ruleId(rules[0]),
      finding,
      path: rules.find(({ property }) => property === finding.property)?.path ?? rules[0].path,
      rules,
    }));
  });
  return grouped(found, ({ id }) => id).map(([id, parts]) => {
    const rules = [...new Map(parts.flatMap((part) => part.rules).map((rule) => [rule.property, rule])).values()];
    const [{ finding, path }] = parts;
    const property = `${finding.policy} ${propertyContent(finding.path)}`;
    return {
      id,
      urn: finding.urn,
      path,
      rules,
      findings: parts.map((part) => part.finding),
      content: rules.length === 0 ? property : ruleContent(rules),
      kind: rules.length === 0 ? property : trafficContent(rules),
    };
  });
}

/** A finding about one hole. */
interface Part<F extends Finding> {
  readonly id: string;
  readonly finding: F;
  readonly path: Path;
  readonly rules: readonly RuleEvidence[];
}

/** The holes of other rules without which a rule would be none, by the finding that says so. */
export function neededTogether(finding: Finding): readonly string[][] {
  const together = (finding.related ?? finding.rules).filter((rule) => rule.together);
  return [together, ...halvesOfAFamily(finding)].map((rules) => [...new Set(rules.map(ruleId))]).filter((ids) => ids.length > 1);
}

/** Rules that only together admit all of IPv4 or of IPv6 to the same ports. */
function halvesOfAFamily({ rules: own, related: rules = own, exposes }: Finding): readonly (readonly RuleEvidence[])[] {
  if (exposes === undefined || rules.length < 2) return [];
  return grouped(rules, ({ traffic }) => notation(traffic)).flatMap(([, alike]) =>
    [ip.everyIpv4, ip.everyIpv6].flatMap((family) => {
      const parts = alike.filter(({ named: { addresses } }) => ip.meets(addresses, family) && !ip.covers(addresses, family));
      return ip.covers(ip.unionAll(parts.map(({ named }) => named.addresses)), family) ? [parts] : [];
    }),
  );
}

function ruleId({ urn, declaration }: RuleEvidence): string {
  return keyOf(urn, pathText(declaration));
}

function propertyId({ urn, policy, path }: Finding): string {
  return keyOf(urn, policy, propertyContent(path));
}
