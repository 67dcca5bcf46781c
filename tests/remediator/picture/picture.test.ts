import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { pictureOf, type Picture } from "@portcullis/remediator/picture/graph";
import { changeLegend, changeMermaid, pictureMermaid } from "@portcullis/remediator/picture/mermaid";
import { label } from "@portcullis/remediator/picture/mermaid-text";
import { pictureSvg } from "@portcullis/remediator/picture/svg";
import { judgementOf, reportAbout } from "../../harness/reports";
import { ref, resource, type CaseValue, type Entry } from "../../harness/stack";

function network(ingress: CaseValue): readonly Entry[] {
  return [
    resource("aws:ec2/vpc:Vpc", "main", { cidrBlock: "10.0.0.0/16" }),
    resource("aws:ec2/internetGateway:InternetGateway", "gateway", { vpcId: ref("main") }),
    resource("aws:ec2/subnet:Subnet", "front", { vpcId: ref("main"), cidrBlock: "10.0.0.0/24" }),
    resource("aws:ec2/routeTable:RouteTable", "out", { vpcId: ref("main"), routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: ref("gateway") }] }),
    resource("aws:ec2/routeTableAssociation:RouteTableAssociation", "front-out", { subnetId: ref("front"), routeTableId: ref("out") }),
    resource("aws:ec2/securityGroup:SecurityGroup", "hosts", { description: "Hosts", vpcId: ref("main"), ingress }),
  ];
}

function host(name: string): Entry {
  return resource("aws:ec2/instance:Instance", name, { subnetId: ref("front"), associatePublicIpAddress: true, vpcSecurityGroupIds: [ref("hosts")] });
}

const everybody = [{ description: "SSH", protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["0.0.0.0/0"] }];
const office = [{ description: "SSH", protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["10.0.0.0/24"] }];

function drawn(entries: readonly Entry[]): Picture {
  const judgement = judgementOf(entries);
  return pictureOf(judgement.world, reportAbout([judgement]).problems);
}

test("what is open and should not be is red, in its VPC and subnet", () => {
  expect(pictureMermaid(drawn([...network(everybody), host("web")]))).toBe(`flowchart LR
  n0(["the internet"])
  subgraph v0["VPC main"]
    subgraph v1["subnet front"]
      n1["web, instance"]
    end
  end
  n0 -->|"tcp/22"| n1
  linkStyle 0 stroke:#d1242f,stroke-width:3px
  classDef bad stroke:#d1242f,stroke-width:3px
  class n1 bad
`);
});

describe("of 200 groups", () => {
  const hosts = (differs: (index: number) => string, most = 200): readonly Entry[] =>
    Array.from({ length: most }, (_, index) => [
      resource("aws:ec2/securityGroup:SecurityGroup", `group-${index}`, {
        description: "Hosts",
        vpcId: ref("main"),
        ingress: [{ description: "SSH", protocol: "tcp", fromPort: 22 + index, toPort: 22 + index, cidrBlocks: [differs(index)] }],
      }),
      resource("aws:ec2/instance:Instance", `host-${index}`, {
        subnetId: ref("front"),
        associatePublicIpAddress: true,
        vpcSecurityGroupIds: [ref(`group-${index}`)],
      }),
    ]).flat();

  test("those that are different are cut off, and counted", () => {
    const picture = drawn([...network(office), ...hosts(() => "0.0.0.0/0")]);
    const chart = pictureMermaid(picture);
    const shown = chart.match(/host-\d+/g)?.length ?? 0;
    expect(shown).toBeGreaterThan(20);
    expect(chart).toContain(`"and ${200 - shown} more"`);
    expect(chart.length).toBeLessThan(12_000);
    expect(pictureSvg(picture)).toContain(`and ${200 - shown} more that are not drawn`);
  });

  test("those that are alike are one, with their number", () => {
    const chart = pictureMermaid(drawn([...network(everybody), ...Array.from({ length: 200 }, (_, index) => host(`host-${index}`))]));
    expect(chart).toContain('["host-0 and 199 more, instance"]');
    expect(chart.split("\n").length).toBeLessThan(14);
    const named = Array.from({ length: 200 }, (_, index) => host(`a-host-with-a-long-name-${index}`));
    expect(pictureSvg(drawn([...network(everybody), ...named]))).toMatch(/>a-h[^<]*… and 199 more</);
  });

  test("the ways of each that is drawn with others are there", () => {
    const everything = [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }];
    const chain = Array.from({ length: 10 }, (_, index) => [
      resource("aws:ec2/securityGroup:SecurityGroup", `step-${index}`, {
        vpcId: ref("main"),
        ingress: index === 0 ? [] : [{ protocol: "tcp", fromPort: 80, toPort: 80, securityGroups: [ref(`step-${index - 1}`)] }],
        egress: everything,
      }),
      resource("aws:ec2/instance:Instance", `machine-${index}`, { subnetId: ref("front"), vpcSecurityGroupIds: [ref(`step-${index}`)] }),
    ]).flat();
    const chart = pictureMermaid(drawn([...network(office), ...chain]));
    const named = new Map([...chart.matchAll(/(n\d+)\["([^"]*), instance"\]/g)].map(([, id = "", name = ""]) => [id, name]));
    const ways = [...chart.matchAll(/(n\d+) -->\|"tcp\/80"\| (n\d+)/g)].map(
      ([, from = "", to = ""]) => `${named.get(from) ?? ""} to ${named.get(to) ?? ""}`,
    );
    expect(ways).toEqual(["machine-0 to machine-1 and 7 more", "machine-1 and 7 more to machine-9"]);
  });

  test("a change of one is drawn, and nothing else is said to change", () => {
    const before = drawn([...network(office), ...hosts(() => "0.0.0.0/0")]);
    const after = drawn([...network(office), ...hosts((index) => (index === 150 ? "10.9.0.0/24" : "0.0.0.0/0"))]);
    const chart = changeMermaid(before, after) ?? "";
    expect(chart.match(/before#58; /g)).toHaveLength(1);
    expect(chart).toContain('"before#58; tcp/172"');
    expect(chart).not.toContain("now#58;");
    expect(chart.length).toBeLessThan(12_000);
  });

  test("a change of all is cut off, with the number of those that are not drawn", () => {
    const before = drawn([...network(office), ...hosts(() => "0.0.0.0/0")]);
    const after = drawn([...network(office), ...hosts(() => "10.9.0.0/24")]);
    const chart = changeMermaid(before, after) ?? "";
    const shown = chart.match(/host-\d+/g)?.length ?? 0;
    expect(chart).toContain(`"and ${200 - shown} more"`);
    expect(chart.length).toBeLessThan(12_000);
  });

  test("a change that is the same for all is one", () => {
    const many = Array.from({ length: 200 }, (_, index) => host(`host-${index}`));
    const chart = changeMermaid(drawn([...network(everybody), ...many]), drawn([...network(office), ...many])) ?? "";
    expect(chart).toContain('["host-0 and 199 more, instance"]');
    expect(chart.match(/before#58; tcp/g)).toHaveLength(1);
  });
});

describe("before and after", () => {
  const [open, closed] = [everybody, office].map((ingress) => drawn([...network(ingress), host("web")]));

  test("a way that closes is dotted, and said to be of before", () => {
    const chart = open === undefined || closed === undefined ? undefined : changeMermaid(open, closed);
    expect(chart).toContain(`n0 -.->|"before#58; tcp/22"| n1`);
  });

  test("a way that lets less through says what it let through before", () => {
    const wide = drawn([...network([{ description: "All", protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }]), host("web")]);
    expect(open === undefined ? "" : changeMermaid(wide, open)).toContain(`n0 -->|"before#58; every protocol<br/>now#58; tcp/22"| n1`);
  });

  test("the legend speaks of the lines that are there, and of no others", () => {
    const wide = drawn([...network([{ description: "All", protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }]), host("web")]);
    const legend = (one = open, other = open): string =>
      one === undefined || other === undefined ? "" : changeLegend(changeMermaid(one, other) ?? "", "opened");
    expect(legend(open, closed)).toBe("Dotted and red: closed by this change. Everything else around it stays.");
    expect(legend(closed, open)).toBe("Thick: opened by this change. Everything else around it stays.");
    expect(legend(wide, open)).toBe("Amber: lets less or something else through than before. Everything else around it stays.");
  });

  test("where nothing changes there is nothing to draw", () => {
    expect(open === undefined ? "" : changeMermaid(open, open)).toBeUndefined();
  });
});

const hostile = [
  `"]; end`,
  "end",
  "a-->b",
  "<script>alert(1)</script>",
  "**bold** `code`",
  "1. list",
  "new\nline",
  "😀",
  "{{x}}",
  "#quot;",
  "%%{init: {}}%%",
  "x|y",
];

test.each(hostile)("%j is a label and nothing else", (name) => {
  expect(label(name)).toMatch(/^"(?:[\p{L}\p{N} .,/…-]|#\d+;)*"$/u);
});

test("no text at all gets out of a label", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 100 }), (name) => {
      expect(label(name)).toMatch(/^"(?:[\p{L}\p{N} .,/…-]|#\d+;)*"$/u);
      expect(label(name)).not.toMatch(/^"\d+\. |^"[-+*] /);
    }),
  );
});

test("no name gets out of its text in the SVG", () => {
  const svg = pictureSvg(drawn([...network(everybody), ...hostile.map(host)]));
  expect(svg).not.toMatch(/<script|<b>|on\w+=/);
  expect(svg).toBe(pictureSvg(drawn([...network(everybody), ...hostile.map(host)])));
});
