import type { Meaning } from "./meaning";

/** What Go's library and its less usual constructs mean. Its compiler says the same. */
export const goLibrary: readonly Meaning[] = [
  {
    sentence: "what nothing is appended to stays what it is, nil as well",
    body: "var x []int\nempty := []int{}\nif append(x, empty...) == nil { allow(1) }\nif append([]int{}, empty...) != nil { allow(2) }\nif append([]int(nil), empty...) == nil { allow(3) }\nvar z []int\nz = append(z, 5)\nz = append(z[:0], empty...)\nif z != nil { allow(4) }\nvar w []string\nw = append(w)\nif w == nil { allow(5) }",
    ports: [1, 2, 3, 4, 5],
  },
  {
    sentence: "a pointer to a number has a type of its own",
    body: "n := 5\nvar x any = &n\nswitch v := x.(type) {\ncase int:\n\tallow(v)\ncase *int:\n\t*v = 9\n\tallow(*v, n)\n}\nif _, ok := x.(*string); !ok {\n\tallow(1)\n}",
    ports: [9, 9, 1],
  },
  {
    sentence: "an address is its bytes",
    imports: ["net"],
    body: 'ip := net.ParseIP("10.0.0.5")\nv4 := ip.To4()\nallow(len(ip), int(ip[15]), len(v4), int(v4[3]))\nv4[3] += 7\n_, n, _ := net.ParseCIDR("10.1.2.3/16")\nallow(int(n.IP[1]), len(n.Mask))\nn.IP[2] = 4\nif v4.String() == "10.0.0.12" && ip.String() == "10.0.0.12" && n.String() == "10.1.4.0/16" && net.CIDRMask(24, 32).String() == "ffffff00" {\n\tallow(1)\n}\nif ip.Equal(net.IPv4(10, 0, 0, 12)) && (net.IP{10, 1, 2, 3}).Mask(net.CIDRMask(8, 32)).String() == "10.0.0.0" {\n\tallow(2)\n}',
    ports: [16, 5, 4, 5, 1, 4, 1, 2],
  },
  {
    sentence: "addresses of netip",
    imports: ["net/netip"],
    body: 'p := netip.MustParsePrefix("10.1.2.3/16")\na := netip.MustParseAddr("10.1.0.255")\nb := a.As4()\nb[2] = 7\nif p.Overlaps(netip.MustParsePrefix("10.1.9.0/24")) && a.IsPrivate() && netip.AddrFrom4(b).String() == "10.1.7.255" && a.Compare(p.Addr()) < 0 {\n\tallow(1)\n}',
    ports: [1],
  },
  {
    sentence: "what is not known of an address is not known",
    imports: ["net"],
    body: 'allow(len(net.ParseIP("10.0.0.5").DefaultMask()))',
    ports: ["?"],
  },
  {
    sentence: "constants without a type are exact",
    top: "const big = 1 << 100\nconst third = 1 / 3.0\nconst (\n\tKB = 1 << (10 * (iota + 1))\n\tMB\n)",
    body: "allow(big>>98, int(third*3), KB, MB/KB, 7/2*2.0, 7/2.*2, big/(big-1))\nx := 5.0\nallow(int(x / 2 * 10))",
    ports: [4, 1, 1024, 1024, 6, 7, 1, 25],
  },
  {
    sentence: "fractions are printed with an exponent where they are large",
    imports: ["fmt"],
    body: 'x := 1e6\nif fmt.Sprint(x) == "1e+06" && fmt.Sprint(2.5, 100000.0) == "2.5 100000" && fmt.Sprintf("%v", 1234567.5) == "1.2345675e+06" {\n\tallow(1)\n}',
    ports: [1],
  },
  {
    sentence: "a function that recovers gives what its results are then",
    imports: ["fmt"],
    top: 'func f() (n int, err error) {\n\tdefer func() {\n\t\tif r := recover(); r != nil {\n\t\t\terr = fmt.Errorf("got %v", r)\n\t\t\tn *= 2\n\t\t}\n\t}()\n\tn = 21\n\tpanic("boom")\n}',
    body: 'n, err := f()\nallow(n)\nif err.Error() == "got boom" {\n\tallow(1)\n}\nfunc() {\n\tdefer func() {\n\t\trecover()\n\t\tallow(3)\n\t}()\n\ta := []int{1}\n\ti := 5\n\tallow(a[i])\n}()\nfunc() {\n\tdefer func() {\n\t\tif recover() != nil {\n\t\t\tallow(4)\n\t\t}\n\t}()\n\tvar m map[string]int\n\tm["a"] = 1\n\tallow(9)\n}()',
    ports: [42, 1, 3, 4],
  },
  {
    sentence: "goto goes on at its label",
    body: "i := 0\nloop:\nif i < 3 {\n\tallow(i)\n\ti++\n\tgoto loop\n}\nif i == 3 {\n\tgoto done\n}\nallow(9)\ndone:\nallow(i + 10)",
    ports: [0, 1, 2, 13],
  },
  {
    sentence: "errors within errors",
    imports: ["errors", "fmt"],
    top: 'var base = errors.New("base")\ntype P struct{ port int }\nfunc (p *P) Error() string { return "p" }',
    body: 'w := fmt.Errorf("ctx: %w", base)\nif errors.Is(w, base) && w != base && errors.Is(errors.Join(&P{1}, w), base) {\n\tallow(1)\n}\nif !errors.Is(w, errors.New("base")) {\n\tallow(2)\n}\nvar p *P\nif errors.As(fmt.Errorf("x: %w", &P{22}), &p) {\n\tallow(p.port)\n}\nif !errors.As(w, &p) {\n\tallow(3)\n}',
    ports: [1, 2, 22, 3],
  },
  {
    sentence: "iterators give elements, not places",
    imports: ["maps", "slices", "strings"],
    body: 'for c := range slices.Chunk([]int{1, 2, 3}, 2) {\n\tallow(len(c))\n}\nfor v := range slices.Values([]int{7, 8}) {\n\tallow(v)\n}\nfor k := range maps.Keys(map[int]string{5: "a"}) {\n\tallow(k)\n}\nfor s := range strings.SplitSeq("a,bcd", ",") {\n\tallow(len(s))\n}',
    ports: [2, 1, 7, 8, 5, 1, 3],
  },
  {
    sentence: "variadic parameters without arguments are nil, and a nil pointer in an interface is not",
    top: "func v(xs ...int) int {\n\tif xs == nil {\n\t\treturn 0\n\t}\n\treturn len(xs)\n}\ntype S interface{ M() }\ntype T struct{}\nfunc (t *T) M() {}",
    body: "allow(v(), v(1, 2), v([]int{}...))\nvar p *T\nvar s S\nif s == nil {\n\tallow(5)\n}\ns = p\nif s != nil {\n\tallow(6)\n}",
    ports: [0, 2, 0, 5, 6],
  },
  {
    sentence: "the field of what a pointer leads to, letters that stay, builders that begin again",
    imports: ["strings", "fmt"],
    top: "type R struct{ n int }",
    body: 'r := R{1}\np := &r\n(*p).n = 7\nallow(r.n)\nvar b strings.Builder\nb.WriteString("abc")\nb.Reset()\nb.WriteString("d")\nif b.String() == "d" && strings.ToUpper("stra\u00dfe") == "STRA\u00dfE" {\n\tallow(1)\n}\nallow(len(fmt.Sprint([]byte("hi"))))',
    ports: [7, 1, "?"],
  },
  {
    sentence: "a blank stands between printed operands that are no texts",
    imports: ["fmt"],
    top: 'type Kind int\nconst ( A Kind = iota; B; C )\nfunc (k Kind) String() string { return [...]string{"a", "b", "c"}[k] }',
    body: 'allow(len(fmt.Sprint(B, C)), len(fmt.Sprint(1, B)), len(fmt.Sprint("a", B)), len(fmt.Sprint(B, "a", C)))',
    ports: [3, 3, 2, 3],
  },
  {
    sentence: "lists and maps that are nil are printed as empty ones",
    body: 'var s []string; var m map[string]int; var p *int; var e error\nallow(len(fmt.Sprint(s)), len(fmt.Sprintf("%v", m)), len(fmt.Sprint(p)), len(fmt.Sprint(nil)), len(fmt.Sprintf("%v", []int{1}))); _ = e',
    imports: ["fmt"],
    ports: [2, 5, 5, 5, 3],
  },
  {
    sentence: "what nothing behind an interface is printed as is not known",
    body: "allow(len(text([]string(nil))), len(text(5)))",
    imports: ["fmt"],
    top: "func text(v any) string { return fmt.Sprint(v) }",
    ports: ["?", 1],
  },
  {
    sentence: "a name that is declared anew still means what it meant before on the right-hand side",
    top: "func next(p int) (int, error) { return p + 1, nil }",
    body: "port, err := next(80)\n_ = err\n{\n\t_, err := next(1)\n\tport, err := next(port)\n\tallow(port)\n\t_ = err\n}\nif err, port := error(nil), port*2; err == nil {\n\tallow(port)\n}\nallow(port)",
    ports: [82, 162, 81],
  },
  {
    sentence: "what stands behind an element that may be there has no known place",
    imports: ["os", "slices"],
    body: 'l := []int{1}\nif os.Getenv("MORE") != "" {\n\tl = append(l, 2)\n}\nl = append(l, 3)\nallow(l[0], l[1], slices.Index(l, 3), slices.Index(l, 1))\nvar e []int\nif os.Getenv("MORE") != "" {\n\te = append(e, 2)\n}\ne = append(e, 3)\nallow(e[0])',
    ports: [1, "?", "?", 0, "?"],
  },
];
