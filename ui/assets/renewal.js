// How long a filing still holds: days of the window, warnings, and the conditions of an extension scene by scene.
import { api } from "./api.js";
import { clear, h, lang, t } from "./dom.js";
import { articles } from "./articles.js";
import { askable, duties } from "./change.js";
import { add, addScene, bound, drawFilings } from "./filing_form.js";
import { asOf, changed, current, filingRequest, sceneName, work } from "./filing_state.js";
import { errorBox } from "./parts.js";
import { figures } from "./path_tree.js";
import { timeline } from "./timeline.js";

const TYPING_MS = 300;
const APPLIES = { contains_pi: "renewalNoPi", contains_important_data: "renewalNoImportant" };
let head, output, scenesBox, badges = new Map(), conditions = [], asked = 0, timer = 0;

/** Build the view. */
export function buildRenewal() {
  head = h("div", { class: "cc-renewal-head" });
  output = h("div", { class: "cc-renewal-output", "aria-live": "polite" });
  scenesBox = h("div", { class: "cc-renewal-scenes" });
  return h("section", { class: "cc-renewal" }, h("p", { class: "cc-hint", t: "renewalIntro" }), head, output, scenesBox);
}

/** Show the filing in hand anew. */
export async function drawRenewal() {
  const one = current();
  badges.clear();
  if (!one) { clear(head, h("p", {}, h("button", { type: "button", class: "cc-button cc-primary", t: "filingFirst", onclick: add }))); clear(output); clear(scenesBox); return; }
  try { ({ conditions } = await askable()); } catch (error) { clear(output, errorBox(error, drawRenewal)); return; }
  if (one !== current()) return;
  const moved = () => { drawFilings({ form: false }); renewalMoved(); };
  clear(head, h("div", { class: "cc-form-grid" }, bound("filingExpires", one, "expires", { type: "date", done: moved }), bound("filingResultDate", one, "result_date", { type: "date", label: `resultDate_${one.kind}`, done: moved })));
  const extends_ = one.kind === "security_assessment" && conditions.length > 0;
  clear(scenesBox, extends_ ? [h("h3", { t: "renewalConditions" }), h("p", { class: "cc-hint", t: "renewalConditionsBody" }), ...one.scenes.map(sceneCard),
    h("p", {}, h("button", { type: "button", class: "cc-button", t: "sceneAdd", onclick: () => addScene(one) }))] : null);
  judge();
}

/** The filing's facts moved: look anew, the form stays as it is. */
export function renewalMoved() { clearTimeout(timer); timer = setTimeout(judge, TYPING_MS); }

function sceneCard(scene, index) {
  const verdict = h("span", { class: "cc-badge" });
  badges.set(`${index}`, verdict);
  return h("section", { class: "cc-card cc-renewal-scene", "data-scene": index }, h("p", { class: "cc-row" }, scene.name.trim() ? h("strong", {}, sceneName(scene, index)) : h("strong", { t: "sceneNumber", tv: { n: index + 1 } }), verdict),
    h("ol", { class: "cc-conditions" }, conditions.map((one) => condition(scene, index, one))));
}

/** One condition: met, not met, not known; of growth the two numbers, or that there is no such data. */
function condition(scene, index, one) {
  const id = `cc-cond-${index}-${one.id}`, outcome = h("span", { class: "cc-badge", role: "status" }), choices = h("div", { class: "cc-row", role: "group", "aria-labelledby": id });
  badges.set(`${index}.${one.id}`, outcome);
  const pick = (values) => { Object.assign(scene, values); changed(); draw(); judge(); };
  const chip = (key, on, values) => h("button", { type: "button", class: "cc-chip cc-answer-chip", t: key, "data-choice": key, "aria-pressed": String(on), onclick: () => pick(values) });
  const facts = Object.entries(one.facts);
  const draw = () => {
    const at = document.activeElement?.dataset?.choice, had = choices.contains(document.activeElement);
    if (one.granted) clear(choices, chip(APPLIES[one.applies], scene[one.applies] === false, { [one.applies]: scene[one.applies] === false ? null : false }));
    else {
      const met = facts.every(([fact, wanted]) => scene[fact] === wanted), broken = facts.some(([fact, wanted]) => typeof scene[fact] === "boolean" && scene[fact] !== wanted);
      clear(choices, chip("conditionMet", met, Object.fromEntries(facts)), chip("conditionNotMet", broken, Object.fromEntries(facts.map(([fact, wanted], i) => [fact, i ? null : !wanted]))), chip("unknownAnswer", !met && !broken, Object.fromEntries(facts.map(([fact]) => [fact, null]))));
    }
    if (had) choices.querySelector(`[data-choice=${at}]`)?.focus();
  };
  draw();
  return h("li", { class: "cc-condition", "data-condition": one.id }, h("p", { class: "cc-row", id }, h("span", { t: `condition_${one.id}` }), outcome), lang() === "zh" && one.help ? h("p", { class: "cc-hint" }, one.help) : null,
    one.granted ? h("div", { class: "cc-form-grid" }, [one.granted, one.next].map((name) => bound(`count_${name}`, scene, name, { numeric: true, done: renewalMoved }))) : null,
    choices, h("details", { class: "cc-why" }, h("summary", { t: "basis" }), articles(one.basis, { asOf: asOf() })));
}

/** Ask the service for the window and the conditions. */
async function judge() {
  const one = current(), mine = ++asked;
  if (!one) return;
  const { filing, problems } = filingRequest(one);
  if (problems.length) { clear(output, h("p", { class: "cc-problem", role: "alert" }, t("changeBadNumber"), problems.map((p) => p.typed).join("、"))); return; }
  if (!filing.expires && !filing.result_date) { clear(output, h("p", { class: "cc-hint", t: "renewalNoDate" })); show([]); return; }
  try {
    const found = await api.judgeRenewal({ filing, ...(work.asOf ? { as_of: work.asOf } : {}) });
    if (mine !== asked) return;
    clear(output, view(found));
    show(found.scenes);
  } catch (error) { if (mine === asked) { clear(output, errorBox(error, judge)); show([]); } }
}

/** The outcomes beside the answers. */
function show(scenes) {
  for (const [name, el] of badges) {
    const [index, id] = name.split("."), scene = scenes[Number(index)], check = id ? scene?.conditions.find((one) => one.id === id) : null;
    const outcome = id ? check?.outcome : scene?.verdict;
    el.hidden = !outcome || outcome === "unknown" || outcome === "need_facts";
    if (el.hidden) continue;
    el.className = `cc-badge ${["yes", "extend"].includes(outcome) ? "cc-now" : outcome === "not_applicable" ? "" : "cc-block-prohibited"}`;
    el.textContent = t(id ? `outcome_${outcome}` : `renew_${outcome}`) + (check?.compare ? ` ${figures(check.compare)}` : "");
  }
}

const LOUD = ["late", "expired"];

function view(found) {
  const english = lang() === "en", day = found.as_of;
  const dates = [["renewalOpens", found.window_opens], ["renewalRecommended", found.recommended_by], ["renewalApplyBy", found.apply_by], ["renewalExpires", found.expires]].filter(([, value]) => value);
  return h("article", { class: "cc-verdict", "data-state": found.state, "data-verdict": found.verdict },
    h("header", { class: "cc-verdict-head" }, h("p", { class: "cc-row" }, h("span", { class: `cc-badge cc-state-${found.state}`, t: `time_${found.state}` }), h("span", { class: `cc-badge cc-renew-${found.verdict}`, t: `renew_${found.verdict}` }), h("span", { class: "cc-badge", t: "lawOf", tv: { date: day } })),
      english ? h("h2", { class: "cc-headline", t: `time_${found.state}` }) : null, h(english ? "p" : "h2", { class: english ? "cc-hint" : "cc-headline", lang: "zh-CN" }, found.headline),
      LOUD.includes(found.state) ? h("p", { class: "cc-danger-box", role: "alert", t: `warn_${found.state}` }) : null),
    h("dl", { class: "cc-facts cc-window" }, [h("dt", { t: "renewalLeft" }), h("dd", {}, found.state === "expired" ? "0" : String(found.working_days_left))], dates.flatMap(([key, value]) => [h("dt", { t: key }), h("dd", { "data-date": key }, value, found.estimated && key !== "renewalExpires" ? h("span", { class: "cc-hint", t: "estimated" }) : null)])),
    found.expiries.length > 1 ? h("ul", { class: "cc-list" }, found.expiries.map((e) => h("li", {}, `${e.date} `, e.years ? h("span", { t: "unit_years", tv: { n: e.years } }) : null, e.note ? h("p", { class: "cc-hint" }, e.note) : null, articles(e.basis, { asOf: day })))) : null,
    found.notes.length ? h("div", { class: "cc-warn-box" }, found.notes.map((n) => h("p", {}, n))) : null,
    timeline(found, { start: "", statutory: false }),
    h("section", { class: "cc-result-part" }, h("h3", { t: "renewalDuties" }), duties(found.obligations, day)),
    h("p", { class: "cc-hint cc-stamp", t: "verdictStamp", tv: { as_of: day, data: (found.rules?.data || "").slice(0, 12), code: found.rules?.code || "" } }));
}
