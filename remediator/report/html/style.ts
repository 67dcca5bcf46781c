/** The page's style: dark and light by the reader's own setting, light on paper whatever that is. */
export const style = `
:root { color-scheme: light dark; --back: #ffffff; --card: #f6f7f9; --text: #1b1f24; --soft: #57606a; --line: #c9d1d9; --link: #0550ae; --mark: #ffd7d5;
  --critical: #8e1519; --high: #b42318; --medium: #8a4b00; --low: #3d5a80; --ok: #1a6e2e; }
@media screen and (prefers-color-scheme: dark) {
  :root { --back: #14171c; --card: #1d2229; --text: #e8eaed; --soft: #a8b1bc; --line: #3d4650; --link: #7cc0ff; --mark: #6b2a2a;
    --critical: #ff8f86; --high: #ffa198; --medium: #f0b35a; --low: #9ecbff; --ok: #7ee29a; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 76rem; padding: 1rem 1.25rem 4rem; background: var(--back); color: var(--text); font: 1rem/1.5 system-ui, sans-serif; }
h1 { font-size: 1.5rem; margin: .5rem 0; } h2 { font-size: 1.2rem; margin: 2rem 0 .75rem; } h3 { font-size: 1rem; margin: 0; }
a { color: var(--link); } :focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1rem; padding: 0; margin: 0; list-style: none; }
.skip { position: absolute; left: -100rem; } .skip:focus { position: static; }
.soft { color: var(--soft); } .counts { font-size: 1.1rem; }
code, pre { font: .875rem/1.5 ui-monospace, monospace; }
pre { margin: .5rem 0; padding: .5rem .75rem; overflow-x: auto; background: var(--back); border: 1px solid var(--line); border-radius: .25rem; }
mark { background: var(--mark); color: inherit; text-decoration: underline; text-decoration-color: var(--high); text-underline-offset: .2em; }
.problem { background: var(--card); border: 1px solid var(--line); border-left: .35rem solid var(--medium); border-radius: .25rem; padding: .75rem 1rem; margin: .75rem 0; }
.problem p { margin: .4rem 0; overflow-wrap: anywhere; }
.critical { border-left-color: var(--critical); } .high { border-left-color: var(--high); } .low { border-left-color: var(--low); }
.severity { font-weight: 700; text-transform: capitalize; } .critical .severity { color: var(--critical); } .high .severity { color: var(--high); }
.medium .severity { color: var(--medium); } .low .severity { color: var(--low); }
.todo::before { content: "→ "; } .fix::before { content: "✔ "; color: var(--ok); }
form { display: flex; flex-wrap: wrap; gap: .5rem 1.25rem; align-items: end; } fieldset { border: 1px solid var(--line); border-radius: .25rem; padding: .25rem .6rem; margin: 0; }
label { display: inline-flex; gap: .35rem; align-items: center; max-width: 100%; } fieldset label { margin-right: .6rem; } input[type=search], select { font: inherit; padding: .25rem .5rem; flex: 0 1 auto; width: 18rem; min-width: 0; max-width: 100%; background: var(--back); color: var(--text); border: 1px solid var(--soft); border-radius: .25rem; }
.scroll { overflow-x: auto; } table { border-collapse: collapse; width: 100%; font-size: .9rem; } caption { text-align: left; padding: .25rem 0; color: var(--soft); }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem; border-bottom: 1px solid var(--line); overflow-wrap: break-word; } td { min-width: 5rem; max-width: 34rem; } td code { white-space: nowrap; }
th button { font: inherit; font-weight: 700; color: inherit; background: none; border: 0; padding: 0; cursor: pointer; white-space: nowrap; } th button::after { content: " ↕"; color: var(--soft); }
.more { display: flex; flex-wrap: wrap; gap: .75rem; } .more button { font: inherit; padding: .25rem .75rem; color: var(--link); background: var(--card); border: 1px solid var(--soft); border-radius: .25rem; cursor: pointer; } .paper { display: none; }
th[aria-sort=ascending] button::after { content: " ▲"; } th[aria-sort=descending] button::after { content: " ▼"; }
.picture { overflow: auto; } .picture svg { max-width: 100%; height: auto; }
[hidden] { display: none !important; }
@media print { form, nav, .skip, .more button, input { display: none; } .paper { display: inline; } .scroll, .picture { overflow: visible; } th button::after { content: none !important; } body { max-width: none; } .problem { break-inside: avoid; } pre { white-space: pre-wrap; } }
`;
