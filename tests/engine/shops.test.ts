import path from "node:path";
import { describe, expect, jest, test } from "@jest/globals";
import { check } from "@portcullis/remediator/judging/check";
import { readSource } from "@portcullis/remediator/sources/sources";
import { policies } from "@portcullis/policypack/contract/registry";
import { forPeople } from "@portcullis/policypack/evaluation/present";
import { configure } from "@portcullis/policypack/contract/settings";
import { parseUrn } from "@portcullis/policypack/resources/resource";
import { describeWithPulumi, stackOf } from "./engine";

jest.setTimeout(240_000);

const root = path.resolve(__dirname, "..", "..");
const pack = path.join(root, "policypack");
const today = new Date().toISOString().slice(0, 10);

interface PolicyEvent {
  readonly policyEvent?: { readonly policyName: string; readonly enforcementLevel: string; readonly message: string; readonly resourceUrn?: string };
}

/** A finding as both say it: the policy, the level, the resource and the words. */
function said(policy: string, level: string, urn: string, message: string): string {
  const { type, name } = parseUrn(urn);
  return `${policy} ${level} ${type} ${name}: ${message}`;
}

describeWithPulumi("a preview with the pack says what portcullis check says", () => {
  describe.each(["securecart", "securecart-exposed"])("%s", (shop) => {
    const folder = path.join(root, "examples", shop);
    const stack = stackOf(folder);

    test("the same findings, in the same words", async () => {
      const { events, exitCode } = await stack.current.previewJson({ policyPacks: [{ folder: pack }] });
      const fromEngine = (events as readonly PolicyEvent[]).flatMap(({ policyEvent }) => {
        if (policyEvent === undefined) return [];
        const { policyName, enforcementLevel, message, resourceUrn } = policyEvent;
        // An event's message is the policy's description, then the finding's.
        return [said(policyName, enforcementLevel, resourceUrn ?? "", message.trim().split("\n").at(-1) ?? "")];
      });
      const source = await readSource(folder);
      if (source.kind === "failed") throw new Error(source.reason);
      const { findings } = check(source, { configuration: configure({}, policies), today });
      const fromCheck = forPeople(findings).map(({ policy, level, urn, message }) => said(policy, level, urn, message));
      expect([...fromEngine].sort()).toEqual([...fromCheck].sort());
      expect(exitCode).toBe(findings.some(({ level }) => level === "mandatory") ? 1 : 0);
    });
  });

  describe("the root", () => {
    const stack = stackOf(root);
    test("is a program of its own: pulumi preview works there", async () => {
      const { exitCode, stdout } = await stack.current.previewText({ policyPacks: [{ folder: pack }] });
      expect(stdout).toMatch(/securecart/);
      expect(exitCode).toBe(0);
    });
  });
});
