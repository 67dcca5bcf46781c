import { runtime } from "@pulumi/pulumi";
import { dataSourcesFor } from "../engine/data-sources";
import type { Project } from "../engine/project";
import type { ProgramResources } from "./embedded";
import { startMonitor } from "./monitor";

/**
 * Runs a program of our own in this process, and returns what it registers, as `runProgram` does: many programs take less time than as many processes.
 * One at a time, because a process has one runtime of the SDK.
 */
export async function runInline(
  program: () => unknown,
  { name: project, stack, folder, programFolder, config, secretKeys }: Project,
): Promise<ProgramResources> {
  const dataSources = dataSourcesFor(programFolder, config["aws:region"]);
  const monitor = await startMonitor({ project, stack, folder, withIdentifiers: false, dataSources });
  const errors: Error[] = [];
  try {
    runtime.resetOptions(project, stack, 16, monitor.address, monitor.address, true, "organization");
    runtime.setAllConfig(config, [...secretKeys]);
    // What a stack throws, the SDK also rejects where nobody waits for it, which ends the process.
    await runtime.runInPulumiStack(async () => {
      try {
        return await program();
      } catch (error) {
        errors.push(error instanceof Error ? error : new Error(String(error)));
        return {};
      }
    });
    await runtime.disconnect(true);
  } finally {
    monitor.close();
  }
  const [error] = [...errors, ...monitor.errors.map((message) => new Error(message))];
  if (error !== undefined) throw error;
  return { kind: "resources", resources: [...monitor.resources.values()], gaps: monitor.gaps, sourceFolder: folder, outside: monitor.outside };
}
