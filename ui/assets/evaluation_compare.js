// Two runs side by side: what changed, whether by chance, and the cases that got worse.
import { clear, h, t } from "./dom.js";
import { number, table, to } from "./evaluation_parts.js";

/** Run `b` against `a`. */
export async function compareView(get, a, b) {
  const found = await get("evaluations/compare", { a, b });
  const moved = found.metrics.filter((one) => one.better_cases || one.worse_cases);
  const shown = h("div", {}), all = h("input", { type: "checkbox", id: "cc-unchanged", onchange: () => draw() });
  const draw = () => clear(shown, metrics(all.checked ? found.metrics : moved));
  draw();
  const apart = [...found.only_in_a, ...found.only_in_b];
  return h("div", { class: "cc-eval" }, h("p", {}, h("a", { href: "#", t: "backToRuns" })), h("h2", { tabindex: "-1", t: "changeTitle", tv: { a: found.a, b: found.b } }),
    apart.length ? h("p", { class: "cc-hint", t: "onlyIn", tv: { tasks: apart.join("、") } }) : null,
    moved.length ? null : h("p", { t: "noChange" }), h("label", { class: "cc-row", for: "cc-unchanged" }, all, h("span", { t: "unchangedShown" })), shown,
    h("section", {}, h("h3", { t: "regressions" }), found.regressions.length ? regressions(found) : h("p", { t: "noRegressions" })));
}

function metrics(rows) {
  if (!rows.length) return null;
  const signed = (value) => (value > 0 ? `+${number(value)}` : number(value));
  const way = (one) => `cc-eval-mark ${one.change > 0 ? "cc-eval-good" : one.change < 0 ? "cc-eval-bad" : "cc-eval-open"}`;
  return table([["task"], ["metric"], [null, "A"], [null, "B"], ["changeBy"], ["interval"], ["pValue"], ["betterCases"], ["worseCases"], ["scored"]],
    rows.map((one) => [one.task, [one.title, h("span", { class: "cc-hint" }, ` ${one.metric}`)], number(one.a), number(one.b), h("span", { class: way(one) }, `${one.change > 0 ? "↑ " : one.change < 0 ? "↓ " : ""}${signed(one.change)}`),
      `${signed(one.low)} … ${signed(one.high)}`, [number(one.p), h("span", { class: "cc-hint" }, ` ${one.test}`)], String(one.better_cases), String(one.worse_cases), String(one.n)]));
}

function regressions({ b, regressions: rows }) {
  return table([["task"], ["caseQuestion"], ["changeBy"], ["faults"]], rows.map((one) => [one.task, h("a", { href: to("case", b, one.task, one.case) }, one.case),
    Object.entries(one.metrics).map(([name, [before, after]]) => h("div", {}, `${name} ${number(before)} → ${number(after)}`)), one.faults.length ? one.faults.map((fault) => h("div", {}, fault)) : t("traceNone")]));
}
