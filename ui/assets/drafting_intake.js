// Taking values from what the enterprise has already: a table of fields and counts, a licence, a contract. A person confirms each.
import { api } from "./api.js";
import { clear, h, t } from "./dom.js";
import { errorBox } from "./parts.js";
import { doc, extend, put, value } from "./drafting_state.js";
import { labelOf, question } from "./drafting_field.js";

const TABLE_GROUPS = /items|data/;

/** What may be handed in at the head of a group; `changed()` after values came. */
export function intake(group, changed) {
  const stage = h("div", { class: "cc-dr-intake-found", "aria-live": "polite" });
  const papers = upload("drReadPapers", { multiple: true, accept: ".docx,.pdf,.ofd,.png,.jpg,.jpeg,.xlsx" }, (files) => readPapers(files, stage, changed));
  const table = TABLE_GROUPS.test(group) ? upload("drReadTable", { accept: ".xlsx,.csv" }, ([file]) => readTable(file, stage, changed)) : null;
  return h("div", { class: "cc-dr-intake" }, h("div", { class: "cc-row" }, table, papers, h("span", { class: "cc-hint", t: "drIntakeHint" })), stage);
}

function upload(key, props, take) {
  const input = h("input", { type: "file", class: "cc-visually-hidden", tabindex: "-1", "aria-hidden": "true", ...props, onchange: () => { const files = [...input.files]; input.value = ""; if (files.length) take(files); } });
  return h("span", {}, h("button", { type: "button", class: "cc-button", t: key, onclick: () => input.click() }), input);
}

async function readTable(file, stage, changed) {
  clear(stage, h("p", { class: "cc-hint", role: "status", t: "drReading", tv: { name: file.name } }));
  try {
    const found = await api.filingTable(doc.id, file);
    const scenes = doc.content.scenes?.length ? doc.content.scenes : [{}];
    const into = h("select", { class: "cc-input", tLabel: "drIntoScene" }, scenes.map((one, i) => h("option", { value: i }, one.name || t("drScene", { n: i + 1 }))));
    clear(stage, h("div", { class: "cc-card" }, h("p", { t: "drTableFound", tv: { n: found.items.length, name: file.name } }), notes(found.notes),
      h("ul", { class: "cc-dr-preview" }, found.items.slice(0, 12).map((one) => h("li", {}, one.name || "", one.sensitive ? h("span", { class: "cc-hint", t: "drSensitiveMark" }) : null))),
      h("div", { class: "cc-row" }, into, h("button", { type: "button", class: "cc-button cc-primary", t: "drTake", onclick: () => { const list = `scenes[${into.value}].items`; const have = new Set((value(list) || []).map((one) => one.name)); extend(list, found.items.filter((one) => !have.has(one.name))); clear(stage); changed(); } }), close(stage))));
  } catch (error) { clear(stage, errorBox(error)); }
}

async function readPapers(files, stage, changed) {
  clear(stage, h("p", { class: "cc-hint", role: "status", t: "drReadingPapers", tv: { n: files.length } }));
  try {
    const { proposals, notes: told } = await api.filingPapers(doc.id, files);
    const rows = proposals.map((one) => ({ one, box: h("input", { type: "checkbox", checked: one.confidence >= 0.8 && value(one.path) === undefined, "aria-label": one.label }) }));
    clear(stage, h("div", { class: "cc-card" }, h("p", { t: proposals.length ? "drProposals" : "drNoProposals", tv: { n: proposals.length } }), notes(told),
      h("table", { class: "cc-pre-table" }, h("thead", {}, h("tr", {}, ["drUse", "drFieldName", "drFound", "drWhere", "drNow"].map((key) => h("th", { scope: "col", t: key })))), h("tbody", {}, rows.map(({ one, box }) => h("tr", {}, h("td", {}, box), h("th", { scope: "row" }, question(one.path) ? labelOf(question(one.path)) : one.label), h("td", {}, one.shown), h("td", { class: "cc-hint" }, one.place), h("td", {}, String(value(one.path) ?? "")))))),
      h("div", { class: "cc-row" }, h("button", { type: "button", class: "cc-button cc-primary", t: "drConfirmProposals", disabled: !proposals.length, onclick: () => { rows.filter(({ box }) => box.checked).forEach(({ one }) => put(one.path, one.value)); clear(stage); changed(); } }), close(stage))));
  } catch (error) { clear(stage, errorBox(error)); }
}

const notes = (told) => (told?.length ? h("ul", { class: "cc-list" }, told.map((one) => h("li", { class: "cc-hint" }, one))) : null);
const close = (stage) => h("button", { type: "button", class: "cc-button cc-quiet", t: "cancel", onclick: () => clear(stage) });
