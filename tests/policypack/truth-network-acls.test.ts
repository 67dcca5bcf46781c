import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "@jest/globals";
import { decode } from "@portcullis/policypack/decode/decode";
import { internetThrough } from "@portcullis/policypack/model/exposure/network-acls";
import { World } from "@portcullis/policypack/model/world";
import { tcp } from "@portcullis/policypack/net/ports";
import { policies } from "@portcullis/policypack/contract/registry";
import { unknown, type Plain, type Properties, type Resource } from "@portcullis/policypack/resources/resource";
import { configure } from "@portcullis/policypack/contract/settings";
import { resource, stackOf, urnOf } from "../harness/stack";

interface Row {
  readonly check: string;
  readonly id: string;
  readonly type: string;
  readonly props: Record<string, unknown>;
  readonly oracle: "pass" | "fail";
  readonly disputed: boolean;
  readonly literal: boolean;
}

/** Rows of an independent truth set, which lies beside the project and is no part of it: each asks for one port. */
const file = path.join(__dirname, "../../../shared/truth/checkov-security-groups.json");
const portOf: Readonly<Record<string, number>> = { CKV_AWS_229: 21, CKV_AWS_230: 20, CKV_AWS_231: 3389, CKV_AWS_232: 22 };

const all = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as readonly Row[]) : [];
const rows = all.filter(({ check, disputed }) => check in portOf && !disputed);

describe("network ACLs of an independent truth set", () => {
  if (rows.length === 0) test.skip("the truth set is not there: nothing was compared", () => undefined);
  else
    test.each(rows.map((row, index) => [`${row.check} ${row.id} (${index})`, row] as const))("%s", (_, row) => {
      const certain = reaches(row, "must");
      if (row.literal) expect(certain).toBe(row.oracle === "fail");
      else expect(certain === (row.oracle === "fail") || reaches(row, "may") !== certain).toBe(true);
    });
});

/** Whether the internet reaches the row's port through its ACL. */
function reaches(row: Row, polarity: "must" | "may"): boolean {
  const acl = resource("aws:ec2/networkAcl:NetworkAcl", "acl");
  const [empty] = stackOf([acl], "preview");
  if (empty === undefined) throw new Error("the stack is empty");
  const inputs = plain(row.props) as Properties;
  const resources: readonly Resource[] =
    row.type === acl.type
      ? [{ ...empty, inputs }]
      : [
          empty,
          {
            ...empty,
            urn: urnOf({ type: row.type, name: "rule" }),
            type: row.type,
            name: "rule",
            // Where the flag is false, the truth set has an empty list.
            inputs: { ...inputs, networkAclId: unknown, egress: inputs.egress === true },
            propertyDependencies: { networkAclId: [empty.urn] },
          },
        ];
  const world = new World(decode(resources), configure({}, policies).pack, polarity);
  return internetThrough(world, empty.urn, tcp(portOf[row.check] ?? 0)) !== undefined;
}

/** What refers to something else is not known. */
function plain(value: unknown): Plain {
  if (typeof value === "string") return value.includes("${") ? unknown : value;
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value as Plain;
  return "$ref" in value ? unknown : Object.fromEntries(Object.entries(value).map(([key, nested]) => [key, plain(nested)]));
}
