import { describe, expect, test } from "@jest/globals";
import { policies } from "@portcullis/policypack/contract/registry";
import { configure } from "@portcullis/policypack/contract/settings";
import { checkAll } from "@portcullis/remediator/judging/stacks";
import { readSources } from "@portcullis/remediator/sources/sources";
import { reportsOf } from "@portcullis/remediator/report/reports";
import { scratch } from "../../harness/command";
import { today } from "../../harness/policy";

const { program } = scratch("conditions");
let count = 0;

/** What is said of open SSH in a program in Python. */
async function said(lines: string): Promise<readonly string[]> {
  const files = { "Pulumi.yaml": "name: shop\nruntime: python\n", "__main__.py": `import os\nimport pulumi\nimport pulumi_aws as aws\n${lines}\n` };
  const sources = await readSources(program(`program-${++count}`, files));
  if ("reason" in sources) throw new Error(sources.reason);
  const reports = reportsOf(checkAll(sources, { configuration: configure({}, policies), today }), { today, inRepository: () => "" });
  return reports.flatMap(({ problems }) => problems.filter(({ level }) => level === "mandatory").map(({ says }) => says));
}

const web = (name = '"web"'): string =>
  `aws.ec2.SecurityGroup(${name}, ingress=[{"protocol": "tcp", "from_port": 22, "to_port": 22, "cidr_blocks": ["0.0.0.0/0"]}])`;
const opens = "web opens SSH (tcp/22) to the whole internet: 0.0.0.0/0.";

describe("under which condition something exists", () => {
  test.each<readonly [string, string, ...string[]]>([
    ["none", web(), opens],
    ["one that is known", `if 1 < 2:\n    ${web()}`, opens],
    ["one", `if os.environ["TIER"] == "prod":\n    ${web()}`, `${opens} web exists only where os.environ["TIER"] == "prod".`],
    [
      "its opposite",
      `if os.environ["TIER"] == "prod":\n    pass\nelse:\n    ${web()}`,
      `${opens} web exists only where not (os.environ["TIER"] == "prod").`,
    ],
    [
      "one within another",
      `if os.environ["A"] == "a":\n    if os.environ["B"] == "b":\n        ${web()}`,
      `${opens} web exists only where os.environ["A"] == "a" and where os.environ["B"] == "b".`,
    ],
    [
      "one that tells a secret",
      `if os.environ["A"] == "hunter2hunter2":\n    ${web()}\naws.ssm.Parameter("p", type="SecureString", value=pulumi.Output.secret("hunter2hunter2"))`,
      `${opens} web exists only where os.environ["A"] == "a secret value".`,
    ],
  ])("%s", async (_, lines, ...sentences) => {
    expect(await said(lines)).toEqual(sentences);
  });
});
