// Questions of a path and the answers given: one card at a time, the rest as a list that can be changed.
import { h, narrow, t } from "./dom.js";
import { articles } from "./articles.js";
import { info } from "./facts.js";
import { addActivity, answer, answered, ask, changed, doc, edit, EXPORTER, forget, MAX_ACTIVITIES, place, removeActivity, said, value } from "./path_state.js";

export const MAX_PERSONS = 10_000_000_000;
const SO_FAR = { pi_count: "pi_count_to_date", sensitive_pi_count: "sensitive_pi_count_to_date" };
const UNITS = { 千: 1e3, 万: 1e4, 亿: 1e8, k: 1e3, m: 1e6 };

/** A number of persons as typed, `{number}` or `{error: text key}`. Takes 120000, 120,000, 12万, １２万. */
export function persons(typed) {
  const text = typed.normalize("NFKC").replace(/[\s,，_]/g, "").replace(/(人次|人|名|个|位)$/, "").toLowerCase();
  if (!text) return { error: "numberEmpty" };
  const parts = /^([+-]?)(\d+(?:\.\d+)?)(千|万|亿|k|m)?$/.exec(text);
  if (!parts) return { error: /^[+-]?[\d.]/.test(text) ? "numberBad" : "numberWords" };
  if (parts[1] === "-") return { error: "numberNegative" };
  const number = Number((Number(parts[2]) * (UNITS[parts[3]] || 1)).toFixed(4));
  if (!Number.isInteger(number)) return { error: "numberWhole" };
  return number > MAX_PERSONS ? { error: "numberLarge" } : { number };
}

/** A value in words. */
export function worded(fact, given) {
  const about = info(fact);
  if (given === null || given === undefined) return t("unknownAnswer");
  if (typeof given === "boolean") return t(given ? "yes" : "no");
  if (typeof given === "number") return t("personsShown", { n: given.toLocaleString() });
  return about.options?.find((o) => o.value === given)?.label || String(given);
}

let unfolded = null; // whether the reader wants the list of answers open; on the phone it starts shut

const which = (fact) => { const { index } = place(fact); return index === null ? "" : activityName(index); };

export const activityName = (index) => doc.facts.activities?.[index]?.purpose || t("activityNumber", { n: index + 1 });

/** The facts still to be asked, the most decisive first. */
export function pending(result) {
  const missing = needed(result), open = [...doc.queue, ...missing.filter((f) => !answered(f))];
  if (!open.length) open.push(...missing.filter((f) => !doc.unknown.includes(f) && !doc.insisted.includes(f))); // an answer that another one calls in question
  return [...new Set(open)].filter((f) => place(f).holder && info(f).known);
}

/** What a verdict still needs: of several transfers what each needs by itself before the count of persons together. */
function needed(result) {
  if (!result) return [];
  const together = (fact) => Boolean(doc.facts.activities) && (fact === "pi_count" || fact === "sensitive_pi_count");
  const own = result.per_activity.flatMap((one, i) => one.missing.map((fact) => (EXPORTER.includes(fact) || fact.includes(".") ? fact : `activities.${i}.${fact}`)));
  return [...new Set([...result.missing.filter((f) => !together(f)), ...own, ...result.missing.filter(together)])];
}

/** The question now: one being changed, or the first that is open. */
export function questionCard(result, { serverWords = {} } = {}) {
  const fact = doc.editing && place(doc.editing).holder ? doc.editing : pending(result)[0];
  if (!fact) return null;
  const about = info(fact), editing = fact === doc.editing;
  const id = "cc-path-question";
  const give = (given) => answer(fact, given);
  return h("section", { class: "cc-card cc-question-card", "aria-labelledby": id, "data-fact": fact },
    h("p", { class: "cc-row cc-spread cc-question-top" },
      h("span", { class: "cc-hint" }, [which(fact), about.label].filter(Boolean).join(" · ")),
      doc.order.length && !editing ? h("button", { type: "button", class: "cc-button cc-quiet", id: "cc-path-back", t: "previousQuestion", onclick: () => edit(doc.order.at(-1)) }) : null),
    h("h3", { id, tabindex: "-1", class: "cc-question-words" }, about.question || serverWords[fact] || about.label),
    result?.missing.includes(fact) && typeof value(fact) === "number" && !editing ? h("p", { class: "cc-warn-box", t: "askedAgain", tv: { value: worded(fact, value(fact)) } }) : null,
    editor(fact, give, { editing }),
    why(about, id),
    h("div", { class: "cc-row" }, about.name === "negative_list_hit" ? h("button", { type: "button", class: "cc-button", t: "toLists", onclick: () => document.dispatchEvent(new CustomEvent("cc-go", { detail: "lists" })) }) : null,
      editing ? [h("button", { type: "button", class: "cc-button cc-quiet", t: "keepAnswer", onclick: () => edit(null) }),
        h("button", { type: "button", class: "cc-button cc-danger-quiet", t: "forgetAnswer", onclick: () => forget(fact) })] : null));
}

function why(about) {
  return h("details", { class: "cc-why" }, h("summary", { t: "whyAsk" }),
    about.help ? h("p", {}, about.help) : null, h("p", { class: "cc-hint", t: "whyAskBody" }), articles(about.basis));
}

/** How a fact is answered: buttons, a number, a choice or words. `give` gets the value, null for not known. */
export function editor(fact, give, { editing = false, unsure = true } = {}) {
  const about = info(fact), now = said(fact) ? value(fact) : undefined;
  const chip = (key, given) => h("button", { type: "button", class: "cc-chip cc-answer-chip", t: key, "aria-pressed": String((editing || doc.unknown.includes(fact) || now !== null) && now === given), onclick: () => give(given) });
  const dontKnow = unsure ? chip("unknownAnswer", null) : null;
  if (about.kind === "boolean") return h("div", { class: "cc-row cc-choices", role: "group", "aria-labelledby": "cc-path-question" }, chip("yes", true), chip("no", false), dontKnow);
  if (about.options) return h("div", { class: "cc-choices cc-options", role: "group", "aria-labelledby": "cc-path-question" }, about.options.map((o) => h("button", { type: "button", class: "cc-chip cc-answer-chip", "aria-pressed": String(now === o.value), onclick: () => give(o.value) }, o.label)), dontKnow);
  return typed(fact, about, now, give, dontKnow);
}

function typed(fact, about, now, give, dontKnow) {
  const numeric = about.kind === "number", problem = h("p", { class: "cc-problem", role: "alert", hidden: true, id: "cc-path-problem" });
  const input = h("input", { type: "text", id: `cc-fact-${fact.replaceAll(".", "-")}`, class: "cc-input", inputmode: numeric ? "numeric" : "text", autocomplete: "off", maxlength: numeric ? 20 : about.name === "purpose" ? 2000 : 200, "aria-labelledby": "cc-path-question", "aria-describedby": problem.id, value: now ?? "", list: about.suggest?.length ? "cc-path-suggest" : null, tPlaceholder: numeric ? "numberPlaceholder" : undefined });
  const refuse = (key) => { problem.hidden = false; problem.textContent = t(key); input.setAttribute("aria-invalid", "true"); input.focus(); };
  const submit = (event) => {
    event.preventDefault();
    if (!numeric) return input.value.trim() ? give(input.value.trim()) : refuse("wordEmpty");
    const { number, error } = persons(input.value);
    error ? refuse(error) : give(number);
  };
  const soFar = SO_FAR[about.name];
  return h("form", { class: "cc-typed", onsubmit: submit, novalidate: true },
    h("div", { class: "cc-row" }, input, numeric ? h("span", { t: "personsUnit" }) : null, h("button", { type: "submit", class: "cc-button cc-primary", t: "confirm" }), dontKnow),
    about.suggest?.length ? h("datalist", { id: "cc-path-suggest" }, about.suggest.map((word) => h("option", { value: word }))) : null, problem,
    soFar ? h("button", { type: "button", class: "cc-link", t: "onlySoFar", onclick: () => onlySoFar(fact, soFar) }) : null);
}

/** Only the count up to today is known: ask that one; the year's stays open. */
function onlySoFar(fact, soFar) {
  answer(fact, null);
  ask(fact.replace(place(fact).name, soFar));
}

/** Everything answered, to be changed or taken back; and what else may be said. */
export function answers() {
  const rows = doc.order.filter(said);
  const own = rows.filter((f) => place(f).index === null);
  const groups = [[null, own], ...(doc.facts.activities || []).map((_, i) => [i, rows.filter((f) => place(f).index === i)])];
  return h("section", { class: "cc-answers" }, h("details", { open: unfolded ?? !narrow(), ontoggle: (event) => { unfolded = event.currentTarget.open; } },
    h("summary", { class: "cc-answers-title", t: "answersTitle", tv: { n: rows.length } }),
    rows.length || doc.facts.activities ? null : h("p", { class: "cc-hint", t: "answersEmpty" }),
    groups.map(([index, facts]) => (index === null && !facts.length ? null : group(index, facts)))),
    h("button", { type: "button", class: "cc-button cc-quiet", id: "cc-add-activity", t: doc.facts.activities ? "addActivity" : "severalActivities", disabled: (doc.facts.activities?.length || 0) >= MAX_ACTIVITIES, onclick: addActivity }),
    more());
}

function group(index, facts) {
  return h("div", { class: "cc-answer-group", "data-activity": index ?? "shared" },
    index === null ? (doc.facts.activities ? h("h4", { t: "sharedFacts" }) : null) : h("div", { class: "cc-row cc-spread" }, nameField(index),
      h("button", { type: "button", class: "cc-button cc-danger-quiet", t: "removeActivity", onclick: () => removeActivity(index) })),
    h("ul", { class: "cc-answer-list" }, facts.filter((f) => place(f).name !== "purpose" || index === null).map(row)));
}

function nameField(index) {
  const input = h("input", { type: "text", class: "cc-input", id: `cc-activity-${index}`, value: doc.facts.activities[index].purpose || "", maxlength: 200, tLabel: "activityName", tPlaceholder: "activityNumber", tv: { n: index + 1 }, onchange: () => {
    const name = input.value.trim();
    name ? doc.facts.activities[index].purpose = name : delete doc.facts.activities[index].purpose;
    changed();
  } });
  return input;
}

function row(fact) {
  const about = info(fact), given = value(fact);
  return h("li", { class: given === null ? "cc-answer-row cc-open" : "cc-answer-row", "data-fact": fact },
    h("span", { class: "cc-answer-label" }, about.label), h("strong", { class: "cc-answer-value" }, worded(fact, given)),
    h("button", { type: "button", class: "cc-link", t: "change", tLabel: "changeFact", tv: { label: about.label }, onclick: () => edit(fact) }));
}

/** Facts that are presumed or not asked for, to be said all the same. */
function more() {
  const holders = doc.facts.activities ? [null, ...doc.facts.activities.keys()] : [null];
  const options = holders.flatMap((index) => info.all().filter((about) => index === null ? !doc.facts.activities || EXPORTER.includes(about.name) || ["pi_count", "sensitive_pi_count"].includes(about.name) : !EXPORTER.includes(about.name) && about.name !== "purpose")
    .map((about) => ({ fact: index === null ? about.name : `activities.${index}.${about.name}`, text: (index === null ? "" : activityName(index) + t("colon")) + about.label })))
    .filter(({ fact }) => !said(fact));
  if (!options.length) return null;
  const choice = h("select", { class: "cc-input", id: "cc-more-fact", tLabel: "moreFacts" }, options.map((o) => h("option", { value: o.fact }, o.text)));
  return h("details", { class: "cc-more" }, h("summary", { t: "moreFacts" }),
    h("div", { class: "cc-row" }, choice, h("button", { type: "button", class: "cc-button", t: "sayFact", onclick: () => ask(choice.value) })));
}

