import type { Meaning } from "./meaning";

/** What Java's library says: refusals, orders of sorted collections, texts of collections, numbers of narrow types. Its machine says the same. */
export const javaLibrary: readonly Meaning[] = [
  {
    sentence: "immutable collections refuse to be asked for null, others answer",
    body: 'try { allow(List.of(1).contains(null) ? 1 : 2); } catch (NullPointerException e) { allow(3); } try { allow(Map.of("a", 1).containsKey(null) ? 1 : 2); } catch (NullPointerException e) { allow(4); } allow(new ArrayList<>(List.of(1)).contains(null) ? 1 : 5, Collections.unmodifiableList(Arrays.asList(1)).contains(null) ? 1 : 6);',
    ports: [3, 4, 5, 6],
  },
  {
    sentence: "an immutable copy refuses null",
    body: "try { List.copyOf(Arrays.asList(1, null)); allow(1); } catch (NullPointerException e) { allow(2); }",
    ports: [2],
  },
  {
    sentence: "a sorted map has the order of its comparator",
    body: 'TreeMap<String, Integer> m = new TreeMap<>(Comparator.reverseOrder()); m.put("a", 1); m.put("c", 3); m.put("b", 2); allow(m.values()); allow(m.firstEntry().getValue());',
    ports: [3, 2, 1, 3],
  },
  {
    sentence: "and tells keys from each other by it",
    body: 'TreeMap<String, Integer> m = new TreeMap<>(String.CASE_INSENSITIVE_ORDER); m.put("Port", 1); m.put("PORT", 2); allow(m.size(), m.get("port")); TreeSet<String> s = new TreeSet<>(Comparator.comparing(String::length)); s.add("aa"); s.add("bb"); s.add("c"); allow(s.size());',
    ports: [1, 2, 2],
  },
  {
    sentence: "neighbours in a sorted map",
    body: "TreeMap<Integer, Integer> m = new TreeMap<>(Map.of(10, 1, 5, 2, 20, 3)); allow(m.ceilingKey(6), m.floorKey(6), m.higherKey(10), m.lowerKey(10)); allow(m.headMap(10).values()); allow(m.tailMap(10).values()); allow(m.descendingMap().values()); allow(m.pollFirstEntry().getKey(), m.size());",
    ports: [10, 5, 20, 5, 2, 1, 3, 3, 1, 2, 5, 2],
  },
  {
    sentence: "a cast to another class ends with an error",
    body: 'Object o = "text"; try { Integer i = (Integer) o; allow(i); } catch (ClassCastException e) { allow(1); } Object n = 5; try { String s = (String) n; allow(9); } catch (ClassCastException e) { allow(2); } try { Long l = (Long) n; allow(9); } catch (ClassCastException e) { allow(3); } Object b = new A(); try { B c = (B) b; allow(9); } catch (ClassCastException e) { allow(4); } int k = (Integer) n; allow(k + 0);',
    top: "static class A { } static class B extends A { }",
    ports: [1, 2, 3, 4, 5],
  },
  {
    sentence: "a queue gives the least first",
    body: "PriorityQueue<Integer> q = new PriorityQueue<>(); q.add(5); q.offer(1); q.add(3); allow(q.peek()); while (!q.isEmpty()) allow(q.poll()); PriorityQueue<Integer> r = new PriorityQueue<>(Comparator.reverseOrder()); r.addAll(List.of(2, 9, 4)); allow(r.poll(), r.size());",
    ports: [1, 1, 3, 5, 9, 2],
  },
  {
    sentence: "two elements of one key need somebody to choose",
    body: "try { Stream.of(1, 2).collect(Collectors.toMap(x -> 7, x -> x)); allow(1); } catch (IllegalStateException e) { allow(2); }",
    ports: [2],
  },
  {
    sentence: "collections are printed as their elements",
    body: 'allow((List.of(1, 2) + "").equals("[1, 2]") ? 1 : 0, String.valueOf(new TreeMap<>(Map.of("b", 1, "a", 2))).equals("{a=2, b=1}") ? 1 : 0, Arrays.toString(new int[] {3, 1}).equals("[3, 1]") ? 1 : 0, new P(5, List.of(1)).toString().equals("P[n=5, l=[1]]") ? 1 : 0);',
    top: "record P(int n, List<Integer> l) {}",
    ports: [1, 1, 1, 1],
  },
  {
    sentence: "arrays begin with the zero of their type",
    body: "int[] a = new int[2]; boolean[] b = new boolean[1]; int[][] c = new int[2][1]; c[1][0]++; allow(a[1], b[0] ? 1 : 2, c[0][0], c[1][0]); int[] d = Arrays.copyOf(new int[] {7}, 2); allow(d);",
    ports: [0, 2, 0, 1, 7, 0],
  },
  {
    sentence: "numbers lose what their type has no room for",
    body: "byte b = (byte) 127; b++; allow(b); int i = Integer.MAX_VALUE; i++; allow(i < 0 ? 1 : 0); long l = 1L << 33; allow((int) (l >> 30), (int) (l + 5)); short s = 10; s += 5; allow(s); try { Math.addExact(Integer.MAX_VALUE, 1); } catch (ArithmeticException e) { allow(3); }",
    ports: [-128, 1, 8, 5, 15, 3],
  },
  {
    sentence: "a fraction of fewer digits is not counted with",
    body: "float f = 1 / 3f; allow((int) (f * 300), (int) (0.5f * 4));",
    ports: ["?", 2],
  },
  {
    sentence: "elements are copied within an array, turned and set beyond its end",
    body: "int[] a = {1, 2, 3}; System.arraycopy(new int[] {9, 8}, 0, a, 1, 2); allow(a); List<Integer> l = new ArrayList<>(List.of(1, 2, 3)); Collections.rotate(l, 1); allow(l); try { a[5] = 1; allow(0); } catch (ArrayIndexOutOfBoundsException e) { allow(4); } try { allow(l.get(9)); } catch (IndexOutOfBoundsException e) { allow(5); }",
    ports: [1, 9, 8, 3, 1, 2, 4, 5],
  },
  {
    sentence: "a handler runs where the error is of its class",
    top: 'static class A extends RuntimeException { final int n; A(int n) { super("a" + n); this.n = n; } } static class B extends A { B() { super(7); } } static class C extends Exception { }',
    body: 'try { try { throw new A(5); } catch (B e) { allow(1); } catch (IllegalStateException e) { allow(2); } } catch (A e) { allow(3); } try { throw new B(); } catch (A e) { allow(e.n); } try { try { Integer.parseInt("x"); allow(4); } catch (NullPointerException e) { allow(5); } } catch (IllegalArgumentException e) { allow(6); } try { throw new IllegalStateException("abc"); } catch (IllegalArgumentException | IllegalStateException e) { allow(e.getMessage().length()); }',
    ports: [3, 7, 6, 3],
  },
  {
    sentence: "objects that can be gone through",
    body: "for (int x : new R(1, 4)) allow(x);",
    top: "static class R implements Iterable<Integer> { final int a, b; R(int a, int b) { this.a = a; this.b = b; } public Iterator<Integer> iterator() { return new Iterator<>() { int c = a; public boolean hasNext() { return c < b; } public Integer next() { return c++; } }; } }",
    ports: [1, 2, 3],
  },
  {
    sentence: "an Optional is printed as one",
    body: 'allow(Optional.of("x").toString().length(), ("" + Optional.empty()).length(), String.valueOf(Optional.ofNullable(5)).length(), List.of(Optional.of(1)).toString().length(), Stream.of("ab").findFirst().toString().length()); allow(Optional.of(7).map(n -> n + 1).orElse(0), Optional.<Integer>empty().orElse(9), Stream.of(3, 1).min(Integer::compare).get()); allow(Optional.empty() == null ? 1 : 2);',
    ports: [11, 14, 11, 13, 12, 8, 9, 1, 2],
  },
  {
    sentence: "arrays are objects like others, and so are new texts",
    top: "static class K { }",
    body: 'allow(new int[]{1}.equals(new int[]{1}) ? 1 : 2, Arrays.equals(new int[]{1}, new int[]{1}) ? 3 : 4, List.of(1).equals(Arrays.asList(1)) ? 5 : 6); int[] a = {1}; allow(a.equals(a) ? 7 : 8); String s = "hi"; allow(s.equals(new String("hi")) ? 9 : 10, new String("hi") == s ? 11 : 12); try { throw new IllegalStateException("x"); } catch (RuntimeException e) { allow(e.getClass().getSimpleName().length()); } allow(new K().getClass() == new K().getClass() ? 13 : 14, new K().getClass().getSimpleName().length());',
    ports: [2, 3, 5, 7, 9, "?", 21, 13, 1],
  },
  {
    sentence: "formats: signs, bases, and a list that is no array",
    body: 'allow(String.format("%+d", 5).length(), String.format("% d", 5).length(), String.format("%#x", 255).length(), String.format("%05d", -5).lastIndexOf("-"), String.format("%s", List.of(1, 2)).length(), String.format("%s%s", new Object[]{1, 2}).length());',
    ports: [2, 2, 4, 0, 6, 2],
  },
  {
    sentence: "halves are rounded up as they are written",
    body: 'allow(String.format("%.2f", 1.005).endsWith("01") ? 1 : 0, String.format("%.1f", 0.25).endsWith("3") ? 1 : 0, String.format("%.0f", 2.5).length());',
    ports: [1, 1, 1],
  },
  {
    sentence: "a text starts at a place",
    body: 'allow("abc".startsWith("b", 1) ? 1 : 0, "abc".startsWith("b") ? 1 : 0);',
    ports: [1, 0],
  },
  {
    sentence: "elements are folded after each is changed",
    body: "allow(Stream.of(1, 2, 3).collect(Collectors.reducing(0, x -> x * 2, Integer::sum)));",
    ports: [12],
  },
  {
    sentence: "an empty list is printed with its brackets",
    body: "allow(String.valueOf(Collections.emptyList()).length(), String.valueOf(new char[0]).length());",
    ports: [2, 0],
  },
  {
    sentence: "what is sorted by what is not known has no first element",
    body: "List<Integer> l = new ArrayList<>(List.of(3, 1)); l.sort((a, b) -> Math.random() > 0.5 ? 1 : -1); int x = l.get(0); int y = Stream.of(3, 1).sorted((a, b) -> Math.random() > 0.5 ? 1 : -1).map(z -> z + 1).findFirst().get(); allow(x, y);",
    ports: ["?", "?"],
  },
  {
    sentence: "numbers that are objects are compared as objects, a float and a double as what they hold",
    body: "Integer c = 1000; Object x = 1000, y = 1000; allow(c != Integer.valueOf(1000) ? 1 : 9, c == 1000 ? 2 : 9, x == y ? 9 : 3); float f = 0.1f; double d = 0.1; allow(f == d ? 9 : 4, f == 0.1f ? 5 : 9, f > d ? 6 : 9, 0.5f == 0.5 ? 7 : 9);",
    ports: ["?", 2, "?", 4, 5, 6, 7],
  },
  {
    sentence: "zero is other than its negative where fractions are objects, and a condition gives the wider number",
    body: 'allow(Double.compare(0.0, -0.0), 0.0 == -0.0 ? 2 : 9, Double.valueOf(0.0).equals(-0.0) ? 9 : 3); Object o = true ? 1 : 2.0; Object p = true ? (Object) 1 : 2.0; allow(o.toString().length(), p.toString().length(), ("" + (false ? 5L : 1)).length(), String.valueOf(true ? "ab" : 2.0).length());',
    ports: [1, 2, 3, 3, 1, 1, 2],
  },
  {
    sentence: "an array of numbers is one object, an array of objects is many",
    body: 'int[] a = {1, 2, 3}; Integer[] b = {1, 2, 3}; String[] s = {"x", "y"}; allow(Arrays.asList(a).size(), Arrays.asList(b).size(), List.of(a).size(), Stream.of(b).toList().size(), Set.of(new int[]{1, 2}).size(), Arrays.asList(s).size(), Arrays.asList(new int[2]).size(), Arrays.asList(1, 2).size());',
    ports: [1, 3, 1, 3, 1, 2, 1, 2],
  },
  {
    sentence: "queues and sorted sets take no null",
    body: 'Deque<String> d = new ArrayDeque<>(); try { d.add(null); allow(9); } catch (NullPointerException e) { allow(1); } try { d.push(null); allow(9); } catch (NullPointerException e) { allow(2); } Set<String> t = new TreeSet<>(); try { t.add(null); allow(9); } catch (NullPointerException e) { allow(3); } try { new TreeSet<>(Arrays.asList("a", null)); allow(9); } catch (NullPointerException e) { allow(4); } Queue<String> q = new PriorityQueue<>(); try { q.offer(null); allow(9); } catch (NullPointerException e) { allow(5); } try { d.addAll(Arrays.asList("a", null)); allow(9); } catch (NullPointerException e) { allow(6); } Deque<String> l = new LinkedList<>(); l.add(null); d.clear(); d.add("x"); allow(l.size(), d.size());',
    ports: [1, 2, 3, 4, 5, 6, 1, 1],
  },
  {
    sentence: "no number is taken out of nothing",
    body: 'Integer i = null; try { if (i == 5) allow(9); } catch (NullPointerException e) { allow(1); } try { if (i > 5) allow(9); } catch (NullPointerException e) { allow(2); } try { int k = i + 1; allow(9); } catch (NullPointerException e) { allow(3); } if (i == null) allow(4); try { i++; allow(9); } catch (NullPointerException e) { allow(5); } Map<String, Integer> m = new HashMap<>(); try { if (m.get("x") == 0) allow(9); } catch (NullPointerException e) { allow(6); } Integer j = 5, n = null; allow(i == j ? 9 : 7, i == n ? 8 : 9, 5 == j ? 10 : 9, List.of(5).get(0) == null ? 9 : 11, ("" + i).length());',
    ports: [1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 4],
  },
  {
    sentence: "maps for many threads take no null, sorted ones no null as a key, and one of them has the order of its table",
    body: 'Map<String, Integer> m = new java.util.concurrent.ConcurrentHashMap<>(); try { m.put("a", null); allow(9); } catch (NullPointerException e) { allow(1); } try { m.get(null); allow(9); } catch (NullPointerException e) { allow(2); } m.put("delta", 4); m.put("alpha", 1); m.put("charlie", 3); for (int p : m.values()) allow(p); Map<String, Integer> t = new TreeMap<>(); t.put("x", null); allow(t.size()); try { t.put(null, 1); allow(9); } catch (NullPointerException e) { allow(5); }',
    ports: [1, 2, 1, 4, 3, 1, 5],
  },
  {
    sentence: "a condition between variables gives the wider number, and takes none out of nothing",
    body: 'int i = 5; double d = 2.0; char c = 97; Integer a = 1, none = null; Double e = 2.0; Map<String, Integer> m = new HashMap<>(); Object o = i > 3 ? i : d; allow(o instanceof Double ? 1 : 9, ("" + (i > 3 ? a : e)).length(), ("" + (i > 3 ? c : 0)).length(), ("" + (i > 3 ? c : i)).length()); try { int p = i > 3 ? none : 0; allow(9); } catch (NullPointerException x) { allow(4); } try { Integer p = i > 100 ? 5 : none; allow(9); } catch (NullPointerException x) { allow(5); } Integer q = i > 3 ? none : a; allow(q == null ? 6 : 9); Object r = i > 3 ? null : 5; allow(r == null ? 7 : 9);',
    ports: [1, 3, 1, 2, 4, 5, 6, 7],
  },
  {
    sentence: "nothing is neither true nor false",
    body: "Boolean b = null; try { if (b) allow(9); else allow(8); } catch (NullPointerException e) { allow(1); } try { if (!b) allow(9); else allow(8); } catch (NullPointerException e) { allow(2); } try { while (b) { allow(9); break; } allow(8); } catch (NullPointerException e) { allow(3); }",
    ports: [1, 2, 3],
  },
  {
    sentence: "a list of one list is a list of a list",
    body: 'List<Integer> a = Arrays.asList(1, 2); allow(List.of(a).size(), List.of(List.of(1, 2, 3)).size(), Arrays.asList(new ArrayList<>(a)).size(), List.of("a,b,c".split(",")).size(), Stream.of(a).toList().size());',
    ports: [1, 1, 1, 3, 1],
  },
  {
    sentence: "elements are grouped, and told apart, by records and lists as what they are equal to",
    top: "record K(String a, int b) {}",
    body: 'Map<K, List<Integer>> g = Stream.of(1, 2, 3).collect(Collectors.groupingBy(x -> new K("a", x % 1))); allow(g.size(), g.get(new K("a", 0)).size(), Stream.of(1, 2, 3, 4).collect(Collectors.groupingBy(x -> List.of(x % 2))).size(), (int) Stream.of(new K("a", 1), new K("a", 1)).distinct().count());',
    ports: [1, 3, 2, 1],
  },
  {
    sentence: "a collector's map has the order of the one that it is put into",
    body: 'Map<String, Integer> m = Stream.of("ssh:22", "tls:443").map(s -> s.split(":")).collect(Collectors.toMap(a -> a[0], a -> Integer.parseInt(a[1]), (a, b) -> a, () -> new TreeMap<String, Integer>(Comparator.reverseOrder()))); for (int p : m.values()) allow(p);',
    ports: [443, 22],
  },
  {
    sentence: "a function that is a resource is called when it is closed",
    body: "try (AutoCloseable c = () -> allow(2)) { allow(1); } catch (Exception e) { allow(9); }",
    ports: [1, 2],
  },
  {
    sentence: "zeros stand beyond the end of a part of an array",
    body: "int[] a = {1, 2}; var b = Arrays.copyOfRange(a, 0, 2); allow(b[0], b[1]); allow(Arrays.copyOfRange(a, 1, 4)[2] + 3);",
    ports: [1, 2, 3],
  },
  {
    sentence: "a whole number that is printed as a fraction has one",
    body: "allow(Double.toString(3).length(), Double.valueOf(4).toString().length());",
    ports: [3, 3],
  },
  {
    sentence: "what stands behind an element that may be there has no known place",
    body: 'var l = new ArrayList<>(List.of(1)); if (System.getenv("MORE") != null) l.add(2); l.add(3); allow(l.get(0), l.get(1), l.getFirst(), l.getLast()); var e = new ArrayList<Integer>(); if (System.getenv("MORE") != null) e.add(2); e.add(3); allow(e.get(0), e.getFirst(), e.stream().findFirst().get());',
    ports: [1, "?", 1, "?", "?", "?", "?"],
  },
];
