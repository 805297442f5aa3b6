// Taking values from what the enterprise has already: a table of fields and counts, a licence, a contract. A person confirms each.
import { api } from "./api.js";
import { clear, h, saying, t } from "./dom.js";
import { errorBox } from "./parts.js";
import { doc, extend, put, value } from "./drafting_state.js";

const TABLE_GROUPS = /items|data|scene/, SURE = 0.8, MOST_SHOWN = 12;

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
    const { table, fill } = proposed(found.proposals);
    const take = () => {
      const list = `scenes[${into.value}].items`, have = new Set((value(list) || []).map((one) => one.name));
      const fresh = found.items.filter((one) => !have.has(one.name));
      if (fresh.length) extend(list, fresh);
      fill((path) => path.replace(/^scenes\[\d+\]/, `scenes[${into.value}]`));
      clear(stage);
      changed();
    };
    clear(stage, h("div", { class: "cc-card" }, h("p", { t: "drTableFound", tv: { n: found.items.length, name: file.name } }), notes(found.notes),
      h("ul", { class: "cc-dr-preview" }, found.items.slice(0, MOST_SHOWN).map((one) => h("li", {}, one.name || "", one.sensitive ? h("span", { class: "cc-hint", t: "drSensitiveMark" }) : null)), found.items.length > MOST_SHOWN ? h("li", { class: "cc-hint" }, "…") : null),
      table, h("div", { class: "cc-row" }, into, h("button", { type: "button", class: "cc-button cc-primary", t: "drTake", onclick: take }), close(stage))));
  } catch (error) { clear(stage, errorBox(error)); }
}

async function readPapers(files, stage, changed) {
  clear(stage, h("p", { class: "cc-hint", role: "status", t: "drReadingPapers", tv: { n: files.length } }));
  try {
    const found = await api.filingPapers(doc.id, files), { table, fill } = proposed(found.proposals);
    clear(stage, h("div", { class: "cc-card" }, h("p", { t: found.proposals.length ? "drProposals" : "drNoProposals", tv: { n: found.proposals.length } }), notes(found.notes), table,
      h("div", { class: "cc-row" }, h("button", { type: "button", class: "cc-button cc-primary", t: "drConfirmProposals", disabled: !found.proposals.length, onclick: () => { fill(); clear(stage); changed(); } }), close(stage))));
  } catch (error) { clear(stage, errorBox(error)); }
}

/** The proposals as a table to tick, and what fills in the ticked ones; of two for one field only the surer is ticked. */
function proposed(all) {
  const first = new Set(), rows = all.map((one) => {
    const ticked = one.sure >= SURE && (one.now === null || one.now === undefined) && !first.has(one.path);
    first.add(one.path);
    return { one, box: h("input", { type: "checkbox", checked: ticked, "aria-label": saying(one, "label") }) };
  });
  const table = all.length ? h("div", { class: "cc-dr-scroll" }, h("table", { class: "cc-pre-table" }, h("thead", {}, h("tr", {}, ["drUse", "drFieldName", "drFound", "drWhere", "drNow"].map((key) => h("th", { scope: "col", t: key })))),
    h("tbody", {}, rows.map(({ one, box }) => h("tr", {}, h("td", {}, box), h("th", { scope: "row" }, saying(one, "label")), h("td", {}, one.shown), h("td", { class: "cc-hint" }, one.place), h("td", {}, one.now === null || one.now === undefined ? "" : Array.isArray(one.now) ? String(one.now.length) : String(one.now))))))) : null;
  const order = (path) => (path.startsWith("recipients") ? 0 : 1);
  return { table, fill: (moved = (path) => path) => rows.filter(({ box }) => box.checked).sort((a, b) => order(a.one.path) - order(b.one.path)).forEach(({ one }) => put(moved(one.path), one.value)) };
}

const notes = (told) => (told?.length ? h("ul", { class: "cc-list" }, told.map((one) => h("li", { class: "cc-hint" }, one))) : null);
const close = (stage) => h("button", { type: "button", class: "cc-button cc-quiet", t: "cancel", onclick: () => clear(stage) });
