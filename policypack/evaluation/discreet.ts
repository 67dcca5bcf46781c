import { withoutSizes, type Discretion } from "./discretion";
import type { Finding, RuleEvidence } from "./finding";
import type { NamedSource } from "../model/names/sources";
import { noAddresses } from "../net/ip";

/** A source that is secret is not given away by its addresses either. */
function discreetSource(named: NamedSource, discretion: Discretion): NamedSource {
  const text = discretion.say(named.text);
  return text === named.text ? named : { ...named, text, addresses: noAddresses };
}

/** A finding that gives away nothing that came out of a secret. */
export function discreet(finding: Finding, discretion: Discretion): Finding {
  if (discretion.isIdle) return finding;
  const { message, says, remedy, rules, related, fix } = finding;
  const urns = new Set([finding.urn, ...rules.map(({ urn }) => urn)]);
  // A list of sources may be cut before those that are secret.
  const hasSecret = rules.some(({ source }) => discretion.say(source) !== source);
  const say = (text: string): string => (hasSecret ? withoutSizes(discretion.say(text, urns)) : discretion.say(text, urns));
  return {
    ...finding,
    message: say(message),
    says: say(says),
    remedy: discretion.say(remedy, urns),
    rules: rules.map((rule) => discreetRule(rule, discretion)),
    ...(related === undefined ? {} : { related: related.map((rule) => discreetRule(rule, discretion)) }),
    ...(fix === undefined ? {} : { fix: discretion.plan(fix, urns) }),
  };
}

function discreetRule(rule: RuleEvidence, discretion: Discretion): RuleEvidence {
  return {
    ...rule,
    ports: discretion.say(rule.ports, [rule.urn]),
    source: discretion.say(rule.source),
    named: discreetSource(rule.named, discretion),
  };
}
