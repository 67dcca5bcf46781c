import { describe, expect, test } from "@jest/globals";
import { describe as inWords } from "@portcullis/policypack/net/ports";
import { nearest, parseFrom, parseTo } from "@portcullis/remediator/reach/spelling";
import { digestOf, openSsh, portcullis, scratch } from "../../harness/command";

const { file } = scratch("reach");

describe("what is to be reached", () => {
  test.each([
    ["web", "web", "every protocol"],
    ["web:443", "web", "tcp/443"],
    ["dns:53/udp", "dns", "udp/53"],
    ["web:8000-8080", "web", "tcp/8000-8080"],
    ["host:any/icmp", "host", "every icmp type"],
    ["rds.Instance/orders:5432", "rds.Instance/orders", "tcp/5432"],
    ["urn:pulumi:dev::shop::aws:ec2/instance:Instance::web", "urn:pulumi:dev::shop::aws:ec2/instance:Instance::web", "every protocol"],
    ["urn:pulumi:dev::shop::aws:ec2/instance:Instance::web:22", "urn:pulumi:dev::shop::aws:ec2/instance:Instance::web", "tcp/22"],
  ])("%s", (text, name, traffic) => {
    const to = parseTo(text);
    expect("wrong" in to ? to.wrong : [to.name, inWords(to.traffic)]).toEqual([name, traffic]);
  });

  test.each(["", ":22", "web:0x16", "web:99999", "web:90-80", "web:22/smoke", "web:22/icmp", "web:ssh"])("%j is none", (text) => {
    expect(parseTo(text)).toEqual({ wrong: expect.stringMatching(/^\S.*\.$/) });
  });
});

test.each(["orders:", "orders::", "orders:/udp"])("%s has no port", (text) => {
  expect(parseTo(text)).toEqual({ wrong: `${text} names no port after its colon: write orders, or orders:443 for one.` });
});

test.each(["10.0.0.0/33", "300.1.1.1", "10.0.0", "2001:db8::/129"])("%s is no block and no name", (text) => {
  expect(parseFrom(text)).toEqual({ wrong: expect.stringMatching(/is not a block of addresses/) });
});

test("near names come first", () => expect(nearest("ordres", ["app", "orders", "order", "internal"])).toEqual(["order", "orders"]));

describe("the command", () => {
  const place = (): string => file("open.json", digestOf([openSsh]));

  test.each<readonly [string, readonly string[], string | RegExp]>([
    ["a name that nothing has", ["--from", "internet", "--to", "wbe:22"], "There is nothing called wbe: did you mean web?\n"],
    [
      "a block that is none",
      ["--from", "10.0.0.0/99", "--to", "web:22"],
      "10.0.0.0/99 is not a block of addresses: write 10.0.0.0/16, 203.0.113.7 or 2001:db8::/32.\n",
    ],
    [
      "a port that is none",
      ["--from", "internet", "--to", "web:99999"],
      "99999 is not a port: write a number up to 65535, a range as in 8000-8080, or any.\n",
    ],
    ["a protocol before its port", ["--from", "internet", "--to", "web:udp/53"], "udp is a protocol, which comes last: write web:53/udp.\n"],
    ["a protocol for a port", ["--from", "internet", "--to", "web:icmp"], "icmp is a protocol, which comes last: write web:any/icmp.\n"],
    ["a name of another type", ["--from", "Bucket/web", "--to", "web:22"], /^There is nothing called Bucket\/web: did you mean \w+\/web\b.*\?\n$/],
  ])("%s is refused with a sentence", async (_, args, sentence) => {
    const { code, stdout, stderr } = await portcullis(["reach", place(), ...args]);
    expect({ code, stdout, stderr }).toEqual({
      code: 2,
      stdout: "",
      stderr: typeof sentence === "string" ? sentence : expect.stringMatching(sentence),
    });
  });

  test("an answer that is not the expected one ends with 1", async () => {
    const ask = (expected: string): Promise<{ code: number | string }> =>
      portcullis(["reach", place(), "--from", "internet", "--to", "web:22", "--expect", expected]);
    const codes = [await ask("unknown"), await ask("no")].map(({ code }) => code);
    expect(codes).toEqual([0, 1]);
  });
});
