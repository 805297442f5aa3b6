// The zones' negative lists: which there are and how much of each was obtained, a search, one list whole.
import { api } from "./api.js";
import { clear, h, safeLink, t, today } from "./dom.js";
import { articles } from "./articles.js";
import { errorBox, field } from "./parts.js";
import { buildMatch, drawMatch, matchList } from "./list_match.js";
import { buildDiff, drawDiff } from "./list_diff.js";

let query, asOf, output, openBox, lists = [], loaded = false, asked = 0, shown = null, hits = null;

/** Build the view once; `use(facts)` takes a zone and the list's answer into the path. */
export function buildLists(page, { use }) {
  query = h("input", { type: "search", class: "cc-input", id: "cc-lists-query", tPlaceholder: "listsPlaceholder", maxlength: 200, autocomplete: "off" });
  asOf = h("input", { type: "date", class: "cc-input", id: "cc-lists-as-of", value: today(), onchange: () => { loaded = false; loadLists(); } });
  output = h("div", { class: "cc-lists-output", "aria-live": "polite" });
  openBox = h("section", { class: "cc-list-open" });
  page.addEventListener("cc-language", () => { if (loaded) { drawIndex(); drawMatch(); drawDiff(lists); if (shown) drawList(); } });
  return h("div", { class: "cc-page-inner cc-lists" }, h("p", { class: "cc-hint", t: "listsIntro" }),
    h("form", { class: "cc-row cc-search-form", onsubmit: (event) => { event.preventDefault(); find(); } },
      field("listsSearch", query, "cc-grow"), field("asOf", asOf), h("button", { type: "submit", class: "cc-button cc-primary", id: "cc-lists-run", t: "run" })),
    output, openBox,
    h("details", { class: "cc-card", id: "cc-match" }, h("summary", { t: "matchTitle" }), buildMatch({ use })),
    h("details", { class: "cc-card", id: "cc-diff" }, h("summary", { t: "diffTitle" }), buildDiff()));
}

/** On entering the tab: the lists, once for each day. */
export async function loadLists() {
  if (loaded) return;
  const mine = ++asked;
  try {
    const found = await api.lists(asOf.value);
    if (mine !== asked) return;
    lists = found.lists;
    loaded = true;
    hits = null;
    drawIndex();
    drawMatch(lists, asOf.value === today() ? "" : asOf.value);
    drawDiff(lists);
  } catch (error) {
    if (mine === asked) clear(output, errorBox(error, loadLists));
  }
}

const stateBadge = (state) => h("span", { class: `cc-badge ${state === "in_force" ? "cc-now" : state === "doubtful" ? "cc-checked-doubtful" : ""}`, t: `state_${state}` });
const completeness = (one) => h("span", { class: `cc-badge ${{ complete: "cc-checked-verified", partial: "cc-checked-secondary", metadata_only: "cc-checked-doubtful" }[one.completeness]}`, t: `complete_${one.completeness}` });
const checked = (one) => h("span", { class: `cc-badge cc-checked-${one.checked}`, t: `checked_${one.checked}` });

function page(url) {
  const link = safeLink(url, h("span", { t: "official" }), " ↗");
  if (!link) return h("span", { class: "cc-hint", t: "noOfficial" });
  link.className = "cc-official";
  link.title = url;
  return link;
}

function drawIndex() {
  if (hits) return drawHits();
  clear(output, h("p", { class: "cc-hint", role: "status", t: "listsCount", tv: { n: lists.length } }), h("ul", { class: "cc-cards" }, lists.map((one) => h("li", { class: "cc-card cc-list-card", "data-list": one.id },
    h("h3", {}, h("button", { type: "button", class: "cc-link", onclick: () => openList(one.id) }, one.title)),
    h("p", { class: "cc-source-badges" }, stateBadge(one.state), completeness(one), checked(one), one.kind === "positive" ? h("span", { class: "cc-badge", t: "positiveList" }) : null),
    h("p", { class: "cc-hint" }, `${one.zone} · `, h("span", { t: "inForceFrom", tv: { from: one.in_force_from } })),
    h("p", { class: "cc-hint" }, one.domains.length ? one.domains.join("、") : t("noDomains")),
    one.completeness === "complete" ? null : h("p", { class: "cc-row" }, h("span", { class: "cc-hint", t: "notObtained" }), page(one.page))))));
}

async function find() {
  const asking = query.value.trim();
  if (!asking) { hits = null; drawIndex(); return; }
  const mine = ++asked;
  clear(output, h("p", { class: "cc-hint", role: "status", t: "loading" }));
  try {
    const found = await api.searchLists(asking, asOf.value);
    if (mine !== asked) return;
    hits = found;
    drawHits();
  } catch (error) { if (mine === asked) clear(output, errorBox(error, find)); }
}

function drawHits() {
  clear(output, h("div", { class: "cc-row cc-spread" }, h("p", { class: "cc-hint", role: "status", t: hits.results.length ? "listsFound" : "listsNothing", tv: { n: hits.results.length, query: hits.query } }),
    h("button", { type: "button", class: "cc-button cc-quiet", t: "allLists", onclick: () => { hits = null; query.value = ""; drawIndex(); } })),
    h("ul", { class: "cc-sources" }, hits.results.map((one) => h("li", {}, h("button", { type: "button", class: "cc-source-button", onclick: () => openList(one.list_id, one.text) },
      h("span", { class: "cc-source-name" }, one.text), h("span", { class: "cc-source-title" }, `${one.place} · ${one.list_title}`), h("span", { class: "cc-source-badges" }, completeness(one), h("span", { class: "cc-hint", t: "scoreIs", tv: { n: one.score.toFixed(2) } })))))));
}

/** Open a list whole; `words` are marked. */
export async function openList(id, words = "") {
  const mine = ++asked;
  clear(openBox, h("p", { class: "cc-hint", role: "status", t: "loading" }));
  try {
    const found = await api.list(id, asOf.value);
    if (mine !== asked) return;
    shown = { ...found, words };
    drawList();
    openBox.querySelector("h2").focus({ preventScroll: true });
    (openBox.querySelector("mark") || openBox).scrollIntoView({ block: openBox.querySelector("mark") ? "center" : "start" });
  } catch (error) { if (mine === asked) clear(openBox, errorBox(error, () => openList(id, words))); }
}

function drawList() {
  const { brief, list, words } = shown;
  clear(openBox, h("div", { class: "cc-card" },
    h("div", { class: "cc-row cc-spread" }, h("h2", { tabindex: "-1" }, list.title), h("button", { type: "button", class: "cc-button cc-quiet", t: "close", onclick: () => { shown = null; clear(openBox); } })),
    h("p", { class: "cc-source-badges" }, stateBadge(brief.state), completeness(brief), checked(brief)),
    brief.completeness === "complete" ? null : h("p", { class: "cc-warn-box" }, h("strong", { t: "listIncomplete" }), " ", page(list.page)),
    h("p", { class: "cc-hint" }, brief.zone, " · ", h("span", { t: "inForceFrom", tv: { from: list.in_force_from } }), list.edition ? ` · ${list.edition}` : ""),
    brief.note ? h("p", { class: "cc-hint" }, h("strong", { t: "note" }), "：", brief.note) : null,
    list.in_force_note ? h("p", { class: "cc-hint" }, list.in_force_note) : null,
    list.superseded ? h("p", { class: "cc-row" }, h("button", { type: "button", class: "cc-link", t: "laterEdition", tv: { from: list.superseded.from_day }, onclick: () => openList(list.superseded.by) }), list.superseded.note) : null,
    h("p", { class: "cc-row" }, page(list.page), list.domains.length ? h("button", { type: "button", class: "cc-button", t: "matchThis", onclick: () => { const box = document.getElementById("cc-match"); box.open = true; matchList(list.id); box.scrollIntoView({ block: "start" }); } }) : null),
    conditions(list), procedure(list),
    list.domains.map((one) => domain(one, words)),
    list.notes.length ? h("ul", { class: "cc-list cc-hint" }, list.notes.map((n) => h("li", {}, n))) : null,
    articles(list.basis.map(({ instrument, article }) => ({ instrument, article })), { asOf: asOf.value })));
}

const yes = (value) => t(value === null ? "unclear" : value ? "yes" : "no");

function conditions(list) {
  const rows = [["scopeRegistered", list.scope.registered_in_zone.holds, list.scope.registered_in_zone.note], ["scopeExporting", list.scope.exporting_in_zone.holds, list.scope.exporting_in_zone.note], ["scopeCity", list.scope.city_wide.holds, list.scope.city_wide.note], ["scopeCiio", list.ciio.applicable, list.ciio.note], ["scopeCross", list.cross_zone?.holds ?? null, list.cross_zone?.note || ""]];
  return h("dl", { class: "cc-facts" }, rows.flatMap(([key, holds, note]) => [h("dt", { t: key }), h("dd", {}, h("strong", {}, yes(holds)), note ? ` ${note}` : "")]),
    list.exclusions.length ? [h("dt", { t: "exclusions" }), h("dd", {}, list.exclusions.map((e) => e.text).join("；"))] : null,
    list.pilot ? [h("dt", { t: "pilot" }), h("dd", {}, list.pilot.text)] : null);
}

function procedure(list) {
  const { procedure: way } = list;
  return h("details", {}, h("summary", { t: "procedureTitle" }), h("p", {}, h("span", { t: `before_${way.before_export}` }), way.note ? ` ${way.note}` : ""),
    way.steps.length ? h("ol", { class: "cc-list" }, way.steps.map((s) => h("li", {}, `${s.who}：${s.what}`, s.working_days === null ? null : h("span", { class: "cc-hint", t: "stepDays", tv: { n: s.working_days } })))) : null);
}

/** A domain: its rows with path and threshold, then its scenes with the fields. */
function domain(one, words) {
  const open = Boolean(words) && JSON.stringify(one).includes(words);
  return h("details", { class: "cc-domain", open, "data-domain": one.id }, h("summary", {}, h("strong", {}, one.name), " ", h("span", { class: "cc-hint", t: "domainSize", tv: { items: one.items.length, scenes: one.scenes.length } })),
    one.applies_to ? h("p", {}, one.applies_to) : null, one.notes.length ? h("ul", { class: "cc-list cc-hint" }, one.notes.map((n) => h("li", {}, n))) : null,
    one.items.length ? h("ol", { class: "cc-rows" }, one.items.map((row) => item(row, one, words))) : h("p", { class: "cc-hint", t: "rowsMissing" }),
    one.below_minimum ? h("p", {}, h("strong", { t: "belowMinimum" }), "：", one.below_minimum.text) : null,
    one.scenes.map((s) => scene(s, words)));
}

function item(row, domain, words) {
  const names = row.scenes.map((id) => domain.scenes.find((s) => s.id === id)?.name || id);
  const bound = (b) => (b.min && b.max ? t("boundBoth", { min: b.min.toLocaleString(), max: b.max.toLocaleString() }) : b.min ? t("boundMin", { min: b.min.toLocaleString() }) : t("boundMax", { max: b.max.toLocaleString() }));
  return h("li", { class: row.residual ? "cc-item cc-residual" : "cc-item", "data-number": row.number },
    h("p", { class: "cc-source-badges" }, h("span", { class: "cc-badge", t: "rowNumber", tv: { n: row.number } }), h("span", { class: `cc-badge cc-path-${row.path === "must_assess" ? "security_assessment" : "contract_or_certification"}`, t: `hit_${row.path}` }),
      row.residual ? h("span", { class: "cc-badge cc-checked-secondary", t: "residualRow" }) : null, row.category === "important_data" ? h("span", { class: "cc-badge cc-checked-doubtful", t: "importantData" }) : null),
    h("p", {}, marked(row.title, words)), row.features ? h("p", { class: "cc-hint" }, marked(row.features, words)) : null,
    row.excepts.length ? h("p", { class: "cc-hint", t: "exceptRows", tv: { rows: row.excepts.join("、") } }) : null,
    row.threshold.length ? h("p", {}, row.threshold.map((b) => `${t(`kindOf_${b.kind}`)} ${bound(b)}`).join(row.residual ? t("or") : "；")) : null,
    names.length ? h("p", { class: "cc-hint" }, t("rowScenes"), names.join("、")) : null, row.note ? h("p", { class: "cc-hint" }, row.note) : null);
}

function scene(one, words) {
  const fields = (key, list) => (list.length ? h("p", {}, h("strong", { t: key }), "：", list.flatMap((name, i) => [i ? "、" : "", marked(name, words)])) : null);
  return h("details", { class: "cc-scene", open: Boolean(words) && JSON.stringify(one).includes(words) }, h("summary", {}, marked(one.name, words)),
    one.definition ? h("p", { class: "cc-hint" }, one.definition) : null, fields("kindOf_pi", one.pi), fields("kindOf_sensitive_pi", one.sensitive_pi),
    one.qualified.length ? h("p", {}, h("strong", { t: "qualifiedFields" }), "：", one.qualified.map((q) => `${q.name}（${q.condition}）`).join("、")) : null,
    one.open ? h("p", { class: "cc-hint", t: "openFields" }) : null);
}

const marked = (text, words) => (words && text.includes(words) ? h("span", {}, text.slice(0, text.indexOf(words)), h("mark", {}, words), text.slice(text.indexOf(words) + words.length)) : h("span", {}, text));
