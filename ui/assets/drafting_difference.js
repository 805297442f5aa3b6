// What is different between two states or two drafts: facts first, then paper by paper.
import { h, saying, t } from "./dom.js";
import { paperTitle } from "./drafting_field.js";

const FEW = 3, MANY_LINES = 40;

/** The difference; `go(path)`: to the question of a path, where it can still be answered. */
export function differenceView(found, { go = null } = {}) {
  const days = found.before.as_of !== found.after.as_of;
  return h("div", { class: "cc-dr-difference" },
    found.papers ? h("p", { class: "cc-hint", t: days ? "drSidesDays" : "drSides", tv: { one: found.before.revision, two: found.after.revision, day: found.before.as_of, then: found.after.as_of } }) : null,
    found.facts.length ? facts(found.facts, go) : h("p", { class: "cc-good-box", t: "drNoFacts" }),
    found.papers ? papers(found.papers) : null);
}

function facts(all, go) {
  const name = (one) => (go && one.path && !one.path.startsWith("sections") ? h("button", { type: "button", class: "cc-link", onclick: () => go(one.path) }, saying(one, "label")) : h("span", {}, saying(one, "label")));
  return h("section", {}, h("h4", { t: "drFactsChanged", tv: { n: all.length } }), h("div", { class: "cc-dr-scroll" }, h("table", { class: "cc-pre-table cc-dr-changed" },
    h("thead", {}, h("tr", {}, ["drFieldName", "drBefore", "drAfter", "drInPapers"].map((key) => h("th", { scope: "col", t: key })))),
    h("tbody", {}, all.map((one) => h("tr", { "data-path": one.path }, h("th", { scope: "row" }, name(one)), said(one, "before", "del", "drRowNew"), said(one, "after", "ins", "drRowGone"), h("td", { class: "cc-hint" }, one.papers.map(paperTitle).join(t("listComma")))))))));
}

const said = (one, side, tag, row) => h("td", {}, one[side] ? h(tag, {}, one[side]) : h("span", { class: "cc-hint", t: one.path.endsWith("]") ? row : "drNotSaid" }));

function papers(all) {
  if (!all.length) return h("p", { class: "cc-good-box", t: "drNoPapers" });
  return h("section", {}, h("h4", { t: "drPapersChanged", tv: { n: all.length } }), all.map((one) => h("details", { class: "cc-card cc-dr-paper-changed", open: all.length <= FEW, "data-file": one.file },
    h("summary", {}, paperTitle(one.title), " ", h("span", { class: `cc-dr-mark cc-dr-${one.what}`, t: `drPaper_${one.what}` }), " ", one.lines.length ? h("span", { class: "cc-hint", t: "drLines", tv: { n: one.lines.length } }) : null),
    h("p", { class: "cc-hint" }, one.file, one.fields.length ? `${t("colon")}${one.fields.join(t("listComma"))}` : ""),
    lines(one.lines))));
}

function lines(all) {
  const line = (one) => h("li", {}, h(one.gone ? "del" : "ins", {}, one.text));
  if (all.length <= MANY_LINES) return h("ul", { class: "cc-dr-lines" }, all.map(line));
  return [h("ul", { class: "cc-dr-lines" }, all.slice(0, MANY_LINES).map(line)), h("details", {}, h("summary", { t: "drMoreLines", tv: { n: all.length - MANY_LINES } }), h("ul", { class: "cc-dr-lines" }, all.slice(MANY_LINES).map(line)))];
}

