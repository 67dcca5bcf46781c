import type { Meaning } from "./meaning";

export const java: readonly Meaning[] = [
  {
    sentence: "a private method is not overridden",
    body: "allow(new B().call());",
    top: "static class A { private int f() { return 1; } int call() { return f(); } } static class B extends A { int f() { return 2; } }",
    ports: [1],
  },
  {
    sentence: "an overload for one number is closer than one for many",
    body: "List<Integer> l = new ArrayList<>(List.of(10, 20, 30)); l.remove(1); l.remove(Integer.valueOf(30)); for (int x : l) allow(x); allow(g(), g(1), g(1, 2), g(new int[]{1, 2, 3}));",
    top: "static int g(int... x) { return x.length; } static int g(int a) { return 99; }",
    ports: [10, 0, 99, 2, 3],
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
    sentence: "counters that are stepped within an assignment",
    body: "int i = 0; int[] a = {0, 0, 0}; a[i++] = i++; a[i] = i--; allow(a); allow(i); int j = 5; j = j++ + ++j; allow(j); int k = 3; k += k++ * 2; allow(k);",
    ports: [1, 0, 2, 1, 12, 9],
  },
];
