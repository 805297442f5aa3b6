// One sheet of a paper: paragraphs, tables, what was seen on it; which words a finding stands on.
import { h, svg, t } from "./dom.js";

const SHOWN_MARKS = ["seal", "signature", "insertion", "deletion", "hidden", "object", "link"], LOW = 0.8, MOST_COLUMNS = 60, MOST_MARKS = 30;

/** The sheet; `mark(blocks, finding)` marks words and gives the first of them, `unmark()` takes the marks away. */
export function sheetView(sheet, { title, label }) {
  const at = new Map(), body = [];
  for (let i = 0; i < sheet.blocks.length;) {
    const block = sheet.blocks[i];
    if (block.table === null || block.row === null) { body.push(paragraph(block, at)); i++; continue; }
    let end = i;
    while (end < sheet.blocks.length && sheet.blocks[end].table === block.table && sheet.blocks[end].row !== null) end++;
    body.push(table(sheet.blocks.slice(i, end), at, `${label} ${t("preTable", { n: block.table + 1 })}`));
    i = end;
  }
  const map = h("div", { class: "cc-doc-map", hidden: true });
  const made = h("section", { class: "cc-doc-sheet", "data-sheet": sheet.n }, h("h4", { class: "cc-doc-page" }, title), map, body.length ? body : h("p", { class: "cc-hint", t: "preNoText" }), marks(sheet));
  made.mark = (numbers, finding) => {
    const hits = numbers.map((n) => at.get(n)).filter(Boolean);
    for (const { el, block } of hits) { el.classList.add("cc-doc-hit"); words(el, block.text, finding); }
    const seen = [...made.querySelectorAll(".cc-doc-seen")].filter((el) => el.dataset.at && el.dataset.at === finding.locator && (finding.page === null || finding.page === sheet.page));
    for (const el of seen) el.classList.add("cc-doc-hit");
    drawMap(map, sheet, numbers, finding.page === sheet.page ? finding.box : null);
    return hits[0]?.el || seen[0] || null;
  };
  made.unmark = () => {
    for (const el of made.querySelectorAll(".cc-doc-hit")) { el.classList.remove("cc-doc-hit"); if (el.words) el.replaceChildren(...el.words()); }
    map.hidden = true;
  };
  return made;
}

function spoken(block) {
  const parts = [];
  if (block.kind === "comment") parts.push(h("span", { class: "cc-badge", t: "preComment" }), " ");
  if (!block.visible) parts.push(h("span", { class: "cc-badge cc-checked-doubtful", t: "preHidden" }), " ");
  parts.push(block.text);
  return parts;
}

function written(tag, block, at, props = {}) {
  const low = block.confidence !== null && block.confidence < LOW;
  const el = h(tag, { ...props, class: `${props.class || ""} cc-doc-${block.kind}${low ? " cc-doc-low" : ""}${block.visible ? "" : " cc-doc-unseen"}`, title: low ? t("preLow") : null }, spoken(block));
  el.words = () => spoken(block);
  at.set(block.n, { el, block });
  return el;
}

const paragraph = (block, at) => (block.kind === "heading" ? written("p", block, at, { role: "heading", "aria-level": Math.min(6, 4 + (block.level || 1)) }) : written("p", block, at));

/** A table by rows and columns as they were numbered; where two blocks share a cell they stand below one another. */
function table(blocks, at, name) {
  const columns = [...new Set(blocks.map((b) => b.column ?? 0))].sort((a, b) => a - b).slice(0, MOST_COLUMNS), rows = new Map();
  for (const block of blocks) {
    if (!rows.has(block.row)) rows.set(block.row, new Map());
    const cells = rows.get(block.row), column = columns.includes(block.column ?? 0) ? block.column ?? 0 : columns.at(-1);
    cells.set(column, [...(cells.get(column) || []), block]);
  }
  const line = ([, cells]) => h("tr", {}, columns.map((column) => h("td", {}, (cells.get(column) || []).map((block) => written("div", block, at)))));
  return h("div", { class: "cc-doc-table", tabindex: "0", role: "region", "aria-label": name }, h("table", {}, h("tbody", {}, [...rows].map(line))));
}

function marks(sheet) {
  const shown = sheet.marks.filter((one) => SHOWN_MARKS.includes(one.kind));
  if (!shown.length) return null;
  const row = (one) => h("li", { class: "cc-doc-seen", "data-at": one.locator }, h("span", { class: "cc-badge", t: `mark_${one.kind}` }), " ", one.value || "", one.sure ? null : h("span", { class: "cc-badge cc-checked-secondary", t: "preUnsure" }), one.crop ? h("img", { class: "cc-doc-crop", src: `data:image/png;base64,${one.crop}`, alt: `${t(`mark_${one.kind}`)} ${one.value}`, loading: "lazy" }) : null);
  return h("div", { class: "cc-doc-marks" }, h("p", { class: "cc-hint", t: "preSeen" }), h("ul", {}, shown.slice(0, MOST_MARKS).map(row)), shown.length > MOST_MARKS ? h("p", { class: "cc-hint", t: "preSeenMore", tv: { n: shown.length - MOST_MARKS } }) : null);
}

const bare = (text) => text.replace(/\s/g, "");

/** Mark within a block the longest piece of what the finding quotes. */
function words(el, text, finding) {
  const pieces = `${finding.evidence}\n${finding.actual}`.split(/[\n…“”]|；/).map(bare).filter((one) => one.length > 1).sort((a, b) => b.length - a.length);
  const signs = [...text].map((sign, i) => [sign, i]).filter(([sign]) => !/\s/.test(sign)), plain = signs.map(([sign]) => sign).join("");
  const units = []; // place of each UTF-16 unit of the plain text among the signs
  signs.forEach(([sign], i) => { for (let n = 0; n < sign.length; n++) units.push(i); });
  const piece = pieces.find((one) => plain.includes(one));
  if (!piece || piece === plain) return;
  const start = plain.indexOf(piece), all = [...text], first = signs[units[start]][1], last = signs[units[start + piece.length - 1]][1];
  const before = spokenBefore(el);
  el.replaceChildren(...before, all.slice(0, first).join(""), h("mark", {}, all.slice(first, last + 1).join("")), all.slice(last + 1).join(""));
}

const spokenBefore = (el) => [...el.children].filter((one) => one.classList.contains("cc-badge"));

/** Where on the page of paper it stands, as a small drawing; only where the reader knew places. */
function drawMap(map, sheet, numbers, box) {
  const boxes = sheet.blocks.filter((b) => b.box), hits = boxes.filter((b) => numbers.includes(b.n)).map((b) => b.box);
  if (box && !hits.length) hits.push(box);
  map.hidden = !hits.length || !boxes.length;
  if (map.hidden) return;
  const rect = ([l, top, r, b], name) => svg("rect", { x: (l * 84).toFixed(1), y: (top * 118).toFixed(1), width: Math.max((r - l) * 84, 1).toFixed(1), height: Math.max((b - top) * 118, 1).toFixed(1), class: name });
  map.replaceChildren(svg("svg", { viewBox: "0 0 84 118", width: 84, height: 118, role: "img", "aria-label": t("preMap") }, svg("rect", { x: 0, y: 0, width: 84, height: 118, class: "cc-map-page" }), boxes.map((b) => rect(b.box, "cc-map-text")), hits.map((b) => rect(b, "cc-map-hit"))));
}
