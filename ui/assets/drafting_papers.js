// Making the papers: progress section by section, then what was made, what is missing, and what the pre-check found.
import { api } from "./api.js";
import { articles } from "./articles.js";
import { clear, h, lang, save, t } from "./dom.js";
import { labelAt, paperTitle } from "./drafting_field.js";
import { show as showDifference } from "./drafting_history.js";
import { conflictList } from "./drafting_side.js";
import { catchUp, doc, save as saveNow, unsaved } from "./drafting_state.js";
import { templatesCard } from "./drafting_templates.js";
import { follow, sayProgress, showWithModel } from "./drafting_writing.js";
import { errorBox, field } from "./parts.js";

let leaving = null;
export const leavePapers = () => { leaving?.abort(); leaving = null; };

/** The view; `go(path)`: to the question of a path. */
export function papersView({ go, status }) {
  const stage = h("div", { class: "cc-dr-result", "aria-live": "polite" });
  const model = h("input", { type: "checkbox", id: "cc-dr-model" });
  const modelLine = h("label", { class: "cc-row cc-pre-check", for: "cc-dr-model", hidden: true }, model, h("span", { t: "drModel" }));
  const day = h("input", { type: "date", class: "cc-input", id: "cc-dr-as-of", min: "2017-06-01", max: "2099-12-31", tTitle: "drAsOfHint" });
  const make = h("button", { type: "button", class: "cc-button cc-primary", id: "cc-dr-make", t: "drMakeNow", onclick: () => begin(stage, { model: model.checked && !modelLine.hidden, asOf: day.value || null, go }) });
  showWithModel(modelLine, status);
  api.latestDraft(doc.id).then((job) => { if (job) watch(job, stage, go); }).catch(() => {});
  return h("section", { class: "cc-dr-questions" }, h("h2", { tabindex: "-1", t: "drPapersTitle" }), h("p", { class: "cc-hint", t: "drPapersIntro" }), templatesCard(doc.kind, doc.id), modelLine,
    h("div", { class: "cc-row" }, field("drAsOf", day, "cc-inline"), h("span", { class: "cc-hint", t: "drAsOfHint" })), h("div", { class: "cc-row" }, make, h("a", { class: "cc-button", href: `#${encodeURIComponent(doc.id)}/chapters`, t: "chTitle" }), h("a", { class: "cc-button", href: new URL("../precheck", import.meta.url).href, t: "drToPrecheck" }), h("button", { type: "button", class: "cc-button cc-quiet", t: "drSaveJson", onclick: () => save(`${t("drFactsName")}.json`, JSON.stringify(doc.content, null, 1), "application/json") })), stage);
}

async function begin(stage, { model, asOf, go }) {
  leavePapers();
  clear(stage, h("p", { role: "status", t: "drSavingFirst" }));
  try {
    await saveNow();
    if (unsaved()) await saveNow(); // what was said while the first was under way
    if (doc.parted) { clear(stage, h("p", { class: "cc-problem", role: "alert", t: "drSettleFirst" })); return; }
    watch(await api.startDraft(doc.id, { model, as_of: asOf }), stage, go);
  } catch (error) { clear(stage, errorBox(error, () => begin(stage, { model, asOf, go }))); }
}

async function watch(job, stage, go) {
  leavePapers();
  const mine = leaving = new AbortController(), bar = h("progress", { class: "cc-pre-progress", tLabel: "drProgressOf" }), line = h("p", { role: "status" });
  const stop = async () => { leavePapers(); try { await api.stopDraft(job.id); } catch { /* gone */ } clear(stage); };
  if (job.state === "running" || job.state === "waiting") clear(stage, line, bar, job.model ? h("p", { class: "cc-hint", t: "chLeave" }) : null, h("button", { type: "button", class: "cc-button", t: "drStop", onclick: stop }));
  const last = await follow(job, (now) => sayProgress(line, bar, now), mine.signal);
  if (!last) return;
  if (last.gone) { clear(stage, h("p", { t: "drGone" })); return; }
  if (job.model) await catchUp().catch(() => {}); // the chapters that were written
  if (last.state === "failed") { clear(stage, errorBox(last.error || {}, null)); return; }
  if (last.state !== "done") { clear(stage); return; }
  try { result(await api.draftResult(job.id), stage, go); } catch (error) { clear(stage, errorBox(error, () => watch(job, stage, go))); }
}

function result(made, stage, go) {
  const marked = made.papers.filter((one) => one.marked).length;
  const compared = h("div", { class: "cc-dr-compared", "aria-live": "polite" }), last = h("span", {});
  againstLast(made, last, compared, go);
  clear(stage,
    h("p", { class: "cc-good-box" }, h("span", { t: "drMade", tv: { n: made.files.length, revision: made.revision } }), " ", h("span", { t: "drMadeAs", tv: { day: made.as_of } })),
    marked ? h("p", { class: "cc-warn-box", t: "drMarked", tv: { n: marked } }) : null,
    h("div", { class: "cc-row" }, h("button", { type: "button", class: "cc-button cc-primary", t: "drZip", onclick: async () => save(made.zip, await api.draftFile(made.id, "zip")) }), last), compared,
    h("ul", { class: "cc-dr-files" }, made.papers.map((one) => paper(one, made))),
    made.model ? h("div", {}, h("p", { class: "cc-origin", t: "drByModel", tv: { name: made.model } }), h("a", { href: `#${encodeURIComponent(doc.id)}/chapters`, t: "chSee" })) : null,
    benefit(made.benefit), missing(made.placeholders, go), contradictions(made.conflicts, go), matrix(made), precheck(made));
}

/** The way to what is different from the draft before this one, where there is one. */
async function againstLast(made, place, compared, go) {
  try {
    const all = (await api.drafts(doc.id)).filter((one) => one.state === "done"), at = all.findIndex((one) => one.id === made.id), before = all[at + 1];
    if (before) place.append(h("button", { type: "button", class: "cc-button", id: "cc-dr-against", t: "drAgainstLast", onclick: () => showDifference(compared, () => api.draftDifference(made.id, before.id), go) }));
  } catch { /* no comparison, then */ }
}

function paper(one, made) {
  const fetch = async () => save(one.file.split("/").at(-1), await api.draftFile(made.id, `files/${one.file.split("/").map(encodeURIComponent).join("/")}`));
  return h("li", { class: "cc-row cc-spread" }, h("span", {}, h("button", { type: "button", class: "cc-link", onclick: fetch }, one.file), lang() === "en" ? h("span", { class: "cc-hint" }, ` ${paperTitle(one.id)}`) : null,
    one.marked ? h("span", { class: "cc-dr-mark", t: "drMark" }) : null, one.official && !one.kept ? h("span", { class: "cc-dr-mark cc-dr-official", t: "drOfficial" }) : null, one.kept ? h("span", { class: "cc-dr-mark cc-dr-kept", t: "drKeptPaper" }) : null, one.notes.map((words) => h("p", { class: "cc-hint", lang: "zh-CN" }, words))),
  h("span", { class: "cc-hint", t: one.missing.length ? "drMissingOf" : "drWhole", tv: { n: one.missing.length } }));
}

function benefit(told) {
  const share = (key) => Math.round(100 * (told.saved[key] || 0));
  return h("section", { class: "cc-card" }, h("h3", { t: "drBenefit" }), h("p", { t: "drBenefitBody", tv: { once: told.once.fields, apart: told.separately.fields, share: share("fields"), minutes: told.once.minutes, minutesApart: told.separately.minutes, time: share("minutes"), line: Math.round(100 * told.line) } }), h("p", { class: "cc-hint" }, told.note));
}

function missing(found, go) {
  if (!found.length) return h("p", { class: "cc-good-box", t: "drNothingMissing" });
  return h("details", { class: "cc-card", open: found.length <= 12 }, h("summary", { t: "drMissing", tv: { n: found.length } }), h("ul", { class: "cc-list" }, found.map((one) => h("li", {}, h("button", { type: "button", class: "cc-link", onclick: () => go(one.path) }, labelAt(one.path, one.label)), h("span", { class: "cc-hint" }, ` ${one.papers.map(paperTitle).join(t("listComma"))}`)))));
}

function contradictions(found, go) {
  return found.length ? h("section", { class: "cc-card cc-dr-conflicts" }, h("h3", { t: "drContradictions", tv: { n: found.length } }), conflictList(found, go)) : null;
}

function matrix(made) {
  if (!made.risks.length) return null;
  const cells = Array.from({ length: 5 }, (_, up) => h("tr", {}, h("th", { scope: "row" }, String(5 - up)), Array.from({ length: 5 }, (_unused, at) => {
    const here = made.risks.filter((one) => one.severity === 5 - up && one.likelihood === at + 1), level = (5 - up) * (at + 1);
    return h("td", { class: level >= 15 ? "cc-dr-high" : level >= 8 ? "cc-dr-mid" : "cc-dr-low" }, here.map((one) => made.risks.indexOf(one) + 1).join("、"));
  })));
  return h("section", { class: "cc-card" }, h("h3", { t: "drRisks" }), h("div", { class: "cc-dr-matrix-box" }, h("table", { class: "cc-dr-matrix" }, h("caption", { t: "drMatrix" }), h("tbody", {}, cells, h("tr", {}, h("th", {}), [1, 2, 3, 4, 5].map((n) => h("th", { scope: "col" }, String(n))))))),
    h("ol", { class: "cc-dr-risk-list" }, made.risks.map((one) => h("li", {}, h("p", {}, h("strong", {}, one.title), " ", h("span", { class: "cc-hint", t: "drRated", tv: { l: one.likelihood, s: one.severity, r: one.residual } })), h("p", {}, one.reason), h("ul", { class: "cc-list" }, [...one.measures.map((words) => h("li", {}, words)), ...one.advice.map((words) => h("li", {}, h("span", { class: "cc-dr-mark", t: "drAdvice" }), " ", words))]), articles(one.basis, { shown: 2 })))));
}

/** What the pre-check found, by why it stays: what only people can supply, what is still to be said, what is wrong. */
function precheck(made) {
  if (!made.precheck) return made.not_checked ? h("p", { class: "cc-hint" }, made.not_checked) : null;
  const why = new Map(made.left.flatMap((one) => one.rules.map((rule) => [rule, one])));
  const of = (one) => made.precheck.findings.filter((found) => (why.get(found.rule_id) || null) === one);
  const groups = [[null, of(null)], ...made.left.map((one) => [one, of(one)])].filter(([, found]) => found.length);
  return h("section", { class: "cc-card" }, h("h3", { t: "drPrecheck", tv: { n: made.precheck.findings.length } }), groups.length ? null : h("p", { t: "prePass" }),
    groups.map(([one, found]) => h("details", { open: one === null || found.length < 4 }, h("summary", {}, t(one ? `drLeft_${one.why}` : "drOther"), `（${found.length}）`), h("ul", { class: "cc-dr-findings" }, found.map(finding)))));
}

function finding(one) {
  return h("li", {}, h("p", {}, h("span", { class: `cc-pre-badge cc-pre-sev-${one.severity}`, t: `severity_${one.severity}` }), ` ${one.rule_id} ${lang() === "en" && one.title_en ? `${one.title_en}: ` : ""}${one.message}`),
    h("p", { class: "cc-hint" }, [one.file, one.suggestion].filter(Boolean).join("：")), articles(one.basis, { shown: 2 }));
}
