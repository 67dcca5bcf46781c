import { joined } from "@portcullis/policypack/joined";
import { counted } from "@portcullis/policypack/model/names/listed";
import { createHash } from "node:crypto";
import type { Picture } from "../picture/graph";
import { pictureSvg } from "../picture/svg";
import type { FormatContext } from "./formats";
import { markup, raw, type Markup } from "./html/markup";
import { script } from "./html/script";
import { style } from "./html/style";
import { problemsSection } from "./html/problems";
import { exemptionsSection, inventorySection, notCheckedSection, pictureSection, unknownSection } from "./html/sections";
import type { Report } from "./report";

/** The report as one page that needs nothing else: no network, no other file. It may run its own program only. */
export function htmlReport(reports: readonly Report[], { version, picture }: FormatContext): string {
  const names = reports.map(({ shownAs }) => shownAs).filter((name) => name !== "");
  const title = names.length === 0 ? "Portcullis" : `Portcullis: ${names.length > mostNamed ? counted(names.length, "project") : names.join(", ")}`;
  const page = markup`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src '${digestOf(script)}'" />
        <title>${title}</title>
        <style>${raw(style)}</style>
      </head>
      <body>
        <a class="skip" href="#main">Skip to the report</a>
        <header>
          <h1>${title}</h1>
          <p class="soft">Portcullis ${version}, ${reports[0]?.today ?? ""}</p>
        </header>
        <main id="main">${reports.map((report, index) => projectOf(report, index, reports.length > 1, svgOf(picture?.(report))))}</main>
        <script>${raw(script)}</script>
      </body>
    </html>
`;
  return page.text;
}

/** So many names of projects are read in a heading. */
const mostNamed = 3;

function projectOf(report: Report, index: number, isOneOfSeveral: boolean, picture: string | undefined): Markup {
  const id = `p${index}`;
  const sections = [
    problemsSection(report, id),
    pictureSection(picture, id),
    inventorySection(report, id),
    exemptionsSection(report, id),
    unknownSection(report, id),
    notCheckedSection(report, id),
  ].filter((section) => section !== undefined);
  const stacks = report.stacks.length === 0 ? "" : `, ${report.stacks.length === 1 ? "stack" : "stacks"} ${joined(report.stacks)}`;
  return markup`<section aria-label="${report.shownAs === "" ? "The stack" : report.shownAs}">
    ${isOneOfSeveral ? markup`<h2>${report.shownAs}</h2>` : ""}
    <p class="soft">
      ${report.project === "" ? "The stack" : `Project ${report.project}`}${stacks}${report.how === "static" ? ", read from its source" : report.how === "run" ? ", as it runs" : report.how === "preview" ? ", as the engine previews it" : ""}
    </p>
    <nav aria-label="Parts of the report">
      <ul>
        ${sections.map(({ href, title }) => markup`<li><a href="#${href}">${title}</a></li>`)}
      </ul>
    </nav>
    ${sections.map(({ body }) => body)}
  </section>`;
}

function svgOf(picture: Picture | undefined): string | undefined {
  return picture === undefined || picture.nodes.length === 0 ? undefined : pictureSvg(picture);
}

function digestOf(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
