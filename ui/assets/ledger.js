// The ledger of exports: how near each threshold is, who sends what to whom, and every entry.
import { api } from "./api.js";
import { askDialog, clear, h, lang, localTime, save, svg, t, toast } from "./dom.js";
import { articles } from "./articles.js";
import { asOf } from "./filing_state.js";
import { buildEntry, drawEntry } from "./ledger_entry.js";
import { errorBox, field } from "./parts.js";

const PAGE = 100, ALERT = 80, WIDEST = 125; // bars go to 125 % of a threshold
let root, entityChoice, alertsBox, totals, matrixBox, listBox, voidedBox, report = null, entries = [], shown = PAGE, asked = 0, use = () => {};

/** Build the view; `take(facts)` takes an entity's counts into the path. */
export function buildLedger(page, { take }) {
  root = page;
  use = take;
  entityChoice = h("select", { class: "cc-input", id: "cc-ledger-entity", onchange: () => draw() });
  [alertsBox, totals, matrixBox, listBox] = ["alerts", "totals", "matrix", "entries"].map((name) => h("div", { class: `cc-ledger-${name}` }));
  alertsBox.setAttribute("aria-live", "polite");
  voidedBox = h("input", { type: "checkbox", id: "cc-ledger-voided", onchange: () => loadLedger() });
  const download = h("button", { type: "button", class: "cc-button", id: "cc-ledger-export", t: "ledgerExport", onclick: async () => {
    download.parentElement.querySelector(".cc-error")?.remove();
    try { save("ledger.csv", await api.exportedLedger()); toast("exportDone"); } catch (error) { download.after(errorBox(error)); }
  } });
  return h("section", { class: "cc-ledger" }, h("p", { class: "cc-hint", t: "ledgerIntro" }),
    buildEntry({ saved: loadLedger }),
    h("div", { class: "cc-row" }, field("ledgerEntity", entityChoice, "cc-inline"), download),
    alertsBox, totals,
    h("details", { class: "cc-card", id: "cc-ledger-matrix", open: true }, h("summary", { t: "matrixTitle" }), matrixBox),
    h("details", { class: "cc-card", id: "cc-ledger-list" }, h("summary", { t: "entriesTitle" }), h("p", { class: "cc-row" }, voidedBox, h("label", { for: "cc-ledger-voided", t: "entriesVoided" })), listBox));
}

/** Read the ledger as of the day chosen. */
export async function loadLedger() {
  const mine = ++asked;
  try {
    const [found, all] = await Promise.all([api.ledger(asOf()), api.ledgerEntries({ until: asOf(), voided: voidedBox.checked })]);
    if (mine !== asked) return;
    report = found;
    entries = all.entries.reverse();
    shown = PAGE;
    drawLedger();
  } catch (error) { if (mine === asked) clear(alertsBox, errorBox(error, loadLedger)); }
}

/** Show what was read. */
export function drawLedger() {
  if (!report) { drawEntry([]); return; }
  const names = [...new Set([...report.entities.map((e) => e.entity), ...entries.map((e) => e.entity)])], before = entityChoice.value;
  clear(entityChoice, h("option", { value: "", t: "ledgerAll" }), names.map((name) => h("option", { value: name }, name)));
  entityChoice.value = names.includes(before) ? before : "";
  drawEntry(entries);
  draw();
}

function draw() {
  const only = entityChoice.value, mine = (list) => list.filter((one) => !only || one.entity === only);
  const entities = mine(report.entities);
  drawAlerts(entities);
  clear(totals, entities.map(entity));
  drawMatrix(mine(report.matrix), report.groups.filter((g) => !only || g.entities.includes(only)));
  drawEntries(mine(entries));
}

const range = ({ least, most }) => (least === most ? least.toLocaleString() : `${least.toLocaleString()}～${most.toLocaleString()}`);
const status = (name) => h("span", { class: `cc-badge cc-level-${name}`, t: `level_status_${name}` });

function drawAlerts(entities) {
  const near = entities.flatMap((one) => one.levels.filter((level) => level.status !== "below").map((level) => ({ one, level })));
  const empty = !report.entities.length;
  clear(alertsBox, empty ? h("p", { class: "cc-hint", t: "ledgerEmpty" }) : !near.length ? h("p", { class: "cc-good-box", t: "alertsNone" })
    : h("section", { class: "cc-warn-box" }, h("h3", { t: "alertsTitle", tv: { n: near.length } }), h("ul", { class: "cc-list" }, near.map(({ one, level }) => h("li", { "data-level": level.id }, status(level.status), ` ${one.entity}：`, h("span", { t: `level_${level.id}` }), ` ${range(level.persons)} / ${level.limit.toLocaleString()}`)))),
    lang() === "zh" ? report.notes.map((n) => h("p", { class: "cc-hint" }, n)) : null);
}

function entity(one) {
  return h("section", { class: "cc-card cc-entity", "data-entity": one.entity },
    h("div", { class: "cc-row cc-spread" }, h("h3", {}, one.entity, one.group ? h("span", { class: "cc-hint" }, ` ${one.group}`) : null),
      Object.keys(one.facts).length ? h("button", { type: "button", class: "cc-button cc-quiet", t: "ledgerToPath", onclick: () => use(one.facts) }) : null),
    h("p", { class: "cc-hint", t: "entitySince", tv: { since: one.since, until: report.as_of, n: one.entries } }),
    h("p", {}, h("strong", { t: "natureGeneral" }), ` ${range(one.general)}　`, h("strong", { t: "natureSensitive" }), ` ${range(one.sensitive)}`),
    h("div", { class: "cc-levels" }, one.levels.map(level)), h("p", { class: "cc-hint", t: "levelLegend" }),
    Object.keys(one.by_path).length ? table("byPath", ["byPath", "natureGeneral", "natureSensitive"], Object.entries(one.by_path).map(([path, counts]) => [h("span", { t: `ledger_path_${path}` }), range(counts.general), range(counts.sensitive)])) : null,
    Object.keys(one.left_out).length ? h("p", { class: "cc-hint" }, h("span", { t: "leftOut" }), Object.entries(one.left_out).map(([reason, count]) => `${t(`reason_${reason}`)} ${range(count)}`).join("；")) : null,
    one.notes.map((n) => h("p", { class: "cc-hint", lang: "zh-CN" }, n)));
}

/** A threshold: the count as a bar, a mark at 80 %, the limit, and where the year may end (an estimate). */
function level(one) {
  const part = (count) => Math.min(WIDEST, (count / one.limit) * 100), least = part(one.persons.least), most = part(one.persons.most), end = one.forecast ? part(one.forecast.most) : 0;
  const words = `${t(`level_${one.id}`)} ${range(one.persons)}${one.limit > 1 ? ` / ${one.limit.toLocaleString()}（${one.share.toLocaleString()}%）` : ""}`;
  const bar = one.limit <= 1 ? null : svg("svg", { class: "cc-level-bar", role: "img", "aria-label": words, viewBox: `0 0 ${WIDEST} 10`, preserveAspectRatio: "none", width: "100%", height: 16 },
    svg("rect", { x: 0, y: 1, width: WIDEST, height: 8, class: "cc-level-back" }),
    end > most ? svg("rect", { x: 0, y: 2.5, width: end, height: 5, class: "cc-level-forecast" }) : null,
    svg("rect", { x: 0, y: 1, width: most, height: 8, class: "cc-level-most" }), svg("rect", { x: 0, y: 1, width: least, height: 8, class: `cc-level-least cc-level-fill-${one.status}` }),
    svg("line", { x1: ALERT, x2: ALERT, y1: 0, y2: 10, class: "cc-level-mark" }), svg("line", { x1: 100, x2: 100, y1: 0, y2: 10, class: "cc-level-limit" }));
  return h("div", { class: "cc-level", "data-level": one.id, "data-status": one.status },
    h("p", { class: "cc-row" }, status(one.status), h("span", {}, words)), bar,
    one.forecast && one.limit > 1 ? h("p", { class: "cc-forecast" }, h("span", { class: "cc-badge cc-checked-secondary", t: "estimate" }), " ", h("span", { t: one.forecast.most >= one.limit && one.status !== "reached" ? "forecastOver" : "forecast", tv: { n: range(one.forecast) } })) : null,
    articles(one.basis, { asOf: report.as_of, shown: 2 }));
}

/** A table with a heading for each column; on the phone each cell brings its own. */
function table(label, columns, rows) {
  return h("div", { class: "cc-table-wrap", tabindex: "0", role: "region", tLabel: label }, h("table", { class: "cc-table cc-plain-table cc-ledger-table" },
    h("thead", {}, h("tr", {}, columns.map((key) => h("th", { scope: "col", t: key })))),
    h("tbody", {}, rows.map((cells) => h("tr", {}, cells.map((cell, i) => h("td", { "data-label": t(columns[i]) }, cell)))))));
}

function drawMatrix(cells, groups) {
  clear(matrixBox, cells.length ? table("matrixTitle", ["entryEntity", "entryRecipient", "entryScene", "natureGeneral", "natureSensitive", "leftOutColumn", "byPath", "lastDay"], cells.map((c) => [c.entity, c.recipient, c.scene, range(c.general), range(c.sensitive), range(c.left_out), c.paths.map((p) => t(`ledger_path_${p}`)).join("、") || "—", c.last])) : h("p", { class: "cc-hint", t: "matrixEmpty" }),
    cells.length ? h("p", { class: "cc-hint", t: "matrixNote" }) : null,
    groups.length ? [h("h4", { t: "groupsTitle" }), h("ul", { class: "cc-list" }, groups.map((g) => h("li", {}, h("p", { lang: "zh-CN" }, g.text), h("p", { class: "cc-hint" }, g.entities.join("、")), g.notes.map((n) => h("p", { class: "cc-hint", lang: "zh-CN" }, n)), articles(g.basis, { asOf: report.as_of }))))] : null);
}

function drawEntries(list) {
  clear(listBox, h("p", { class: "cc-hint", role: "status", t: "entriesCount", tv: { n: list.length } }),
    list.length ? table("entriesTitle", ["entryDay", "entryEntity", "entryScene", "entryRecipient", "entryPersons", "entryNature", "entryExempt", "entryMore"], list.slice(0, shown).map(row)) : null,
    list.length > shown ? h("button", { type: "button", class: "cc-button", t: "more", onclick: () => { shown += PAGE; drawEntries(list); } }) : null);
}

function row(one) {
  const more = [one.path ? t(`ledger_path_${one.path}`) : "", one.keyed ? t("entryKeyed", { kind: one.id_kind || "" }) : "", one.group || "", one.note, one.source].filter(Boolean).join("；");
  return [one.exported_on, one.entity, one.scene, one.recipient, one.persons.toLocaleString(), t(`nature_${one.nature}`), one.exempt ? t(`reason_${one.exempt}`) : "—",
    [more, " ", one.voided_at ? h("span", { class: "cc-badge cc-checked-doubtful", t: "entryVoided", tv: { time: localTime(one.voided_at), reason: one.void_reason } }) : h("button", { type: "button", class: "cc-button cc-danger-quiet", t: "entryVoid", "data-void": one.id, onclick: () => cancel(one) })]];
}

/** A wrong entry is not deleted: it stays, with the reason, and counts no more. */
async function cancel(one) {
  const reason = await askDialog(root, { title: "voidTitle", body: "voidBody", vars: { name: `${one.exported_on} ${one.entity} ${one.scene} ${one.persons.toLocaleString()}` }, confirm: "entryVoid", danger: true, field: "text" });
  if (reason === null) return;
  try {
    await api.voidEntry(one.id, reason);
    toast("voided");
    await loadLedger();
  } catch (error) { listBox.prepend(errorBox(error)); }
}
