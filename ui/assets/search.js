// The retrieval test: what is found, and every part of its score; runs are kept by the service and can be saved.
import { api } from "./api.js";
import { clear, h, lang, localTime, save, say, t, toast, today } from "./dom.js";
import { openPassage } from "./panel.js";
import { errorBox, field } from "./parts.js";
import { TEXTS } from "./texts.js";
import { badges, dates, placeName } from "./source.js";

const SHOWN_CHARS = 140;
let query, asOf, k, output, runsBox, runs = [], asked = 0;

/** Build the view once. */
export function buildSearch(page) {
  query = h("input", { type: "search", class: "cc-input", id: "cc-search-query", tPlaceholder: "queryPlaceholder", maxlength: 4000, autocomplete: "off" });
  asOf = h("input", { type: "date", class: "cc-input", id: "cc-search-as-of", value: today() });
  k = h("input", { type: "number", class: "cc-input cc-k", id: "cc-search-k", value: 10, min: 1, max: 200, step: 1 });
  output = h("div", { class: "cc-search-output", "aria-live": "polite" });
  runsBox = h("section", { class: "cc-runs" });
  page.addEventListener("cc-language", drawRuns);
  drawRuns();
  return h("div", { class: "cc-page-inner" },
    h("p", { class: "cc-hint", t: "searchIntro" }),
    h("form", { class: "cc-row cc-search-form", onsubmit: (event) => { event.preventDefault(); run(); } },
      field("query", query, "cc-grow"), field("asOf", asOf), field("k", k), h("button", { type: "submit", class: "cc-button cc-primary", id: "cc-search-run", t: "run" })),
    output, runsBox);
}

async function run() {
  const asking = { query: query.value.trim(), k: Number(k.value) || 10, as_of: asOf.value || today() };
  if (!asking.query) { clear(output, h("p", { class: "cc-hint", t: "emptyQuery" })); query.focus(); return; }
  const mine = ++asked;
  clear(output, h("p", { class: "cc-hint", role: "status", t: "loading" }));
  const began = performance.now();
  try {
    const found = await api.search(asking);
    if (mine !== asked) return;
    draw(record(asking.k, found, new Date().toISOString(), performance.now() - began));
    loadRuns();
  } catch (error) {
    if (mine === asked) clear(output, errorBox(error, run));
  }
}

const record = (k, found, at, ms = 0) => ({ at, query: found.query, as_of: found.as_of, k, ms: Math.round(found.timings_ms?.total ?? ms), offered: found.offered || [], results: found.results });

/** Read the kept runs anew. */
export async function loadRuns() {
  try {
    runs = (await api.searches()).map((one) => record(one.results.results.length, one.results, one.created_at));
    drawRuns();
  } catch (error) {
    clear(runsBox, errorBox(error, loadRuns));
  }
}

async function forgetRuns() {
  try {
    await api.forgetSearches();
    await loadRuns();
  } catch (error) {
    clear(runsBox, errorBox(error, loadRuns));
  }
}

/** The parts of the score that any result has, in the order they come. */
export const scoreParts = (results) => [...new Set(results.flatMap((r) => Object.keys(r.scores || {})))];

const number = (value) => (typeof value === "number" ? value.toFixed(3) : "");

function partHead(part) {
  return `part_${part}` in TEXTS.zh ? h("th", { scope: "col", t: `part_${part}`, title: part }) : h("th", { scope: "col" }, part);
}

function draw(one) {
  const { results } = one, parts = scoreParts(results);
  if (!results.length) {
    clear(output, h("p", { t: "noResults" }), offered(one));
    return;
  }
  const label = (part) => (`part_${part}` in TEXTS.zh ? t(`part_${part}`) : part);
  const line = (r, i) => h("tr", { "data-id": r.id },
    h("td", { class: "cc-num" }, String(i + 1)),
    h("td", {}, h("button", { type: "button", class: "cc-link cc-place", onclick: (event) => openPassage(r.id, { citation: r, sentence: r.scores?.exact ? "" : one.query, asOf: one.as_of, from: event.currentTarget }) }, placeName(r)), r.title ? h("div", { class: "cc-source-title" }, r.title) : null,
      h("div", { class: "cc-excerpt" }, (r.text || "").replace(/\s+/g, " ").slice(0, SHOWN_CHARS))),
    h("td", {}, h("div", { class: "cc-source-badges" }, badges(r), dates(r))),
    h("td", { class: "cc-num cc-total", "data-label": t("score") }, number(r.score)),
    parts.map((part) => h("td", { class: "cc-num cc-part", "data-label": label(part) }, number(r.scores?.[part]))));
  clear(output,
    h("div", { class: "cc-row cc-spread" }, h("p", { class: "cc-hint", role: "status", t: "resultsCaption", tv: { query: one.query, n: results.length, ms: one.ms } }), exports([one])),
    offered(one),
    h("div", { class: "cc-table-wrap", tabindex: "0", role: "region", tLabel: "tabSearch" }, h("table", { class: "cc-table" },
      h("thead", {}, h("tr", {}, h("th", { scope: "col", t: "rank" }), h("th", { scope: "col", t: "place" }), h("th", { scope: "col", t: "kind" }), h("th", { scope: "col", t: "score" }), parts.map(partHead))),
      h("tbody", {}, results.map(line)))));
}

function offered(one) {
  return one.offered.length ? h("p", { class: "cc-note" }, h("span", { t: "offered" }), one.offered.join(lang() === "en" ? "; " : "；")) : null;
}

function drawRuns() {
  const again = (one) => { query.value = one.query; asOf.value = one.as_of; k.value = one.k; run(); };
  clear(runsBox,
    h("div", { class: "cc-row cc-spread" }, h("h3", { t: "runs" }), runs.length ? h("div", { class: "cc-row" }, exports(runs),
      h("button", { type: "button", class: "cc-button cc-danger-quiet", t: "runsClear", onclick: forgetRuns })) : null),
    runs.length ? h("ul", { class: "cc-run-list" }, runs.map((one) => h("li", {},
      h("button", { type: "button", class: "cc-link", tTitle: "runAgain", onclick: () => again(one) }, one.query),
      h("span", { class: "cc-hint" }, ` ${localTime(one.at)} · `, say(h("span"), "runRow", { n: one.results.length, as_of: one.as_of }))))) : h("p", { class: "cc-hint", t: "runsEmpty" }));
}

function exports(records) {
  const name = () => `search-${new Date().toISOString().slice(0, 19).replace(/[:T]/g, "-")}`;
  return h("span", { class: "cc-row" },
    h("button", { type: "button", class: "cc-button cc-quiet", t: "exportCsv", onclick: () => { save(`${name()}.csv`, `\ufeff${csv(records)}`, "text/csv;charset=utf-8"); toast("exportDone"); } }),
    h("button", { type: "button", class: "cc-button cc-quiet", t: "exportJson", onclick: () => { save(`${name()}.json`, JSON.stringify(records, null, 2), "application/json"); toast("exportDone"); } }));
}

/** Rows for a spreadsheet; a cell that would start a formula is disarmed. */
export function csv(records) {
  const parts = scoreParts(records.flatMap((r) => r.results));
  const cell = (value) => {
    let text = value === null || value === undefined ? "" : String(value);
    if (typeof value === "string" && /^[=+\-@\t\r]/.test(text)) text = `'${text}`;
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const head = ["at", "query", "as_of", "k", "rank", "instrument", "article", "title", "kind", "checked", "in_force_from", "id", "score", ...parts.map((p) => `score_${p}`), "text"];
  const rows = records.flatMap((record) => record.results.map((r, i) => [record.at, record.query, record.as_of, record.k, i + 1, r.instrument, r.article, r.title, r.kind, r.checked, r.in_force_from, r.id, r.score, ...parts.map((p) => r.scores?.[p]), r.text]));
  return [head, ...rows].map((row) => row.map(cell).join(",")).join("\r\n");
}
