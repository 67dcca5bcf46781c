import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "@jest/globals";
import { policies } from "@portcullis/policypack/contract/registry";
import { configure, type RawConfiguration } from "@portcullis/policypack/contract/settings";
import { check } from "@portcullis/remediator/judging/check";
import { readSource } from "@portcullis/remediator/sources/sources";

const folder = path.join(__dirname, "programs");

/** What the source tests use: not written to be sound. */
const others = ["every-source"];

/** The advice that a sound program gets all the same, because the catalogue says it once. */
const expected: Readonly<Record<string, readonly string[]>> = { "http-api-vpc-link": ["public-entry-has-firewall"] };

const programs = readdirSync(folder).filter((name) => !others.includes(name) && existsSync(path.join(folder, name, "Pulumi.yaml")));

describe("an ordinary sound program violates nothing", () => {
  test.each(programs)(
    "%s",
    async (name) => {
      const place = path.join(folder, name);
      const config = path.join(place, "policy-config.json");
      const raw = existsSync(config) ? (JSON.parse(readFileSync(config, "utf8")) as RawConfiguration) : {};
      const source = await readSource(place);
      if (source.kind === "failed") throw new Error(source.reason);
      const { findings, notChecked } = check(source, { configuration: configure(raw, policies), today: "2026-06-15" });
      expect(findings.filter(({ verdict }) => verdict === "violates").map(({ policy }) => policy)).toEqual(expected[name] ?? []);
      expect(findings.filter(({ level }) => level === "mandatory")).toEqual([]);
      expect(notChecked).toEqual([]);
    },
    120_000,
  );
});
