/** The page's own program: filters over problems, search and order of tables, and what a long list does not show at first. Without it the page says so. */
export const script = `
"use strict";
const wordsOf = (text) => text.toLowerCase().split(/\\s+/).filter(Boolean);
const inWords = (count) => count.toLocaleString("en");
const canUnpack = "DecompressionStream" in globalThis;
class List {
  constructor(root) {
    this.root = root;
    this.items = [...root.children].map((element) => ({ element }));
    this.parts = [...document.querySelectorAll("script[data-part-of=" + root.id + "]")];
    this.more = document.getElementById(root.id + "-more");
    this.status = document.getElementById(root.id + "-status");
    this.step = this.items.length;
    this.limit = this.step;
    this.fits = () => true;
    if (!canUnpack) [this.parts, this.more] = [[], null];
    if (this.more) this.more.textContent = "Reading the others.";
  }
  async unpack() {
    const parts = this.parts.splice(0);
    for (const part of parts) {
      const bytes = Uint8Array.from(atob(part.textContent), (character) => character.charCodeAt(0));
      const template = document.createElement("template");
      template.innerHTML = await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
      for (const element of template.content.children) this.items.push({ element });
      part.remove();
      await new Promise((resolve) => setTimeout(resolve));
    }
    if (this.order) this.sort(this.order.column, this.order.direction);
    if (parts.length > 0) this.show();
  }
  show() {
    const fitting = this.items.filter((item) => this.fits(item));
    const shown = fitting.slice(0, this.limit).map(({ element }) => element);
    if (shown.length !== this.root.children.length || shown.some((element, index) => element !== this.root.children[index]))
      this.root.replaceChildren(...shown);
    const all = inWords(this.items.length);
    if (this.status)
      this.status.textContent = inWords(shown.length) + " of " + (fitting.length > shown.length && fitting.length < this.items.length ? inWords(fitting.length) + " that fit, of " : "") + all + " shown";
    this.offer(fitting.length - shown.length);
  }
  offer(left) {
    if (!this.more || this.parts.length > 0) return;
    const had = this.more.contains(document.activeElement);
    const button = (text, limit) => {
      const made = document.createElement("button");
      made.type = "button";
      made.textContent = text;
      made.addEventListener("click", () => {
        this.limit = limit;
        this.show();
      });
      return made;
    };
    const next = Math.min(left, this.step);
    const offers = left === 0 ? [] : [button("Show " + inWords(next) + " more", this.limit + next)];
    if (left > next) offers.push(button("Show all " + inWords(left) + " others", Infinity));
    const paper = document.createElement("span");
    paper.className = "paper";
    paper.textContent = left === 0 ? "" : inWords(left) + " more are not shown.";
    this.more.replaceChildren(...offers, paper);
    if (had) (offers[0] ?? this.root.lastElementChild?.querySelector("a, button") ?? this.more).focus();
  }
  text(item) {
    return (item.text ??= item.element.textContent.toLowerCase());
  }
  has(words) {
    return (item) => words.every((word) => this.text(item).includes(word));
  }
  sort(column, direction) {
    this.order = { column, direction };
    const compare = new Intl.Collator("en", { numeric: true }).compare;
    const keyed = this.items.map((item) => [item.element.cells[column].textContent, item]);
    keyed.sort(([a], [b]) => compare(a, b) * direction);
    this.items = keyed.map(([, item]) => item);
    this.show();
  }
  reveal(id) {
    const at = this.items.filter((item) => this.fits(item)).findIndex(({ element }) => element.id === id);
    if (at < this.limit) return;
    this.limit = at + 1;
    this.show();
    document.getElementById(id).scrollIntoView();
  }
}
const lists = new Map([...document.querySelectorAll("[data-list]")].map((root) => [root.id, new List(root)]));
for (const form of document.querySelectorAll("form[data-filters]")) {
  const list = lists.get(form.dataset.filters);
  const show = () => {
    const data = new FormData(form);
    const severities = data.getAll("severity");
    const levels = data.getAll("level");
    const policy = data.get("policy");
    const has = list.has(wordsOf(String(data.get("text"))));
    list.limit = list.step;
    list.fits = (item) => severities.includes(item.element.dataset.severity) && levels.includes(item.element.dataset.level) &&
      (policy === "" || item.element.dataset.policies.split(" ").includes(policy)) && has(item);
    list.show();
  };
  form.addEventListener("input", show);
  form.addEventListener("reset", () => setTimeout(show));
  form.addEventListener("submit", (event) => event.preventDefault());
  show();
}
for (const field of document.querySelectorAll("input[data-search]")) {
  const list = lists.get(field.dataset.search);
  field.addEventListener("input", () => {
    list.limit = list.step;
    list.fits = list.has(wordsOf(field.value));
    list.show();
  });
}
for (const button of document.querySelectorAll("th button")) {
  button.addEventListener("click", () => {
    const head = button.closest("th");
    const order = head.getAttribute("aria-sort") === "ascending" ? "descending" : "ascending";
    for (const other of head.parentElement.cells) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", order);
    lists.get(head.closest("table").tBodies[0].id).sort(head.cellIndex, order === "ascending" ? 1 : -1);
  });
}
const reveal = () => {
  for (const list of lists.values()) list.reveal(location.hash.slice(1));
};
addEventListener("hashchange", reveal);
setTimeout(async () => {
  for (const list of lists.values()) await list.unpack();
  reveal();
});
`;
