// One question of the questionnaire: its label, the reason with its article, and a way to answer that fits its type.
import { articles } from "./articles.js";
import { h, lang, saying, t } from "./dom.js";
import { takenMark, isTaken } from "./drafting_origin.js";
import { asked, doc, general, isUnknown, mark, put, value } from "./drafting_state.js";
import { persons } from "./path_form.js";

const SHORT = 500, LONG = 20000;
const byPath = new Map();
/** The question of a path. */
export function question(path) {
  if (!byPath.size || byPath.of !== asked) { byPath.clear(); asked.questions.forEach((one) => byPath.set(one.path, one)); byPath.of = asked; }
  return byPath.get(general(path));
}
/** What a paper is called, by its id or its Chinese title. */
export const paperTitle = (key) => { const found = asked?.papers?.find((one) => one.id === key || one.title === key); return (lang() === "en" && found?.title_en) || found?.title || key; };
/** What a concrete field is called, its elements numbered: `出境场景2：数据类型`. */
export function labelAt(path, otherwise = path) {
  const about = question(path), places = [...path.matchAll(/\[(\d+)\]/g)].map((match) => [general(path.slice(0, match.index)), Number(match[1]) + 1]);
  if (!about) return otherwise;
  const numbered = places.map(([list, n]) => { const found = asked.lists.find((one) => one.path === list); return lang() === "en" ? `${found?.label_en || list} ${n}` : `${found?.label || list}${n}`; });
  return numbered.length ? `${numbered.join(t("listComma"))}${t("colon")}${labelOf(about)}` : labelOf(about);
}
export const labelOf = (one) => (lang() === "en" && one.label_en) || one.label;
export const fieldId = (path) => `cc-f-${path.replace(/[^a-z0-9]+/gi, "-")}`;

/** The field; `redraw` when an answer changes what else is asked. */
export function fieldView(need) {
  const path = need.path, about = need.about || question(path), id = fieldId(path), hintId = `${id}-why`;
  const wrong = h("p", { class: "cc-problem", role: "alert", hidden: true, id: `${id}-wrong` });
  const refuse = (words) => { wrong.hidden = !words; wrong.textContent = words || ""; };
  const taken = takenMark(path);
  const { input, group } = editor(path, about, id, (words) => { refuse(words); if (!words) box.classList.remove("cc-dr-open"); setTimeout(() => { taken.hidden = !isTaken(path); }); });
  input.setAttribute("aria-describedby", `${hintId} ${wrong.id}`);
  const unknown = h("button", { type: "button", class: "cc-chip cc-dr-unknown", "aria-pressed": String(isUnknown(path)), t: "drUnknown", onclick: () => {
    const next = !isUnknown(path);
    if (next) { put(path, null); }
    mark(path, next);
    unknown.setAttribute("aria-pressed", String(next));
    box.classList.toggle("cc-dr-open", !next);
  } });
  const open = value(path) === undefined && !isUnknown(path);
  const head = h(group ? "span" : "label", { for: group ? null : id, id: `${id}-label`, class: "cc-dr-label" }, labelOf(about), taken, about.optional ? h("span", { class: "cc-hint", t: "drOptional" }) : null);
  const box = h("div", { class: open && !about.optional ? "cc-dr-field cc-dr-open" : "cc-dr-field", "data-path": path, "data-size": about.type === "long" ? "wide" : "short" },
    head, h("p", { class: "cc-hint", id: hintId }, saying(about, "why"), " ", h("details", { class: "cc-dr-basis" }, h("summary", { t: "drBasis" }), articles(about.basis), about.doubt ? h("p", { class: "cc-hint" }, about.doubt) : null)),
    h("div", { class: "cc-row cc-dr-editor" }, input, about.optional ? null : unknown), wrong);
  return box;
}

/** What the reader answers with. */
function editor(path, about, id, refuse) {
  const now = value(path), say = (given) => { refuse(""); put(path, given); };
  const common = { id, class: "cc-input", "aria-labelledby": `${id}-label` };
  switch (about.type) {
    case "yes_no": return { group: true, input: chips(common, [[true, t("yes")], [false, t("no")]], [now], (given, on) => say(on ? given : null), { single: true }) };
    case "choices": return { group: true, input: chips(common, options(about), now || [], (given, on, all) => say(all)) };
    case "recipients": return { group: true, input: chips(common, (doc.content.recipients || []).map((one) => [one.id, one.name || one.id]), now || [], (given, on, all) => say(all), { empty: "drNoRecipients" }) };
    case "choice": {
      const input = h("select", { ...common, onchange: () => say(input.value || null) }, h("option", { value: "", t: "drChoose" }), options(about).map(([one, words]) => h("option", { value: one }, words)));
      input.value = now ?? "";
      return { input };
    }
    case "date": {
      const input = h("input", { ...common, type: "date", min: "1900-01-01", max: "2099-12-31", value: now ?? "", onchange: () => say(input.value || null) });
      return { input };
    }
    case "long": {
      const input = h("textarea", { ...common, rows: 4, maxlength: LONG, placeholder: about.example || null, oninput: () => say(input.value.trim() ? input.value : null) });
      input.value = now ?? "";
      return { input };
    }
    case "count": return { input: numeric(common, now, about, (words) => { const { number, error } = persons(words); if (error) { refuse(t(error)); return undefined; } return number; }, say) };
    case "number": case "percent": return { input: numeric(common, now, about, (words) => { const number = Number(words.normalize("NFKC").replace(/[,，%\s]/g, "")); if (!Number.isFinite(number)) { refuse(t("numberBad")); return undefined; } return number; }, say) };
    case "words": {
      const input = h("input", { ...common, type: "text", value: (now || []).join("、"), placeholder: about.example || null, onchange: () => say(input.value.split(/[、,，;；]/).map((one) => one.trim()).filter(Boolean)) });
      return { input };
    }
    default: {
      const input = h("input", { ...common, type: about.type === "email" ? "email" : "text", maxlength: SHORT, autocomplete: "off", placeholder: about.example || null, value: now ?? "", oninput: () => say(input.value.trim() ? input.value.trim() : null) });
      return { input };
    }
  }
}

function numeric(common, now, about, read, say) {
  const input = h("input", { ...common, type: "text", inputmode: "decimal", maxlength: 24, autocomplete: "off", placeholder: about.example || null, value: now === undefined ? "" : Number(now).toLocaleString("en-US", { maximumFractionDigits: 6 }), onchange: () => {
    if (!input.value.trim()) return say(null);
    const number = read(input.value);
    input.setAttribute("aria-invalid", String(number === undefined));
    if (number === undefined) return undefined;
    say(number);
    input.value = number.toLocaleString("en-US", { maximumFractionDigits: 6 });
    return undefined;
  } });
  return input;
}

const options = (about) => about.options.map((one) => [one.value, (lang() === "en" && one.label_en) || one.label]);

/** Buttons to press; `chosen(value, on, all)`. */
function chips({ id }, all, now, chosen, { single = false, empty = "" } = {}) {
  const box = h("div", { class: "cc-row cc-dr-chips", role: "group", id, "aria-labelledby": `${id}-label` });
  if (!all.length && empty) box.append(h("span", { class: "cc-hint", t: empty }));
  for (const [one, words] of all) {
    const button = h("button", { type: "button", class: "cc-chip", "aria-pressed": String(now.includes(one)), onclick: () => {
      const on = button.getAttribute("aria-pressed") !== "true";
      if (single) box.querySelectorAll("button").forEach((other) => other.setAttribute("aria-pressed", "false"));
      button.setAttribute("aria-pressed", String(on));
      chosen(one, on, all.filter((_, i) => box.querySelectorAll("button")[i].getAttribute("aria-pressed") === "true").map(([v]) => v));
    } }, words);
    box.append(button);
  }
  return box;
}
