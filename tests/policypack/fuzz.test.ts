import { beforeAll, expect, jest, test } from "@jest/globals";
import { unknown, type Plain } from "@portcullis/policypack/resources/resource";
import { fuzz, reportOf } from "../harness/fuzz";
import { corpusOf, everyProgram, shops, stacksOf, type Corpus } from "../harness/fuzz/corpus";
import { canary } from "../harness/fuzz/generate";
import { problemWith } from "../harness/fuzz/properties";
import { ref, resource, stackOf, type Entry } from "../harness/stack";

jest.setTimeout(24 * 60 * 60 * 1_000);

/** `npm run soak` sets these. */
const soak = Number(process.env.SOAK ?? 0);
const seed = Number(process.env.SEED ?? 20_260_615);

let corpus: Corpus;
beforeAll(async () => {
  corpus = corpusOf(await stacksOf(soak > 0 ? everyProgram : shops));
});

test("whatever the resources are, the pack answers, and the same twice", () => {
  let next = 10_000;
  const failure = fuzz(corpus, {
    seed,
    resources: soak > 0 ? soak : 25_000,
    progress: (count) => {
      if (soak === 0 || count < next) return;
      process.stderr.write(`${count.toLocaleString("en-US")} of ${soak.toLocaleString("en-US")} resources\n`);
      next += 10_000;
    },
  });
  if (failure !== undefined) throw new Error(reportOf(failure));
});

const rules = soak > 0 ? 100_000 : 30_000;

test(`a group with ${rules.toLocaleString("en-US")} rules, of which every third is broken, and a hundred that refer to it`, () => {
  const type = "aws:ec2/securityGroup:SecurityGroup";
  const broken: readonly Plain[] = [null, unknown, "tcp", { cidrBlocks: ["10.0.0.0/33", 7], fromPort: "x" }, { securityGroups: { a: "sg-1" } }];
  const rule = (index: number): Plain => ({
    ...{ protocol: "tcp", fromPort: index % 500, toPort: (index % 500) + (index % 4), description: canary },
    cidrBlocks: [`${index % 223}.${(index >> 8) % 256}.${index % 256}.0/${8 + (index % 25)}`],
  });
  const huge = Array.from({ length: rules }, (_, index): Plain => (index % 3 === 0 ? (broken[(index / 3) % broken.length] ?? null) : rule(index)));
  const others = Array.from({ length: 100 }, (_, index): Entry => resource(type, `other-${index}`, { ingress: [{ securityGroups: [ref("huge")] }] }));
  expect(problemWith(stackOf([resource(type, "huge", { ingress: huge }), ...others], "deployed"), {})).toBeUndefined();
});
