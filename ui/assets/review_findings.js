// A round of papers: its findings beside the papers, decided here; what changed against the round before.
import { clear, h, narrow, save, t, told } from "./dom.js";
import { errorBox } from "./parts.js";
import { findingCard } from "./precheck_finding.js";
import { buildPaper } from "./precheck_paper.js";
import { bench } from "./review_api.js";

const ORDER = ["reject", "supplement", "advice"];

/** The findings of a round as a list, and the viewer of its papers; `changed()` hears of decisions. */
export async function roundView(caseId, n, { changed }) {
  const view = await bench.view(caseId, n), seen = (one) => one.decision?.decided_at ?? null;
  view.source = {
    sheets: (paper, first, count) => bench.sheets(caseId, n, paper, first, count),
    decide: (one, said) => bench.decide(caseId, n, one.key, { ...said, seen: seen(one) }),
    undecide: (one) => bench.undecide(caseId, n, one.key, seen(one)),
  };
  const paper = buildPaper(view), list = h("ol", { class: "cc-pre-list", id: "rv-findings" });
  const mark = (one) => { for (const row of list.children) row.toggleAttribute("aria-current", row.id === `cc-f-${one.key}`); };
  const choose = (one) => (place) => { mark(one); const at = one.anchors[place]; if (at) paper.show(at.paper, at.sheet, { finding: one, anchor: at, reveal: true }); };
  const card = (one) => findingCard(one, view, { choose: choose(one), decided: (decision) => { one.decision = decision; const fresh = card(one); document.getElementById(`cc-f-${one.key}`).replaceWith(fresh); changed(); return fresh; } });
  const sorted = view.findings.toSorted((a, b) => ORDER.indexOf(a.finding.severity) - ORDER.indexOf(b.finding.severity));
  clear(list, sorted.map(card));
  const first = sorted.find((one) => one.anchors.length);
  if (view.papers.length && !narrow()) setTimeout(() => (first ? paper.show(first.anchors[0].paper, first.anchors[0].sheet, { finding: first, anchor: first.anchors[0] }) : paper.show(0, 0)));
  const head = h("div", { class: `cc-pre-verdict cc-pre-${view.verdict}` }, told("p", view, "text"));
  return { head, list, paper, step: (by) => step(list, by), view };
}

/** The next or previous finding gets the focus. */
function step(list, by) {
  const rows = [...list.children], at = rows.findIndex((row) => row.contains(document.activeElement) || row.hasAttribute("aria-current"));
  const next = rows[Math.min(Math.max(at + by, 0), rows.length - 1)];
  (next?.querySelector(".cc-pre-place") || next?.querySelector("button"))?.focus();
  next?.querySelector(".cc-pre-place")?.click();
}

/** What a round changed against the one before. */
export function comparisonView(caseId, n) {
  const box = h("div");
  const part = (key, found, words) => (found.length ? [h("h4", { t: key, tv: { n: found.length } }), h("ul", { class: "cc-list", lang: "zh-CN" }, found.map((one) => h("li", {}, words(one))))] : []);
  bench.comparison(caseId, n).then((found) => clear(box, h("p", { lang: "zh-CN" }, found.text), part("rvFixed", found.fixed, (f) => `${f.rule_id} ${f.message}`), part("rvNew", found.new, (f) => `${f.rule_id} ${f.message}`), part("rvRemaining", found.remaining, (k) => `${k.later.rule_id} ${k.later.message}`), part("rvUntold", found.unchecked, (u) => `${u.finding.rule_id} ${u.finding.message}（${u.why}）`),
    part("rvFilesChanged", (found.files || []).filter((f) => f.change !== "same"), (f) => `${t(`rvFile_${f.change}`)} ${f.file}`))).catch((error) => clear(box, errorBox(error)));
  return h("details", { class: "cc-pre-fold", open: true }, h("summary", { t: "rvCompared", tv: { n } }), box);
}

/** Buttons that take the report and the notices away. */
export function papersOut(detail) {
  const own = detail.case, get = (key, name, load) => h("button", { type: "button", class: "cc-button", t: key, onclick: async (event) => {
    const button = event.currentTarget;
    button.disabled = true;
    try { save(`${name}-${own.number}.docx`, await load()); } catch (error) { clear(wrong, errorBox(error)); } finally { button.disabled = false; }
  } });
  const wrong = h("div"), done = ["filed", "not_passed"].includes(own.state);
  return h("div", {}, h("div", { class: "cc-row" }, own.verdict ? get("rvSupplementDraft", t("rvSupplementFile"), () => bench.notice(own.id, "supplement")) : null, done ? get("rvFilingDraft", t("rvFilingFile"), () => bench.notice(own.id, "filing")) : null, own.verdict ? get("rvReport", t("rvReportFile"), () => bench.report(own.id, own.round)) : null), h("p", { class: "cc-hint", t: "rvDraftHint" }), wrong);
}
