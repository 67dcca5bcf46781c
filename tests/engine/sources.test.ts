import { expect, jest, test } from "@jest/globals";
import { join } from "node:path";
import { parseUrn, type Resource } from "@portcullis/policypack/resources/resource";
import { runProgram } from "@portcullis/remediator/sources/embedded";
import { readResources } from "@portcullis/remediator/sources/read";
import { describeWithPulumi, stackOf } from "./engine";

jest.setTimeout(120_000);

const program = join(__dirname, "../programs/every-source");

describeWithPulumi("one program, run by the real engine and by the embedded one", () => {
  const stack = stackOf(program);

  test("registers the same resources: types, names, inputs, dependencies, parents, ids and positions", async () => {
    const preview = await stack.current.previewJson();
    expect({ exitCode: preview.exitCode, stderr: preview.stderr }).toEqual({ exitCode: 0, stderr: "" });
    const embedded = await runProgram(program);
    expect(comparable(embedded)).toEqual(comparable(readResources(preview.stdout, "preview.json")));
  });

  test("is deployed, and its state has ids, known references and what was unknown from data sources", async () => {
    const up = await stack.current.up({ skipPreview: true });
    expect({ exitCode: up.exitCode, stderr: up.stderr }).toEqual({ exitCode: 0, stderr: "" });
    const state = resourcesOf(readResources((await stack.current.exportState()).stdout, "state.json"));
    const web = state.find(({ name }) => name === "web-group");
    const database = state.find(({ name }) => name === "database");
    expect(web?.id).toMatch(/^sg-/);
    expect(database?.inputs.ingress).toEqual([{ protocol: "tcp", fromPort: 5432, toPort: 5432, securityGroups: [web?.id, "sg-0123"] }]);
    expect(database?.propertyDependencies.ingress).toEqual([state.find(({ name }) => name === "kept")?.urn, web?.urn].sort());
    expect(state.find(({ name }) => name === "applied")?.inputs).toEqual(
      resourcesOf(await runProgram(program)).find(({ name }) => name === "applied")?.inputs,
    );
    expect(state.find(({ name }) => name === "kept")?.isRead).toBe(true);
  });

  test("has ids and outputs in the preview that follows a deployment", async () => {
    const preview = resourcesOf(readResources((await stack.current.previewJson()).stdout, "preview.json"));
    const vpc = preview.find(({ name }) => name === "main");
    expect(vpc?.id).toMatch(/^vpc-/);
    expect(vpc?.outputs.cidrBlock).toBe("10.0.0.0/16");
  });
});

type Read = ReturnType<typeof readResources> | Awaited<ReturnType<typeof runProgram>>;

function resourcesOf(read: Read): readonly Resource[] {
  if (read.kind === "failed") throw new Error(read.reason);
  return read.resources;
}

/** The engine fills in the default provider and a provider's version, and knows the outputs of what it read; the rest has to be equal. */
function comparable(read: Read): readonly Resource[] {
  return resourcesOf(read)
    .map((resource) => {
      const isDefault = resource.provider !== undefined && parseUrn(resource.provider).name.startsWith("default");
      const { version: _, __internal, ...ofProvider } = resource.inputs;
      const inputs = resource.type.startsWith("pulumi:providers:") ? ofProvider : resource.inputs;
      return { ...resource, inputs, provider: isDefault ? undefined : resource.provider, outputs: {} };
    })
    .sort((a, b) => a.urn.localeCompare(b.urn));
}
