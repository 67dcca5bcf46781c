/** The page's own program: filters over problems, search and order of tables. Without it everything is shown. */
export const script = `
"use strict";
for (const form of document.querySelectorAll("form[data-filters]")) {
  const list = document.getElementById(form.dataset.filters);
  const status = form.querySelector("[role=status]");
  const items = [...list.querySelectorAll("article")];
  const show = () => {
    const data = new FormData(form);
    const severities = data.getAll("severity");
    const levels = data.getAll("level");
    const policy = data.get("policy");
    const words = String(data.get("text")).toLowerCase().split(/\\s+/).filter(Boolean);
    let shown = 0;
    for (const item of items) {
      const text = item.textContent.toLowerCase();
      const fits = severities.includes(item.dataset.severity) && levels.includes(item.dataset.level) &&
        (policy === "" || item.dataset.policies.split(" ").includes(policy)) && words.every((word) => text.includes(word));
      item.hidden = !fits;
      if (fits) shown++;
    }
    status.textContent = shown + " of " + items.length + " shown";
  };
  form.addEventListener("input", show);
  form.addEventListener("reset", () => setTimeout(show));
  form.addEventListener("submit", (event) => event.preventDefault());
  show();
}
for (const field of document.querySelectorAll("input[data-search]")) {
  const table = document.getElementById(field.dataset.search);
  const status = document.getElementById(field.dataset.search + "-status");
  const rows = [...table.tBodies[0].rows];
  field.addEventListener("input", () => {
    const words = field.value.toLowerCase().split(/\\s+/).filter(Boolean);
    let shown = 0;
    for (const row of rows) {
      row.hidden = !words.every((word) => row.textContent.toLowerCase().includes(word));
      if (!row.hidden) shown++;
    }
    status.textContent = shown + " of " + rows.length + " rules shown";
  });
}
for (const button of document.querySelectorAll("th button")) {
  button.addEventListener("click", () => {
    const head = button.closest("th");
    const body = head.closest("table").tBodies[0];
    const order = head.getAttribute("aria-sort") === "ascending" ? "descending" : "ascending";
    for (const other of head.parentElement.cells) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", order);
    const compare = new Intl.Collator("en", { numeric: true }).compare;
    const value = (row) => row.cells[head.cellIndex].textContent;
    const rows = [...body.rows].sort((a, b) => compare(value(a), value(b)) * (order === "ascending" ? 1 : -1));
    body.append(...rows);
  });
}
`;
