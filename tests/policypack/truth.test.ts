import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "@jest/globals";
import { decode } from "@portcullis/policypack/decode/decode";
import { publicExposure } from "@portcullis/policypack/model/exposure/exposure";
import { judgedGroups } from "@portcullis/policypack/model/rules/groups";
import { World } from "@portcullis/policypack/model/world";
import { tcp } from "@portcullis/policypack/net/ports";
import { policies } from "@portcullis/policypack/contract/registry";
import { unknown, type Plain, type Properties, type Resource } from "@portcullis/policypack/resources/resource";
import { configure, type RawConfiguration } from "@portcullis/policypack/contract/settings";
import { judge } from "../harness/policy";
import { urnOf } from "../harness/stack";

/**
 * Resources from the tests of another checker, with its verdict and a second opinion by set arithmetic. They are no part of this repository:
 * where the folder `shared/truth` does not lie beside it, this test says so and is skipped.
 */
const file = path.resolve(__dirname, "../../../shared/truth/checkov-security-groups.json");

type Answer = "pass" | "fail" | "unknown";

interface Sample {
  readonly check: string;
  readonly id: string;
  readonly type: string;
  readonly props: Properties;
  readonly peer: Answer;
  readonly disputed: boolean;
  readonly literal: boolean;
}

/** What each of their checks asks, asked of us. */
const questions: Readonly<Record<string, (resource: Resource) => Answer>> = {
  CKV_AWS_24: (resource) => closed(resource, 22, "no-public-admin-ports"),
  CKV_AWS_25: (resource) => closed(resource, 3389, "no-public-admin-ports"),
  // A web port is meant to be public, so there is no policy to ask.
  CKV_AWS_260: (resource) => closed(resource, 80),
  CKV_AWS_277: (resource) => verdictOf(resource, "no-public-ports-of-every-protocol"),
  CKV_AWS_382: (resource) => verdictOf(resource, "no-unrestricted-egress", { "no-unrestricted-egress": { everyGroup: true } }),
  // CKV_AWS_229 to CKV_AWS_232, network ACLs that admit the internet to a port, belong here.
};

/** Where the two opinions differ: what we say, and why AWS is on our side. */
const decided: Readonly<Record<string, readonly [ours: Answer, because: string]>> = {
  "CKV_AWS_24 aws_security_group.fail2": ["pass", "tcp from 0 to 0 is port 0 alone; only protocol -1 means every port"],
  "CKV_AWS_24 aws_security_group.not_self": ["pass", "a rule without a source admits nobody; self: false adds none"],
  "CKV_AWS_24 aws_security_group.pass_self2": ["fail", "self is one more source of the same rule; it does not take 0.0.0.0/0 away"],
  "CKV_AWS_24 aws_vpc_security_group_ingress_rule.fail2": ["pass", "AWS refuses a rule without a source, so nobody is admitted"],
  "CKV_AWS_260 aws_security_group.fail2": ["pass", "tcp from 0 to 0 is port 0 alone, not port 80"],
  "CKV_AWS_260 aws_vpc_security_group_ingress_rule.fail2": ["pass", "AWS refuses a rule without a source, so nobody is admitted"],
  "CKV_AWS_277 aws_security_group.fail": ["pass", "-1 is any type of ICMP, and no port of TCP: AWS refuses the rule"],
  "CKV_AWS_277 aws_security_group_rule.fail": ["pass", "-1 is any type of ICMP, and no port of TCP: AWS refuses the rule"],
  "CKV_AWS_277 aws_vpc_security_group_ingress_rule.fail": ["pass", "-1 is any type of ICMP, and no port of TCP: AWS refuses the rule"],
  "CKV_AWS_382 aws_security_group.fail": ["pass", "-1 is any type of ICMP, and no port of TCP: AWS refuses the rule"],
  "CKV_AWS_382 aws_security_group.pass": ["fail", "protocol -1 is every port of every protocol, whatever the ports say"],
  "CKV_AWS_382 aws_security_group_rule.fail": ["pass", "-1 is any type of ICMP, and no port of TCP: AWS refuses the rule"],
  "CKV_AWS_382 aws_vpc_security_group_egress_rule.fail": ["pass", "-1 is any type of ICMP, and no port of TCP: AWS refuses the rule"],
};

if (existsSync(file)) compare(JSON.parse(readFileSync(file, "utf8")) as readonly Sample[]);
else test.skip("the truth set is not beside this repository, so nothing is compared", () => undefined);

function compare(samples: readonly Sample[]): void {
  const asked = samples.filter(({ check, literal }) => literal && check in questions);

  describe.each(Object.keys(questions))("%s", (check) => {
    const own = asked.filter((sample) => sample.check === check);
    test("there is something to compare", () => expect(own.length).toBeGreaterThan(0));
    for (const sample of own) {
      const [answer, because] = sample.disputed ? (decided[nameOf(sample)] ?? ["unknown", "nobody has decided it"]) : [sample.peer, undefined];
      test(`${sample.id} ${answer}${because === undefined ? "" : `, against their verdict: ${because}`}`, () => {
        expect(questions[check]?.(resourceOf(sample))).toBe(answer);
      });
    }
  });

  test("every dispute is decided, and nothing else is", () => {
    const disputed = asked.filter((sample) => sample.disputed).map(nameOf);
    expect(Object.keys(decided).sort()).toEqual(disputed.sort());
  });
}

function nameOf({ check, id }: Sample): string {
  return `${check} ${id}`;
}

/** Whether a port is closed to the public. Their checks speak of one port, where a policy speaks of many: it has to agree where the port is open. */
function closed(resource: Resource, port: number, policy?: string): Answer {
  const must = new World(decode([resource]), configure({}, policies).pack, "must");
  const isOpen = (world: World): boolean => judgedGroups(world).some(({ key }) => publicExposure(world, key, tcp(port)) !== undefined);
  const answer = isOpen(must) ? "fail" : isOpen(must.opposite) ? "unknown" : "pass";
  if (policy !== undefined && answer === "fail") expect(verdictOf(resource, policy)).toBe("fail");
  return answer;
}

function verdictOf(resource: Resource, id: string, config: RawConfiguration = {}): Answer {
  const policy = policies.find((candidate) => candidate.id === id);
  if (policy === undefined) throw new Error(`there is no policy ${id}`);
  const verdict = judge([resource], policy, config).verdicts.get(id);
  return verdict === "violates" ? "fail" : verdict === "unknown" ? "unknown" : "pass";
}

function resourceOf({ id, type, props }: Sample): Resource {
  const urn = urnOf({ type, name: id });
  return {
    urn,
    type,
    name: id,
    custom: true,
    inputs: Object.fromEntries(Object.entries(props).map(([key, value]) => [key, withoutReferences(value)])),
    outputs: {},
    id: undefined,
    parent: undefined,
    provider: undefined,
    propertyDependencies: {},
    positions: [],
  };
}

/** What refers to a resource that the sample leaves out is not known. */
function withoutReferences(value: Plain): Plain {
  if (Array.isArray(value)) return value.map((element: Plain): Plain => withoutReferences(element));
  if (typeof value !== "object" || value === null) return value;
  if ("$ref" in value) return unknown;
  return Object.fromEntries(Object.entries(value).map(([key, nested]): [string, Plain] => [key, withoutReferences(nested)]));
}
