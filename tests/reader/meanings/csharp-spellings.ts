import type { Meaning } from "./meaning";

/** Rare spellings of C#, as its specification and .NET's documentation have them. */
export const csharpSpellings: readonly Meaning[] = [
  {
    sentence: "what brackets list becomes the collection that the place wants",
    body: "HashSet<int> h = [1, 1, 2]; Allow(h.Count); ImmutableArray<int> im = [5, 6]; Allow(im.Add(7).Length, im.Length); ImmutableList<int> il = [1]; il.Add(2); Allow(il.Count); List<int> l = [1, 1]; l.Add(2); Allow(l.Count);",
    ports: [2, 3, 2, 1, 3],
  },
  {
    sentence: "arrays of several dimensions are not taken for lists of lists",
    body: "int[,] grid = { { 1, 2 }, { 3, 4 } }; Allow(grid[1, 0]); int[][] jag = { new[] { 1 }, new[] { 2, 3 } }; Allow(jag[1][1]);",
    ports: ["?", 3],
  },
  {
    sentence: "places take tuples and records apart, and no array or text",
    top: "record P(int A, int B);",
    body: 'object o = new[] { 1, 2 }; Allow(o is (1, 2) ? 1 : 0); object s = "ab"; Allow(s is (_, _) ? 1 : 0); object p = new P(1, 2); Allow(p is (1, var b) ? b : 0); object t = (1, 5); Allow(t is (1, var c) ? c : 0);',
    ports: [0, 0, 2, 5],
  },
  {
    sentence: "JSON that is parsed",
    body: 'using var doc = System.Text.Json.JsonDocument.Parse("{\\"ports\\":[22,80],\\"web\\":{\\"port\\":443}}"); var root = doc.RootElement; foreach (var p in root.GetProperty("ports").EnumerateArray()) Allow(p.GetInt32()); foreach (var p in root.EnumerateObject()) Allow(p.Name.Length); Allow(root.GetProperty("web").GetProperty("port").GetInt32(), root.GetProperty("ports")[1].GetInt32(), root.GetProperty("ports").GetArrayLength()); var node = System.Text.Json.Nodes.JsonNode.Parse("{\\"a\\":[1,2],\\"on\\":true}")!; Allow((int)node["a"]![0]!, node["a"]![1]!.GetValue<int>(), node["a"]!.AsArray().Count, node["on"]!.GetValue<bool>() ? 7 : 8);',
    ports: [22, 80, 5, 3, 443, 80, 2, 1, 2, 2, 7],
  },
  {
    sentence: "regular expressions, whose named groups are counted last",
    body: 'var m = System.Text.RegularExpressions.Regex.Match("tcp 80-90", @"(?<a>\\d+)-(\\d+)"); if (m.Success) Allow(int.Parse(m.Groups["a"].Value), m.Index, m.Length); Allow(int.Parse(m.Groups[1].Value)); foreach (System.Text.RegularExpressions.Match x in System.Text.RegularExpressions.Regex.Matches("1,22", @"\\d+")) Allow(int.Parse(x.Value)); Allow(System.Text.RegularExpressions.Regex.IsMatch("a1", @"\\d") ? 1 : 0, System.Text.RegularExpressions.Regex.Replace("a1b", "[a-z]", "").Length, System.Text.RegularExpressions.Regex.Split("1,2;3", "[,;]").Length, int.Parse(new System.Text.RegularExpressions.Regex(@"^p(\\d+)$").Match("p7").Groups[1].Value), System.Text.RegularExpressions.Regex.Match("x", "y").Success ? 1 : 0);',
    ports: [80, 4, 5, "?", 1, 22, 1, 1, 3, 7, 0],
  },
  {
    sentence: "classes know their names",
    top: "class A { } class Bee : A { }",
    body: "A a = new Bee(); Allow(typeof(Bee).Name.Length, a.GetType().Name.Length, a.GetType() == typeof(Bee) ? 1 : 0);",
    ports: [3, 3, 1],
  },
  {
    sentence: "what was perhaps left changes nothing for sure from there on, until its end",
    body: 'var open = Environment.GetEnvironmentVariable("OPEN") == "1"; var o = new Pair(); Pair.Leave(o, open); Allow(o.P); var i = 0; while (i < 5) { i++; if (open) break; } Allow(i); var b = 1; try { if (open) throw new Exception("x"); b = 2; } catch (Exception) { b = 3; } Allow(b); int c = 1, k = 0; foreach (var x in new[] { 7, 8 }) { k++; if (open) continue; c = x; } Allow(c, k);',
    top: "class Pair { public int P = 1; public static void Leave(Pair o, bool open) { if (open) return; o.P = 5; } }",
    ports: ["?", "?", "?", "?", 2],
  },
  {
    sentence: "what is perhaps left, wherever it stands",
    body: 'var open = Environment.GetEnvironmentVariable("OPEN") == "1"; Allow(Ways.F(open), Ways.Seq(open).Count()); var c = 0; foreach (var x in new[] { 1, 2, 3 }) { c = x; if (open) { break; } else { continue; } } Allow(c); var y = 1; var z = 1; try { try { if (open) throw new Exception("x"); } finally { z = 5; } y = 2; } catch (Exception) { } Allow(y); var m = new Dictionary<string, int> { ["a"] = 1, ["b"] = 2 }; if (open) m.Remove("a"); Allow(m.GetValueOrDefault("a", 7), m["b"]);',
    top: 'class Ways { public static int F(bool open) { try { if (open) { return 1; } else { throw new Exception("x"); } } catch (Exception) { return 2; } } public static IEnumerable<int> Seq(bool open) { yield return 1; if (open) yield break; yield return 2; } }',
    ports: ["?", "?", "?", "?", "?", 2],
  },
];
