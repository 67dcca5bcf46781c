import path from "node:path";
import { afterAll, expect, test } from "@jest/globals";
import { policies } from "@portcullis/policypack/contract/registry";
import { configure } from "@portcullis/policypack/contract/settings";
import { repairFolder } from "@portcullis/remediator/repair/repair";
import { folderOf, removeFolders } from "../../harness/folder";

afterAll(removeFolders);

const rules = `export const rules = (from: string) => [
  { protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: [from] },
  { protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: [from] },
];
`;

function project(name: string, from: string): Readonly<Record<string, string>> {
  return {
    [`${name}/Pulumi.yaml`]: `name: ${name}\nruntime: nodejs\n`,
    [`${name}/index.ts`]: `import * as aws from "@pulumi/aws";
import { rules } from "../common/rules";
new aws.ec2.SecurityGroup("web", { ingress: rules("${from}") });
`,
  };
}

test.each([
  ["violates nothing there", "192.0.2.0/28", false],
  ["is to go there as well", "0.0.0.0/0", true],
])("of one project, what another one that was not asked for uses too, and %s", async (_, from, isRepaired) => {
  const folder = folderOf({
    ".git/HEAD": "ref: refs/heads/main\n",
    "common/rules.ts": rules,
    ...project("shop", "0.0.0.0/0"),
    ...project("office", from),
  });
  const made = await repairFolder(path.join(folder, "shop"), {
    configuration: configure({}, policies),
    today: "2026-06-15",
    policies: ["no-public-admin-ports"],
  });
  if (made.kind === "failed") throw new Error(made.reason);
  expect([...made.after.keys()]).toEqual(isRepaired ? ["common/rules.ts"] : []);
  expect(made.declined.map(({ reason }) => reason)).toEqual(
    isRepaired ? [] : ["the project office uses common/rules.ts as well: web would change there, which violates nothing"],
  );
});
