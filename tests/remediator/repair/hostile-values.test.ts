import { expect, jest, test } from "@jest/globals";
import { folderOf, repair } from "./harness";

jest.setTimeout(60_000);

const web = (source: string): string =>
  `new aws.ec2.SecurityGroup("web", { description: "w", ingress: [{ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: [${source}], description: "d" }] });\n`;

/** Values that many steps made, or that a few steps made of each other in very many ways. */
const programs: readonly (readonly [name: string, program: string])[] = [
  [
    "a text to which nothing is added sixty times, each time itself",
    `let e = "";\nfor (let i = 0; i < 60; i++) e = e + e;\n${web("`0.0.0.0/0${e}`")}`,
  ],
  ["a text to which nothing is added thousands of times", `let a = "0.0.0.0/0";\nfor (let i = 0; i < 20_000; i++) a = a + "";\n${web("a")}`],
  [
    "a text with a part that thousands of lines made",
    `const v0 = "";\n${Array.from({ length: 5_000 }, (_, i) => `const v${String(i + 1)} = v${String(i)} + "";\n`).join("")}${web('"0.0.0.0/0" + v5000')}`,
  ],
];

test.each(programs)("%s is repaired or declined, in time", async (_, program) => {
  const { user } = process.cpuUsage();
  const { declined, repaired } = await repair(folderOf({ program }));
  expect(repaired.length + declined.length).toBeGreaterThan(0);
  expect((process.cpuUsage().user - user) / 1e6).toBeLessThan(20);
});
