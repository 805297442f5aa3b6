// Exports into the ledger: one by one, or a table; what could not be taken is shown line by line.
import { api } from "./api.js";
import { clear, h, save, t, toast, today } from "./dom.js";
import { bound, choice } from "./filing_form.js";
import { changed, work } from "./filing_state.js";
import { errorBox, field } from "./parts.js";
import { persons } from "./path_form.js";

const PATHS = ["security_assessment", "standard_contract", "certification", "gba_contract"], EXEMPT = ["treaty", "art3", "art4", "art5_1", "art5_2", "art5_3", "art5_4", "art6"];
const STAYS = ["entity", "scene", "recipient", "exported_on", "group", "path", "nature"]; // for the next entry of the same kind
const MAX_FILE_BYTES = 20_000_000, MAX_IDS = 100_000, SAMPLE = "\ufeff主体,场景,接收方,日期,人数,敏感,免办,路径,集团,备注\n示例公司,会员服务,示例境外公司,2026-03-01,20000,否,,标准合同,,\n";
let form, problem, ids, idKind, lists, report, again, done = () => {};

/** Build the two ways; `saved()` hears of each success. */
export function buildEntry({ saved }) {
  done = saved;
  form = h("form", { class: "cc-fold-body", novalidate: true, id: "cc-entry-form", onsubmit: (event) => { event.preventDefault(); submit(); } });
  problem = h("div", { class: "cc-entry-problem" });
  lists = h("div", { hidden: true });
  report = h("div", { class: "cc-import-report", "aria-live": "polite" });
  again = h("input", { type: "checkbox", id: "cc-import-again" });
  const file = h("input", { type: "file", id: "cc-import-file", accept: ".csv,text/csv", onchange: () => { if (file.files[0]) take(file.files[0]); file.value = ""; } });
  drawForm();
  return h("div", { class: "cc-entry-ways" }, lists,
    h("details", { class: "cc-card", id: "cc-entry" }, h("summary", { t: "entryTitle" }), form),
    h("details", { class: "cc-card", id: "cc-import" }, h("summary", { t: "importTitle" }), h("p", { class: "cc-hint", t: "importIntro" }),
      h("div", { class: "cc-row" }, field("importFile", file, "cc-inline"), h("button", { type: "button", class: "cc-button cc-quiet", t: "importSample", onclick: () => save("ledger-sample.csv", SAMPLE, "text/csv") })),
      h("p", { class: "cc-row" }, again, h("label", { for: "cc-import-again", t: "importAgain" })), report));
}

/** Suggest the names that were used before. */
export function drawEntry(entries) {
  clear(lists, ["entity", "scene", "recipient", "group"].map((name) => h("datalist", { id: `cc-known-${name}` }, [...new Set(entries.map((one) => one[name]).filter(Boolean))].map((value) => h("option", { value })))));
}

/** Draw the form from what was entered so far. */
export function drawForm() {
  const one = work.entry, named = (key, name) => bound(key, one, name, { list: `cc-known-${name}` });
  one.exported_on ||= today();
  const listed = ids?.value || "", kind = idKind?.value || "";
  ids = h("textarea", { class: "cc-input", id: "cc-entry-ids", rows: 3, value: listed, autocomplete: "off" });
  idKind = h("input", { type: "text", class: "cc-input", id: "cc-entry-id-kind", maxlength: 40, value: kind, autocomplete: "off" });
  const keep = () => {};
  clear(form, h("p", { class: "cc-hint", t: "entryIntro" }), h("div", { class: "cc-form-grid" },
    named("entryEntity", "entity"), named("entryScene", "scene"), named("entryRecipient", "recipient"), bound("entryDay", one, "exported_on", { type: "date" }),
    bound("entryPersons", one, "persons", { numeric: true }), choice("entryNature", one, "nature", [["", "chooseOne"], ...["general", "sensitive", "both"].map((n) => [n, `nature_${n}`])], keep),
    choice("entryExempt", one, "exempt", [["", "entryExemptNone"], ...EXEMPT.map((n) => [n, `reason_${n}`])], keep), choice("entryPath", one, "path", [["", "ledger_path_unspecified"], ...PATHS.map((n) => [n, `ledger_path_${n}`])], keep),
    named("entryGroup", "group"), bound("entryNote", one, "note", { max: 2000 })),
  h("details", {}, h("summary", { t: "idsTitle" }), h("p", { class: "cc-hint", t: "idsBody" }), h("div", { class: "cc-form-grid" }, field("idsKind", idKind), field("idsList", ids, "cc-wide"))),
  problem, h("div", { class: "cc-row" }, h("button", { type: "submit", class: "cc-button cc-primary", id: "cc-entry-save", t: "entrySave" })));
}

function refuse(name, key) {
  clear(problem, h("p", { class: "cc-problem", role: "alert", t: key }));
  form.querySelector(`[data-name=${name}]`)?.focus();
}

async function submit() {
  const one = work.entry, listed = ids.value.split(/\r?\n/).map((line) => line.trim()).filter(Boolean);
  clear(problem);
  for (const [name, key] of [["entity", "entryNoEntity"], ["scene", "entryNoScene"], ["recipient", "entryNoRecipient"], ["exported_on", "entryNoDay"]]) if (!one[name]?.trim()) { refuse(name, key); return; }
  const count = persons(one.persons || "");
  if (count.error && !(listed.length && !one.persons?.trim())) { refuse("persons", count.error === "numberEmpty" ? "entryNoPersons" : count.error); return; }
  if (!one.nature) { refuse("nature", "entryNoNature"); return; }
  if (listed.length > MAX_IDS) { clear(problem, h("p", { class: "cc-problem", role: "alert", t: "idsMany" })); return; }
  const row = Object.fromEntries(["entity", "scene", "recipient", "exported_on", "nature", "exempt", "path", "group", "note"].map((name) => [name, one[name]?.trim()]).filter(([, value]) => value));
  if (count.number !== undefined) row.persons = count.number;
  if (listed.length && idKind.value.trim()) row.id_kind = idKind.value.trim();
  const button = form.querySelector("#cc-entry-save");
  button.disabled = true;
  try {
    await api.addEntry(listed.length ? { row, ids: listed } : { row });
    work.entry = Object.fromEntries(STAYS.map((name) => [name, one[name] || ""]));
    changed();
    ids.value = "";
    drawForm();
    toast("entrySaved");
    form.querySelector("[data-name=persons]").focus();
    done();
  } catch (error) { clear(problem, errorBox(error)); } finally { button.disabled = false; }
}

async function take(file) {
  if (/\.(xlsx?|docx?|pdf|zip)$/i.test(file.name)) { clear(report, h("p", { class: "cc-problem", role: "alert", t: "importKind" })); return; }
  if (file.size > MAX_FILE_BYTES) { clear(report, h("p", { class: "cc-problem", role: "alert", t: "importLarge" })); return; }
  clear(report, h("p", { class: "cc-hint", role: "status", t: "importing" }));
  try {
    const found = await api.importLedger(file, again.checked);
    clear(report, h("p", { class: found.bad.length ? "cc-warn-box" : "cc-good-box", role: "status", t: "importDone", tv: { lines: found.lines, added: found.added.length, known: found.duplicates.length, bad: found.bad.length } }),
      found.duplicates.length ? h("p", { class: "cc-hint", t: "importKnown", tv: { lines: brief(found.duplicates) } }) : null,
      found.bad.length ? h("div", { class: "cc-table-wrap", tabindex: "0", role: "region", tLabel: "importBad" }, h("table", { class: "cc-table cc-plain-table cc-bad-lines" },
        h("thead", {}, h("tr", {}, ["importLine", "importReason", "importHint"].map((key) => h("th", { scope: "col", t: key })))),
        h("tbody", {}, found.bad.map((bad) => h("tr", {}, h("td", { "data-label": t("importLine") }, String(bad.line)), h("td", {}, bad.error.message), h("td", { class: "cc-hint" }, bad.error.hint || "")))))) : null);
    if (found.added.length) done();
  } catch (error) { clear(report, errorBox(error, () => take(file))); }
}

const brief = (lines) => (lines.length > 20 ? `${lines.slice(0, 20).join("、")}…` : lines.join("、"));
