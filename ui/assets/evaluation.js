// The page of the evaluation: a shell, the address after # that says what is shown, and the overview.
import { ApiError, call, onKeyNeeded } from "./api.js";
import { askDialog, clear, h, lang, localTime, save, setLanguage, t, toast } from "./dom.js";
import { whoBox } from "./session.js";
import { trendChart } from "./evaluation_chart.js";
import { compareView } from "./evaluation_compare.js";
import { caseView, casesView, runView } from "./evaluation_run.js";
import { errorBox, field } from "./parts.js";
import { number, table, to } from "./evaluation_parts.js";

const VIEWS = { run: runView, cases: casesView, case: caseView, compare: compareView };
const HEADLINE = ["retrieval", "recall@5"];
let root, stage, asked = 0;

/** A JSON answer of the service. */
export async function get(path, values = {}) {
  const query = new URLSearchParams(Object.entries(values).filter(([, v]) => v !== "" && v !== undefined && v !== false)).toString();
  return (await call(query ? `${path}?${query}` : path)).json();
}

/** Show what the address names; an answer that comes too late is not drawn. */
async function show() {
  const mine = ++asked, [view, ...names] = location.hash.slice(1).split("/").map(part);
  clear(stage, h("p", { class: "cc-hint", role: "status", t: "loading" }));
  try {
    const drawn = await (VIEWS[view] || overview)(get, ...names);
    if (mine !== asked) return;
    clear(stage, drawn);
    stage.scrollTop = 0;
    stage.querySelector("h2")?.focus();
  } catch (error) {
    if (mine === asked) clear(stage, errorBox(error instanceof ApiError ? error : new ApiError(0, { message: String(error.message || error) }), show));
  }
}

function part(words) {
  try { return decodeURIComponent(words); } catch { return words; }
}

async function overview() {
  const [found, grown] = await Promise.all([get("evaluations"), get("evaluation-cases", { limit: 200 })]);
  return h("div", { class: "cc-eval" }, h("h2", { tabindex: "-1", t: "evaluationTitle" }), h("p", { class: "cc-hint", t: "evaluationIntro" }),
    found.runs.length ? [trendSection(found), runsSection(found), compareSection(found)] : h("p", { class: "cc-eval-empty", t: "noRuns" }),
    grownSection(grown));
}

function trendSection({ tasks }) {
  const names = Object.keys(tasks), start = tasks[HEADLINE[0]]?.metrics[HEADLINE[1]] ? HEADLINE : [names[0], Object.keys(tasks[names[0]].metrics)[0]];
  const task = h("select", { id: "cc-trend-task", class: "cc-input" }, names.map((name) => h("option", { value: name, selected: name === start[0] }, `${tasks[name].title}（${name}）`)));
  const metric = h("select", { id: "cc-trend-metric", class: "cc-input" }), chart = h("div", { class: "cc-trend", "aria-live": "polite" });
  const fill = (chosen) => clear(metric, Object.entries(tasks[task.value].metrics).map(([name, one]) => h("option", { value: name, selected: name === chosen }, `${one.title}（${name}）`)));
  let latest = 0;
  const draw = async () => {
    const mine = ++latest;
    try {
      const found = await get("evaluations/trend", { task: task.value, metric: metric.value });
      if (mine === latest) clear(chart, trendChart(found, tasks[task.value].metrics[metric.value]));
    } catch (error) { if (mine === latest) clear(chart, errorBox(error, draw)); }
  };
  task.addEventListener("change", () => { fill(); draw(); });
  metric.addEventListener("change", draw);
  fill(start[1]);
  draw();
  return h("section", {}, h("h3", { t: "trendTitle" }), h("div", { class: "cc-row" }, field("task", task), field("metric", metric)), chart);
}

function runsSection({ runs, tasks }) {
  const heads = [...new Set(runs.flatMap((run) => Object.keys(run.headline)))];
  const name = (key) => { const [one, metric] = key.split("."); return tasks[one]?.metrics[metric] ? `${tasks[one].title}·${tasks[one].metrics[metric].title}` : key; };
  const row = (run) => [
    h("a", { href: to("run", run.id) }, localTime(run.started_at)), run.done ? "" : h("span", { class: "cc-eval-mark cc-eval-open", t: "runUnfinished" }),
  ];
  return h("section", {}, h("h3", { t: "runsTitle" }), table([["runStarted"], ["runSuite"], ["runModel"], ["runRevision"], ["runWall"], ...heads.map((key) => [null, name(key)])],
    runs.map((run) => [row(run), run.suite || t("ownSuite"), [t(`backend_${run.backend}`), run.model ? ` ${run.model}` : ""], [run.revision, run.dirty ? h("span", { class: "cc-hint", tTitle: "runDirty" }, " *") : ""],
      run.wall_s === null ? "" : t("seconds", { s: Math.round(run.wall_s) }), ...heads.map((key) => (key in run.headline ? number(run.headline[key]) : ""))])));
}

function compareSection({ runs, baselines }) {
  const option = (value, words) => h("option", { value }, words);
  const shown = (run) => `${localTime(run.started_at)} ${run.revision} ${t(`backend_${run.backend}`)}${run.suite ? ` ${run.suite}` : ""}`;
  const all = () => [...baselines.map((one) => option(one.name, t("gatesAgainst", { name: one.name }))), ...runs.map((run) => option(run.id, shown(run)))];
  const a = h("select", { id: "cc-compare-a", class: "cc-input" }, all()), b = h("select", { id: "cc-compare-b", class: "cc-input" }, all());
  b.value = runs[0].id;
  a.value = (runs[1] || baselines[0] || runs[0]).id ?? baselines[0].name;
  return h("section", {}, h("h3", { t: "compareTitle" }), h("form", { class: "cc-row cc-eval-compare", onsubmit: (event) => {
    event.preventDefault();
    a.value === b.value ? toast("compareSame") : (location.hash = to("compare", a.value, b.value));
  } }, field("compareA", a), field("compareB", b), h("button", { type: "submit", class: "cc-button cc-primary", t: "compareGo" })));
}

function grownSection({ items, total }) {
  const drop = async (one) => {
    if (!(await askDialog(root, { title: "grownDropTitle", body: "grownDropBody", confirm: "grownDrop", danger: true }))) return;
    try { await call(`evaluation-cases/${encodeURIComponent(one.id)}`, { method: "DELETE" }); toast("removed"); } catch (error) { if (error.status !== 404) { toast("caseFailed"); return; } }
    show();
  };
  const row = ({ id, created_at: made, content }) => [localTime(made), t(`type_${content.type}`), h("details", {}, h("summary", {}, content.question), h("pre", { class: "cc-eval-json" }, JSON.stringify(content, null, 1))),
    h("button", { type: "button", class: "cc-button cc-danger-quiet", t: "grownDrop", onclick: () => drop({ id }) })];
  const file = async () => save("grown.jsonl", await (await call("evaluation-cases/export")).blob());
  return h("section", { id: "cc-grown" }, h("h3", {}, h("span", { t: "grownTitle" }), total ? `（${total}）` : ""), h("p", { class: "cc-hint", t: "grownIntro" }),
    items.length ? [table([["runStarted"], ["caseType"], ["caseQuestion"], [null, ""]], items.map(row)), h("button", { type: "button", class: "cc-button", t: "grownExport", onclick: file })] : h("p", { t: "grownNone" }));
}

function start() {
  root = document.getElementById("cc-root");
  stage = h("main", { class: "cc-eval-main", id: "cc-stage" });
  const language = h("button", { type: "button", id: "cc-language", class: "cc-button cc-on-dark", t: "language", tLabel: "languageLabel", onclick: () => { change(lang() === "en" ? "zh" : "en"); show(); } });
  const change = (next) => { setLanguage(next, root); document.title = t("evaluationTitle"); };
  clear(root, h("header", { class: "cc-header cc-eval-header" }, h("h1", {}, h("a", { href: "#", t: "evaluationTitle" })), h("a", { class: "cc-eval-back", href: new URL("../", import.meta.url).href, t: "backToService" }), language, whoBox(root)),
    stage, h("div", { id: "cc-toast", class: "cc-toast", role: "status" }));
  root.classList.add("cc-ready");
  change(lang());
  onKeyNeeded(() => askDialog(root, { title: "keyTitle", body: "keyBody", field: "password" }));
  window.addEventListener("hashchange", show);
  show();
}

start();
