// An enterprise's own field names matched with a list: pasted or from a file; only a workbook goes to the service as a file.
import { api } from "./api.js";
import { clear, h, readStore, save, t, toast, writeStore } from "./dom.js";
import { csvOf, csvRows, fieldsOf } from "./table.js";
import { errorBox, field } from "./parts.js";
import { persons } from "./path_form.js";

const DRAFT = "cc-match-draft", MAX_FIELDS = 5000, MAX_FILE_BYTES = 2_000_000;
const ASKED = ["registered_in_zone", "exporting_in_zone", "in_city", "is_ciio", "contains_important_data", "below_minimum_confirmed"];
let lists = [], day = "", listChoice, domainChoice, sceneChoice, box, fileProblem, counts = {}, answers = {}, answersBox, output, found = null, asked = 0, use = () => {}, whole = new Map();

/** Build the view once; `use` takes `{ftz, negative_list_hit}` into the path. */
export function buildMatch(options) {
  use = options.use;
  listChoice = h("select", { class: "cc-input", id: "cc-match-list", onchange: () => chooseDomains() });
  domainChoice = h("select", { class: "cc-input", id: "cc-match-domain", onchange: () => chooseScenes() });
  sceneChoice = h("select", { class: "cc-input", id: "cc-match-scene", onchange: keep });
  box = h("textarea", { class: "cc-input cc-story-box", id: "cc-match-fields", rows: 6, tPlaceholder: "matchPlaceholder", value: "", oninput: keep });
  const file = h("input", { type: "file", id: "cc-match-file", accept: ".csv,.tsv,.txt,.xlsx,text/csv,text/plain", onchange: () => { if (file.files[0]) take(file.files[0]); file.value = ""; } });
  fileProblem = h("div");
  for (const name of ["pi_count", "sensitive_pi_count"]) counts[name] = h("input", { type: "text", inputmode: "numeric", class: "cc-input", id: `cc-match-${name}`, maxlength: 20, autocomplete: "off", onchange: keep });
  answersBox = h("div", { class: "cc-match-answers" });
  output = h("div", { class: "cc-match-output", "aria-live": "polite" });
  const made = h("form", { class: "cc-fold-body", novalidate: true, onsubmit: (event) => { event.preventDefault(); run(); } }, h("p", { class: "cc-hint", t: "matchIntro" }),
    h("div", { class: "cc-row cc-search-form" }, field("matchListLabel", listChoice, "cc-grow"), field("matchDomain", domainChoice, "cc-grow"), field("matchScene", sceneChoice, "cc-grow")),
    field("matchFields", box), h("div", { class: "cc-row" }, field("matchFile", file, "cc-inline"), h("span", { class: "cc-hint", t: "matchPrivacy" })), fileProblem,
    h("div", { class: "cc-row cc-search-form" }, field("matchPi", counts.pi_count), field("matchSensitive", counts.sensitive_pi_count)), answersBox,
    h("div", { class: "cc-row" }, h("button", { type: "submit", class: "cc-button cc-primary", id: "cc-match-run", t: "matchRun" })), output);
  restore();
  drawAnswers();
  return made;
}

function keep() {
  writeStore(DRAFT, JSON.stringify({ list: listChoice.value, domain: domainChoice.value, scene: sceneChoice.value, fields: box.value, answers, counts: Object.fromEntries(Object.entries(counts).map(([n, i]) => [n, i.value])) }), { tab: true });
}

let wanted = {};
function restore() {
  try { wanted = JSON.parse(readStore(DRAFT, { tab: true })) || {}; } catch { wanted = {}; }
  box.value = wanted.fields || "";
  answers = wanted.answers || {};
  for (const [name, input] of Object.entries(counts)) input.value = wanted.counts?.[name] || "";
}

function drawAnswers() {
  clear(answersBox, ASKED.map((name) => h("div", { class: "cc-row", role: "group", "data-answer": name }, h("span", { t: `match_${name}` }), [["yes", true], ["no", false], ["unknownAnswer", null]].map(([key, value]) =>
    h("button", { type: "button", class: "cc-chip", t: key, "aria-pressed": String((answers[name] ?? null) === value), onclick: () => { answers[name] = value; keep(); drawAnswers(); } })))));
}

/** The lists to choose from, and the day whose editions are meant; "": today. */
export function drawMatch(given = lists, asOf = day) {
  lists = given;
  day = asOf;
  const chosen = listChoice.value || wanted.list;
  clear(listChoice, lists.map((l) => h("option", { value: l.id }, `${l.title}（${t(`complete_${l.completeness}`)}）`)));
  listChoice.value = lists.some((l) => l.id === chosen) ? chosen : lists.find((l) => l.completeness === "complete" && l.state === "in_force")?.id || lists[0]?.id || "";
  drawAnswers();
  chooseDomains();
  if (found) draw();
}

/** Choose a list from outside. */
export function matchList(id) { listChoice.value = id; chooseDomains(); box.focus(); }

async function chooseDomains() {
  const id = listChoice.value;
  if (!id) return;
  try {
    if (!whole.has(id)) whole.set(id, (await api.list(id)).list);
  } catch (error) { clear(output, errorBox(error, chooseDomains)); return; }
  if (id !== listChoice.value) return;
  const chosen = domainChoice.value || wanted.domain, domains = whole.get(id).domains;
  clear(domainChoice, h("option", { value: "", t: "notKnown" }), h("option", { value: "none", t: "noneOfThese" }), domains.map((d) => h("option", { value: d.id }, d.name)));
  domainChoice.value = chosen === "none" || domains.some((d) => d.id === chosen) ? chosen : "";
  chooseScenes();
}

function chooseScenes() {
  const domain = whole.get(listChoice.value)?.domains.find((d) => d.id === domainChoice.value), chosen = sceneChoice.value || wanted.scene;
  clear(sceneChoice, h("option", { value: "", t: "notKnown" }), h("option", { value: "none", t: "noneOfThese" }), (domain?.scenes || []).map((s) => h("option", { value: s.id }, s.name)));
  sceneChoice.value = chosen === "none" || domain?.scenes.some((s) => s.id === chosen) ? chosen : "";
  keep();
}

/** The text of a file goes into the box, in whichever of the two usual encodings it is. */
async function take(file) {
  clear(fileProblem);
  if (/\.(xls|docx?|pdf|zip)$/i.test(file.name)) { clear(fileProblem, h("p", { class: "cc-problem", role: "alert", t: "matchFileKind" })); return; }
  if (file.size > MAX_FILE_BYTES) { clear(fileProblem, h("p", { class: "cc-problem", role: "alert", t: "matchFileLarge" })); return; }
  if (/\.xlsx$/i.test(file.name)) {
    try { box.value = csvOf((await api.readFields(file)).fields); keep(); } catch (error) { clear(fileProblem, errorBox(error)); }
    return;
  }
  const bytes = await file.arrayBuffer();
  let text;
  try { text = new TextDecoder("utf-8", { fatal: true }).decode(bytes); } catch { text = new TextDecoder("gb18030").decode(bytes); }
  box.value = text.replace(/^\ufeff/, "");
  keep();
}

function request() {
  const fields = fieldsOf(csvRows(box.value)), problem = !fields.length ? "matchNoFields" : fields.length > MAX_FIELDS ? "matchManyFields" : null;
  const numbers = {};
  for (const [name, input] of Object.entries(counts)) {
    if (!input.value.trim()) continue;
    const { number, error } = persons(input.value);
    if (error) return { problem: error, at: input };
    numbers[name] = number;
  }
  const body = { list_id: listChoice.value, fields, ...numbers };
  if (day) body.as_of = day;
  if (domainChoice.value) body.domain = domainChoice.value;
  if (sceneChoice.value) body.scene = sceneChoice.value;
  for (const name of ASKED) if (typeof answers[name] === "boolean") body[name] = answers[name];
  return { body, problem, at: box };
}

async function run() {
  const { body, problem, at } = request();
  if (problem) { clear(output, h("p", { class: "cc-problem", role: "alert", t: problem })); at.focus(); return; }
  const mine = ++asked;
  clear(output, h("p", { class: "cc-hint", role: "status", t: "matching", tv: { n: body.fields.length } }));
  try {
    const got = await api.matchFields(body);
    if (mine !== asked) return;
    found = got;
    draw();
  } catch (error) { if (mine === asked) clear(output, errorBox(error, run)); }
}

function draw() {
  const one = found, list = lists.find((l) => l.id === one.list_id), settled = one.hit !== "need_facts";
  clear(output, h("div", { class: settled ? "cc-good-box" : "cc-warn-box" }, h("p", {}, h("strong", { t: "matchHit" }), " ", h("span", { class: "cc-badge", t: `hit_${one.hit}` }), one.rows.length ? h("span", { class: "cc-hint", t: "matchRows", tv: { rows: one.rows.join("、") } }) : null),
    one.possible.length ? h("p", {}, t("possibleHits"), one.possible.map((p) => t(`hit_${p}`)).join("、")) : null,
    one.questions.length ? h("ul", { class: "cc-list" }, one.questions.map((q) => h("li", {}, q))) : null,
    one.notes.length ? h("ul", { class: "cc-list cc-hint" }, one.notes.map((n) => h("li", {}, n))) : null,
    settled && list ? h("button", { type: "button", class: "cc-button", id: "cc-match-use", t: "matchUse", onclick: () => use({ ftz: list.zone, negative_list_hit: one.hit }) }) : null),
    h("p", { class: "cc-row" }, ["matched", "needs_person", "unmatched"].map((s) => h("span", { class: `cc-badge ${STATUS[s]}`, t: `match_${s}`, tv: { n: one.fields.filter((f) => f.status === s).length } })),
      h("button", { type: "button", class: "cc-button cc-quiet", t: "exportJson", onclick: () => { save(`match-${one.list_id}.json`, JSON.stringify(one, null, 2), "application/json"); toast("exportDone"); } })),
    h("div", { class: "cc-table-wrap", tabindex: "0", role: "region", tLabel: "matchTitle" }, h("table", { class: "cc-table cc-plain-table" },
      h("thead", {}, h("tr", {}, ["matchField", "matchItem", "score", "matchReason"].map((key) => h("th", { scope: "col", t: key })))),
      h("tbody", {}, one.fields.map(row)))),
    one.trace.length ? h("details", {}, h("summary", { t: "treeList" }), h("ol", { class: "cc-list" }, one.trace.map((s) => h("li", {}, `${s.title}：${t(s.outcome)}${s.compare ? `（${s.compare}）` : ""}`, s.note ? h("span", { class: "cc-hint" }, ` ${s.note}`) : null)))) : null);
}

/** A scene's name by its id. */
const sceneName = (id) => whole.get(found.list_id)?.domains.flatMap((d) => d.scenes).find((s) => s.id === id)?.name || id;
const STATUS = { matched: "cc-checked-verified", needs_person: "cc-checked-doubtful", unmatched: "" };

function row(one) {
  const [best, ...others] = one.candidates;
  return h("tr", { "data-status": one.status },
    h("td", {}, h("strong", {}, one.name), one.meaning ? h("div", { class: "cc-hint" }, one.meaning) : null),
    h("td", { "data-label": t("matchItem") }, best ? [`${best.field}（${sceneName(best.scene)}）`, best.condition ? h("div", { class: "cc-hint" }, best.condition) : null, one.items.length ? h("div", { class: "cc-hint", t: "matchRows", tv: { rows: one.items.join("、") } }) : null] : "—"),
    h("td", { class: "cc-num", "data-label": t("score") }, best ? best.score.toFixed(2) : "—"),
    h("td", {}, h("span", { class: `cc-badge ${STATUS[one.status]}`, t: `status_${one.status}` }), " ", one.reason,
      others.length ? h("details", {}, h("summary", { t: "otherCandidates", tv: { n: others.length } }), h("ul", { class: "cc-list" }, others.map((c) => h("li", {}, `${c.field}（${sceneName(c.scene)}） ${c.score.toFixed(2)} ${c.reason}`)))) : null));
}
