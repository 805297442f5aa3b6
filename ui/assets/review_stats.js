// The counts of an office as charts with their tables.
import { clear, h, saying, t } from "./dom.js";
import { errorBox } from "./parts.js";
import { bench } from "./review_api.js";
import { bars, table } from "./review_parts.js";

const MOST = 15;

/** The view. */
export function statisticsView(started) {
  const box = h("div", { "aria-live": "polite" });
  const state = (id) => { const one = started.states.find((s) => s.id === id); return one ? saying({ zh: one.zh, zh_en: one.en }, "zh") : id; };
  const part = (key, rows, heads, cells) => h("section", { class: "rv-part" }, h("h3", { t: key }), rows.length ? bars(rows, t(key)) : h("p", { class: "cc-hint", t: "rvNothing" }), rows.length ? h("details", { class: "cc-pre-fold" }, h("summary", { t: "rvTable" }), table(heads, cells)) : null);
  async function load() {
    try {
      const found = await bench.statistics(), kind = (one) => `${t(`preKind_${one.kind}`)} · ${t(`rvStage_${one.state}`)}`, names = found.load.map((one) => [one.name || t("rvNobody"), one.open + one.closed, one.open]);
      clear(box, part("rvByState", Object.entries(found.states).map(([id, n]) => [state(id), n]), ["rvState", "rvCases"], Object.entries(found.states).map(([id, n]) => [state(id), String(n)])),
        part("rvByStage", found.stages.map((one) => [kind(one), one.longest, one.median]), ["rvStage", "rvStays", "rvMedian", "rvLongest"], found.stages.map((one) => [kind(one), String(one.stays), String(one.median), String(one.longest)])),
        part("rvByCriterion", found.criteria.slice(0, MOST).map((one) => [`${one.rule_id} ${one.title}`, one.found, one.dismissed]), ["rvCriterion", "rvFound", "rvAccepted", "rvDismissed"], found.criteria.map((one) => [`${one.rule_id} ${one.title}`, String(one.found), String(one.accepted), String(one.dismissed)])),
        part("rvByReviewer", names, ["rvReviewer", "rvOpenCases", "rvClosedCases"], found.load.map((one) => [one.name || t("rvNobody"), String(one.open), String(one.closed)])));
    } catch (error) { clear(box, errorBox(error, load)); }
  }
  load();
  return h("div", { class: "rv-page" }, h("h2", { tabindex: "-1", t: "rvStatistics" }), h("p", { class: "cc-hint", t: "rvStatisticsHint" }), box);
}
