import type { Meaning } from "./meaning";

export const java: readonly Meaning[] = [
  {
    sentence: "a private method is not overridden",
    body: "allow(new B().call());",
    top: "static class A { private int f() { return 1; } int call() { return f(); } } static class B extends A { int f() { return 2; } }",
    ports: [1],
  },
  {
    sentence: "static members have their turns",
    body: "allow(C.a, C.b, C.c);",
    top: "static class C { static int a = 1; static { b = 10; } static int b = 2; static int c = a + b; static { a = 7; } }",
    ports: [7, 2, 3],
  },
  {
    sentence: "a static member is zero before its turn",
    body: "allow(S.size, S.INSTANCE.seen);",
    top: "static class S { static final S INSTANCE = new S(); static int size = 5; int seen; S() { seen = size; } }",
    ports: [5, 0],
  },
  {
    sentence: "an overload for one number is closer than one for many",
    body: "List<Integer> l = new ArrayList<>(List.of(10, 20, 30)); l.remove(1); l.remove(Integer.valueOf(30)); for (int x : l) allow(x); allow(g(), g(1), g(1, 2), g(new int[]{1, 2, 3}));",
    top: "static int g(int... x) { return x.length; } static int g(int a) { return 99; }",
    ports: [10, 0, 99, 2, 3],
  },
  {
    sentence: "formats of texts",
    body: 'allow(String.format("%03d", 5).length(), String.format("%.2f", 3.14159).length(), String.format("%x", 255).length(), String.format("%-5s|", "a").length(), String.format("%,d", 1234567).length(), Integer.parseInt(String.format("%2$d%1$d", 1, 2)), String.format("%5.1f", 2.55).length(), String.format("%s %b %c%%", null, true, \'x\').length(), "%d-%s".formatted(1, "a").length(), Integer.parseInt(String.format("%d", 80)));',
    ports: [3, 4, 2, 6, 9, 21, 5, 12, 3, 80],
  },
  {
    sentence: "methods of texts",
    body: 'allow("a,b,,c,,".split(",").length, "a,b,,".split(",", -1).length, "abc".indexOf(\'z\'), " a ".trim().length(), "abc".substring(1).length(), "a.b.c".split("\\\\.").length, "a.b".replace(".", "").length(), "a.b.c".replaceAll(".", "x").length(), "x=5".charAt(2), "abc".compareTo("abd"), "b".compareTo("a"), "AbC".toLowerCase().equals("abc") ? 1 : 0, "ab".repeat(3).length(), String.join("-", "a", "b").length(), "a".isBlank() ? 1 : 0, " ".isEmpty() ? 1 : 0, "abcb".lastIndexOf("b"), "abc".contains("bc") ? 1 : 0, "a1b2".replaceAll("[^0-9]", "").length(), "hello".chars().sum() > 0 ? 1 : 0, String.valueOf(new char[]{\'a\', \'b\'}).length(), "".split(",").length);',
    ports: [4, 4, -1, 1, 2, 3, 2, 5, 53, -1, 1, 1, 6, 3, 0, 0, 3, 1, 2, 1, 2, 1],
  },
  {
    sentence: "a text that is built",
    body: 'StringBuilder b = new StringBuilder(); b.append(1).append(\'a\').append("x").append(2.0).append(true).insert(0, "zz").reverse(); allow(b.length(), b.indexOf("z")); b.setLength(2); b.deleteCharAt(0); allow(b.length()); allow(new StringBuilder().append((char) 65).append(\'B\').length());',
    ports: [12, 10, 1, 2],
  },
  {
    sentence: "the list of an array is the array",
    body: "Integer[] a = {1, 2}; List<Integer> l = Arrays.asList(a); l.set(0, 9); allow(a[0]); a[1] = 8; allow(l.get(1)); List<Integer> c = new ArrayList<>(l); c.set(0, 1); allow(l.get(0));",
    ports: [9, 8, 9],
  },
  {
    sentence: "an object that is made in another one",
    body: "Outer o = new Outer(3); Outer.Inner i = o.new Inner(4); allow(i.sum(), i.outer()); o.x = 10; allow(i.sum());",
    top: "static class Outer { int x; Outer(int x) { this.x = x; } class Inner { int x; Inner(int x) { this.x = x; } int sum() { return x + Outer.this.x; } int outer() { return Outer.this.x; } } }",
    ports: [7, 3, 14],
  },
  {
    sentence: "counters that are stepped within an assignment",
    body: "int i = 0; int[] a = {0, 0, 0}; a[i++] = i++; a[i] = i--; allow(a); allow(i); int j = 5; j = j++ + ++j; allow(j); int k = 3; k += k++ * 2; allow(k);",
    ports: [1, 0, 2, 1, 12, 9],
  },
  {
    sentence: "a text in several lines",
    body: 'String s = """\n    a\n      b\n    """; allow(s.length(), s.lines().toList().size(), """\n    x\\\n    y""".length());',
    ports: [6, 2, 2],
  },
  {
    sentence: "numbers with a fraction are printed with it",
    body: 'allow(String.valueOf(1.0).length(), ("" + 1e10).length(), ("" + 100.0).length(), ("" + 0.1f).length(), ("" + (1.0 / 3)).length(), ("" + 1e-5).length(), ("" + 5L).length(), ("" + 10 / 4).length(), ("" + 10 / 4.0).length());',
    ports: [3, 6, 5, 3, 18, 6, 1, 1, 3],
  },
  {
    sentence: "an overload is chosen by the type of a number",
    body: 'int a = 3; long b = 5; Integer c = 7; var d = a + b; allow(f(1), f(1L), f(1.0), f(1f), f(c), f(c + 1), f(b), f(d), f(a / 2), f(a * 2.0), f((short) 1), f((long) a), f((Object) 1), f(Long.valueOf(3)), f("x"));',
    top: "static int f(int x) { return 1; } static int f(long x) { return 2; } static int f(double x) { return 3; } static int f(Integer x) { return 4; } static int f(Object x) { return 5; } static int f(char x) { return 6; }",
    ports: [1, 2, 3, 3, 4, 1, 2, 2, 1, 3, 1, 2, 5, 5, 5],
  },
  {
    sentence: "a number is widened before it is put into an object, and given as an object before it is one of several",
    body: "allow(g(1), h(1), h(Integer.valueOf(1)), v(1), g((byte) 1));",
    top: "static int g(long x) { return 1; } static int g(Integer x) { return 2; } static int h(double x) { return 1; } static int h(Object x) { return 2; } static int v(int... x) { return 1; } static int v(Object x) { return 2; }",
    ports: [1, 1, 2, 2, 1],
  },
  {
    sentence: "which overload takes an element is not known",
    body: "var l = List.of(1L); int x = f(l.get(0)); allow(x, 3);",
    top: "static int f(int x) { return 1; } static int f(Object x) { return 2; }",
    ports: ["?", 3],
  },
  {
    sentence: "remove takes an index, or an object",
    body: "List<Integer> l = new ArrayList<>(List.of(5, 1, 2, 3)); l.remove(1); l.remove(Integer.valueOf(3)); l.remove((Object) 5); allow(l); Integer zero = 0; List<Integer> m = new ArrayList<>(List.of(9, 0, 7)); m.remove(zero); m.remove(m.size() - 1); int i = 0; i = m.indexOf(9); m.add(4); m.remove(i); allow(m);",
    ports: [2, 4],
  },
  {
    sentence: "collections that cannot be changed refuse null, and the same twice",
    body: 'try { List.of("a", (String) null); } catch (NullPointerException e) { allow(1); } try { Map.of("a", null); } catch (NullPointerException e) { allow(2); } try { Map.of("a", 1, "a", 2); } catch (IllegalArgumentException e) { allow(3); } try { Set.of(1, 1); } catch (IllegalArgumentException e) { allow(4); } try { Optional.of(null); } catch (NullPointerException e) { allow(5); } allow(Arrays.asList(1, null).size());',
    ports: [1, 2, 3, 4, 5, 2],
  },
  {
    sentence: "the order of Map.of is not known, and matters to nobody who sorts or counts",
    body: 'Map<String, Integer> m = Map.of("z", 26, "a", 1); allow(m.get("z"), m.size(), m.values().stream().mapToInt(Integer::intValue).sum(), m.values().iterator().next(), new ArrayList<>(m.values()).get(0)); allow(new TreeMap<>(m).values()); allow(Map.of("a", 3).values().iterator().next());',
    ports: [26, 2, 27, "?", "?", 1, 26, 3],
  },
  {
    sentence: "a base is initialized before the class",
    body: "allow(new B().b, A.a);",
    top: "static int n = 0; static class A { static int a = ++n; } static class B extends A { static int s = ++n; int b = s; }",
    ports: [2, 1],
  },
  { sentence: "a long equals no integer", body: "allow(Long.valueOf(5).equals(5) ? 1 : 2, Integer.valueOf(5).equals(5) ? 3 : 4);", ports: [2, 3] },
  {
    sentence: "a function that is not read may change what it is given, where nobody takes what it gives",
    body: "var mine = new ArrayList<>(List.of(1, 2)); com.example.Lib.harden(mine); allow(4, mine.get(0)); var seen = new ArrayList<>(List.of(3)); com.example.Lib.log(seen); var n = com.example.Lib.harden(seen); allow(seen.get(0));",
    ports: [4, "?", 3],
  },
];
