import { credentials } from "@grpc/grpc-js";
import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/analyzer_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";

/** A JSON value as the engine sends it. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A resource as the engine knows it: inputs at the resource moment, outputs and dependencies at the stack moment. */
export interface EngineResource {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, Json>>;
  /** The inputs and an id, unless said otherwise. */
  readonly outputs?: Readonly<Record<string, Json>>;
  /** For every property, unless said otherwise, that it depends on nothing. */
  readonly dependencies?: Readonly<Record<string, readonly string[]>>;
  readonly provider?: Readonly<Record<string, Json>>;
}

/** What the engine shows of a finding. */
export interface Diagnostic {
  readonly moment: "resource" | "stack";
  readonly policy: string;
  readonly level: "advisory" | "mandatory" | "disabled" | "remediate" | undefined;
  readonly urn: string;
  readonly message: string;
  readonly description: string;
}

export type Settings = Readonly<Record<string, Level | Readonly<Record<string, Json>>>>;
type Level = "advisory" | "mandatory" | "disabled" | "remediate";

/** The protocol's own order. */
const levels: readonly Level[] = ["advisory", "mandatory", "disabled", "remediate"];
const levelNumbers = {
  advisory: messages.EnforcementLevel.ADVISORY,
  mandatory: messages.EnforcementLevel.MANDATORY,
  disabled: messages.EnforcementLevel.DISABLED,
  remediate: messages.EnforcementLevel.REMEDIATE,
};

/** A policy pack in a process of its own, as the engine starts it. */
export interface Pack {
  /** Tells the pack its configuration as the engine does: the levels and settings of all policies. */
  readonly configure: (settings?: Settings) => Promise<void>;
  readonly info: () => Promise<messages.AnalyzerInfo.AsObject>;
  readonly remediate: (resource: EngineResource) => Promise<readonly { readonly policy: string; readonly inputs: Json }[]>;
  readonly analyze: (resource: EngineResource) => Promise<readonly Diagnostic[]>;
  readonly analyzeStack: (resources: readonly EngineResource[]) => Promise<readonly Diagnostic[]>;
  /** Policies that were said not to apply to the last resource. */
  readonly notApplicable: () => readonly string[];
  /** How large the last answer was, as it goes over the wire. */
  readonly answerBytes: () => number;
  /** All calls of one preview. */
  readonly preview: (resources: readonly EngineResource[], order?: readonly EngineResource[]) => Promise<readonly Diagnostic[]>;
  /** What the process wrote before and after it said its port. */
  readonly output: () => { readonly stdout: readonly string[]; readonly stderr: string };
  readonly close: () => Promise<void>;
}

const host = join(dirname(require.resolve("@pulumi/pulumi/package.json")), "cmd", "run-policy-pack");

/** Starts a pack and waits until it says its port. */
export async function startPack(folder: string): Promise<Pack> {
  const child = spawn(process.execPath, [host, "127.0.0.1:1", "."], { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  const stdout: string[] = [];
  let stderr = "";
  child.stderr.on("data", (data: Buffer) => (stderr += data.toString()));
  const lines = createInterface(child.stdout);
  lines.on("line", (line) => stdout.push(line));
  await Promise.race([once(lines, "line"), once(child, "exit")]);
  const port = Number(stdout[0]);
  if (!Number.isInteger(port)) throw new Error(`the pack did not start: ${stderr}`);
  const client = new AnalyzerClient(`127.0.0.1:${port}`, credentials.createInsecure(), {
    "grpc.max_receive_message_length": -1,
    "grpc.max_send_message_length": -1,
  });
  let notApplicable: readonly string[] = [];
  let answerBytes = 0;
  const received = (answer: messages.AnalyzeResponse, moment: Diagnostic["moment"]): readonly Diagnostic[] => {
    notApplicable = answer.getNotApplicableList().map((policy) => policy.getPolicyName());
    answerBytes = answer.serializeBinary().length;
    return answer.getDiagnosticsList().map((diagnostic) => ({
      moment,
      policy: diagnostic.getPolicyname(),
      level: levels[diagnostic.getEnforcementlevel()],
      urn: diagnostic.getUrn(),
      message: diagnostic.getMessage(),
      description: diagnostic.getDescription(),
    }));
  };
  const analyze: Pack["analyze"] = async (resource) => {
    const answer = await call<messages.AnalyzeResponse>((done) => client.analyze(analyzeRequest(resource), done));
    return received(answer, "resource").map((diagnostic) => ({ ...diagnostic, urn: resource.urn }));
  };
  const analyzeStack: Pack["analyzeStack"] = async (resources) => {
    const request = new messages.AnalyzeStackRequest().setResourcesList(resources.map(stackResource));
    return received(await call<messages.AnalyzeResponse>((done) => client.analyzeStack(request, done)), "stack");
  };
  const info: Pack["info"] = async () => (await call<messages.AnalyzerInfo>((done) => client.getAnalyzerInfo(new Empty(), done))).toObject();
  return {
    info,
    configure: async (settings = {}) => {
      const request = new messages.ConfigureAnalyzerRequest();
      const all = levelIn(settings.all);
      for (const { name, enforcementlevel } of (await info()).policiesList)
        request.getPolicyconfigMap().set(name, configOf(settings[name], all ?? levels[enforcementlevel]));
      for (const [name, config] of Object.entries(settings))
        if (!request.getPolicyconfigMap().has(name)) request.getPolicyconfigMap().set(name, configOf(config, undefined));
      await call((done) => client.configure(request, done));
    },
    remediate: async (resource) => {
      const answer = await call<messages.RemediateResponse>((done) => client.remediate(analyzeRequest(resource), done));
      return answer
        .getRemediationsList()
        .map((remediation) => ({ policy: remediation.getPolicyname(), inputs: remediation.getProperties()?.toJavaScript() ?? {} }));
    },
    analyze,
    analyzeStack,
    notApplicable: () => notApplicable,
    answerBytes: () => answerBytes,
    preview: async (resources, order = resources) => {
      const found: Diagnostic[] = [];
      for (const resource of resources) found.push(...(await analyze(resource)));
      return [...found, ...(await analyzeStack(order))];
    },
    output: () => ({ stdout, stderr }),
    close: async () => {
      client.close();
      if (child.exitCode !== null) return;
      child.kill();
      await once(child, "exit");
    },
  };
}

function call<Response>(send: (done: (error: Error | null, response: Response) => void) => unknown): Promise<Response> {
  return new Promise((resolve, reject) => {
    send((error, response) => (error === null ? resolve(response) : reject(error)));
  });
}

function configOf(config: Settings[string] | undefined, fallback: Level | undefined): messages.PolicyConfig {
  const { enforcementLevel: _, ...properties } = typeof config === "object" ? config : {};
  return new messages.PolicyConfig()
    .setEnforcementlevel(levelNumbers[levelIn(config) ?? fallback ?? "advisory"])
    .setProperties(Struct.fromJavaScript(properties));
}

function levelIn(config: Settings[string] | undefined): Level | undefined {
  const level = typeof config === "object" ? config.enforcementLevel : config;
  return levels.find((candidate) => candidate === level);
}

function analyzeRequest({ urn, type, name, inputs, provider }: EngineResource): messages.AnalyzeRequest {
  const request = new messages.AnalyzeRequest()
    .setUrn(urn)
    .setType(type)
    .setName(name)
    .setProperties(Struct.fromJavaScript(inputs))
    .setOptions(new messages.AnalyzerResourceOptions());
  return provider === undefined ? request : request.setProvider(providerOf(provider));
}

function stackResource({ urn, type, name, inputs, outputs, dependencies, provider }: EngineResource): messages.AnalyzerResource {
  const resource = new messages.AnalyzerResource()
    .setUrn(urn)
    .setType(type)
    .setName(name)
    .setProperties(Struct.fromJavaScript(outputs ?? { id: `${name}-id`, ...inputs }))
    .setOptions(new messages.AnalyzerResourceOptions());
  for (const [property, urns] of Object.entries(dependencies ?? Object.fromEntries(Object.keys(inputs).map((key) => [key, []]))))
    resource.getPropertydependenciesMap().set(property, new messages.AnalyzerPropertyDependencies().setUrnsList([...urns]));
  return provider === undefined ? resource : resource.setProvider(providerOf(provider));
}

function providerOf(properties: Readonly<Record<string, Json>>): messages.AnalyzerProviderResource {
  return new messages.AnalyzerProviderResource()
    .setUrn("urn:pulumi:dev::shop::pulumi:providers:aws::default_7_0_0")
    .setType("pulumi:providers:aws")
    .setName("default_7_0_0")
    .setProperties(Struct.fromJavaScript(properties));
}
