import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { type Resource, unknown } from "@portcullis/policypack/resources/resource";
import { type RunOptions, runProgram } from "@portcullis/remediator/sources/embedded";
import { programs } from "./programs";

jest.setTimeout(120_000);

const program = programs();

type Ran = Awaited<ReturnType<typeof runProgram>>;

function run(files: Readonly<Record<string, string>>, options?: RunOptions): Promise<Ran> {
  return runProgram(program(files), options);
}

function groupsOf(ran: Ran): readonly Resource[] {
  if (ran.kind === "failed") throw new Error(ran.reason);
  return ran.resources.filter(({ type }) => type === "aws:ec2/securityGroup:SecurityGroup");
}

async function inputsOf(files: Readonly<Record<string, string>>): Promise<Resource["inputs"] | undefined> {
  return groupsOf(await run(files))[0]?.inputs;
}

const group = (args: string): string => `import { SecurityGroup } from "@pulumi/aws/ec2/securityGroup";\nnew SecurityGroup("web", ${args});\n`;

/** The same for where an import may not stand. */
const inner = (args: string): string => group(args).replace(/import.*\n/, 'const { SecurityGroup } = require("@pulumi/aws/ec2/securityGroup");\n');

describe("a program that the engine runs is run", () => {
  test("with arguments of Node.js of its own, quoted or in a list", async () => {
    for (const nodeargs of [`'--require ./first.js "--require=./second file.js"'`, `["--require", ./first.js, "--require=./second file.js"]`]) {
      const inputs = await inputsOf({
        "Pulumi.yaml": `name: small\nruntime: { name: nodejs, options: { nodeargs: ${nodeargs} } }\n`,
        "first.js": "globalThis.first = 1;",
        "second file.js": "globalThis.second = 2;",
        "index.ts": group("{ description: `${(globalThis as any).first}${(globalThis as any).second}` }"),
      });
      expect(inputs?.description).toBe("12");
    }
  });

  test("as ES modules in JavaScript, with a wait at the top", async () => {
    const inputs = await inputsOf({
      "package.json": '{ "type": "module" }',
      "index.js": `import * as aws from "@pulumi/aws";\nconst description = await Promise.resolve("later");\nnew aws.ec2.SecurityGroup("web", { description });\n`,
    });
    expect(inputs?.description).toBe("later");
  });

  test("with a loader of its own for TypeScript as ES modules, with a wait at the top", async () => {
    // What tsx and ts-node/esm do, as small as it can be.
    const loader = `import { readFile } from "node:fs/promises";
export async function load(url, context, next) {
  if (!url.endsWith(".ts") || url.includes("node_modules")) return next(url, context);
  return { format: "module", shortCircuit: true, source: (await readFile(new URL(url), "utf8")).replace(/: string/g, "") };
}`;
    const inputs = await inputsOf({
      "Pulumi.yaml": "name: small\nruntime: { name: nodejs, options: { nodeargs: --import ./register.mjs } }\n",
      "package.json": '{ "type": "module" }',
      "register.mjs": `import { register } from "node:module";\nregister("./loader.mjs", import.meta.url);\n`,
      "loader.mjs": loader,
      "index.ts": `import * as aws from "@pulumi/aws";\nconst description: string = await Promise.resolve("later");\nnew aws.ec2.SecurityGroup("web", { description });\n`,
    });
    expect(inputs?.description).toBe("later");
  });

  test("and is not type checked, whatever loads it", async () => {
    const inputs = await inputsOf({
      "index.ts": `const text: number = process.env.TS_NODE_TRANSPILE_ONLY as any;\n${group("{ description: text as any, nonsense: true } as any")}`,
    });
    expect(inputs?.description).toBe("true");
  });
});

describe("a program has the variables of the environment that it names", () => {
  const before = { ...process.env };
  const set = {
    AWS_REGION: "eu-west-1",
    OFFICE_CIDR: "192.0.2.0/24",
    OTHER: "x",
    DB_PASSWORD: "x",
    GITHUB_TOKEN: "x",
    NODE_OPTIONS: "--title=x",
    ADDRESS: "postgres://a:b@c/d",
  };
  beforeEach(() => {
    Object.assign(process.env, set);
  });
  afterEach(() => {
    for (const name of Object.keys(set)) Reflect.deleteProperty(process.env, name);
    Object.assign(process.env, before);
  });

  test("but no credential, and nothing that it does not name", async () => {
    const names = Object.keys(set);
    const inputs = await inputsOf({
      "index.ts": group(
        "{ tags: { region: process.env.AWS_REGION!, office: process.env.OFFICE_CIDR!, all: Object.keys(process.env).join(), no: `${process.env.DB_PASSWORD}${process.env.GITHUB_TOKEN}${process.env.NODE_OPTIONS}${process.env.ADDRESS}` } }",
      ),
    });
    const { region, office, all, no } = inputs?.tags as Record<string, string>;
    expect({ region, office, no }).toEqual({ region: "eu-west-1", office: "192.0.2.0/24", no: "undefinedundefinedundefinedundefined" });
    expect(names.filter((name) => all?.split(",").includes(name))).toEqual(["AWS_REGION", "OFFICE_CIDR"]);
  });
});

describe("a program with Yarn's Plug'n'Play", () => {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), "portcullis-pnp-")));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("is run with the file that says where packages are", async () => {
    // As Yarn's own does it: what is asked for from the project is found where the file says.
    const modules = path.resolve(__dirname, "../../../node_modules");
    const pnp = `const Module = require("node:module");
const find = Module._resolveFilename;
Module._resolveFilename = (request, parent, isMain, options) => {
  const isPackage = !/^[./]|^node:/.test(request) && !Module.builtinModules.includes(request);
  const isAsked = options?.paths !== undefined || !parent?.filename?.includes("node_modules");
  return find(request, parent, isMain, isPackage && isAsked ? { paths: [${JSON.stringify(path.dirname(modules))}] } : options);
};
`;
    for (const [file, text] of Object.entries({
      "app/Pulumi.yaml": "name: small\nruntime: nodejs\n",
      "app/index.js": `const aws = require("@pulumi/aws/ec2/securityGroup");\nnew aws.SecurityGroup("web", { description: "found" });\n`,
      ".pnp.cjs": pnp,
    })) {
      mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
      writeFileSync(path.join(folder, file), text);
    }
    expect(groupsOf(await runProgram(path.join(folder, "app")))[0]?.inputs.description).toBe("found");
  });

  test("is not what a program without packages has", async () => {
    const place = path.join(folder, "..", `portcullis-none-${String(process.pid)}`);
    mkdirSync(place);
    try {
      writeFileSync(path.join(place, "Pulumi.yaml"), "name: small\nruntime: nodejs\n");
      symlinkSync("nowhere", path.join(place, ".pnp.cjs"));
      expect(await runProgram(place)).toMatchObject({ kind: "failed", reason: expect.stringContaining("is not installed") });
      expect(readdirSync(place)).toHaveLength(2);
    } finally {
      rmSync(place, { recursive: true });
    }
  });
});

describe("a program never stops for what is not configured", () => {
  const config = `import * as pulumi from "@pulumi/pulumi";\nconst config = new pulumi.Config();\n`;

  test("text, numbers, objects and secrets of each: nothing that is made of them is known", async () => {
    const inputs = await inputsOf({
      "Pulumi.dev.yaml": "config:\n  small:known: 22\n  small:locked: { secure: AAAA }\n  small:list: [{ secure: AAAA }, 443]\n",
      "index.ts": `${config}
const rules = config.requireObject<any>("rules");
const ports: pulumi.Input<number>[] = [
  config.requireNumber("port"),
  config.requireNumber("port") + 1,
  config.requireNumber("known"),
  config.requireSecretNumber("locked"),
  config.requireSecretNumber("nothing"),
  config.getNumber("nobody") ?? 80,
  rules.port,
];
${group(`{
  description: config.require("text"),
  name: config.requireSecret("locked"),
  vpcId: \`vpc-\${config.requireNumber("port")}\`,
  tags: { flag: String(config.requireBoolean("flag")), first: config.requireObject<any[]>("list")[1], all: config.requireSecretObject<any>("locked") },
  ingress: [
    ...ports.map((port) => ({ protocol: "tcp", fromPort: port, toPort: port, cidrBlocks: ["10.0.0.0/8"] })),
    ...rules.sources.map((source: any) => ({ protocol: "tcp", fromPort: 1, toPort: 1, cidrBlocks: [source.cidr, source.cidr.split("/")[0] + "/32", \`\${source.network}/24\`] })),
  ],
}`)}`,
    });
    const rule = (port: unknown): object => ({ protocol: "tcp", fromPort: port, toPort: port, cidrBlocks: ["10.0.0.0/8"] });
    expect(inputs).toMatchObject({
      description: unknown,
      name: unknown,
      vpcId: unknown,
      tags: { flag: "false", first: 443, all: unknown },
      ingress: [
        ...[unknown, unknown, 22, unknown, unknown, 80, unknown].map(rule),
        { protocol: "tcp", fromPort: 1, toPort: 1, cidrBlocks: [unknown, unknown, unknown] },
      ],
    });
  });

  test("says of each what was not there", async () => {
    const ran = await run({
      "index.ts": `${config}config.require("office");\nconfig.require("office");\nconfig.requireBoolean("open");\nnew pulumi.Config("net").requireNumber("port");\n`,
    });
    expect(ran).toMatchObject({
      kind: "resources",
      gaps: [
        { urn: "", reason: 'the configuration value "small:office" is not set: what depends on it is unknown' },
        { urn: "", reason: 'the configuration value "small:open" is not set: false stands for it' },
        { urn: "", reason: 'the configuration value "net:port" is not set: what depends on it is unknown' },
      ],
    });
  });

  test("whatever it does with an object of which nothing is known", async () => {
    const ran = await run({
      "index.ts": `${config}
const settings = config.requireObject<any>("settings");
const { office, nested: { deep } } = settings;
for (const each of settings.list) new pulumi.ComponentResource("a:b:C", String(each.name));
for (const [key, value] of Object.entries(settings)) throw new Error(key + value);
if (settings.list.length !== 1 || !settings.list.includes || typeof settings.port * 1 === "string") throw new Error("no list");
(async () => {
  const waited = await settings;
  ${inner("{ description: `${waited.name}: ${JSON.stringify(office)} ${deep.deeper.deepest}`, ingress: settings.rules, egress: [{ protocol: '-1', fromPort: 0, toPort: +settings.port, cidrBlocks: settings.list.filter(Boolean).map((x: any) => x.cidr) }] }")}
})();
`,
    });
    expect(groupsOf(ran)[0]?.inputs).toMatchObject({ description: unknown, ingress: unknown, egress: [{ toPort: unknown, cidrBlocks: [unknown] }] });
  });

  test("or for an output of another stack, waited for or not", async () => {
    const inputs = await inputsOf({
      "index.ts": `import * as pulumi from "@pulumi/pulumi";
export = async () => {
  const network = new pulumi.StackReference("org/network/prod");
  const details = await network.getOutputDetails("offices");
  ${inner("{ vpcId: await network.requireOutputValue('vpcId'), name: network.requireOutput('name'), description: await network.getOutputValue('text'), ingress: [{ protocol: 'tcp', fromPort: 22, toPort: 22, cidrBlocks: details.value.map((x: string) => x) }] }")}
};`,
    });
    expect(inputs).toMatchObject({ vpcId: unknown, name: unknown, description: unknown, ingress: [{ cidrBlocks: [unknown] }] });
  });

  test("and a value that is of another type than asked for is its own mistake", async () => {
    const ran = await run({ "Pulumi.dev.yaml": "config: { small:port: many }\n", "index.ts": `${config}config.requireNumber("port");\n` });
    expect(ran).toMatchObject({ kind: "failed", reason: expect.stringContaining("is not a valid number") });
  });
});
