import { describe, expect, test } from "@jest/globals";
import { listed } from "@portcullis/policypack/model/names/listed";

describe("names in a message", () => {
  test.each([
    ["nothing", [], ""],
    ["one", ["web"], "web"],
    ["two", ["web", "app"], "web and app"],
    ["three", ["web", "app", "orders"], "web, app and orders"],
    ["four", ["web", "app", "orders", "fast"], "web, app, orders and 1 more"],
    ["six", ["web", "app", "orders", "fast", "slow", "search"], "web, app, orders and 3 more"],
    ["one that comes twice", ["web", "app", "web", "orders"], "web, app and orders"],
  ])("%s", (_, names, text) => {
    expect(listed(names)).toBe(text);
  });
});
