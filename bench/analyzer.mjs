// Runs a policy pack as the engine does, and measures it from outside.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";

const require = createRequire(import.meta.url);
const grpc = require("@grpc/grpc-js");
const messages = require("@pulumi/pulumi/proto/analyzer_pb");
const { Struct } = require("google-protobuf/google/protobuf/struct_pb");
const host = join(dirname(require.resolve("@pulumi/pulumi/package.json")), "cmd", "run-policy-pack");

/** The requests of one preview, as they go over the wire. */
export function requestsOf(resources) {
  const analyze = resources.map(({ urn, type, name, inputs }) =>
    bytesOf(
      new messages.AnalyzeRequest()
        .setUrn(urn)
        .setType(type)
        .setName(name)
        .setProperties(Struct.fromJavaScript(inputs))
        .setOptions(new messages.AnalyzerResourceOptions())
        .setProvider(provider()),
    ),
  );
  const stack = new messages.AnalyzeStackRequest().setResourcesList(
    resources.map(({ urn, type, name, outputs, dependencies }) => {
      const resource = new messages.AnalyzerResource()
        .setUrn(urn)
        .setType(type)
        .setName(name)
        .setProperties(Struct.fromJavaScript(outputs))
        .setOptions(new messages.AnalyzerResourceOptions())
        .setParent(type === "pulumi:pulumi:Stack" ? "" : resources[0].urn)
        .setProvider(provider());
      for (const [property, urns] of Object.entries(dependencies))
        resource.getPropertydependenciesMap().set(property, new messages.AnalyzerPropertyDependencies().setUrnsList(urns));
      return resource;
    }),
  );
  return { analyze, stack: bytesOf(stack) };
}

function provider() {
  return new messages.AnalyzerProviderResource()
    .setUrn("urn:pulumi:dev::bench::pulumi:providers:aws::default_7_0_0")
    .setType("pulumi:providers:aws")
    .setName("default_7_0_0")
    .setProperties(Struct.fromJavaScript({ region: "us-east-1", version: "7.0.0" }));
}

function bytesOf(message) {
  return Buffer.from(message.serializeBinary());
}

/**
 * One preview in a process of its own: seconds until the port is printed, seconds and processor seconds of all calls, and the peak memory.
 * Processor seconds do not depend on what else the machine does.
 */
export async function preview(folder, requests, { nodeOptions = [] } = {}) {
  const began = performance.now();
  const child = spawn(process.execPath, [...nodeOptions, host, "127.0.0.1:1", "."], { cwd: folder, stdio: ["ignore", "pipe", "inherit"] });
  try {
    const [line] = await Promise.race([once(createInterface(child.stdout), "line"), once(child, "exit").then(() => [])]);
    const start = (performance.now() - began) / 1_000;
    if (!/^\d+$/.test(line ?? "")) throw new Error(`${folder} did not start`);
    const startCpu = cpuSeconds(child.pid);
    const client = new grpc.Client(`127.0.0.1:${line}`, grpc.credentials.createInsecure(), {
      "grpc.max_receive_message_length": -1,
      "grpc.max_send_message_length": -1,
    });
    const call = (method, bytes) =>
      new Promise((resolve, reject) => {
        client.makeUnaryRequest(`/pulumirpc.Analyzer/${method}`, same, same, bytes, (error, answer) => (error ? reject(error) : resolve(answer)));
      });
    await call("Configure", await configuration(call));
    const cpuBefore = cpuSeconds(child.pid);
    const before = performance.now();
    for (const request of requests.analyze) await call("Analyze", request);
    const middle = performance.now();
    await call("AnalyzeStack", requests.stack);
    const after = performance.now();
    const result = {
      start,
      startCpu,
      resources: (middle - before) / 1_000,
      stack: (after - middle) / 1_000,
      total: (after - before) / 1_000,
      cpu: cpuSeconds(child.pid) - cpuBefore,
      memory: peakMegabytes(child.pid),
    };
    client.close();
    return result;
  } finally {
    child.kill();
    if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  }
}

/** Every policy at its own level, as the engine sends it. */
async function configuration(call) {
  const info = messages.AnalyzerInfo.deserializeBinary(await call("GetAnalyzerInfo", Buffer.alloc(0)));
  const request = new messages.ConfigureAnalyzerRequest();
  for (const policy of info.getPoliciesList())
    request
      .getPolicyconfigMap()
      .set(policy.getName(), new messages.PolicyConfig().setEnforcementlevel(policy.getEnforcementlevel()).setProperties(Struct.fromJavaScript({})));
  return bytesOf(request);
}

const same = (bytes) => bytes;

function cpuSeconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

function peakMegabytes(pid) {
  return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1_024;
}
