// One run: what ran, its gates and tasks; the cases of a task; one case with everything kept of it.
import { h, localTime, t } from "./dom.js";
import { json, number, table, to, verdict } from "./evaluation_parts.js";

const PAGE = 50;
const back = (href, key, vars = {}) => h("p", {}, h("a", { href, t: key, tv: vars }));

/** A run. */
export async function runView(get, id) {
  const at = `evaluations/${encodeURIComponent(id)}`, [run, gates] = await Promise.all([get(at), get(`${at}/gates`)]), { header } = run;
  return h("div", { class: "cc-eval" }, back("#", "backToRuns"), h("h2", { tabindex: "-1" }, `${localTime(header.started_at)} · ${header.plan?.suite || t("ownSuite")} · ${t(`backend_${header.model?.backend}`)}`),
    header.done ? null : h("p", { class: "cc-eval-mark cc-eval-open", t: "runUnfinished" }), gatesSection(id, gates),
    h("section", {}, h("h3", { t: "tasksTitle" }), Object.entries(run.tasks).map(([name, figures]) => taskPart(id, name, figures))),
    h("section", {}, h("details", {}, h("summary", { t: "headerTitle" }), json(header))));
}

function gatesSection(id, { passed, results, baseline }) {
  const bad = results.filter((one) => !one.passed);
  const row = (one) => [verdict(one.passed), one.gate, [one.limit === null || one.limit === undefined ? "" : t("gateLimit", { value: number(one.limit) }), "target" in one ? ` ${t("gateTarget", { value: number(one.target), met: t(one.target_met ? "targetMet" : "targetMissed") })}` : ""],
    number(one.value), one.n === undefined ? "" : String(one.n), [one.why || "", one.cases.map((found) => h("div", {}, h("a", { href: to("case", id, one.gate.split(".")[0], found.case) }, found.case), found.faults.length ? `：${found.faults.join("；")}` : ""))]];
  const order = [...bad, ...results.filter((one) => one.passed)];
  return h("section", {}, h("h3", { t: "gatesTitle" }), h("p", {}, verdict(passed), " ", h("span", passed ? { t: "gatesPassed", tv: { n: results.length } } : { t: "gatesFailed", tv: { bad: bad.length, n: results.length } }), " ",
    h("span", { class: "cc-hint", t: baseline ? "gatesAgainst" : "gatesNoBaseline", tv: { name: baseline } })),
  h("details", { open: bad.length > 0 }, h("summary", { t: "gatesAll", tv: { n: results.length } }), table([["gatesTitle"], ["metric"], ["gateLine"], ["value"], ["scored"], ["faults"]], order.map(row), "cc-eval-gates")));
}

function taskPart(id, name, figures) {
  const metrics = Object.entries(figures.metrics).map(([metric, one]) => [one.title === metric ? metric : [one.title, h("span", { class: "cc-hint" }, ` ${metric}`)], h("strong", {}, number(one.value)), "low" in one ? `${number(one.low)}–${number(one.high)}` : "", String(one.n), String(one.unscored || "")]);
  return h("article", { class: "cc-eval-task" }, h("h4", {}, `${figures.title} `, h("span", { class: "cc-hint" }, name), " ", h("span", { class: "cc-hint", t: "taskCases", tv: { n: figures.cases } }), figures.errors ? h("span", { class: "cc-eval-mark cc-eval-bad", t: "taskErrors", tv: { n: figures.errors } }) : null,
    " ", h("a", { href: to("cases", id, name, "faulty", "0"), t: "openCases" })),
  table([["metric"], ["value"], ["interval"], ["scored"], ["unscored"]], metrics), groupsPart(figures));
}

function groupsPart({ groups, metrics }) {
  const names = Object.keys(groups);
  if (!names.length) return null;
  return h("details", {}, h("summary", { t: "breakdown" }), names.map((name) => {
    const shown = [...new Set(Object.values(groups[name]).flatMap((one) => Object.keys(one)))].filter((key) => key !== "cases" && Object.values(groups[name]).some((one) => one[key] !== null && one[key] !== undefined)).slice(0, 8);
    return table([[null, name], ["scored"], ...shown.map((key) => [null, metrics[key]?.title || key])], Object.entries(groups[name]).map(([value, one]) => [value, String(one.cases), ...shown.map((key) => (one[key] === null || one[key] === undefined ? "" : number(one[key])))]));
  }));
}

/** The cases of a task, `which` faulty or all, from `offset`. */
export async function casesView(get, id, task, which = "all", offset = "0") {
  const from = Math.max(0, Number(offset) || 0), faulty = which === "faulty";
  const found = await get(`evaluations/${encodeURIComponent(id)}/tasks/${encodeURIComponent(task)}`, { faulty, offset: from, limit: PAGE });
  const go = (name, start) => to("cases", id, task, name, String(start));
  const only = h("input", { type: "checkbox", id: "cc-faulty", checked: faulty, onchange: () => { location.hash = go(faulty ? "all" : "faulty", 0); } });
  const row = (one) => [h("a", { href: to("case", id, task, one.id) }, one.repeat ? `${one.id} (${one.repeat + 1})` : one.id), one.text, Object.entries(one.values).map(([name, value]) => h("span", { class: value === null ? "cc-eval-value cc-hint" : "cc-eval-value" }, `${name} ${number(value)}`)), one.faults.map((fault) => h("div", {}, fault))];
  return h("div", { class: "cc-eval" }, back(to("run", id), "backToRun"), h("h2", { tabindex: "-1", t: "casesTitle", tv: { task } }),
    h("div", { class: "cc-row" }, h("label", { class: "cc-row", for: "cc-faulty" }, only, h("span", { t: "onlyFaulty" })),
      h("span", { class: "cc-hint", t: "casesCount", tv: { from: found.total ? from + 1 : 0, to: from + found.cases.length, n: found.total } })),
    found.cases.length ? table([["caseId"], ["caseQuestion"], ["traceValues"], ["faults"]], found.cases.map(row), "cc-eval-cases") : h("p", { t: "noCases" }),
    h("div", { class: "cc-row" }, from > 0 ? h("a", { href: go(which, Math.max(0, from - PAGE)), t: "previousPage" }) : null, from + PAGE < found.total ? h("a", { href: go(which, from + PAGE), t: "nextPage" }) : null));
}

/** A case: the row of the dataset, output, scores, faults, each repetition. */
export async function caseView(get, id, task, name) {
  const { rows } = await get(`evaluations/${encodeURIComponent(id)}/tasks/${encodeURIComponent(task)}/case`, { case_id: name });
  return h("div", { class: "cc-eval" }, back(to("cases", id, task, "faulty", "0"), "casesTitle", { task }), h("h2", { tabindex: "-1", t: "caseTrace", tv: { task, id: name } }),
    asked(rows[0].case), rows.map((row) => repetition(row, rows.length > 1)));
}

/** What was asked as text, what is expected of it, and the row of the dataset as it is. */
function asked(row) {
  const words = ["question", "text", "sentence", "name"].map((key) => row[key]).find((one) => typeof one === "string");
  const cited = Array.isArray(row.must_cite) ? row.must_cite.map((one) => (typeof one === "string" ? one : `《${one.instrument}》${one.article || ""}`)) : [];
  return h("section", { class: "cc-eval-task" }, h("h3", { t: "traceCase" }), words ? h("p", { class: "cc-eval-answer" }, words) : null,
    (row.history || []).length ? h("p", { class: "cc-hint" }, row.history.map((turn) => (typeof turn === "string" ? turn : turn.text)).join(" ／ ")) : null,
    cited.length ? [h("h4", { t: "caseCiteShort" }), h("ul", { class: "cc-eval-faults" }, cited.map((one) => h("li", {}, one)))] : null,
    h("details", { open: !words }, h("summary", {}, "JSON"), json(row)));
}

function repetition(row, several) {
  const values = Object.entries(row.values).map(([name, value]) => [name, number(value)]);
  return h("section", { class: "cc-eval-task" }, several ? h("h3", { t: "traceRepeat", tv: { n: row.repeat + 1 } }) : null,
    h("p", { class: "cc-hint" }, t("seconds", { s: Math.round(row.seconds * 100) / 100 }), row.cached ? [" · ", h("span", { t: "traceCached" })] : null),
    row.error ? h("div", { class: "cc-error" }, h("strong", { t: "traceError" }), json(row.error)) : null,
    h("h4", { t: "traceFaults" }), row.faults.length ? h("ul", { class: "cc-eval-faults" }, row.faults.map((fault) => h("li", {}, fault))) : h("p", { t: "traceNone" }),
    values.length ? [h("h4", { t: "traceValues" }), table([["metric"], ["value"]], values)] : null,
    row.output ? [h("h4", { t: "traceOutput" }), output(row.output)] : null);
}

/** What was answered as text where there is one, the rest as it was kept. */
function output(value) {
  const said = typeof value.answer === "string" ? h("p", { class: "cc-eval-answer" }, value.answer) : null;
  const cited = Array.isArray(value.citations) ? h("ol", { class: "cc-eval-faults" }, value.citations.map((one) => h("li", {}, `《${one.instrument}》${one.article || ""}`))) : null;
  return [said, cited, h("details", { open: !said }, h("summary", {}, "JSON"), json(value))];
}
