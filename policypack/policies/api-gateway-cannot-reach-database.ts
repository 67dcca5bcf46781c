import { apiPathsTo, hasApiLinks, type ApiPath } from "../model/reachability/api-gateways";
import type { Rule } from "../model/network";
import * as intervals from "../net/intervals";
import { definePolicy, noSettings } from "../contract/policy";
import { portsInWords } from "../model/names/ports";

export const policy = definePolicy({
  id: "api-gateway-cannot-reach-database",
  section: "topology",
  title: "No network path leads from an API gateway to a data store without an application in between",
  level: "mandatory",
  severity: "high",
  why: "An API gateway passes on what callers send. Where its link reaches a data store, one more integration is all that keeps the callers from speaking to it.",
  document: ["Ensure API Gateway cannot directly access the database.", "RDS Database: Inbound from Lambda SG (3306)."],
  controls: [
    { framework: "NIST SP 800-53", version: "5", reference: "AC-4" },
    { framework: "NIST SP 800-53", version: "5", reference: "SC-7" },
  ],
  references: [
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-vpc-links.html",
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-private-integration.html",
  ],
  settings: noSettings,
  moment: "stack",
  subjects: (world) => (hasApiLinks(world) ? world.all("workload").filter(({ kind }) => kind === "data-store") : []),
  check(store, world) {
    const paths = apiPathsTo(world, store);
    return [...rulesByResource(store.urn, paths)].map(([urn, { rules, through }]) => ({
      urn,
      path: rules[0]?.path ?? [],
      message: `An API gateway reaches the ${store.noun} ${store.resource.name} on ${portsInWords(intervals.unionAll(paths.map(({ last }) => last.traffic)))} through ${through.join(", or through ")}, with no application in between. ${rules.length === 0 ? "Have it call the application instead." : "Admit the group of the application only."}`,
      rules,
      group: rules[0]?.declaration.group.kind === "resource" ? rules[0].declaration.group.urn : undefined,
    }));
  },
});

interface Held {
  readonly rules: readonly Rule[];
  readonly through: readonly string[];
}

/** What lets the requests in, by the resource that holds it: rules, or the data store where its groups are not known. */
function rulesByResource(store: string, paths: readonly ApiPath[]): ReadonlyMap<string, Held> {
  const holders = new Map<string, Held>();
  for (const { through, last } of paths) {
    const rules = last.entering.length === 0 ? [undefined] : last.entering;
    for (const rule of rules) {
      const urn = rule?.declaration.urn ?? store;
      const held = holders.get(urn) ?? { rules: [], through: [] };
      holders.set(urn, {
        rules: rule === undefined || held.rules.includes(rule) ? held.rules : [...held.rules, rule],
        through: [...new Set([...held.through, through.join(" and ")])],
      });
    }
  }
  return holders;
}
