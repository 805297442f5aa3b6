// The side panel (a bottom sheet on the phone): the sources found, and one passage opened with its surroundings.
import { api } from "./api.js";
import { clear, copyText, h, narrow, safeLink, today } from "./dom.js";
import { badges, citationText, dates, inForce, matching, pieces, placeName, refName, refQuery, sourceRow } from "./source.js";
import { errorBox } from "./parts.js";

let panel, body, heading, back, cameFrom = null, list = null, asked = 0;

/** Build the panel once. */
export function buildPanel() {
  heading = h("h2", { tabindex: "-1", t: "sources", class: "cc-panel-title" });
  back = h("button", { type: "button", class: "cc-button cc-quiet cc-back", t: "back", hidden: true, onclick: () => showList(true) });
  const shut = h("button", { type: "button", class: "cc-icon cc-panel-close", tLabel: "closePanel", onclick: closePanel }, "✕");
  body = h("div", { class: "cc-panel-body" });
  panel = h("aside", { class: "cc-panel", id: "cc-panel", tLabel: "sources" }, h("div", { class: "cc-panel-head" }, back, heading, shut), body);
  emptyPanel();
  return panel;
}

/** Back to the hint for a page without sources. */
export function emptyPanel() {
  list = null;
  asked++;
  back.hidden = true;
  heading.replaceWith(heading = h("h2", { tabindex: "-1", t: "sources", class: "cc-panel-title" }));
  clear(body, h("p", { class: "cc-hint", t: "sourcesEmpty" }));
}

/** Back to the sources of the conversation, after a passage was opened from the search. */
export function resetPanel() { showList(false); }

/** Open the sheet on the phone; on a wide screen it is always open. */
export function openPanel() { document.getElementById("cc-root").classList.add("cc-panel-open"); }

/** Close it and give the focus back to what opened it. */
export function closePanel() {
  document.getElementById("cc-root").classList.remove("cc-panel-open");
  if (cameFrom && cameFrom.isConnected) cameFrom.focus();
  cameFrom = null;
}

export const panelIsOpen = () => document.getElementById("cc-root").classList.contains("cc-panel-open");

/** Show sources as a list. `title` is a text key with {n}; on the phone it opens only when `reveal`. */
export function showSources(sources, { title = "foundTitle", asOf = today(), reveal = false, numbered = false, from = null } = {}) {
  list = { sources, title, asOf, numbered };
  if (reveal) { cameFrom = from; openPanel(); }
  showList(reveal);
}

function showList(focus) {
  if (!list) return emptyPanel();
  asked++;
  back.hidden = true;
  const { sources, title, asOf, numbered } = list;
  setHeading(h("h2", { tabindex: "-1", class: "cc-panel-title", t: title, tv: { n: sources.length } }), focus);
  const open = (source) => openPassage(source.id, { citation: source, asOf });
  clear(body, h("ol", { class: "cc-sources" }, sources.map((s, i) => sourceRow(s, { number: numbered ? i + 1 : null, open }))));
}

function setHeading(next, focus) {
  heading.replaceWith(heading = next);
  if (focus) heading.focus({ preventScroll: true });
}

/** Open a passage. `sentence` is what was clicked (its support is marked); `from` gets the focus back. */
export async function openPassage(id, { citation = null, sentence = "", asOf = today(), from = undefined } = {}) {
  if (from !== undefined) cameFrom = from;
  openPanel();
  const mine = ++asked;
  back.hidden = !list || document.getElementById("cc-root").dataset.tab !== "ask"; // the list is the answer's
  setHeading(h("h2", { tabindex: "-1", class: "cc-panel-title" }, citation ? placeName(citation) : "…"), true);
  clear(body, h("p", { class: "cc-hint", role: "status", t: "loading" }));
  try {
    const found = await api.passage(id, asOf, partNamed(sentence, citation?.article));
    if (mine === asked) show(found, { sentence, asOf });
  } catch (error) {
    if (mine !== asked) return;
    clear(body, errorBox(error, () => openPassage(id, { citation, sentence, asOf })), citation?.text ? text(citation.text, sentence) : null);
  }
}

/** `第七条第一款第（二）项` where a sentence names a part of the cited article. */
function partNamed(sentence, article) {
  if (!article) return null;
  const parts = sentence.match(/第[零一二三四五六七八九十百\d]+条(?:第[一二三四五六七八九十\d]+款)?(?:第?[（(][一二三四五六七八九十\d]+[）)]项?)?/g) || [];
  return parts.find((part) => part.startsWith(article) && part.length > article.length) || null;
}

function show({ passage, before = [], after = [], versions = [], highlight = null, issuer = "", document_number: number = null }, { sentence, asOf }) {
  const p = passage;
  setHeading(h("h2", { tabindex: "-1", class: "cc-panel-title" }, placeName(p)), true);
  const now = inForce(p, asOf);
  clear(body,
    p.title ? h("p", { class: "cc-passage-title" }, p.title) : null,
    p.section && p.article ? h("p", { class: "cc-passage-section" }, p.section) : null,
    h("p", { class: "cc-source-badges" }, badges(p), dates(p),
      h("span", { class: now ? "cc-badge cc-now" : "cc-badge cc-checked-doubtful", t: now ? "inForceOn" : "notInForceOn", tv: { date: asOf } }),
      p.dates_certain === false ? h("span", { class: "cc-badge cc-checked-doubtful", t: "datesUncertain" }) : null),
    text(p.text, sentence, highlight),
    note(p),
    issuer || number ? h("p", { class: "cc-hint" }, [issuer, number].filter(Boolean).join(" · ")) : null,
    p.rests_on?.length ? h("div", { class: "cc-rests" }, h("h3", { t: "restsOn" }), h("ul", {}, p.rests_on.map((ref) => h("li", {}, restsOn(ref, asOf))))) : null,
    h("div", { class: "cc-row cc-passage-actions" }, official(p),
      h("button", { type: "button", class: "cc-button cc-quiet", t: "copyCitation", onclick: () => copyText(`${citationText(p)}\n${p.text}`) })),
    neighbours(before, after, asOf), otherTimes(versions, asOf));
  (body.querySelector("mark") || body).scrollIntoView?.({ block: "nearest" });
  if (!body.querySelector("mark")) body.scrollTop = 0;
}

/** The text in paragraphs, with what `highlight` ([start, end) characters) or else the sentence points at marked. */
function text(content, sentence, highlight = null) {
  const box = h("div", { class: "cc-passage-text" });
  const parts = highlight ? cut(content, highlight) : pieces(content);
  const hits = highlight ? [false, true, false] : matching(parts, sentence);
  let line = h("p");
  parts.forEach((part, i) => part.split("\n").forEach((shown, n) => {
    if (n) { box.append(line); line = h("p"); }
    if (shown) line.append(hits[i] ? h("mark", {}, shown) : shown);
  }));
  box.append(line);
  box.querySelectorAll("p:empty").forEach((el) => el.remove());
  if (!highlight && hits.some(Boolean)) box.append(h("p", { class: "cc-hint", t: "highlightNote" }));
  return box;
}

function cut(content, [start, end]) {
  const signs = [...content];
  return [signs.slice(0, start).join(""), signs.slice(start, end).join(""), signs.slice(end).join("")];
}

function note(p) {
  const doubts = [p.note, p.checked_note].filter(Boolean);
  return h("div", { class: "cc-note" },
    doubts.map((words) => h("p", {}, h("strong", { t: "note" }), "：", words)),
    p.checked_on ? h("p", { class: "cc-hint", t: "checkedOn", tv: { date: p.checked_on } }) : null);
}

function official(p) {
  const link = p.url ? safeLink(p.url, h("span", { t: "official" }), " ↗") : null;
  if (!link) return h("span", { class: "cc-hint", t: "noOfficial" });
  link.className = "cc-official";
  link.title = p.url;
  return link;
}

function restsOn(ref, asOf) {
  const name = refName(ref);
  return h("button", { type: "button", class: "cc-link", onclick: async (event) => {
    const button = event.currentTarget;
    try {
      const [found] = (await api.resolve(refQuery(ref), asOf)).references;
      const [target] = [...(found?.passages || []), ...(found?.offered || [])];
      if (target) openPassage(target.id, { citation: target, sentence: name, asOf });
      else button.replaceWith(name);
    } catch { button.replaceWith(name); }
  } }, name);
}

function otherTimes(versions, asOf) {
  if (!versions.length) return null;
  const one = (p) => h("li", {}, h("button", { type: "button", class: "cc-link", onclick: () => openPassage(p.id, { citation: p, asOf }) }, placeName(p)), " ", dates(p));
  return h("section", { class: "cc-neighbours" }, h("h3", { t: "otherTimes" }), h("ul", {}, versions.map(one)));
}

function neighbours(before, after, asOf) {
  if (!before.length && !after.length) return null;
  const one = (key) => (p) => h("details", { class: "cc-neighbour" },
    h("summary", {}, h("span", { class: "cc-neighbour-key", t: key }), ` ${p.article || p.section || ""} ${p.title || ""}`),
    h("div", { class: "cc-passage-text" }, p.text.split("\n").map((line) => h("p", {}, line))),
    h("button", { type: "button", class: "cc-link", t: "open", onclick: () => openPassage(p.id, { citation: p, asOf }) }));
  return h("section", { class: "cc-neighbours" }, h("h3", { t: "neighbours" }), before.map(one("before")), after.map(one("after")));
}

/** On the phone the sheet covers the page: what is pressed outside closes it. */
export const sheet = () => h("div", { class: "cc-sheet-back", onclick: closePanel, "aria-hidden": "true" });
export const isSheet = () => narrow() && panelIsOpen();
