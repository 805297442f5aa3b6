// The result of a pre-check: verdict, counts, materials, what was not checked, files to take away, findings by filter.
import { api } from "./api.js";
import { askDialog, clear, h, listed, narrow, readStore, save, say, saying, t, toast, told, writeStore } from "./dom.js";
import { errorBox } from "./parts.js";
import { findingCard } from "./precheck_finding.js";
import { chooseKind } from "./precheck_form.js";
import { buildPaper } from "./precheck_paper.js";
import { forget } from "./precheck_recent.js";
import { watch } from "./precheck_watch.js";

export const SEVERITIES = ["reject", "supplement", "advice"];
const GROUPS = ["completeness", "form", "identity", "time", "consistency", "substance", "path", "suspicion"];
const STAGES = ["formal", "substantive"], DECIDED = ["none", "accepted", "dismissed"];
const NOTHING = { severity: "", stage: "", group: "", paper: "", decision: "" };
let view, wanted, list, counts, table, filterRow, paper, chosen, head, watching, chose = () => {}, leave = () => {};

const stateOf = (one) => one.decision?.decision || "none";
const live = () => view.findings.filter((one) => stateOf(one) !== "dismissed");

/** The view and `stop` for leaving it; `key` is the finding to begin with, `choose(key)` hears which one the reader looks at. */
export function resultView(given, { key, go, choose: heard, gone }) {
  view = given;
  chose = heard;
  leave = go;
  chosen = null;
  try { wanted = { ...NOTHING, ...JSON.parse(readStore(`cc-precheck-filter-${view.id}`, { tab: true })) }; } catch { wanted = { ...NOTHING }; }
  paper = buildPaper(view);
  list = h("ol", { class: "cc-pre-list", id: "cc-pre-findings" });
  counts = h("div", { class: "cc-pre-counts", role: "group", tLabel: "preCounts" });
  table = h("details", { class: "cc-pre-fold" });
  filterRow = h("div", { class: "cc-pre-filters" });
  head = h("div", { role: "status" });
  const left = h("section", { class: "cc-pre-left", tLabel: "preFindings" }, h("h2", { tabindex: "-1", lang: "zh-CN" }, view.name), particulars(), head, notice(go), materials(), notChecked(), counts, table, filterRow, list, foot(go));
  drawHead();
  drawFilters();
  drawList();
  const first = view.findings.find((one) => one.key === key), lead = SEVERITIES.flatMap((s) => view.findings.filter((one) => one.finding.severity === s && one.anchors.length && fits(one)))[0];
  if (first) setTimeout(() => choose(first, { scroll: true }));
  else if (lead) setTimeout(() => paper.show(lead.anchors[0].paper, lead.anchors[0].sheet, { finding: lead, anchor: lead.anchors[0] }));
  else if (view.papers.length) setTimeout(() => paper.show(0, 0));
  watching = watch(view.id, { told: elsewhere, gone });
  return { element: h("div", { class: "cc-pre-panes" }, left, paper.element), stop: watching.stop };
}

/** How things stand by the service: what was decided in another tab or by somebody else is drawn, what is being written here stays. */
function elsewhere(now) {
  let changed = view.text !== now.text || view.dismissed !== now.dismissed;
  Object.assign(view, { verdict: now.verdict, text: now.text, text_en: now.text_en, dismissed: now.dismissed });
  for (const one of view.findings) {
    const decision = now.decisions[one.key] || null, row = document.getElementById(`cc-f-${one.key}`);
    if (JSON.stringify(decision) === JSON.stringify(one.decision || null) || row?.querySelector("form")) continue;
    one.decision = decision;
    row?.replaceWith(card(one));
    changed = true;
  }
  if (!changed) return;
  drawHead();
  drawNotice();
  mark();
}

function particulars() {
  const parts = [[`preKind_${view.kind}`], ["preOn", { date: view.filed_on }], ...(view.province ? [[`province_${view.province}`]] : []), ...(view.offline === null ? [] : [[view.offline ? "preWay_offline" : "preWay_online"]]), ...(/^\d+ 个文件$/.test(view.name) ? [] : [["prePapers", { n: view.papers.length }]])];
  return h("p", { class: "cc-hint cc-pre-particulars" }, parts.map(([name, tv = {}]) => h("span", { t: name, tv })));
}

function drawHead() {
  head.className = `cc-pre-verdict cc-pre-${view.verdict}`;
  const first = view.better_kind ? saying(view, "better_kind_text") : "", rest = saying(view, "text").slice(first.length).trim();
  clear(head, first ? h("p", {}, h("strong", {}, first)) : null, h("p", {}, first ? rest : h("strong", {}, rest)), view.dismissed ? h("p", { t: "preAfter", tv: { gone: view.dismissed } }) : null,
    view.better_kind ? h("p", {}, h("button", { type: "button", class: "cc-button", id: "cc-pre-other-kind", t: "preOtherKind", tv: { kind: t(`preKind_${view.better_kind}`) }, onclick: () => { chooseKind(view.better_kind); leave(""); } })) : null,
    view.model ? h("p", { class: "cc-origin", t: "preByModel", tv: { model: view.model } }) : null);
  clear(counts, SEVERITIES.map((s) => h("button", { type: "button", class: `cc-pre-count cc-pre-sev-${s}`, "data-severity": s, "aria-pressed": String(wanted.severity === s), onclick: () => filter({ severity: wanted.severity === s ? "" : s }) }, h("strong", {}, String(live().filter((one) => one.finding.severity === s).length)), " ", h("span", { t: `severity_${s}` }))));
  const groups = GROUPS.filter((g) => view.findings.some((one) => one.finding.group === g)), open = table.open;
  table.hidden = !groups.length;
  clear(table, h("summary", { t: "preByGroup" }), h("div", { class: "cc-table-wrap" }, h("table", { class: "cc-pre-table" }, h("thead", {}, h("tr", {}, [h("th", { scope: "col", t: "preGroup" }), ...SEVERITIES.map((s) => h("th", { scope: "col", t: `severity_${s}` }))])),
    h("tbody", {}, groups.map((g) => h("tr", {}, h("th", { scope: "row", t: `group_${g}` }), SEVERITIES.map((s) => {
      const n = live().filter((one) => one.finding.group === g && one.finding.severity === s).length;
      return h("td", {}, n ? h("button", { type: "button", class: "cc-link", "aria-label": `${t(`group_${g}`)} ${t(`severity_${s}`)} ${n}`, onclick: () => filter({ group: g, severity: s }) }, String(n)) : "–");
    })))))));
  table.open = open;
}

/** Reports and the draft notice. */
function notice(go) {
  const name = view.name.replace(/\.(zip|docx|pdf)$/i, "").replace(/[\\/:*?"<>|\s]+/g, "_").slice(0, 60);
  const get = (path, title, ending) => async (event) => {
    const button = event.currentTarget;
    button.disabled = true;
    try { save(`${t(title)}-${name}.${ending}`, await api.precheckFile(view.id, path)); } catch (error) { error.status === 422 ? toast("preNoNotice") : askError(error); } finally { button.disabled = false; }
  };
  const carried = () => live().filter((one) => one.for_notice).length;
  const draft = h("button", { type: "button", class: "cc-button", id: "cc-pre-notice", onclick: get("notice", "preNoticeName", "docx") });
  drawNotice = () => { say(draft, "preNotice", { n: carried() }); draft.toggleAttribute("disabled", !carried()); draft.title = carried() ? "" : t("preNoNotice"); };
  drawNotice();
  const report = (format, key) => h("button", { type: "button", class: "cc-button", "data-format": format, t: key, onclick: get(`report?format=${format}`, "preReportName", format) });
  return h("div", { class: "cc-row cc-pre-files-out", role: "group", tLabel: "preDownloads" }, report("docx", "preReportDocx"), draft, report("html", "preReportHtml"), report("json", "preReportJson"), h("button", { type: "button", class: "cc-button cc-primary", t: "preNew", onclick: () => go("") }));
}
let drawNotice = () => {};

const askError = (error) => { clear(list.previousElementSibling.querySelector(".cc-pre-filter-problem"), errorBox(error)); };

function materials() {
  const files = (one) => one.files.map((file, i) => h("div", {}, h("button", { type: "button", class: "cc-link", onclick: () => open(file, one.pages.length === one.files.length ? one.pages[i] : "") }, file), one.pages.length === one.files.length ? h("span", { class: "cc-hint", t: "prePagesOf", tv: { pages: one.pages[i] } }) : null));
  const row = (one) => h("tr", {}, told("th", one, "name", { scope: "row" }, /-/.test(one.id) ? h("div", { class: "cc-hint" }, one.id) : null), h("td", {}, h("span", { class: `cc-badge cc-pre-state-${one.status}`, t: `preState_${one.status}` }), one.required && one.status === "missing" ? h("div", { class: "cc-hint", t: `required_${one.required}` }) : null), h("td", { lang: "zh-CN" }, files(one)));
  const present = view.materials.filter((one) => one.status === "present").length, missing = view.materials.filter((one) => one.status === "missing" && one.required === "always");
  return h("details", { class: "cc-pre-fold" }, h("summary", {}, h("span", { t: "preMaterials", tv: { present, missing: missing.length } }), missing.length ? h("span", { class: "cc-pre-missing" }, `${t("colon")}${listed(missing.map((one) => saying(one, "name")))}`) : null), h("div", { class: "cc-table-wrap", tabindex: "0", role: "region", tLabel: "preMaterialsTable" }, h("table", { class: "cc-pre-table cc-pre-materials" },
    h("thead", {}, h("tr", {}, ["preMaterial", "preState", "preFilesOf"].map((key) => h("th", { scope: "col", t: key })))), h("tbody", {}, view.materials.map(row)))),
  view.unplaced.length ? h("p", { class: "cc-hint" }, h("span", { t: "preUnplaced" }), view.unplaced.join("、")) : null);
}

function open(file, pages) {
  const number = view.papers.findIndex((one) => one.file === file);
  if (number < 0) return;
  const page = Number.parseInt(pages, 10), at = view.papers[number].sheets.findIndex((one) => one.page === page);
  paper.show(number, Math.max(at, 0), { reveal: true });
}

const notChecked = () => (view.not_checked.length ? h("details", { class: "cc-pre-fold", open: !narrow() }, h("summary", { t: "preNotChecked", tv: { n: view.not_checked.length } }), h("ul", { class: "cc-list" }, view.not_checked.map((line, i) => told("li", { line, line_en: view.not_checked_en[i] }, "line")))) : null);

function foot(go) {
  const away = async () => {
    if (!(await askDialog(document.getElementById("cc-root"), { title: "preRemoveTitle", body: "preRemoveBody", confirm: "preRemove", danger: true }))) return;
    try { await api.removePrecheck(view.id); } catch (error) { if (error.status !== 404) { askError(error); return; } }
    forget(view.id);
    go("");
  };
  return h("div", { class: "cc-pre-foot" }, h("p", { class: "cc-hint", t: "preCriteria", tv: { n: view.applied, version: view.criteria } }), view.guides.length ? h("p", { class: "cc-hint" }, h("span", { t: "preGuides" }), h("span", { lang: "zh-CN" }, view.guides.map((one) => `《${one}》`).join("、"))) : null,
    h("p", { class: "cc-hint", t: "preClosing" }), h("button", { type: "button", class: "cc-button cc-danger-quiet", t: "preRemove", onclick: away }));
}

function filter(change) {
  wanted = { ...wanted, ...change };
  writeStore(`cc-precheck-filter-${view.id}`, JSON.stringify(wanted), { tab: true });
  drawHead();
  drawFilters();
  drawList();
}

function drawFilters() {
  const select = (name, values, option) => {
    const made = h("select", { class: "cc-input", id: `cc-pre-by-${name}`, tLabel: `preBy_${name}`, onchange: () => { filter({ [name]: made.value }); document.getElementById(`cc-pre-by-${name}`)?.focus(); } }, h("option", { value: "", t: `preAll_${name}` }), values.map(option));
    made.value = values.includes(wanted[name]) ? wanted[name] : "";
    return made;
  };
  const said = (prefix) => (value) => h("option", { value, t: `${prefix}_${value}` });
  const files = [...new Set(view.findings.flatMap((one) => one.finding.file || []))];
  const held = (name, values, of) => values.filter((value) => view.findings.some((one) => of(one) === value));
  clear(filterRow, h("div", { class: "cc-row" }, select("stage", held("stage", STAGES, (one) => one.finding.stage), said("stage")), select("group", held("group", GROUPS, (one) => one.finding.group), said("group")),
    files.length ? select("paper", files, (value) => h("option", { value }, value)) : null, select("decision", DECIDED, said("preDecision")),
    Object.values(wanted).some(Boolean) ? h("button", { type: "button", class: "cc-button cc-quiet", t: "preNoFilter", onclick: () => { filter({ ...NOTHING }); document.getElementById("cc-pre-by-decision")?.focus(); } }) : null), h("div", { class: "cc-pre-filter-problem" }));
}

const fits = (one) => (!wanted.severity || one.finding.severity === wanted.severity) && (!wanted.stage || one.finding.stage === wanted.stage) && (!wanted.group || one.finding.group === wanted.group) && (!wanted.paper || one.finding.file === wanted.paper) && (!wanted.decision || stateOf(one) === wanted.decision);

function drawList() {
  const shown = SEVERITIES.flatMap((s) => view.findings.filter((one) => one.finding.severity === s && fits(one)));
  const status = h("li", { class: "cc-pre-shown cc-hint", role: "status", t: "preShown", tv: { n: shown.length, all: view.findings.length } });
  if (!view.findings.length) { clear(list, h("li", { class: "cc-good-box", t: "prePass" })); return; }
  clear(list, status, shown.map(card));
  mark();
}

const card = (one) => findingCard(one, view, { choose: (anchor) => choose(one, { anchor, open: true }), decided: (decision) => settle(one, decision) });

/** What a decision changes: its card, the counts, the notice. */
function settle(one, decision) {
  one.decision = decision;
  watching.soon(); // the headline is the service's
  const old = document.getElementById(`cc-f-${one.key}`), fresh = card(one);
  old.replaceWith(fresh);
  drawHead();
  drawNotice();
  mark();
  return fresh;
}

function choose(one, { anchor = 0, scroll = false, open: reveal = false } = {}) {
  chosen = one.key;
  chose(one.key);
  mark();
  const at = one.anchors[anchor];
  if (at) paper.show(at.paper, at.sheet, { finding: one, anchor: at, reveal });
  else paper.without(one);
  if (scroll) document.getElementById(`cc-f-${one.key}`)?.scrollIntoView({ block: "center" });
}

function mark() {
  for (const row of list.querySelectorAll(".cc-pre-finding")) row.toggleAttribute("aria-current", row.id === `cc-f-${chosen}`);
}
