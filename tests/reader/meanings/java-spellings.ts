import type { Meaning } from "./meaning";

/** Rare spellings of Java, as its compiler and machine understand them. */
export const javaSpellings: readonly Meaning[] = [
  {
    sentence: "a member of a class in the midst of code hides the variable around it",
    body: "int x = 2; int y = 3; allow(new Object() { int x = 50; int go() { x++; return x + y; } }.go()); class L { int x = 7; int go() { int y = 9; return x + y; } } allow(new L().go(), x);",
    ports: [54, 16, 2],
  },
  {
    sentence: "a cast says which class's field is meant, and not which method",
    top: "static class P { int x = 1; int m() { return x; } } static class D extends P { int x = 2; int m() { return super.m() * 10 + x; } int all() { return ((P) this).x * 10 + x; } }",
    body: "P p = new D(); allow(new D().all(), ((D) p).x, ((P) p).m()); D d = (D) p; ((P) d).x = 5; allow(d.x, d.m());",
    ports: [12, 2, 12, "?", 52],
  },
  {
    sentence: "an object with the one method of an interface is a function",
    body: "var xs = new ArrayList<>(List.of(1, 3, 2)); xs.sort(new Comparator<Integer>() { @Override public int compare(Integer a, Integer b) { return b - a; } }); allow(xs); Supplier<Integer> s = new Supplier<>() { public Integer get() { return 7; } }; allow(Optional.<Integer>empty().orElseGet(s), Stream.of(1, 2).map(new Plus()).reduce(0, Integer::sum));",
    top: "static class Plus implements Function<Integer, Integer> { public Integer apply(Integer x) { return x + 10; } }",
    ports: [3, 2, 1, 7, 23],
  },
  {
    sentence: "a function has the methods of its interface: those with a body, and the one that it is",
    top: "interface Rule { int on(int port); default int twice(int port) { return on(port) * 2; } }",
    body: "Rule r = p -> p + 1; allow(r.on(4)); allow(r.twice(4));",
    ports: [5, 10],
  },
  {
    sentence: "what can be gone through is asked for its iterator",
    top: "record Span(int lo, int hi) implements Iterable<Integer> { public Iterator<Integer> iterator() { return new Iterator<>() { int n = lo; public boolean hasNext() { return n < hi; } public Integer next() { return n++; } }; } }",
    body: "new Span(0, 2).forEach(x -> allow(x)); Iterable<Integer> lazy = () -> List.of(8, 9).iterator(); for (int x : lazy) allow(x); lazy.forEach(x -> allow(x)); allow(StreamSupport.stream(new Span(1, 3).spliterator(), false).mapToInt(x -> x).sum());",
    ports: [0, 1, 8, 9, 8, 9, 3],
  },
  {
    sentence: "members of enums are as far apart as their places, and arrays as long as they are made",
    top: "enum P { WEB, DB, SSH }",
    body: "allow(P.WEB.compareTo(P.SSH)); IntFunction<int[]> mk = int[]::new; allow(mk.apply(3).length, mk.apply(2)[1], Integer.MAX_VALUE + 1);",
    ports: [-2, 3, 0, -2147483648],
  },
  {
    sentence: "an Optional throws what its supplier makes",
    body: 'Optional<Integer> e = Optional.empty(); try { e.orElseThrow(() -> new IllegalStateException("abcd")); } catch (IllegalStateException x) { allow(x.getMessage().length()); } try { e.orElseThrow(IllegalArgumentException::new); } catch (IllegalArgumentException x) { allow(2); }',
    ports: [4, 2],
  },
  {
    sentence: "collectors that add, compare, filter and combine",
    body: "record Pt(int a, int b) {} var pts = List.of(new Pt(1, 5), new Pt(1, 2), new Pt(3, 1)); pts.stream().collect(Collectors.groupingBy(Pt::a, LinkedHashMap::new, Collectors.summingInt(Pt::b))).forEach((k, s) -> allow(k, s)); allow(pts.stream().collect(Collectors.teeing(Collectors.counting(), Collectors.summingInt(Pt::b), (c, s) -> c.intValue() * 10 + s)), pts.stream().map(Pt::b).collect(Collectors.maxBy(Comparator.naturalOrder())).get(), pts.stream().map(Pt::b).collect(Collectors.filtering(x -> x < 5, Collectors.toList())).size(), pts.stream().collect(Collectors.averagingInt(Pt::b)).intValue(), BinaryOperator.<Integer>maxBy(Comparator.naturalOrder()).apply(1, 2));",
    ports: [1, 7, 3, 1, 38, 5, 2, 2, 2],
  },
  {
    sentence: "regular expressions go from one place to the next",
    body: 'var m = java.util.regex.Pattern.compile("(?<a>\\\\d+)-(\\\\d+)").matcher("80-90 1-2"); while (m.find()) allow(Integer.parseInt(m.group("a")), Integer.parseInt(m.group(2)), m.start()); var n = java.util.regex.Pattern.compile("p(\\\\d+)").matcher("p22"); if (n.matches()) allow(Integer.parseInt(n.group(1)), n.groupCount()); allow(java.util.regex.Pattern.matches("\\\\d+", "12") ? 1 : 0, java.util.regex.Pattern.compile(",").split("1,2,3").length, java.util.regex.Pattern.compile("\\\\d").matcher("a1b2").results().map(r -> r.group()).mapToInt(Integer::parseInt).sum()); if (!java.util.regex.Pattern.compile("A").matcher("xa").find()) allow(9);',
    ports: [80, 90, 0, 1, 2, 6, 22, 1, 1, 3, 3, 9],
  },
  {
    sentence: "a builder that Lombok makes adds one by one to what it collects",
    top: '@Builder static class Rule { int port; @Singular List<Integer> cidrs; @Singular("entry") List<Integer> entries; @Builder.Default int max = 9; }',
    body: "Rule r = Rule.builder().port(80).cidr(1).cidr(2).cidrs(List.of(3)).entry(5).build(); allow(r.port, r.max); allow(r.cidrs); allow(r.entries); Rule q = Rule.builder().withPort(7).build(); allow(q.port, q.cidrs.size()); Rule u = Rule.builder().port(1).everything().build(); allow(u.port, 3);",
    ports: [80, 9, 1, 2, 3, 5, 7, 0, "?", 3],
  },
  {
    sentence: "what was perhaps left changes nothing for sure from there on, until its end",
    body: 'boolean open = "1".equals(System.getenv("OPEN")); int[] o = {1}; leave(o, open); rules.add(rule(o[0])); int i = 0; while (i < 5) { i++; if (open) break; } rules.add(rule(i)); int b = 1; try { if (open) throw new RuntimeException("x"); b = 2; } catch (RuntimeException e) { b = 3; } rules.add(rule(b)); int c = 1, k = 0; for (int x : new int[] {7, 8}) { k++; if (open) continue; c = x; } rules.add(rule(c)); rules.add(rule(k));',
    top: "static void leave(int[] o, boolean open) { if (open) return; o[0] = 5; }",
    ports: ["?", "?", "?", "?", 2],
  },
  {
    sentence: "what is perhaps left, wherever it stands",
    body: 'boolean open = "1".equals(System.getenv("OPEN")); rules.add(rule(f(open))); int c = 0; for (int x : new int[] {1, 2, 3}) { c = x; if (open) { break; } else { continue; } } rules.add(rule(c)); int y = 1, z = 1; try { try { if (open) throw new RuntimeException("x"); } finally { z = 5; } y = 2; } catch (RuntimeException e) { } rules.add(rule(y)); Map<String, Integer> m = new HashMap<>(); m.put("a", 1); m.put("b", 2); if (open) m.remove("a"); rules.add(rule(m.getOrDefault("a", 7))); rules.add(rule(m.get("b")));',
    top: 'static int f(boolean open) { try { if (open) { return 1; } else { throw new RuntimeException("x"); } } catch (RuntimeException e) { return 2; } }',
    ports: ["?", "?", "?", "?", 2],
  },
];
