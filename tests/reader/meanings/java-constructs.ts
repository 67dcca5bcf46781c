import type { Meaning } from "./meaning";

/** What the constructs and collections of the language mean: views, hash tables, equality, labels. Its compiler and machine say the same. */
export const javaConstructs: readonly Meaning[] = [
  {
    sentence: "views: the keys of a map are the map",
    body: 'Map<String, Integer> m = new LinkedHashMap<>(); m.put("a", 1); m.put("bb", 2); m.put("ccc", 3);\nSet<String> k = m.keySet(); m.put("dddd", 4); allow(k.size()); k.remove("a"); allow(m.size()); allow(m.containsKey("a") ? 1 : 0);',
    ports: [4, 3, 0],
  },
  {
    sentence: "views: the values of a map",
    body: 'Map<String, Integer> m = new LinkedHashMap<>(); m.put("a", 1); m.put("b", 2);\nCollection<Integer> v = m.values(); m.put("c", 3); allow(v); v.remove(2); allow(m.size()); v.removeIf(x -> x > 2); allow(v);',
    ports: [1, 2, 3, 2, 1],
  },
  {
    sentence: "views: the entries of a map set it",
    body: 'Map<String, Integer> m = new LinkedHashMap<>(Map.of("a", 1)); m.put("b", 2);\nfor (Map.Entry<String, Integer> e : m.entrySet()) e.setValue(e.getValue() * 10);\nallow(m.get("a"), m.get("b")); m.entrySet().removeIf(e -> e.getValue() > 10); allow(m.size());\nm.replaceAll((k, x) -> x + 1); allow(m.get("a"));',
    ports: [10, 20, 1, 11],
  },
  {
    sentence: "views: a part of a list is the list",
    body: "List<Integer> l = new ArrayList<>(List.of(1, 2, 3, 4, 5)); List<Integer> s = l.subList(1, 4);\ns.set(0, 20); allow(l.get(1)); l.set(2, 30); allow(s.get(1)); s.clear(); allow(l); allow(s.size());",
    ports: [20, 30, 1, 5, 0],
  },
  {
    sentence: "the order of a hash map of short texts",
    body: 'Map<String, Integer> m = new HashMap<>(); m.put("web", 80); m.put("ssh", 22); m.put("db", 5432); m.put("https", 443);\nfor (int p : m.values()) allow(p);',
    ports: [80, 22, 443, 5432],
  },
  {
    sentence: "the order of a hash set of numbers",
    body: "Set<Integer> s = new HashSet<>(List.of(443, 80, 22, 8080, 1)); for (int p : s) allow(p);",
    ports: [80, 8080, 1, 22, 443],
  },
  {
    sentence: "the order of a hash set of texts, collected",
    body: 'for (String s : Stream.of("80", "443", "22", "8443").collect(Collectors.toSet())) allow(Integer.parseInt(s));',
    ports: [22, 8443, 443, 80],
  },
  {
    sentence: "the order of grouped elements",
    body: 'Map<Integer, List<String>> g = Stream.of("bb", "a", "cc", "ddd").collect(Collectors.groupingBy(String::length)); for (var e : g.entrySet()) allow(e.getKey(), e.getValue().size());\nMap<String, List<Integer>> h = Stream.of(443, 80, 22).collect(Collectors.groupingBy(x -> x > 100 ? "big" : "small")); for (var e : h.entrySet()) for (int x : e.getValue()) allow(x);',
    ports: [1, 1, 2, 2, 3, 1, 80, 22, 443],
  },
  {
    sentence: "a map of an enum's constants is in their order",
    body: "Map<Tier, Integer> m = new EnumMap<>(Tier.class); m.put(Tier.DB, 3); m.put(Tier.WEB, 1); m.put(Tier.APP, 2); for (int x : m.values()) allow(x);\nfor (Tier t : EnumSet.of(Tier.DB, Tier.WEB)) allow(t.ordinal()); for (Tier t : EnumSet.complementOf(EnumSet.of(Tier.APP))) allow(t.ordinal()); allow(EnumSet.allOf(Tier.class).size(), EnumSet.noneOf(Tier.class).size(), EnumSet.range(Tier.WEB, Tier.APP).size());",
    top: "enum Tier { WEB, APP, DB }",
    ports: [1, 2, 3, 0, 2, 0, 2, 3, 0, 2],
  },
  {
    sentence: "initialisers and constructors have their turns",
    body: "new B(); allow(log);",
    top: "static List<Integer> log = new ArrayList<>(); static int l(int n) { log.add(n); return n; }\nstatic class A { int a = l(1); { l(2); } A() { l(3); } } static class B extends A { int b = l(4); { l(5); } B(int x) { super(); l(6); } B() { this(1); l(7); } }",
    ports: [1, 2, 3, 4, 5, 6, 7],
  },
  {
    sentence: "sealed interfaces and pattern matching with instanceof",
    body: "allow(area(new Sq(3)), area(new Sq(1)), area(new Ci(2))); Object o = 5; allow(o instanceof Integer i ? i + 1 : 0, o instanceof String ? 1 : 0, null instanceof Object ? 1 : 0, o instanceof Number ? 1 : 0);",
    top: "sealed interface Shape permits Sq, Ci {} record Sq(int s) implements Shape {} record Ci(int r) implements Shape {} static int area(Shape s) { if (s instanceof Sq q && q.s() > 1) return q.s() * q.s(); if (!(s instanceof Ci c)) return -1; return c.r() * 3; }",
    ports: [9, -1, 6, 6, 0, 0, 1],
  },
  {
    sentence: "anonymous and local classes that capture",
    body: "int base = 5; F f = new F() { int n = base; public int get() { return ++n; } }; allow(f.get(), f.get()); A a = new A(3) { { x += 10; } int go() { return x + base; } }; allow(a.go()); class L { int y = base * 2; } allow(new L().y); List<Integer> l = new ArrayList<>() {{ add(1); add(2); }}; allow(l); record T(int a) {} allow(new T(6).a());",
    top: "interface F { int get(); } static abstract class A { int x; A(int x) { this.x = x; } abstract int go(); }",
    ports: [6, 7, 18, 10, 1, 2, 6],
  },
  {
    sentence: "texts plus numbers",
    body: 'allow((1 + 2 + "3").length(), ("1" + 2 + 3).length(), (\'a\' + 1 + "x").length(), ("" + \'a\' + 1).length(), ("x" + null).length(), ("" + 1.0f).length(), ("" + true).length()); String s = "a"; s += 1 + 2; s += \'c\'; allow(s.length()); char[] cs = {\'o\', \'k\'}; allow(String.valueOf(cs).length(), new String(cs, 0, 1).length());',
    ports: [2, 3, 3, 2, 5, 3, 4, 3, 2, 1],
  },
  {
    sentence: "optionals",
    body: "allow(find(3).map(x -> x + 1).orElse(0), find(-1).map(x -> x + 1).orElse(9), find(5).filter(x -> x > 10).isPresent() ? 1 : 0, find(2).flatMap(x -> find(x - 5)).orElseGet(() -> 44), Optional.ofNullable((Integer) null).or(() -> Optional.of(6)).get(), find(0).isEmpty() ? 1 : 0); find(8).ifPresent(x -> allow(x)); find(0).ifPresentOrElse(x -> allow(x), () -> allow(55)); allow(find(3).stream().mapToInt(x -> x).sum()); try { find(0).orElseThrow(); } catch (NoSuchElementException e) { allow(66); }",
    top: "static Optional<Integer> find(int n) { return n > 0 ? Optional.of(n) : Optional.empty(); }",
    ports: [4, 9, 0, 44, 6, 1, 8, 55, 3, 66],
  },
  {
    sentence: "deques, stacks and iterators",
    body: "Deque<Integer> d = new ArrayDeque<>(); d.push(1); d.push(2); d.addLast(3); allow(d.pop(), d.peekLast(), d.pollFirst(), d.size()); Stack<Integer> s = new Stack<>(); s.push(4); s.push(5); allow(s.peek(), s.pop(), s.size()); Iterator<Integer> it = new ArrayList<>(List.of(1, 2, 3)).iterator(); while (it.hasNext()) { int x = it.next(); if (x != 2) allow(x); } List<Integer> l = new LinkedList<>(List.of(1, 2, 3, 4)); for (Iterator<Integer> i = l.iterator(); i.hasNext(); ) if (i.next() % 2 == 0) i.remove(); allow(l); Queue<Integer> q = new LinkedList<>(); q.offer(6); q.add(7); allow(q.poll(), q.element()); for (ListIterator<Integer> li = l.listIterator(); li.hasNext(); ) { int x = li.next(); li.set(x * 5); } allow(l);",
    ports: [2, 3, 1, 1, 5, 5, 1, 1, 3, 1, 3, 6, 7, 5, 15],
  },
  {
    sentence: "labels, do loops and loops with several variables",
    body: "outer: for (int i = 0; i < 3; i++) { for (int j = 0; j < 3; j++) { if (j == 1) continue outer; if (i == 2) break outer; allow(i * 10 + j); } } int n = 0; do { n++; } while (n < 3); allow(n); for (int i = 0, j = 5; i < j; i++, j--) allow(i * j); block: { if (n == 3) break block; allow(99); } int k = 5; while (k-- > 3) allow(k);",
    ports: [0, 10, 3, 0, 4, 6, 4, 3],
  },
  {
    sentence: "builders of the program",
    body: "Sg s = Sg.builder().port(22).when(false, b -> b.port(1)).when(true, b -> b.ports(80, 443).open()).build(); allow(s.ports); allow(s.open ? 1 : 0);",
    top: "static class Sg { final List<Integer> ports; final boolean open; private Sg(Builder b) { ports = List.copyOf(b.ports); open = b.open; } static Builder builder() { return new Builder(); } static class Builder { private final List<Integer> ports = new ArrayList<>(); private boolean open; Builder port(int p) { ports.add(p); return this; } Builder ports(int... p) { for (int x : p) port(x); return this; } Builder open() { open = true; return this; } Builder when(boolean c, Consumer<Builder> f) { if (c) f.accept(this); return this; } Sg build() { return new Sg(this); } } }",
    ports: [22, 80, 443, 1],
  },
  {
    sentence: "what a lambda captures",
    body: "List<Supplier<Integer>> l = new ArrayList<>(); for (int i = 0; i < 3; i++) { int j = i; l.add(() -> j * 10); } for (var s : l) allow(s.get()); int[] n = {0}; Runnable r = () -> n[0]++; r.run(); r.run(); allow(n[0]); for (int x : List.of(4, 5)) l.add(() -> x); allow(l.get(4).get());",
    ports: [0, 10, 20, 2, 5],
  },
  {
    sentence: "inner classes share their outer object",
    body: "Net n = new Net(); n.rule().open(22).open(80); Net.Rule r = n.new Rule(); allow(n.ports); allow(r.id, r.new Deep().all(), n.next);",
    top: "static class Net { List<Integer> ports = new ArrayList<>(); int next = 1; class Rule { int id = next++; Rule open(int p) { ports.add(p); return this; } class Deep { int all() { return ports.size() * 100 + id; } } } Rule rule() { return new Rule(); } }",
    ports: [22, 80, 2, 202, 3],
  },
  {
    sentence: "static nested state is shared, instance state is not",
    body: "C.make(); new C(); D d = new D(); allow(d.id, C.made, D.made); allow(C.all); allow(new C().id);",
    top: "static class C { static int made; static final List<Integer> all = new ArrayList<>(); final int id; C() { id = ++made; all.add(id); } static C make() { return new C(); } } static class D extends C { D() { made += 10; } }",
    ports: [3, 13, 13, 1, 2, 3, 14],
  },
  {
    sentence: "bits and characters",
    body: "int flags = 0; flags |= 1 << 3; flags ^= 0b1010; allow(flags, flags & 2, 0x1F, 017, 1_000, 'a', (int) '\\n', '\\u0041'); char c = '8'; allow(c - '0', (char) (c + 1) - '0', Character.toUpperCase('b'), \"abc\".charAt(1) + 1); for (char x = 'a'; x < 'd'; x++) allow(x); for (char x : \"hi\".toCharArray()) allow(x); allow(\"abc\".chars().map(x -> x - 'a').toArray()); short t = 10; t *= 2.7; allow(t); int q = 7; q /= 2.0; allow(q); long big = 1L << 40; allow((int) (big >> 38)); final int k = 10; byte bb = k; allow(bb);",
    ports: [2, 2, 31, 15, 1000, 97, 10, 65, 8, 9, 66, 99, 97, 98, 99, 104, 105, 0, 1, 2, 27, 3, 4, 10],
  },
  {
    sentence: "the least and the most of what is empty, and lists of nothing",
    body: "allow(IntStream.empty().max().orElse(-1), Stream.<Integer>empty().reduce(0, Integer::sum), List.<Integer>of().size(), Collections.emptyList().size(), Stream.of(1, 2, 3).skip(5).findFirst().orElse(4), (int) Stream.of(1, 2).count(), IntStream.rangeClosed(5, 4).sum(), Stream.of(1, 2).noneMatch(x -> x > 5) ? 1 : 0, Stream.<Integer>empty().allMatch(x -> false) ? 1 : 0, new ArrayList<>(Arrays.asList(1, null)).size());",
    ports: [-1, 0, 0, 0, 4, 2, 0, 1, 1, 2],
  },
  {
    sentence: "the room of a hash table that is made of another",
    body: 'for (int x : new HashSet<>(List.of(100, 17, 33, 49, 65, 81, 97, 113, 129, 145, 161, 177))) allow(x); for (int x : new HashSet<>(Arrays.asList(16, 1, 32, 2))) allow(x); Map<Integer, Integer> m = new HashMap<>(64); m.put(65, 1); m.put(64, 2); m.put(3, 3); for (int k : m.keySet()) allow(k); for (String s : new HashMap<>(Map.of("alpha", 1, "beta", 2, "gamma", 3)).keySet()) allow(s.length());',
    ports: [33, 65, 97, 129, 161, 100, 17, 49, 81, 113, 145, 177, 16, 32, 1, 2, 64, 65, 3, 5, 4, 5],
  },
  {
    sentence: "a hash table that grows and loses",
    body: 'Set<String> s = new HashSet<>(); for (int i = 0; i < 20; i++) s.add("p" + i * 37); s.remove("p0"); s.add("p0"); for (String x : s) allow(Integer.parseInt(x.substring(1))); Map<Integer, String> m = new HashMap<>(); for (int i = 30; i > 0; i -= 3) m.put(i * 11, "x"); m.remove(33); for (int k : m.keySet()) allow(k); m.entrySet().removeIf(e -> e.getKey() % 2 == 0); allow(m.size()); for (var e : m.entrySet()) allow(e.getKey());',
    ports: [
      0, 74, 296, 185, 592, 481, 370, 333, 222, 111, 37, 259, 666, 148, 555, 444, 407, 703, 629, 518, 66, 99, 132, 165, 198, 231, 264, 297, 330, 4,
      99, 165, 231, 297,
    ],
  },
  {
    sentence: "nested views",
    body: "List<Integer> l = new ArrayList<>(List.of(1, 2, 3, 4, 5, 6)); List<Integer> a = l.subList(1, 5), b = a.subList(1, 3); b.set(0, 30); b.remove(Integer.valueOf(4)); allow(l); allow(a); allow(b); Collections.sort(a, Comparator.reverseOrder()); allow(l);",
    ports: [1, 2, 30, 5, 6, 2, 30, 5, 30, 1, 30, 5, 2, 6],
  },
  {
    sentence: "iteration of a map's entries with changes",
    body: 'Map<String, Integer> m = new TreeMap<>(Map.of("b", 2, "a", 1, "c", 3)); for (var it = m.entrySet().iterator(); it.hasNext(); ) { var e = it.next(); if (e.getValue() == 2) it.remove(); else e.setValue(e.getValue() + 10); } for (int v : m.values()) allow(v); m.keySet().retainAll(Set.of("a")); allow(m.size()); m.values().clear(); allow(m.size());',
    ports: [11, 13, 1, 0],
  },
  {
    sentence: "labelled blocks and breaks in switches",
    body: "done: { for (int i = 0; ; i++) { switch (i) { case 1: continue; case 3: break done; default: allow(i); } allow(100 + i); } } find: for (int[] r : new int[][]{{1, 2}, {3, 4}}) for (int x : r) { if (x == 2) continue find; if (x == 4) break find; allow(x); }",
    ports: [0, 100, 2, 102, 1, 3],
  },
  {
    sentence: "static inheritance and instance initialisers",
    body: "B b = new B(); allow(b.id, b.x, B.n, A.n); B.n = 1; allow(A.n);",
    top: "static class A { static int n = 5; int id = ++n; { id *= 2; } static void bump() { n += 100; } } static class B extends A { int x = id + 1; { bump(); } B() { x += n; } }",
    ports: [12, 119, 106, 106, 1],
  },
  {
    sentence: "grouping with downstream collectors",
    body: "Map<Boolean, Long> p = IntStream.rangeClosed(1, 5).boxed().collect(Collectors.partitioningBy(x -> x > 3, Collectors.counting())); allow(p.get(true).intValue(), p.get(false).intValue()); Map<Integer, List<Integer>> g = Stream.of(1, 2, 3, 4, 5, 6).collect(Collectors.groupingBy(x -> x % 3, LinkedHashMap::new, Collectors.mapping(x -> x * 10, Collectors.toList()))); g.forEach((k, v) -> { allow(k); allow(v); });",
    ports: [2, 3, 1, 10, 40, 2, 20, 50, 0, 30, 60],
  },
  {
    sentence: "hash order of words",
    body: 'Set<String> s = new HashSet<>(); for (String w : "http https ssh mysql postgres redis kafka zookeeper grafana prometheus loki tempo jaeger".split(" ")) s.add(w); for (String w : s) allow(w.length());',
    ports: [9, 3, 5, 5, 6, 4, 7, 5, 4, 5, 5, 10, 8],
  },
  {
    sentence: "List.of refuses changes",
    body: "List<Integer> l = List.of(1); try { l.add(2); } catch (UnsupportedOperationException e) { allow(9); } allow(l);",
    ports: [9, 1],
  },
  {
    sentence: "so does the list of a stream",
    body: "List<Integer> l = Stream.of(1, 2).toList(); try { l.add(3); allow(1); } catch (UnsupportedOperationException e) { allow(9); } allow(l.size());",
    ports: [9, 2],
  },
  {
    sentence: "an unmodifiable list shows another one",
    body: "List<Integer> b = new ArrayList<>(List.of(1)); List<Integer> l = Collections.unmodifiableList(b); try { l.add(3); } catch (UnsupportedOperationException e) { allow(9); } b.add(5); allow(l);",
    ports: [9, 1, 5],
  },
  {
    sentence: "the list of an array keeps its size",
    body: "List<Integer> l = Arrays.asList(1, 2); try { l.add(3); } catch (UnsupportedOperationException e) { allow(9); } l.set(0, 7); allow(l);",
    ports: [9, 7, 2],
  },
  {
    sentence: "Map.of refuses changes",
    body: 'Map<String, Integer> m = Map.of("a", 1); try { m.put("b", 2); } catch (UnsupportedOperationException e) { allow(9); } allow(m.size());',
    ports: [9, 1],
  },
  {
    sentence: "copies and empty lists refuse them",
    body: "List<Integer> l = List.copyOf(new ArrayList<>(List.of(1))); try { l.remove(0); allow(4); } catch (UnsupportedOperationException e) { allow(5); } try { Collections.emptyList().add(null); } catch (UnsupportedOperationException e) { allow(6); }",
    ports: [5, 6],
  },
  {
    sentence: "what is collected into a list does not",
    body: "List<Integer> l = Stream.of(1).collect(Collectors.toList()); l.add(2); allow(l);",
    ports: [1, 2],
  },
  {
    sentence: "a stream that nobody asks makes nothing",
    body: "List<Integer> l = new ArrayList<>(); Stream.of(1, 2).peek(l::add); allow(l.size());",
    ports: [0],
  },
  {
    sentence: "nor does one that is only counted",
    body: "List<Integer> l = new ArrayList<>(); long n = List.of(1, 2, 3).stream().peek(l::add).count(); allow((int) n, l.size());",
    ports: [3, 0],
  },
  {
    sentence: "a stream goes no further than somebody wants",
    body: "List<Integer> l = new ArrayList<>(); Stream.of(5, 6, 7).peek(l::add).filter(x -> x > 5).findFirst(); allow(l);",
    ports: [5, 6],
  },
  {
    sentence: "nor beyond a limit",
    body: "List<Integer> l = new ArrayList<>(); Stream.of(5, 6, 7).peek(l::add).limit(2).toList(); allow(l);",
    ports: [5, 6],
  },
  {
    sentence: "a list that changes in its loop is an error",
    body: "List<Integer> l = new ArrayList<>(List.of(1, 2, 3)); try { for (Integer x : l) { allow(x); if (x == 1) l.remove(x); } } catch (ConcurrentModificationException e) { allow(9); }",
    ports: [1, 9],
  },
  {
    sentence: "unless the loop was at its end then",
    body: "List<Integer> l = new ArrayList<>(List.of(1, 2, 3)); for (Integer x : l) { allow(x); if (x == 2) l.remove(x); } allow(l.size());",
    ports: [1, 2, 2],
  },
  {
    sentence: "resources are closed before an error is handled",
    body: "try (R a = new R(1); R b = new R(2)) { allow(10); throw new RuntimeException(); } catch (RuntimeException e) { allow(20); } finally { allow(30); }",
    top: "static class R implements AutoCloseable { int n; R(int n) { this.n = n; allow(n); } public void close() { allow(n + 100); } }",
    ports: [1, 2, 10, 102, 101, 20, 30],
  },
  {
    sentence: "a constant does not initialize its class, and a member of the base only the base",
    top: 'static class A { static final int P = 80; static final int Q = Integer.parseInt("443"); static { allow(1); } } static class B { static final Integer P = 81; static { allow(2); } } static class E { static final int X = A.P + 2; static { allow(3); } } static class D { static { allow(4); } static void go() { allow(44); } } static class F extends D { static { allow(5); } static void own() { allow(55); } } static int note(int n) { allow(n); return n; } interface I { int K = note(6); } static class R implements I { static { allow(7); } }',
    body: "allow(A.P, E.X, B.P, A.Q); F.go(); F.own(); new R(); allow(I.K);",
    ports: [2, 1, 80, 82, 81, 443, 4, 44, 5, 55, 7, 6, 6],
  },
  {
    sentence: "a cast of type parameters is noticed where a value is put into a place",
    top: "static <T> T cast(Object o) { return (T) o; }",
    body: 'Object o = List.of("a"); List<Integer> xs = (List<Integer>) o; allow(xs.size()); try { int i = xs.get(0); allow(9); } catch (ClassCastException e) { allow(2); } try { Integer i = cast("x"); allow(8); } catch (ClassCastException e) { allow(3); } Object p = cast("x"); allow(p.toString().length());',
    ports: [1, 2, 3, 1],
  },
  {
    sentence: "what is asked of nothing ends there",
    top: "static class G { Integer port; G next; int p() { return 1; } }",
    body: 'String s = null; try { s.length(); allow(1); } catch (NullPointerException e) { allow(2); } Integer i = null; try { int k = i; allow(3); } catch (NullPointerException e) { allow(4); } Map<String, Integer> m = new HashMap<>(); try { int k = m.get("x"); allow(k); } catch (NullPointerException e) { allow(6); } List<String> l = null; try { for (String x : l) allow(7); } catch (NullPointerException e) { allow(8); } int[] a = null; try { allow(a.length); } catch (NullPointerException e) { allow(9); } try { allow(a[0]); } catch (NullPointerException e) { allow(10); } try { switch (s) { case "a": allow(11); } } catch (NullPointerException e) { allow(12); } G g = new G(); try { allow(g.next.p()); } catch (NullPointerException e) { allow(13); } try { allow(g.next.port); } catch (NullPointerException e) { allow(14); } try { g.next.port = 4; } catch (NullPointerException e) { allow(15); }',
    ports: [2, 4, 6, 8, 9, 10, 12, 13, 14, 15],
  },
  {
    sentence: "nothing is thrown, locked, put into a map in order, and no case",
    body: 'int n = 0; Object o = null; String s = null;\ntry { throw null; } catch (NullPointerException e) { allow(1); }\ntry { synchronized (o) { allow(9); } } catch (NullPointerException e) { allow(2); }\ntry { Map<String, Integer> t = new TreeMap<>(); t.put(null, 1); allow(9); } catch (NullPointerException e) { allow(3); }\ntry { int r = switch (s) { case "x" -> 8; default -> 9; }; allow(r); } catch (NullPointerException e) { allow(4); }\ntry { synchronized ("x") { allow(5); } } catch (NullPointerException e) { allow(9); }',
    ports: [1, 2, 3, 4, 5],
  },
  {
    sentence: "an arm of a switch ends with an error",
    body: 'try { allow(f("x")); } catch (IllegalArgumentException e) { allow(9); }\nallow(f("a"));',
    top: 'static int f(String s) { return switch (s) { case "a" -> 1; default -> throw new IllegalArgumentException(s); }; }',
    ports: [9, 1],
  },
  {
    sentence: "the first of a stream is not known where one may stand before it",
    body: 'String e = System.getenv("X");\nrules.add(rule(Stream.of(1, 2, 3).filter(x -> x != 1 || e != null).filter(x -> x > 0).findFirst().get()));',
    ports: ["?"],
  },
  {
    sentence: "a method that is handed over to what is not known may be called",
    body: 'List<Integer> l = new ArrayList<>();\nOptional<Integer> o = Optional.ofNullable(System.getenv("P")).map(Integer::parseInt);\no.ifPresent(l::add);\nrules.add(rule(l.size()));',
    ports: ["?"],
  },
  {
    sentence: "a static method is the one of the class that calls it",
    body: "allow(new D().g(), new D().f());",
    top: "static class B { static int f() { return 1; } int g() { return f(); } }\nstatic class D extends B { static int f() { return 2; } }",
    ports: [1, "?"],
  },
  {
    sentence: "a static method that several classes have is the one of a type that is not read",
    body: "rules.add(rule(h(new D())));",
    top: "static class B { static int f() { return 1; } }\nstatic class D extends B { static int f() { return 2; } }\nstatic int h(B b) { return b.f(); }",
    ports: ["?"],
  },
  {
    sentence: "a key that is not known may be any of those that are there",
    body: 'Map<String,Integer> m = new HashMap<>(Map.of("a", 1));\nm.put(System.getenv("X"), 5);\nrules.add(rule(m.get("a")));',
    ports: ["?"],
  },
  {
    sentence: "what is taken out under a key that is not known may be any",
    body: 'Map<String,Integer> m = new HashMap<>(Map.of("a", 1));\nm.remove(System.getenv("X"));\nrules.add(rule(m.getOrDefault("a", 3)));',
    ports: ["?"],
  },
  {
    sentence: "what is put under a key that is not known may stand under any, and what is done to one of several things may be done to each",
    top: "static class Rule { int port; Rule(int port) { this.port = port; } }",
    body: 'var k = System.getenv("K"); var a = new HashMap<String, Integer>(); a.put("p", 1); a.put(k, 2); var b = new HashMap<String, Integer>(); b.put("p", 1); b.putAll(Map.of(k, 2)); var c = new HashMap<String, Integer>(); c.put("p", 1); c.remove(k); var d = new HashMap<String, List<Integer>>(); d.computeIfAbsent(k, x -> new ArrayList<>()).add(1); var e = new HashMap<String, List<Integer>>(); e.put("p", new ArrayList<>()); e.get(k).add(1); var f = new Rule(1); var g = new Rule(1); var h = k.equals("x") ? f : g; var i = h.port; h.port = 2; allow(a.get("p"), b.get("p"), c.get("p"), d.size(), e.get("p").size(), i, f.port);',
    ports: ["?", "?", "?", "?", "?", 1, "?"],
  },
  {
    sentence: "what is done to elements that a condition lets through which is not known, may be done to each",
    top: "static class Rule { int port; Rule(int port) { this.port = port; } }",
    body: 'var k = System.getenv("K"); var l = new ArrayList<>(List.of(new Rule(1), new Rule(1))); l.stream().filter(x -> k.equals("x")).forEach(x -> x.port = 2); var m = new ArrayList<>(List.of(new Rule(1))); m.stream().filter(x -> k.equals("x")).findFirst().get().port = 2; allow(l.get(0).port, m.get(0).port);',
    ports: ["?", "?"],
  },
  {
    sentence: "a record says itself what is equal to it",
    body: "allow(new R(1, 2).equals(new R(1, 3)) ? 1 : 0, new R(1, 2).equals(new R(2, 2)) ? 1 : 0, List.of(new R(1, 5)).contains(new R(1, 6)) ? 1 : 0);",
    top: "record R(int a, int b) { @Override public boolean equals(Object o) { return o instanceof R r && r.a == a; } @Override public int hashCode() { return a; } }",
    ports: [1, 0, 1],
  },
  {
    sentence: "objects are keys by themselves, however they are printed",
    body: "Map<P, Integer> m = new HashMap<>(); m.put(new P(1), 5); m.put(new P(2), 6); allow(m.size());",
    top: 'static class P { int a; P(int a) { this.a = a; } @Override public String toString() { return "p"; } }',
    ports: [2],
  },
];
