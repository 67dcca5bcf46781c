import { writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { formats } from "@portcullis/remediator/report/formats";
import { scratch } from "../../harness/command";
import { chromium, Page } from "../../harness/browser";
import { hostileScene, longScene, scene } from "./scene";

const { folder } = scratch("page");
const context = { version: "1.2.3", text: () => ({}) as never };

if (chromium === undefined) process.stderr.write("The report's page is not tried in a browser: there is no Chromium (set CHROME_PATH).\n");

const inBrowser = chromium === undefined ? describe.skip : describe;

inBrowser("the report in a browser", () => {
  let page: Page;
  const count = async (selector: string): Promise<number> =>
    (await page.run(`document.querySelectorAll(${JSON.stringify(selector)}).length`)) as number;

  beforeAll(async () => {
    const file = path.join(folder, "report.html");
    writeFileSync(file, formats.html([scene(), hostileScene()], context));
    page = await Page.open(pathToFileURL(file).href);
  }, 60_000);
  afterAll(() => page.close());

  test("asks the network for nothing, and complains about nothing", () => {
    const asked = page.seen("Network.requestWillBeSent").map(({ request }) => (request as { url: string }).url);
    expect(asked.filter((url) => !url.startsWith("file:"))).toEqual([]);
    expect(asked).toHaveLength(1);
    expect(page.seen("Log.entryAdded", "Runtime.exceptionThrown")).toEqual([]);
  });

  test("nothing that a name says is done", async () => {
    expect(await page.run("typeof window.alerted")).toBe("undefined");
    expect(await count("script")).toBe(1);
  });

  test("filters by severity, policy and words, and says how many are left", async () => {
    const all = await count("#p0-list article");
    await page.run(`(() => { const box = document.querySelector('form[data-filters=p0-list] input[value=critical]'); box.click(); })()`);
    expect(await count("#p0-list article:not([hidden])")).toBeLessThan(all);
    expect(await count("#p0-list article[data-severity=critical]:not([hidden])")).toBe(0);
    await page.run(`document.querySelector("form[data-filters=p0-list]").reset()`);
    await page.run("new Promise((resolve) => setTimeout(resolve))");
    expect(await count("#p0-list article:not([hidden])")).toBe(all);
    await page.run(
      `(() => { const field = document.querySelector("form[data-filters=p0-list] input[name=text]"); field.value = "POSTGRESQL home"; field.dispatchEvent(new Event("input", { bubbles: true })); })()`,
    );
    expect(await count("#p0-list article:not([hidden])")).toBe(1);
    expect(await page.run(`document.querySelector("form[data-filters=p0-list] [role=status]").textContent`)).toBe(`1 of ${all} shown`);
  });

  test("rules are put in order and searched", async () => {
    const column = `[...document.querySelectorAll("#p0-rows tr:not([hidden])")].map((row) => row.cells[0].textContent)`;
    await page.run(`document.querySelector("#p0-rows-head th button").click()`);
    expect(await page.run(`document.querySelector("#p0-rows-head th").getAttribute("aria-sort")`)).toBe("ascending");
    const ascending = (await page.run(column)) as string[];
    expect(ascending).toEqual([...ascending].sort());
    await page.run(`document.querySelector("#p0-rows-head th button").click()`);
    expect(await page.run(column)).toEqual([...ascending].reverse());
    await page.run(
      `(() => { const field = document.querySelector("[data-search=p0-rows]"); field.value = "database"; field.dispatchEvent(new Event("input")); })()`,
    );
    expect(new Set((await page.run(column)) as string[])).toEqual(new Set(["database"]));
  });

  test("is used by keyboard: the first thing that is reached leads to the report", async () => {
    await page.press("Tab");
    expect(await page.run(`document.activeElement.getAttribute("href")`)).toBe("#main");
  });

  test("everything that is operated has a name, headings go down by one, and parts are named", async () => {
    const { nodes } = (await page.send("Accessibility.getFullAXTree")) as {
      nodes: readonly { role?: { value: string }; name?: { value: string }; ignored: boolean }[];
    };
    const operated = nodes.filter(
      ({ ignored, role }) =>
        !ignored && ["button", "checkbox", "combobox", "searchbox", "textbox", "link", "table", "region", "navigation"].includes(role?.value ?? ""),
    );
    expect(operated.length).toBeGreaterThan(20);
    expect(operated.filter(({ name }) => (name?.value ?? "") === "").map(({ role }) => role?.value)).toEqual([]);
    const levels = (await page.run(`[...document.querySelectorAll("h1, h2, h3")].map((heading) => Number(heading.tagName[1]))`)) as number[];
    for (const [index, level] of levels.entries()) expect(level).toBeLessThanOrEqual((levels[index - 1] ?? 0) + 1);
    expect(
      await page.run(`[...document.querySelectorAll("[id]")].length === new Set([...document.querySelectorAll("[id]")].map((each) => each.id)).size`),
    ).toBe(true);
  });

  test.each(["light", "dark"])("text has a contrast of at least 4.5 in %s", async (scheme) => {
    await page.send("Emulation.setEmulatedMedia", { features: [{ name: "prefers-color-scheme", value: scheme }] });
    expect(await page.run(lowContrast)).toEqual([]);
  });

  test("on paper it is the report without what is operated", async () => {
    await page.send("Emulation.setEmulatedMedia", { media: "print" });
    expect(await page.run(`getComputedStyle(document.querySelector("form")).display`)).toBe("none");
    expect(await page.run(`getComputedStyle(document.querySelector("article")).display`)).not.toBe("none");
  });
});

inBrowser("a long report in a browser", () => {
  const groups = 1234;
  const report = longScene(groups);
  let page: Page;
  const shown = async (selector: string): Promise<readonly string[]> =>
    (await page.run(`[...document.querySelectorAll(${JSON.stringify(selector)})].map((each) => each.textContent.trim())`)) as string[];
  const type = (selector: string, text: string): Promise<unknown> =>
    page.run(
      `(() => { const field = document.querySelector(${JSON.stringify(selector)}); field.value = ${JSON.stringify(text)}; field.dispatchEvent(new Event("input", { bubbles: true })); })()`,
    );
  const press = (selector: string): Promise<unknown> => page.run(`document.querySelector(${JSON.stringify(selector)}).click()`);

  beforeAll(async () => {
    const file = path.join(folder, "long.html");
    writeFileSync(file, formats.html([report], context));
    page = await Page.open(pathToFileURL(file).href);
    await page.run(
      `new Promise((resolve) => { const look = () => document.querySelector("[data-part-of]") === null ? resolve() : setTimeout(look, 10); look(); })`,
    );
  }, 60_000);
  afterAll(() => page.close());

  test("shows the worst first, and says of how many", async () => {
    expect(await shown("#p0-list > article")).toHaveLength(100);
    expect(await shown("#p0-rows > tr")).toHaveLength(500);
    expect(await shown("#p0-rows-status")).toEqual([`500 of ${(2 * groups).toLocaleString("en")} shown`]);
    expect(page.seen("Log.entryAdded", "Runtime.exceptionThrown")).toEqual([]);
  });

  test("what is not shown is searched", async () => {
    await type("form[data-filters=p0-list] input[name=text]", "group-1233 ssh");
    const [only, ...others] = await shown("#p0-list > article");
    expect(others).toEqual([]);
    expect(only).toContain("group-1233 opens SSH (tcp/22) to the whole internet: 0.0.0.0/0.");
    await type("form[data-filters=p0-list] input[name=text]", "opens ssh");
    expect(await shown("#p0-list-status")).toEqual([expect.stringMatching(/^100 of 1,234 that fit, of [\d,]+ shown$/)]);
    expect(await shown("#p0-list-more button")).toEqual(["Show 100 more", "Show all 1,134 others"]);
    await press("#p0-list-more button");
    expect(await shown("#p0-list > article")).toHaveLength(200);
    await press("#p0-list-more button + button");
    expect(await shown("#p0-list > article")).toHaveLength(groups);
    expect(await shown("#p0-list-more button")).toEqual([]);
  });

  test("what is not shown is put in order with the rest", async () => {
    await press("#p0-rows-head button");
    await press("#p0-rows-head button");
    expect((await shown("#p0-rows > tr > td:first-child")).slice(0, 3)).toEqual(["group-1233", "group-1233", "group-1232"]);
  });

  test("a problem that is named in the address is shown", async () => {
    await press("form[data-filters=p0-list] input[value=critical]");
    await page.run(`document.querySelector("form[data-filters=p0-list]").reset()`);
    await page.run("new Promise((resolve) => setTimeout(resolve))");
    const key = report.problems[700]?.key ?? "";
    expect(await page.run(`document.getElementById(${JSON.stringify(key)}) === null`)).toBe(true);
    await page.run(`location.hash = ${JSON.stringify(key)}; new Promise((resolve) => addEventListener("hashchange", () => setTimeout(resolve)))`);
    expect(await page.run(`document.getElementById(${JSON.stringify(key)})?.getBoundingClientRect().top < innerHeight`)).toBe(true);
  });
});

test("a page that may run no program shows the worst, and says what it does not show", () => {
  const html = formats.html([longScene(300)], context);
  expect(html.match(/<article/g)).toHaveLength(100);
  expect(html).toContain("The first 100 of");
  expect(html).toContain("portcullis check --format json has all of");
});

/** The texts of the page whose colour is too near to what is behind them: https://www.w3.org/TR/WCAG22/#contrast-minimum */
const lowContrast = `(() => {
  const parse = (color) => color.match(/[\\d.]+/g).map(Number);
  const luminance = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((value) => { const part = value / 255; return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4; });
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const behind = (element) => {
    for (let each = element; each; each = each.parentElement) { const color = parse(getComputedStyle(each).backgroundColor); if (color[3] !== 0) return color; }
    return [255, 255, 255];
  };
  const found = new Set();
  for (const element of document.body.querySelectorAll("*")) {
    if (![...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim() !== "") || ["SCRIPT", "STYLE", "OPTION", "SELECT", "INPUT", "BUTTON"].includes(element.tagName)) continue;
    const [a, b] = [luminance(parse(getComputedStyle(element).color)), luminance(behind(element))].sort((x, y) => y - x);
    if ((a + 0.05) / (b + 0.05) < 4.5) found.add(element.tagName + "." + element.className);
  }
  return [...found];
})()`;
