import { describe, expect, test } from "@jest/globals";
import { truthful } from "@portcullis/policypack/model/names/claims";

const narrowed = { isOpen: false, isWhole: true, losesNetwork: false };
const withoutNetwork = { ...narrowed, losesNetwork: true };

describe("words about a rule that is repaired", () => {
  test.each<readonly [name: string, words: string, truth: Parameters<typeof truthful>[1], left: string | undefined]>([
    ["stay where they are still so", "Health checks", withoutNetwork, undefined],
    ["lose whom it let through", "SSH from anywhere", narrowed, "SSH"],
    ["lose the network that gets through no more", "PostgreSQL from the VPC", withoutNetwork, "PostgreSQL"],
    ["lose its block of addresses as well", "queries from the VPC's address range", withoutNetwork, "queries"],
    ["lose it in the middle of a sentence", "Traffic from the VPC to the database", withoutNetwork, "Traffic to the database"],
    ["are gone where the network is called by a name", "Allow traffic from addresses within the subnet private-2", withoutNetwork, ""],
    ["are gone where the network is a part of a name", "HTTP from VPC endpoints", withoutNetwork, ""],
  ])("%s", (_, words, truth, left) => {
    expect(truthful(words, truth)).toBe(left);
  });
});
