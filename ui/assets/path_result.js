// The verdict: headline, what stands in the way, reasons with articles, what is missing, drawing, times, duties, papers, ways that are lighter.
import { h, lang, listed, t, told } from "./dom.js";
import { articles } from "./articles.js";
import { info, paper } from "./facts.js";
import { tree } from "./path_tree.js";
import { timeline } from "./timeline.js";
import { TEXTS } from "./texts.js";

const known = (key) => key in TEXTS.zh;

/**
 * The verdict as a tree of elements. `actions` {ask, onStart, tools}: what the reader can do with it;
 * without `ask` (a kept verdict) nothing can be changed.
 */
export function resultView(result, { ask = null, onStart = null, start = "", tools = null, waiting = 0, unknown = [] } = {}) {
  return h("article", { class: `cc-verdict cc-verdict-${result.path}`, "data-path": result.path },
    head(result, { tools, waiting }),
    blockers(result),
    missing(result, ask, unknown),
    result.path === "need_facts" ? null : section("reasonsTitle", [reasons(result), articles(result.basis, { asOf: result.as_of, shown: 4 })]),
    result.notes.length ? h("div", { class: "cc-warn-box" }, result.notes.map((note, i) => told("p", { note, note_en: result.notes_en?.[i] }, "note"))) : null,
    alone(result),
    tree(result),
    timeline(result, { start, onStart }),
    obligations(result), materials(result), options(result), whatIf(result), assumptions(result, ask),
    h("p", { class: "cc-hint cc-stamp", t: "verdictStamp", tv: { as_of: result.as_of, data: (result.rules?.data || "").slice(0, 12), code: result.rules?.code || "" } }));
}

const section = (key, children, props = {}) => h("section", { class: "cc-result-part", ...props }, h("h3", { t: key }), children);
const checkedBadge = (one) => (one.checked && one.checked !== "verified" ? h("span", { class: `cc-badge cc-checked-${one.checked}`, t: `checked_${one.checked}` }) : null);

const noteOf = (one) => (one.note ? told("p", one, "note", { class: "cc-hint" }) : null);

/** Duties or options: what is said, how sure it is, on which articles it rests. */
const statements = (list, result) => h("ul", { class: "cc-list" }, list.map((one) => h("li", {}, told("p", one, "text", {}, " ", checkedBadge(one)), noteOf(one), articles(one.basis, { asOf: result.as_of }))));

/** Badges that say which path, for how much of the year, under the law of which day. */
export function pathBadges(result) {
  return h("p", { class: "cc-row cc-verdict-badges" },
    h("span", { class: `cc-badge cc-path-badge cc-path-${result.path}`, t: `path_${result.path}` }),
    ["not_export", "approval_required", "no_procedure_then"].includes(result.path) ? null : h("span", { class: result.scope === "as_of" ? "cc-badge cc-checked-doubtful" : "cc-badge", t: `scope_${result.scope}` }),
    h("span", { class: "cc-badge", t: "lawOf", tv: { date: result.as_of } }));
}

/** The verdict in words: in English with the Chinese sentence below, which is the one that counts. */
export function headline(result, tag = "h2") {
  if (lang() !== "en" || !result.headline) return h(tag, { class: "cc-headline" }, result.headline || t(`path_${result.path}`));
  return h("div", {}, h(tag, { class: "cc-headline" }, result.headline_en || t(`path_${result.path}`)),
    h("p", { class: "cc-hint", lang: "zh-CN" }, result.headline), h("p", { class: "cc-hint cc-prevails", t: "chinesePrevails" }));
}

function head(result, { tools, waiting }) {
  return h("header", { class: "cc-verdict-head" },
    waiting ? h("p", { class: "cc-warn-box", t: "notConfirmed", tv: { n: waiting } }) : null,
    pathBadges(result),
    headline(result),
    result.possible.length ? h("p", { class: "cc-row" }, h("span", { class: "cc-hint", t: "possiblePaths" }), result.possible.map((p) => h("span", { class: `cc-badge cc-path-${p}`, t: `short_${p}` }))) : null,
    tools);
}

function blockers(result) {
  if (!result.blockers.length) return null;
  return h("section", { class: "cc-blockers", role: "note" }, h("h3", { t: "blockersTitle" }),
    h("ul", {}, result.blockers.map((one) => h("li", { "data-status": one.status },
      h("p", {}, h("span", { class: `cc-badge cc-block-${one.status}`, t: `block_${one.status}` }), " ", checkedBadge(one), " ", one.text ? told("strong", one, "text") : h("strong", {}, one.id)),
      noteOf(one), articles(one.basis, { asOf: result.as_of })))));
}

function missing(result, ask, unknown) {
  if (!result.missing.length) return null;
  const text = (fact) => {
    const index = fact.split(".").length === 3 ? Number(fact.split(".")[1]) + 1 : null;
    return (index ? t("activityNumber", { n: index }) + t("colon") : "") + info(fact).label;
  };
  return section(result.path === "need_facts" ? "missingTitle" : "missingMore", h("ol", { class: "cc-missing" }, result.missing.map((fact) => h("li", { "data-fact": fact },
    ask && info(fact).known ? h("button", { type: "button", class: "cc-link", onclick: () => ask(fact) }, text(fact)) : h("span", {}, text(fact)),
    unknown.includes(fact) ? h("span", { class: "cc-hint", t: "stillUnknown" }) : null))));
}

function reasons(result) {
  const texts = result.reasons.filter((r) => known(`reason_${r}`));
  return texts.length ? h("ul", { class: "cc-list" }, texts.map((r) => h("li", { t: `reason_${r}` }))) : null;
}

function alone(result) {
  if (!result.per_activity.length) return null;
  return section("aloneTitle", [h("p", { class: "cc-hint", t: "aloneBody" }), h("div", { class: "cc-cards" }, result.per_activity.map((one, i) => h("div", { class: "cc-card" },
    h("h4", { t: "activityNumber", tv: { n: i + 1 } }), pathBadges(one), one.headline ? told("p", one, "headline") : h("p", { t: `path_${one.path}` }), reasons(one),
    one.missing.length ? h("p", { class: "cc-hint" }, t("missingTitle"), t("colon"), listed(one.missing.map((f) => info(f).label))) : null)))]);
}

function obligations(result) {
  if (!result.obligations.length) return null;
  return section("obligationsTitle", statements(result.obligations, result));
}

function materials(result) {
  if (!result.materials.length) return null;
  return section("materialsTitle", [h("ul", { class: "cc-list cc-materials" }, result.materials.map((id) => h("li", {}, paper(id), paper(id) === id ? null : h("span", { class: "cc-hint" }, ` ${id}`)))),
    h("p", { class: "cc-hint", t: "materialsNote" })]);
}

function options(result) {
  if (!result.options.length) return null;
  return section("optionsTitle", statements(result.options, result));
}

function whatIf(result) {
  if (!result.what_if.length) return null;
  const gain = (key, n) => (n > 0 ? h("span", { class: "cc-badge cc-now", t: key, tv: { n } }) : n < 0 ? h("span", { class: "cc-badge", t: `${key}More`, tv: { n: -n } }) : null);
  return section("whatIfTitle", [h("p", { class: "cc-hint", t: "whatIfBody" }), h("div", { class: "cc-cards" }, result.what_if.map((one) => h("div", { class: "cc-card cc-what-if", "data-what-if": one.id },
    told("h4", one, "change"), h("p", { class: "cc-row" }, h("span", { class: `cc-badge cc-path-${one.path}`, t: `short_${one.path}` }), gain("savesDays", one.working_days_saved), gain("savesPapers", one.materials_saved)),
    one.conditions.length ? [h("p", { class: "cc-hint", t: "conditions" }), h("ul", { class: "cc-list" }, one.conditions.map((text, i) => told("li", { text, text_en: one.conditions_en?.[i] }, "text")))] : null,
    articles(one.basis, { asOf: result.as_of }))))]);
}

function assumptions(result, ask) {
  if (!result.assumptions.length) return null;
  const value = (a) => (a.value === false ? t("no") : a.value === null ? t("presumedNone") : a.value === true ? t("yes") : String(a.value));
  return section("assumptionsTitle", [h("p", { class: "cc-hint", t: "assumptionsBody" }), h("ul", { class: "cc-assumptions" }, result.assumptions.map((one) => h("li", { "data-fact": one.fact },
    h("span", {}, info(one.fact).known ? info(one.fact).label : one.label || one.fact, t("colon"), h("strong", {}, value(one))),
    ask ? h("button", { type: "button", class: "cc-link", t: "askThis", tLabel: "askThisFact", tv: { label: info(one.fact).label }, onclick: () => ask(one.fact) }) : null)))]);
}
