import { beforeAll, describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { go } from "../../../remediator/reader/languages/go";
import { isBuilt } from "../../../remediator/reader/languages/go/constraints";
import { packageNames } from "../../../remediator/reader/languages/go/imports";
import { propertyName, symbolOf } from "../../../remediator/reader/languages/go/names";
import { loadGrammar, type Parse } from "../../../remediator/reader/syntax/parse";
import type { Module } from "../../../remediator/reader/syntax/tree";
import { goProgram } from "../../harness/go";
import { described, spansOf } from "../../harness/lowered";

let parse: Parse;

beforeAll(async () => {
  parse = await loadGrammar("go");
});

function lowered(text: string): Module {
  const file = { name: "main.go", text };
  return go.lower(parse(file), file);
}

/** Statements of a function, in the common tree. */
const statements: readonly (readonly [source: string, tree: string])[] = [
  ["x := 0x1F", "let x = 31"],
  ["x := 1_000", "let x = 1000"],
  ["x := 'a'", "let x = 97"],
  ['x := "a\\tb\\u00e9\\x41"', 'let x = "a\\tbéA"'],
  ["x := `a\\n`", 'let x = "a\\\\n"'],
  ["x := (1 + 2) * -y", "let x = ((1 + 2) * -y)"],
  ["x := !a && b == nil", "let x = (!a && (b === null))"],
  ["x := a &^ b", "let x = (a & ~b)"],
  ["a, b := f()", "let [a, b] = f()"],
  ["a, b := 1, 2", "let a = 1; let b = 2"],
  ["a, b = b, a", "[a, b] = go results(b, a)"],
  ["a := 1; a, b := f()", "let a = 1; let b; [a, b] = f()"],
  ["_, err := f()", "let [_, err] = f()"],
  ["_ = f()", "f()"],
  ["x.y[0] += 1", "x.y[0] = (x.y[0] + 1)"],
  ["i++", "i += 1"],
  ["var x int", "let x = 0"],
  ["var x, y = 1, f()", "let x = 1; let y = f()"],
  ["var x []string", "let x = null"],
  ["var x *T", "let x = null"],
  ["var x pulumi.StringOutput", "let x = null"],
  ["v, ok := m[k]", "let [v, ok] = go lookup(m, k, null)"],
  ["v, ok := x.(string)", 'let [v, ok] = go assert(x, string, "")'],
  ["v := x.(pulumi.StringOutput)", "let v = x"],
  ["x := []string{a, `b`}", 'let x = go slice of(string) [a, "b"]'],
  ["x := map[string]int{`a`: 1}", 'let x = go map of(string, int) {["a"]: 1}'],
  ["x := &ec2.VpcArgs{Cidr: c}", "let x = ec2.VpcArgs() ec2.VpcArgs {Cidr: c}"],
  ["x := pulumi.StringArray{}", "let x = pulumi.StringArray() pulumi.StringArray []"],
  ["x := pulumi.StringMap{name: v}", "let x = pulumi.StringMap() pulumi.StringMap {[name]: v}"],
  ["x := []T{{A: 1}, {2, 3}}", "let x = go slice of(T) [T() T {A: 1}, T() T [2, 3]]"],
  ["x := []byte(s)", "let x = s"],
  ["x := make([]int, 0, 5)", "let x = go make(go slice of(int), 0, 5)"],
  ["x = append(x, 1)", "x = append(x, 1)"],
  ["x := append(a, b...)", "let x = go concat(a, b)"],
  ["f(a, b...)", "f(a, ...b)"],
  ["if err != nil { return err }", "if (go failed(err)) { return err }"],
  ["if x, err := f(); err == nil { g(x) } else { h() }", "{ let [x, err] = f(); if (!go failed(err)) { g(x) } else { h() } }"],
  ["for i := 0; i < 3; i++ { f(i) }", "for (let i = 0; (i < 3); i += 1) { f(i) }"],
  ["for _, v := range l { f(v) }", "for [_, v] of pairs l { f(v) }"],
  ["for i := range 3 { f(i) }", "for i of elements go keys(3) { f(i) }"],
  ["for range l {}", "for _ of elements go keys(l) {}"],
  ["for x < 3 { continue }", "while ((x < 3)) { continue }"],
  ["for { break }", "while (true) { break }"],
  ["L: for { for { continue L } }", "L: while (true) { while (true) { continue L } }"],
  ["switch x { case 1, 2: f(); default: g() }", "switch (x) { 1, 2: { f() } default: { g() } }"],
  ["switch { default: g(); case a: f() }", "switch { a: { f() } default: { g() } }"],
  ["switch x { case 1: f(); fallthrough; case 2: g() }", "switch (x) { 1: { f(); g() } 2: { g() } }"],
  ["switch v := x.(type) { case nil: f(v) }", "switch { (x === null): { let v = x; f(v) } }"],
  ["f := func(a int, b ...string) error { return nil }", "let f = (a, ...b) => { return null }"],
  ["return a, nil", "return go results(a, null)"],
  ["defer f(); g()", "try { g() } finally { f() }"],
  ["defer mu.Unlock(); g()", "g()"],
  ["panic(err)", "throw err"],
  ["log.Fatalf(`x`)", 'throw "x"'],
  ["cfg.RequireObject(`k`, &v)", 'go nil after(v = go decode(cfg.RequireObject("k"), null, v))'],
  ["x.ApplyT(func(a string) (string, error) { return a, nil })", "x.ApplyT(go first((a) => { return go results(a, null) }))"],
  ["x.ApplyT(func(a string) string { return a })", "x.ApplyT((a) => { return a })"],
  ["ch <- 1", "unreadable: uses channels, which are not read"],
  ["L: f(); goto L", "label L; f(); goto L"],
  ["x := <-ch", "let x = <comes out of a channel>"],
];

describe("statements of Go in the common tree", () => {
  test.each(statements)("%s", (source, tree) => {
    const text = described(lowered(`package main\nfunc f() {\n${source}\n}\n`));
    expect(text).toBe(`function f() => { ${tree} }`);
  });
});

describe("spans", () => {
  const source = 'package main\nvar g = ec2.New(ctx, "é😀", &ec2.Args{In: ec2.Array{&ec2.Rule{Port: 1}}}, opts...)\n';
  test.each([
    ["the whole call", 'ec2.New(ctx, "é😀", &ec2.Args{In: ec2.Array{&ec2.Rule{Port: 1}}}, opts...)'],
    ["its parentheses", '(ctx, "é😀", &ec2.Args{In: ec2.Array{&ec2.Rule{Port: 1}}}, opts...)'],
    ["a text", '"é😀"'],
    ["a composite with its ampersand", "&ec2.Args{In: ec2.Array{&ec2.Rule{Port: 1}}}"],
    ["an entry", "In: ec2.Array{&ec2.Rule{Port: 1}}"],
    ["a list with its type", "ec2.Array{&ec2.Rule{Port: 1}}"],
    ["the brackets of a list", "{&ec2.Rule{Port: 1}}"],
    ["an element", "&ec2.Rule{Port: 1}"],
    ["a spread argument", "opts..."],
  ])("%s", (_, text) => {
    const texts = spansOf(lowered(source)).map(({ file, start, end }) => file.text.slice(start, end));
    expect(texts).toContain(text);
  });
});

describe("names", () => {
  test.each([
    ["github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2", "NewSecurityGroup", "aws", ["ec2", "SecurityGroup"]],
    ["github.com/pulumi/pulumi-aws/sdk/go/aws/ec2", "LookupVpc", "aws", ["ec2", "getVpc"]],
    ["github.com/pulumi/pulumi-aws/sdk/v5/go/aws", "GetAvailabilityZones", "aws", ["getAvailabilityZones"]],
    ["github.com/pulumi/pulumi-aws/sdk/v5/go/aws/ec2", "GetAmiFilter", "aws", ["ec2", "GetAmiFilter"]],
    ["github.com/pulumi/pulumi-awsx/sdk/v2/go/awsx/ec2", "NewVpc", "awsx", ["ec2", "Vpc"]],
    ["github.com/pulumi/pulumi-eks/sdk/v3/go/eks", "NewCluster", "eks", ["Cluster"]],
    ["github.com/pulumi/pulumi-aws-native/sdk/go/aws/ec2", "NewSecurityGroup", "aws-native", ["ec2", "SecurityGroup"]],
    ["github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/core/v1", "NewNamespace", "kubernetes", ["core", "v1", "Namespace"]],
    ["github.com/pulumi/pulumi/sdk/v3/go/pulumi", "All", "pulumi", ["All"]],
    ["github.com/pulumi/pulumi/sdk/v3/go/pulumi", "NewStackReference", "pulumi", ["StackReference"]],
    ["github.com/pulumi/pulumi/sdk/v3/go/pulumi", "NewFileAsset", "pulumi", ["asset", "FileAsset"]],
    ["github.com/pulumi/pulumi/sdk/v3/go/pulumi/config", "New", "pulumi", ["config", "New"]],
    ["strings", "Split", "", ["strings", "Split"]],
  ])("%s %s", (specifier, name, packageName, path) => {
    expect(symbolOf([specifier, name])).toEqual({ package: packageName, path });
  });

  test("fields begin with a small letter on the wire", () => {
    const written = ["VpcId", "CidrBlocks", "ID", "URN", "ElementType_", "name", "_"];
    expect(written.map(propertyName)).toEqual(["vpcId", "cidrBlocks", "id", "urn", "elementType", "name", "_"]);
  });

  test.each([
    ["example.com/infra/network", "network"],
    ["example.com/go-network", "network"],
    ["gopkg.in/yaml.v3", "yaml"],
    ["example.com/sub/v2", "sub"],
    ["example.com/my-things", "mythings"],
    ["example.com/my-things", "my_things"],
  ])("%s may be called %s", (path, name) => {
    expect(packageNames(path)).toContain(name);
  });
});

describe("files that are part of a build", () => {
  test.each([
    ["main.go", "package main", true],
    ["a_linux.go", "package main", true],
    ["a_windows.go", "package main", false],
    ["a_linux_arm64.go", "package main", false],
    ["a_linux_amd64.go", "package main", true],
    ["a_test.go", "package main", false],
    ["a.go", "//go:build ignore\n\npackage main", false],
    ["a.go", "// Copyright\n\n//go:build linux && !cgo || go1.21\n\npackage main", true],
    ["a.go", "//go:build !(linux || darwin)\npackage main", false],
    ["a.go", "//go:build ((((\npackage main", false],
    ["a.go", "package main\n//go:build ignore", true],
  ])("%s %j", (name, text, expected) => {
    expect(isBuilt({ name, text })).toBe(expected);
  });
});

describe("whatever the text is", () => {
  const valid = goProgram(
    statements.map(([source]) => source).join("\n"),
    'type T struct {\n\tA int `json:"a"`\n\tB []T\n}\n\nfunc (t *T) M(x ...int) (n int, err error) { defer func() { n++ }(); return }\n',
  );
  const pieces = [
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    "func",
    "if",
    ":=",
    "...",
    "range",
    "&",
    "*",
    '"',
    "`",
    "\n",
    "type",
    "struct",
    "case",
    "x",
    "T{",
    "😀",
    "\0",
    "//",
  ];

  function check(text: string): void {
    const module = lowered(text);
    for (const { start, end } of spansOf(module)) expect(0 <= start && start <= end && end <= text.length).toBe(true);
  }

  test("random pieces of programs are lowered, and every span lies in the file", () => {
    const parts = fc.array(fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 6 })), { maxLength: 60 });
    fc.assert(
      fc.property(parts, (texts) => {
        check(texts.join(" "));
      }),
      { numRuns: 300 },
    );
  });

  test("so are programs that are cut off, or have something in them that does not belong there", () => {
    const at = fc.integer({ min: 0, max: valid.length });
    fc.assert(
      fc.property(at, at, fc.constantFrom(...pieces, ""), (start, end, piece) => {
        check(valid.slice(0, start) + piece + valid.slice(end));
      }),
      { numRuns: 60 },
    );
  });
});
