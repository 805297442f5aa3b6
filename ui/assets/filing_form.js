// The filings that there are, one of them open: kind, number, dates, scope and counts, entered once.
import { askDialog, clear, h, save, say, t, toast } from "./dom.js";
import { field } from "./parts.js";
import { persons } from "./path_form.js";
import { addFiling, changed, COUNTS, current, removeFiling, work } from "./filing_state.js";

export const KINDS = ["security_assessment", "standard_contract", "certification", "gba_contract"];
let root, box, editor, open = false, moved = () => {};

/** Build the list with its form; `onMove({form})` hears of each change, `form` true where another filing is in hand. */
export function buildFilings(page, { onMove }) {
  root = page;
  moved = onMove;
  box = h("div", { class: "cc-filing-list" });
  editor = h("div", { class: "cc-filing-editor" });
  return h("section", { class: "cc-filings" }, box, editor);
}

/** An input that writes into `holder[name]` as it is typed; `numeric` says at once what is no number. */
export function bound(key, holder, name, { numeric = false, area = false, type = "text", wide = false, list = null, max = 200, done = () => {}, label = key, vars = {} } = {}) {
  const id = `cc-in-${name}-${(bound.count = (bound.count || 0) + 1)}`, problem = h("p", { class: "cc-problem", role: "alert", id: `${id}-problem`, hidden: true });
  const check = () => {
    const error = numeric && input.value.trim() ? persons(input.value).error : null;
    problem.hidden = !error;
    if (error) say(problem, error);
    if (error) input.setAttribute("aria-invalid", "true"); else input.removeAttribute("aria-invalid");
  };
  const input = h(area ? "textarea" : "input", { ...(area ? { rows: 2 } : { type }), id, class: "cc-input", value: holder[name] ?? "", autocomplete: "off", maxlength: type === "date" ? null : numeric ? 20 : max, list, inputmode: numeric ? "numeric" : null, min: type === "date" ? "2017-06-01" : null, max: type === "date" ? "2099-12-31" : null, "data-name": name, "aria-describedby": problem.id,
    oninput: () => { holder[name] = input.value; problem.hidden ||= !numeric || !persons(input.value).error; alike(input, holder, name); changed(); done(); }, onchange: check });
  input._holder = holder;
  if (numeric && input.value) check();
  return h("div", { class: wide ? "cc-field cc-wide" : "cc-field" }, h("label", { for: id, t: label, tv: vars }), input, numeric ? problem : null);
}

/** The same value may stand in two forms at once. */
function alike(input, holder, name) {
  for (const other of root.querySelectorAll(`input[data-name="${name}"], textarea[data-name="${name}"]`)) if (other !== input && other._holder === holder) other.value = input.value;
}

/** A choice that writes into `holder[name]`; options as [value, text key or nothing]. */
export function choice(key, holder, name, options, done) {
  const input = h("select", { class: "cc-input", "data-name": name, onchange: () => { holder[name] = input.value; changed(); done(); } }, options.map(([value, words]) => (words ? h("option", { value, t: words }) : h("option", { value }, value))));
  input.value = holder[name] ?? "";
  input.id = `cc-in-${name}-${(bound.count = (bound.count || 0) + 1)}`;
  return field(key, input);
}

/** What a filing is called in a list: kind, number, last day. */
export const filingName = (one) => [t(`filing_${one.kind}`), one.number, one.expires].filter(Boolean).join(" · ");

/** Show the filings and the form of the one in hand; `edit` opens it, without `form` it stays as it is. */
export function drawFilings({ edit = null, form = true } = {}) {
  if (edit !== null) open = edit;
  drawList();
  if (form) drawEditor();
}

function drawList() {
  clear(box, h("p", { class: "cc-hint", t: work.filings.length ? "filingsTitle" : "filingsNone" }),
    h("div", { class: "cc-row", role: "group", tLabel: "filingsTitle" },
      work.filings.map((one) => h("button", { type: "button", class: "cc-chip cc-filing-chip", "data-key": one.key, "aria-pressed": String(one.key === work.current), onclick: () => choose(one.key) }, filingName(one))),
      h("button", { type: "button", class: "cc-button", id: "cc-filing-add", t: "filingAdd", onclick: add })));
}

function choose(key) {
  work.current = key;
  changed();
  drawFilings();
  moved({ form: true });
}

/** One filing more, its form open. */
export function add() {
  addFiling();
  drawFilings({ edit: true });
  moved({ form: true });
  editor.querySelector("select")?.focus();
}

function drawEditor() {
  const one = current();
  if (!one) { clear(editor); return; }
  const quiet = () => { drawList(); moved({ form: false }); };
  const whole = () => { drawFilings(); moved({ form: true }); editor.querySelector("[data-name=kind]")?.focus(); };
  const fold = h("details", { class: "cc-card cc-filing-form", open, ontoggle: () => { open = fold.open; } }, h("summary", { t: "filingForm" }),
    h("div", { class: "cc-form-grid" },
      choice("filingKind", one, "kind", KINDS.map((kind) => [kind, `filing_${kind}`]), whole),
      bound("filingNumber", one, "number", { done: quiet }), bound("filingEntity", one, "entity", { done: quiet }),
      bound("filingResultDate", one, "result_date", { type: "date", label: `resultDate_${one.kind}`, done: quiet }), bound("filingExpires", one, "expires", { type: "date", done: quiet }),
      one.kind === "gba_contract" ? choice("filingGba", one, "gba_with", [["", "notKnown"], ["HK", "gba_HK"], ["MO", "gba_MO"]], quiet) : null,
      one.kind === "security_assessment" ? extended(one, quiet) : null,
      one.kind === "security_assessment" ? bound("filingConditions", one, "conditions", { area: true, wide: true, max: 4000, done: quiet }) : null),
    h("h4", { t: "filingScope" }), h("p", { class: "cc-hint", t: `scopeOf_${one.kind}` }), one.scenes.map((scene, i) => sceneForm(one, scene, i, quiet)),
    h("div", { class: "cc-row" },
      h("button", { type: "button", class: "cc-button", id: "cc-scene-add", t: "sceneAdd", onclick: () => addScene(one) }),
      h("button", { type: "button", class: "cc-button cc-quiet", t: "exportJson", onclick: () => { save("filing.json", JSON.stringify(one, null, 2), "application/json"); toast("exportDone"); } }),
      h("button", { type: "button", class: "cc-button cc-danger-quiet", id: "cc-filing-remove", t: "filingRemove", onclick: () => drop(one) })));
  clear(editor, fold);
}

/** One scene more in the filing. */
export function addScene(one) {
  one.scenes.push({ name: "" });
  changed();
  drawFilings({ edit: true });
  moved({ form: true });
  editor.querySelector(".cc-filed-scene:last-of-type input")?.focus();
}

function extended(one, quiet) {
  const pressed = (value) => String((one.extended ?? null) === value);
  const group = h("div", { class: "cc-row", role: "group", tLabel: "filingExtended" });
  const draw = () => clear(group, [["yes", true], ["no", false], ["unknownAnswer", null]].map(([key, value]) => h("button", { type: "button", class: "cc-chip", t: key, "aria-pressed": pressed(value), onclick: () => { one.extended = value; changed(); draw(); quiet(); } })));
  draw();
  return h("div", { class: "cc-field" }, h("span", { class: "cc-label", t: "filingExtended" }), group);
}

function sceneForm(one, scene, index, quiet) {
  return h("fieldset", { class: "cc-filed-scene" }, h("legend", { t: "sceneNumber", tv: { n: index + 1 } }),
    h("div", { class: "cc-form-grid" }, bound("sceneLabel", scene, "name", { done: quiet }), bound("sceneRecipients", scene, "recipients", { max: 2000, done: quiet }), bound("scenePurposes", scene, "purposes", { max: 2000, done: quiet }), bound("sceneRegion", scene, "storage_region", { done: quiet }),
      bound("sceneFields", scene, "fields", { area: true, wide: true, max: 4000, done: quiet }), COUNTS.map((name) => bound(`count_${name}`, scene, name, { numeric: true, done: quiet }))),
    one.scenes.length > 1 ? h("button", { type: "button", class: "cc-button cc-danger-quiet", t: "sceneRemove", onclick: async () => {
      if (Object.values(scene).some(Boolean) && !(await askDialog(root, { title: "sceneRemoveTitle", body: "sceneRemoveBody", vars: { name: scene.name || index + 1 }, confirm: "remove", danger: true }))) return;
      one.scenes.splice(index, 1);
      changed();
      drawFilings();
      moved({ form: true });
    } }) : null);
}

async function drop(one) {
  if (!(await askDialog(root, { title: "filingRemoveTitle", body: "filingRemoveBody", vars: { name: filingName(one) }, confirm: "remove", danger: true }))) return;
  removeFiling(one.key);
  drawFilings();
  moved({ form: true });
}
