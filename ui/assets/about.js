// What the service can do, what it stands on, how far its index is, and where its limits are.
import { clear, h, t } from "./dom.js";

let facts, lists, last = null;

/** Build the view once. */
export function buildAbout(page) {
  facts = h("dl", { class: "cc-facts" });
  lists = h("div", { class: "cc-two" });
  page.addEventListener("cc-language", () => { drawLists(); if (last) showStatus(last); });
  drawLists();
  return h("div", { class: "cc-page-inner cc-about" }, h("h2", { t: "aboutTitle" }), lists, h("section", {}, h("h3", { t: "state" }), facts),
    h("p", {}, h("a", { href: new URL("../docs", import.meta.url).href, t: "apiDocs" })),
    h("p", {}, h("a", { id: "cc-evaluation-link", href: new URL("../evaluation", import.meta.url).href, t: "evaluationLink", "data-needs": "evaluate" })),
    h("p", {}, h("a", { id: "cc-desk-link", href: new URL("../desk", import.meta.url).href, t: "deskLink", "data-needs": "tickets" })),
    h("p", {}, h("a", { id: "cc-review-link", href: new URL("../review", import.meta.url).href, t: "rvLink", "data-needs": "review" })),
    h("p", {}, h("a", { id: "cc-account-link", href: new URL("../account", import.meta.url).href, t: "acLink" })));
}

function drawLists() {
  const one = (key) => h("section", {}, h("h3", { t: key }), h("ul", {}, t(`${key}List`).split("|").map((line) => h("li", {}, line))));
  clear(lists, one("can"), one("limits"));
}

/** Show what `/v1/status` says. */
export function showStatus(status) {
  last = status;
  const { index = {}, model = {}, knowledge_base: kb = {}, queue = {} } = status;
  const unknown = () => h("span", { t: "unknown" });
  const rows = [
    ["mode", h("span", { t: `mode_${status.mode}` })],
    ["model", model?.name ? h("span", model.ready === false ? { t: "modelLoading", tv: { name: model.name } } : {}, model.ready === false ? null : model.name) : h("span", { t: "modelNone" })],
    ...(model?.name ? [["licence", model.licence ? h("span", {}, model.licence) : unknown()]] : []),
    ["passages", h("span", {}, kb.passages ? kb.passages.toLocaleString() : "…")],
    ["instruments", h("span", {}, kb.instruments ? kb.instruments.toLocaleString() : "…")],
    ["lawDate", kb.checked_on ? h("span", {}, kb.checked_on) : unknown()],
    ["index", indexState(index)],
    ["queue", h("span", { t: "queueNow", tv: { active: queue.active ?? 0, waiting: queue.waiting ?? 0 } })],
    ["version", h("span", {}, status.version || "—")],
  ];
  if (index.notes?.length) rows.push(["notes", h("span", {}, index.notes.join("；"))]);
  clear(facts, rows.flatMap(([key, value]) => [h("dt", { t: key }), h("dd", {}, value)]));
}

function indexState(index) {
  const done = index.lexical ?? 0, total = index.total ?? 0;
  if (index.ready) return h("span", { t: "indexReady" });
  return h("span", {}, h("progress", { max: total || 1, value: done, tLabel: "index" }), " ", h("span", { t: "indexProgress", tv: { done: done.toLocaleString(), total: total.toLocaleString() } }));
}
