// What changed for one set of facts between two days, and why.
import { api } from "./api.js";
import { clear, h, saying, t, today, told } from "./dom.js";
import { articles } from "./articles.js";
import { errorBox, field } from "./parts.js";
import { changed, doc } from "./path_state.js";
import { pathBadges } from "./path_result.js";
import { compared } from "./path_tree.js";

/** Days on which the law on the export of data moved. */
const DAYS = ["2022-09-01", "2023-06-01", "2024-03-22", "2024-08-30", "2025-01-01", "2025-06-27", "2026-01-01", "2026-05-11", "2026-09-01"];
let earlier, later, output, asked = 0, shown = null;

/** Build the view. */
export function buildChanges() {
  earlier = h("input", { type: "date", class: "cc-input", id: "cc-earlier", min: "2017-06-01", max: "2100-12-31", onchange: keep });
  later = h("input", { type: "date", class: "cc-input", id: "cc-later", min: "2017-06-01", max: "2100-12-31", onchange: keep });
  output = h("div", { class: "cc-changes-output", "aria-live": "polite" });
  return h("section", { class: "cc-changes" }, h("p", { class: "cc-hint", t: "changesIntro" }),
    h("form", { class: "cc-row cc-search-form", onsubmit: (event) => { event.preventDefault(); run(); } },
      field("earlierDay", earlier), field("laterDay", later), h("button", { type: "submit", class: "cc-button cc-primary", id: "cc-compare-run", t: "compareRun" })),
    h("div", { class: "cc-row", role: "group", tLabel: "changesDays" }, h("span", { class: "cc-hint", t: "changesDays" }), DAYS.map((day) => h("button", { type: "button", class: "cc-chip", onclick: () => { earlier.value = before(day); later.value = day; keep(); run(); } }, day))),
    output);
}

const before = (day) => new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);

function keep() { doc.compare = { earlier: earlier.value, later: later.value }; changed({ facts: false, quiet: true }); }

/** Show the days chosen; what was found stays while the facts are the same. */
export function drawChanges() {
  earlier.value = doc.compare.earlier;
  later.value = doc.compare.later || today();
  if (!Object.keys(doc.facts).length) clear(output, h("p", { class: "cc-hint", t: "changesNoFacts" }));
  else if (shown && shown.facts === JSON.stringify(doc.facts)) draw(shown.found);
  else clear(output, h("p", { class: "cc-hint", t: "changesReady" }));
}

async function run() {
  if (!Object.keys(doc.facts).length) { drawChanges(); return; }
  const mine = ++asked, body = { facts: doc.facts, earlier: earlier.value, later: later.value };
  if (!body.earlier || !body.later) { clear(output, h("p", { class: "cc-problem", role: "alert", t: "changesTwoDays" })); return; }
  clear(output, h("p", { class: "cc-hint", role: "status", t: "loading" }));
  try {
    const found = await api.pathCompare(body);
    if (mine !== asked) return;
    shown = { facts: JSON.stringify(body.facts), found };
    draw(found);
  } catch (error) {
    if (mine === asked) clear(output, errorBox(error, run));
  }
}

function draw(found) {
  clear(output, told("h3", found, "headline", { class: "cc-headline" }),
    h("div", { class: "cc-two cc-sides" }, side(found.earlier), side(found.later)),
    h("h3", { t: found.changes.length ? "changesList" : "changesNone" }),
    h("ol", { class: "cc-change-list" }, found.changes.map((one) => h("li", { class: "cc-card" },
      h("p", {}, h("strong", {}, one.since), " ", told("span", one, "text")),
      h("p", { class: "cc-row" }, h("span", { class: `cc-badge cc-path-${one.before}`, t: `short_${one.before}` }), "→", h("span", { class: `cc-badge cc-path-${one.after}`, t: `short_${one.after}` })),
      one.steps.length ? h("ul", { class: "cc-list" }, one.steps.map((s) => h("li", {}, `${saying(s, "title")}${t("colon")}${t(s.outcome)}${s.compare ? t("inBrackets", { text: compared(s) }) : ""}`))) : null,
      articles(one.basis, { asOf: one.since })))));
}

function side(result) {
  return h("section", { class: "cc-card" }, h("h3", {}, result.as_of), pathBadges(result), result.headline ? told("p", result, "headline") : h("p", { t: `path_${result.path}` }), articles(result.basis, { asOf: result.as_of }));
}
