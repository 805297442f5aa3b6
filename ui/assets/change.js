// A change of a filing: its kind is chosen, only what is open is asked, then the verdict with articles, stops and duties.
import { api } from "./api.js";
import { clear, h, lang, save, t, toast } from "./dom.js";
import { articles } from "./articles.js";
import { add, addScene, bound, choice, drawFilings } from "./filing_form.js";
import { asOf, changed, changeRequest, current, sceneName } from "./filing_state.js";
import { errorBox } from "./parts.js";
import { info } from "./facts.js";
import { doc } from "./path_state.js";
import { figures } from "./path_tree.js";

const TYPING_MS = 300;
let picker, cards, output, questions = null, latest = null, asked = 0, timer = 0;

/** Build the view. */
export function buildChange() {
  picker = h("div", { class: "cc-change-kinds" });
  cards = h("div", { class: "cc-change-cards" });
  output = h("div", { class: "cc-change-output", "aria-live": "polite" });
  return h("section", { class: "cc-change" }, h("p", { class: "cc-hint", t: "changeIntro" }), picker, h("div", { class: "cc-change-columns" }, cards, output));
}

/** What can be asked, in the reader's language and under the law of the day. */
export async function askable() {
  const key = `${asOf()} ${lang()}`;
  if (questions?.key !== key) questions = { key, ...(await api.changeQuestions(asOf(), lang())) };
  return questions;
}

/** Show the filing in hand anew. */
export async function drawChange() {
  const one = current();
  latest = null;
  if (!one) { clear(picker, h("p", {}, h("button", { type: "button", class: "cc-button cc-primary", t: "filingFirst", onclick: add }))); clear(cards); clear(output); return; }
  try { await askable(); } catch (error) { clear(picker, errorBox(error, drawChange)); return; }
  if (one !== current()) return;
  drawKinds(one);
  drawCards(one);
  judge();
}

/** The filing's facts moved: judge anew, the form stays as it is. */
export function changeMoved() { clearTimeout(timer); timer = setTimeout(judge, TYPING_MS); }

function drawKinds(one) {
  const kinds = questions.kinds.filter((kind) => kind.filings.includes(one.kind));
  const focused = picker.contains(document.activeElement) ? document.activeElement.dataset.kind : null;
  clear(picker, h("p", { class: "cc-label", t: kinds.length ? "changeKinds" : "changeNoKinds" }), h("div", { class: "cc-row", role: "group", tLabel: "changeKinds" }, kinds.map((kind) => {
    const on = one.changes.some((change) => change.kind === kind.id);
    return h("button", { type: "button", class: "cc-chip", "data-kind": kind.id, "aria-pressed": String(on), onclick: () => {
      const before = one.changes.find((change) => change.kind === kind.id);
      if (before) { one.dropped = { ...one.dropped, [kind.id]: before }; one.changes = one.changes.filter((change) => change !== before); } // what was said comes back with it
      else one.changes.push(one.dropped?.[kind.id] || { kind: kind.id, answers: {} });
      changed();
      drawKinds(one);
      drawCards(one);
      judge();
    } }, kind.label);
  })));
  if (focused) picker.querySelector(`[data-kind=${focused}]`)?.focus();
}

const kindName = (id) => questions.kinds.find((kind) => kind.id === id)?.label || id;

function drawCards(one) {
  const focused = cards.contains(document.activeElement) ? document.activeElement.dataset.answer : null;
  clear(cards, one.changes.map((change, i) => card(one, change, i)));
  if (focused) cards.querySelector(`[data-answer="${focused}"]`)?.focus();
}

/** One change: what it is about, how many persons come in addition, then what is open. */
function card(one, change, index) {
  const scenes = one.scenes.map(sceneName);
  return h("section", { class: "cc-card cc-one-change", "data-kind": change.kind }, h("h3", {}, kindName(change.kind)),
    bound("changeDetail", change, "detail", { max: 2000, done: changeMoved }),
    scenes.length > 1 ? choice("changeScene", change, "scene", [["", "changeAllScenes"], ...scenes.map((name) => [name])], changeMoved) : null,
    change.kind === "persons" ? h("div", { class: "cc-form-grid" }, bound("changePi", change, "pi_added", { numeric: true, done: changeMoved }), bound("changeSensitive", change, "sensitive_added", { numeric: true, done: changeMoved })) : null,
    h("div", { class: "cc-change-questions" }, shown(change, index).map((fact) => question(one, change, index, fact))));
}

/** Answered facts and those that are open, in the order in which they are asked. */
function shown(change, index) {
  const missing = (latest?.missing || []).map((name) => name.split(".")).filter(([head, at]) => head === "changes" && Number(at) === index).map(([, , fact]) => fact);
  return questions.questions.map((q) => q.id).filter((fact) => fact in change.answers || missing.includes(fact));
}

function question(one, change, index, fact) {
  const about = questions.questions.find((q) => q.id === fact), words = about.question.replace("{conditions}", one.conditions.trim().replaceAll("\n", "；") || t("conditionsOfNotice"));
  const give = (value) => {
    if (value === undefined) delete change.answers[fact]; else change.answers[fact] = value;
    changed();
    drawCards(one);
    judge();
  };
  const id = `cc-change-${index}-${fact}`;
  return h("div", { class: "cc-asked", "data-fact": fact }, h("p", { id }, words), about.help && lang() === "zh" ? h("p", { class: "cc-hint" }, about.help) : null,
    h("div", { class: "cc-row", role: "group", "aria-labelledby": id }, [["yes", true], ["no", false], ["unknownAnswer", null]].map(([key, value]) => h("button", { type: "button", class: "cc-chip cc-answer-chip", t: key, "data-answer": `${index}.${fact}.${value}`, "aria-pressed": String(change.answers[fact] === value), onclick: () => give(value) })),
      fact in change.answers ? h("button", { type: "button", class: "cc-button cc-quiet", t: "forgetAnswer", onclick: () => give(undefined) }) : null),
    h("details", { class: "cc-why" }, h("summary", { t: "whyAsk" }), articles(about.basis, { asOf: asOf() })));
}

/** Ask the service what the changes need. */
async function judge() {
  const one = current(), mine = ++asked;
  if (!one?.changes.length) { latest = null; clear(output, one ? h("p", { class: "cc-hint", t: "changeNone" }) : null); return; }
  const { body, problems } = changeRequest(one);
  if (problems.length) { clear(output, h("p", { class: "cc-problem", role: "alert" }, t("changeBadNumber"), problems.map((p) => p.typed).join("、"))); return; }
  output.setAttribute("aria-busy", "true");
  try {
    const found = await api.judgeChange(body);
    if (mine !== asked) return;
    const open = JSON.stringify(latest?.missing);
    latest = found;
    if (open !== JSON.stringify(found.missing)) redrawQuestions(one);
    clear(output, verdict(one, found));
  } catch (error) { if (mine === asked) clear(output, errorBox(error, judge)); } finally { if (mine === asked) output.removeAttribute("aria-busy"); }
}

/** New questions under each change; what is being typed above them stays. */
function redrawQuestions(one) {
  const focused = cards.contains(document.activeElement) ? document.activeElement.dataset.answer : null;
  one.changes.forEach((change, i) => {
    const place = cards.children[i]?.querySelector(".cc-change-questions");
    if (place) clear(place, shown(change, i).map((fact) => question(one, change, i, fact)));
  });
  if (focused) cards.querySelector(`[data-answer="${focused}"]`)?.focus();
}

const section = (key, children, props = {}) => h("section", { class: "cc-result-part", ...props }, h("h3", { t: key }), children);
const badge = (name) => h("span", { class: `cc-badge cc-need cc-need-${name}`, t: `need_${name}` });
const doubt = (one) => (one.checked && one.checked !== "verified" ? h("span", { class: `cc-badge cc-checked-${one.checked}`, t: `checked_${one.checked}` }) : null);

/** Duties, each with its articles. */
export const duties = (list, day) => h("ul", { class: "cc-list" }, list.map((one) => h("li", {}, h("p", {}, one.text, " ", doubt(one)), one.note ? h("p", { class: "cc-hint" }, one.note) : null, articles(one.basis, { asOf: day }))));

function verdict(one, found) {
  const day = found.as_of;
  return h("article", { class: "cc-verdict", "data-verdict": found.verdict },
    h("header", { class: "cc-verdict-head" }, h("p", { class: "cc-row" }, badge(found.verdict), h("span", { class: "cc-badge", t: "lawOf", tv: { date: day } })),
      lang() === "en" ? h("h2", { class: "cc-headline", t: `need_${found.verdict}` }) : null,
      h(lang() === "en" ? "p" : "h2", { class: lang() === "en" ? "cc-hint" : "cc-headline", lang: "zh-CN" }, found.headline),
      found.verdict === "need_facts" ? h("p", { class: "cc-row" }, h("span", { class: "cc-hint", t: "possiblePaths" }), found.possible.map(badge)) : null,
      found.choices.length ? h("p", { class: "cc-row" }, h("span", { class: "cc-hint", t: "changeChoices" }), found.choices.map(badge)) : null),
    found.stop.length ? h("section", { class: "cc-blockers", role: "note" }, h("h3", { t: "changeStop" }), duties(found.stop, day)) : null,
    year(one, found),
    found.obligations.length ? section("changeDuties", duties(found.obligations, day)) : null,
    found.basis.length ? section("changeBasis", articles(found.basis, { asOf: day, shown: 5 })) : null,
    found.changes.length > 1 ? section("changeEach", h("ul", { class: "cc-list" }, found.changes.map((each) => h("li", {}, `${kindName(each.kind)} `, badge(each.verdict), " ", doubt(each), each.notes.map((n) => h("p", { class: "cc-hint" }, n)))))) : null,
    found.notes.length || (found.changes.length === 1 && found.changes[0].notes.length) ? h("div", { class: "cc-warn-box" }, [...found.notes, ...(found.changes.length === 1 ? found.changes[0].notes : [])].map((n) => h("p", {}, n))) : null,
    found.papers ? h("p", { class: "cc-hint" }, t("changePapers"), t(`papers_${found.papers}`)) : null,
    assumptions(one, found),
    h("details", { class: "cc-tree-list" }, h("summary", { t: "treeTitle" }), h("ol", {}, found.trace.map((s) => h("li", {}, `${s.title}：`, h("strong", { t: s.outcome }), s.compare && !/[a-z_]+ = /.test(s.compare) ? `（${figures(s.compare)}）` : "", s.note ? h("div", { class: "cc-hint" }, s.note) : null, articles(s.basis, { asOf: day }))))),
    h("p", { class: "cc-row" }, h("button", { type: "button", class: "cc-button cc-quiet", t: "exportJson", onclick: () => { save("change.json", JSON.stringify(found, null, 2), "application/json"); toast("exportDone"); } })),
    h("p", { class: "cc-hint cc-stamp", t: "verdictStamp", tv: { as_of: day, data: (found.rules?.data || "").slice(0, 12), code: found.rules?.code || "" } }));
}

/** The path that the year's counts lead to, and where those counts come from. */
function year(one, found) {
  const missing = found.missing.filter((name) => name.startsWith("facts."));
  if (!found.path && !missing.length) return null;
  const take = () => { one.facts = structuredClone(doc.facts); changed(); judge(); };
  return section("changeYear", [
    found.path ? h("p", { class: "cc-row" }, h("span", { class: `cc-badge cc-path-${found.path.path}`, t: `path_${found.path.path}` })) : null,
    missing.length ? h("div", { class: "cc-warn-box" }, h("p", { t: one.facts ? "changeYearAsk" : "changeYearCounts" }), h("ul", { class: "cc-list" }, missing.map((name) => h("li", {}, factLabel(name)))),
      one.facts ? h("button", { type: "button", class: "cc-button", t: "changeToPath", onclick: () => document.dispatchEvent(new CustomEvent("cc-go", { detail: "path" })) })
        : h("button", { type: "button", class: "cc-button", id: "cc-fill-counts", t: "changeFill", onclick: () => { drawFilings({ edit: true }); if (!one.scenes.length) addScene(one); const input = document.querySelector(".cc-filing-form [data-name=pi_used]"); input?.focus(); input?.scrollIntoView({ block: "center" }); } })) : null,
    h("p", { class: "cc-row" }, h("span", { class: "cc-hint", t: one.facts ? "changeYearPath" : "changeYearFiling" }),
      Object.keys(doc.facts).length ? h("button", { type: "button", class: "cc-button cc-quiet", t: one.facts ? "changeTakeAgain" : "changeTakePath", onclick: take }) : null,
      one.facts ? h("button", { type: "button", class: "cc-button cc-quiet", t: "changeDropPath", onclick: () => { one.facts = null; changed(); judge(); } }) : null)]);
}

const factLabel = (name) => { const fact = info(name.slice("facts.".length)); return fact.known ? fact.label : t(fact.name === "pi_count" ? "count_pi_used" : "count_sensitive_used"); };

/** What was presumed; a fact of the change can be asked instead. */
function assumptions(one, found) {
  if (!found.assumptions.length) return null;
  const known = (fact) => questions.questions.some((q) => q.id === fact);
  return section("assumptionsTitle", h("ul", { class: "cc-list" }, found.assumptions.map((each) => h("li", { "data-fact": each.fact }, each.text, " ",
    known(each.fact) ? h("button", { type: "button", class: "cc-link", t: "askThis", onclick: () => {
      for (const change of one.changes) if (!(each.fact in change.answers)) change.answers[each.fact] = null;
      changed();
      drawCards(one);
      judge();
      cards.querySelector(`[data-fact=${each.fact}] button`)?.focus();
    } }) : null))));
}
