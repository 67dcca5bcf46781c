import { web, type Files, type Idiom } from "./idiom";

const program = (body: string, members = "", more: Files = {}): Files => ({
  "Pulumi.yaml": "name: shop\nruntime: java\n",
  "pom.xml": "<project/>\n",
  "src/main/java/App.java": `import com.pulumi.Pulumi;
import com.pulumi.core.Output;
import com.pulumi.aws.ec2.*;
import com.pulumi.aws.ec2.inputs.*;
import java.util.*;
import java.util.function.*;
import java.util.stream.*;

public class App {
  static final List<SecurityGroupIngressArgs> rules = new ArrayList<>();
  static SecurityGroupIngressArgs rule(int port) {
    return SecurityGroupIngressArgs.builder().protocol("tcp").fromPort(port).toPort(port).cidrBlocks("10.0.0.0/8").build();
  }
  static void allow(int... ports) { for (int port : ports) rules.add(rule(port)); }
  static void allow(Collection<Integer> ports) { ports.forEach(port -> rules.add(rule(port))); }
  ${members}
  public static void main(String[] args) {
    Pulumi.run(ctx -> {
${body}
      new SecurityGroup("web", SecurityGroupArgs.builder().ingress(rules).build());
    });
  }
}
`,
  ...more,
});

const idiom = (sentence: string, body: string, makes: readonly string[], members = "", more: Files = {}, notRead: readonly string[] = []): Idiom => ({
  sentence,
  files: program(body, members, more),
  makes,
  notRead,
});

export const java: readonly Idiom[] = [
  idiom(
    "texts in the letters of everybody's language, and in those of a language that nobody names",
    '      allow("ssh".toUpperCase(Locale.ROOT).equals("SSH") ? 22 : 1, "A".toLowerCase(java.util.Locale.ENGLISH).length() + 442, Mode.of("open") == Mode.OPEN ? 80 : 1); rules.add(rule("i".toUpperCase(Locale.forLanguageTag("tr")).length()));',
    web(22, 443, 80, "?"),
    "enum Mode { OPEN; static Mode of(String text) { return valueOf(text.toUpperCase(Locale.ROOT)); } }",
  ),
  idiom(
    "settings whose keys annotations say",
    '      var rule = ctx.config().requireObject("rule", Rule.class); allow(rule.port, rule.other);',
    web(22, 443),
    'static class Rule { @SerializedName("number") int port; @com.google.gson.annotations.SerializedName(value = "more") int other = 1; }',
    { "Pulumi.dev.yaml": "config:\n  shop:rule:\n    number: 22\n    more: 443\n    port: 1\n" },
  ),
  idiom(
    "an enum with fields, and one with a body for each",
    "for (var one : Opening.values()) allow(one.port());",
    web(22, 444),
    "enum Opening { SSH(22), HTTPS(443) { int port() { return super.port() + 1; } }; private final int port; Opening(int port) { this.port = port; } int port() { return port; } }",
  ),
  idiom(
    "a stream that is grouped and collected",
    "Stream.of(22, 80, 443).collect(Collectors.partitioningBy(p -> p > 50)).get(true).forEach(p -> allow(p));",
    web(80, 443),
  ),
  idiom(
    "a record, sealed kinds and a switch over them",
    "for (Opening one : List.of(new Single(22), new Range(80, 81))) allow(switch (one) { case Single(int port) -> port; case Range range -> range.last(); });",
    web(22, 81),
    "sealed interface Opening permits Single, Range {} record Single(int port) implements Opening {} record Range(int first, int last) implements Opening {}",
  ),
  idiom(
    "functions as values, composed",
    "Function<Integer, Integer> next = p -> p + 1; IntUnaryOperator twice = p -> p * 2; allow(next.andThen(p -> p + 20).apply(1)); allow(twice.applyAsInt(40)); Supplier<SecurityGroupIngressArgs> last = () -> rule(443); rules.add(last.get());",
    web(22, 80, 443),
  ),
  idiom(
    "an optional that is mapped and filtered",
    "allow(Optional.of(22).map(p -> p + 1).filter(p -> p > 22).orElseGet(() -> 1)); Optional.<Integer>empty().ifPresentOrElse(p -> allow(p), () -> allow(80));",
    web(23, 80),
  ),
  idiom(
    "a static block, and a class in a class",
    "allow(Holder.port); allow(new Holder.Inner().next());",
    web(22, 23),
    "static class Holder { static final int port; static { int made = 20; made += 2; port = made; } static class Inner { int next() { return port + 1; } } }",
  ),
  idiom(
    "texts in blocks, split and parsed",
    'String ports = """\n  22\n  443\n  """; ports.lines().map(String::strip).filter(p -> !p.isEmpty()).mapToInt(Integer::parseInt).forEach(p -> allow(p));',
    web(22, 443),
  ),
  idiom(
    "an inner class of an object, and what it hides",
    "var outer = new Outer(22); outer.port++; allow(outer.make().sum(), new Outer(5).make().sum());",
    web(24, 6),
    "static class Outer { int port; Outer(int port) { this.port = port; } Inner make() { return new Inner(1); } class Inner { int port; Inner(int port) { this.port = port; } int sum() { return Outer.this.port + port; } } }",
  ),
  idiom(
    "a class without a name, and an interface that does something",
    "Opening one = new Opening() { private int more = 1; public int port() { return 21 + more; } }; allow(one.port(), one.next(), Opening.dns()); Supplier<Integer> two_ = () -> 443; allow(two_.get());",
    web(22, 23, 53, 443),
    "interface Opening { int port(); default int next() { return port() + 1; } static int dns() { return 53; } }",
  ),
  idiom(
    "a record that checks and makes itself",
    'var one = new Opening("ssh ", 22); var other = Opening.of("https"); allow(one.name().length(), one.port(), other.port(), one.equals(new Opening("ssh", 22)) ? 1 : 0);',
    web(3, 22, 443, 1),
    "record Opening(String name, int port) { static int count; Opening { name = name.trim(); if (port < 0) throw new IllegalArgumentException(); } Opening(String name) { this(name, 443); } static Opening of(String name) { return new Opening(name); } }",
  ),
  idiom(
    "switches that fall through and that yield",
    'for (var name : List.of("ssh", "web", "x")) { switch (name) { case "ssh": allow(22); case "web": allow(80); break; default: allow(1); } } allow(switch (3) { case 1, 2 -> 5; case 3 -> { int made = 400; yield made + 43; } default -> 6; }); Object o = 7; if (o instanceof Integer p && p > 6) allow(p); if (!(o instanceof String s)) allow(8);',
    web(22, 80, 80, 1, 443, 7, 8),
  ),
  idiom(
    "texts that are formatted, joined and turned",
    'allow(String.format("%03d|%s", 7, "x").length(), "%d".formatted(12).length(), Integer.parseInt("16", 16), Integer.valueOf("443"), String.join("", "8", "0").length()); allow(Integer.parseInt(new StringBuilder("22").append(0).reverse().insert(0, 1).toString())); allow("a-b-c".split("-").length, "abc".indexOf(\'c\'), "ab".repeat(2).length(), "x".compareTo("y") + 2, (int) "A".charAt(0), "1,2".chars().filter(c -> c == \',\').map(c -> 1).sum());',
    web(5, 2, 22, 443, 2, 1022, 3, 2, 4, 1, 65, 1),
  ),
  idiom(
    "enums in maps and switches",
    'var m = new EnumMap<Kind, Integer>(Kind.class); m.put(Kind.B, 80); m.put(Kind.A, 22); allow(m.get(Kind.A), m.get(Kind.B)); allow(Kind.valueOf("B").ordinal(), Kind.values().length, Kind.A.name().length()); switch (Kind.B) { case A -> allow(1); case B -> allow(443); }',
    web(22, 80, 1, 2, 1, 443),
    "enum Kind { A, B }",
  ),
  idiom(
    "streams of every kind",
    'allow(IntStream.rangeClosed(1, 3).boxed().toList()); allow(Stream.of(List.of(1, 2), List.of(3)).flatMap(List::stream).map(p -> p * 10).toList()); allow(Stream.of(3, 1, 2).sorted(Comparator.reverseOrder()).skip(1).limit(1).toList()); allow(Stream.iterate(1, p -> p * 2).takeWhile(p -> p < 10).toList()); allow(Stream.of("aa", "b", "cc").collect(Collectors.groupingBy(String::length, TreeMap::new, Collectors.counting())).values().stream().map(Long::intValue).toList()); allow(Stream.of(1, 2, 3).reduce(0, Integer::sum)); allow(Arrays.stream(new int[] {5, 6}).max().getAsInt());',
    web(1, 2, 3, 10, 20, 30, 2, 1, 2, 4, 8, 1, 2, 6, 6),
  ),
  idiom(
    "collections of every kind",
    'var list = new ArrayList<>(List.of(3, 1, 2)); Collections.sort(list); list.remove(0); list.remove(Integer.valueOf(3)); list.add(0, 9); allow(list); var m = new TreeMap<>(Map.of("b", 80, "a", 22)); m.putIfAbsent("c", 443); m.computeIfAbsent("d", k -> 4); m.merge("a", 1, Integer::sum); allow(m.values()); allow(m.getOrDefault("x", 5), m.firstEntry().getValue()); var q = new ArrayDeque<Integer>(); q.push(1); q.push(2); q.addLast(3); allow(q.pop(), q.peekLast()); var it = list.iterator(); while (it.hasNext()) if (it.next() == 9) it.remove(); allow(list.size()); allow(new LinkedHashSet<>(List.of(4, 5)));',
    web(9, 2, 23, 80, 443, 4, 5, 23, 2, 3, 1, 4, 5),
  ),
  idiom(
    "arrays, also of arrays",
    "int[] a = {1, 2, 3}; int[] b = a.clone(); b[0] = 9; a[1] += 5; int[][] grid = {{1}, {2, 3}}; int[] c = Arrays.copyOfRange(a, 1, 3); int[] zero = new int[2]; Arrays.fill(zero, 4); allow(a); allow(b[0], grid[1][1], c[0], c.length, zero[1]); allow(Arrays.asList(7, 8));",
    web(1, 7, 3, 9, 3, 7, 2, 4, 7, 8),
  ),
  idiom(
    "labels, and loops that run once at least",
    "outer: for (int a = 1; a < 4; a++) for (int b = 1; b < 4; b++) { if (b == 2) continue outer; if (a == 3) break outer; allow(a * 10 + b); } int n = 5; do { allow(n); n -= 3; } while (n > 0); for (int i = 0, j = 9; i < j; i += 4, j--) allow(j);",
    web(11, 21, 5, 2, 9, 8),
  ),
  idiom(
    "whole numbers, and what is counted before and after",
    "int i = 5; allow(i++ + ++i, i, 7 / 2, -7 % 3 + 10, 'A' + 1, (int) 3.9, 1 << 4 | 6, -8 >>> 29, 0x16, 0b11, 017, 1_000, i > 6 ? 1 : 2); i *= 2; i ^= 1; allow(i);",
    web(12, 7, 3, 9, 66, 3, 22, 7, 22, 3, 15, 1000, 1, 15),
  ),
  idiom(
    "constructors that call others, and blocks of objects",
    "var one = new Derived(); allow(one.all.stream().toList()); allow(one.port, one.base());",
    web(1, 2, 3, 4, 443, 23),
    "static class Base { List<Integer> all = new ArrayList<>(); { all.add(1); } Base() { this(2); all.add(3); } Base(int more) { all.add(more); } int base() { return next(); } int next() { return 22; } } static class Derived extends Base { int port = 443; int next() { return 23; } Derived() { all.add(4); } }",
  ),
  idiom(
    "references to methods and constructors",
    "Function<Integer, Box> make = Box::new; Function<Box, Integer> get = Box::get; var box = new Box(22); Supplier<Integer> own = box::get; BiFunction<Integer, Integer, Integer> max = Math::max; Predicate<Integer> big = p -> p > 50; allow(make.andThen(get).apply(443), own.get(), max.apply(1, 2)); allow(Stream.of(22, 80).filter(big.negate().or(p -> p == 80).and(p -> p > 30)).toList()); allow(Stream.of(5).map(Function.identity()).toArray(Integer[]::new).length);",
    web(443, 22, 2, 80, 1),
    "record Box(int value) { int get() { return value; } }",
  ),
  idiom(
    "errors that are caught, and what is closed",
    'try { allow(1); throw new IllegalStateException("no"); } catch (IllegalArgumentException | IllegalStateException e) { allow(22); } finally { allow(2); } try (var door = new Door()) { allow(door.port); } catch (Exception e) { allow(9); }',
    web(1, 22, 2, 443, 3),
    "static class Door implements AutoCloseable { int port = 443; public void close() { allow(3); } }",
  ),
  idiom(
    "generic classes and bounds, iterated",
    "var ports = new Ports<Integer>(22, 443); for (int port : ports) allow(port); allow(first(List.of(5, 6)));",
    web(22, 443, 5),
    "static class Ports<T> implements Iterable<T> { private final List<T> all; @SafeVarargs Ports(T... all) { this.all = List.of(all); } public Iterator<T> iterator() { return all.iterator(); } } static <T extends Comparable<? super T>> T first(List<? extends T> all) { return all.get(0); }",
  ),
  idiom("members of another file, imported by name", "allow(SSH, https());", web(22, 443), "", {
    "src/main/java/nets/Ports.java":
      "package nets;\npublic final class Ports { public static final int SSH = 22; public static int https() { return 443; } }\n",
    "src/main/java/App.java": (program("allow(SSH, https());")["src/main/java/App.java"] ?? "").replace(
      "import com.pulumi.Pulumi;",
      "import static nets.Ports.SSH;\nimport static nets.Ports.*;\nimport com.pulumi.Pulumi;",
    ),
  }),
  idiom("members of a class that stands in another one's file", "allow(SSH, https(), Other.RDP);", web(22, 443, 3389), "", {
    "src/main/java/nets/Ports.java":
      "package nets;\npublic final class Ports {}\nfinal class Hidden { static final int SSH = 22; static int https() { return 443; } }\ninterface Other { int RDP = 3389; }\n",
    "src/main/java/App.java": (program("allow(SSH, https(), Other.RDP);")["src/main/java/App.java"] ?? "").replace(
      "import com.pulumi.Pulumi;",
      "import static nets.Hidden.*;\nimport nets.Other;\nimport com.pulumi.Pulumi;",
    ),
  }),
  idiom(
    "outputs that are put together",
    'rules.add(SecurityGroupIngressArgs.builder().protocol("tcp").fromPort(22).toPort(22).cidrBlocks(Output.format("%s/%s", Output.of("10.0.0.0"), Output.of(8)).applyValue(List::of)).build()); rules.add(SecurityGroupIngressArgs.builder().protocol("tcp").fromPort(Output.of(442).applyValue(p -> p + 1)).toPort(Output.tuple(Output.of(400), Output.of(43)).applyValue(t -> t.t1 + t.t2)).cidrBlocks(Output.all(Output.of("10.0.0.0/8"))).build());',
    web(22, 443),
  ),
  idiom("letters as their numbers", 'allow(22, "\\u0041".length());', web(22, 1)),
  idiom("a statement that is broken", "var broken = = 3;\n      allow(22);", web(22), "", {}, ["does not parse"]),
];
