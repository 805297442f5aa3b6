// A paper beside the findings: its text and tables as they were read, page by page, the place of a finding marked.
import { api } from "./api.js";
import { clear, h, listed, narrow, say, saying, t } from "./dom.js";
import { errorBox } from "./parts.js";
import { sheetView } from "./precheck_sheet.js";

const BEFORE = 1, COUNT = 6, MORE = 8;
let element = null, cameFrom = null;

export const paperIsOpen = () => Boolean(element?.classList.contains("cc-pre-doc-open"));

/** Shut it on a narrow screen; the focus goes back to what opened it. */
export function hidePaper() {
  if (!paperIsOpen()) return;
  element.classList.remove("cc-pre-doc-open");
  element.parentElement?.querySelector(".cc-pre-left")?.removeAttribute("inert");
  if (cameFrom?.isConnected) cameFrom.focus();
  cameFrom = null;
}

/** The viewer of a result's papers. `view.source`: where they are kept, when not among the pre-checks (`sheets`). */
export function buildPaper(view) {
  let paper = -1, from = 0, to = 0, asked = 0, finding = null, anchor = null;
  const files = h("select", { class: "cc-input cc-pre-doc-file", id: "cc-pre-doc-file", tLabel: "preDocFile", onchange: () => show(Number(files.value), 0) }, view.papers.map((one, n) => h("option", { value: n }, one.materials.length ? `${one.file}${t("inBrackets", { text: listed(saying(one, "materials")) })}` : one.file)));
  const pages = h("select", { class: "cc-input", id: "cc-pre-doc-page", tLabel: "preDocPage", onchange: () => show(paper, Number(pages.value)) });
  const step = (key, sign, by) => h("button", { type: "button", class: "cc-icon", tLabel: key, onclick: () => { const next = Number(pages.value) + by; if (view.papers[paper]?.sheets[next]) show(paper, next); } }, sign);
  const shut = h("button", { type: "button", class: "cc-icon cc-pre-doc-close", tLabel: "preDocClose", onclick: hidePaper }, "✕");
  const note = h("p", { class: "cc-pre-doc-note", role: "status" }), body = h("div", { class: "cc-pre-doc-body", tabindex: "0", role: "region", tLabel: "preDoc", lang: "zh-CN" });
  element = h("section", { class: "cc-pre-doc" }, h("div", { class: "cc-pre-doc-head" }, files, h("div", { class: "cc-row cc-pre-doc-pages" }, step("previousPage", "‹", -1), pages, step("nextPage", "›", 1), shut)), note, body);
  const mine = element;

  const title = (n, head) => (head.page === null ? t("preSheet", { n: n + 1 }) : t("prePage", { n: head.page }));

  async function show(next, sheet, { finding: one = null, anchor: at = null, reveal = false } = {}) {
    if (reveal && narrow()) { cameFrom = document.activeElement; mine.classList.add("cc-pre-doc-open"); mine.parentElement.querySelector(".cc-pre-left").setAttribute("inert", ""); }
    finding = one;
    anchor = at;
    tell();
    const known = view.papers[next], same = next === paper && sheet >= from && sheet < to;
    if (!known) return;
    if (next !== paper) clear(pages, known.sheets.map((head, n) => h("option", { value: n }, title(n, head))));
    paper = next;
    files.value = String(next);
    pages.value = String(sheet);
    if (same) { mark(sheet); return; }
    await load(Math.max(0, sheet - BEFORE), COUNT, { fresh: true, sheet });
    if (reveal && narrow()) body.focus({ preventScroll: true });
  }

  function tell() {
    const key = !anchor ? null : anchor.exact === "text" ? "preAt_text" : anchor.exact === "page" ? "preAt_page" : anchor.exact === "file" ? "preAt_file" : null;
    if (finding && anchor) say(note, key || "preAt_place", { id: finding.finding.rule_id });
    else clear(note);
    note.hidden = !(finding && anchor);
  }

  async function load(first, count, { fresh = false, sheet = null } = {}) {
    const own = ++asked, known = view.papers[paper];
    if (fresh) clear(body, h("p", { class: "cc-hint", role: "status", t: "loading" }));
    try {
      const got = await (view.source?.sheets || ((...which) => api.precheckSheets(view.id, ...which)))(paper, first, Math.min(count, known.sheets.length - first));
      if (own !== asked) return;
      const drawn = got.map((one) => sheetView(one, { title: title(one.n, known.sheets[one.n]), label: known.file }));
      if (fresh) { from = first; to = first + got.length; clear(body, warnings(known), drawn); }
      else if (first < from) { const height = body.scrollHeight; body.querySelector("[data-sheet]").before(...drawn); from = first; body.scrollTop += body.scrollHeight - height; }
      else { [...body.querySelectorAll("[data-sheet]")].at(-1).after(...drawn); to = first + got.length; }
      more();
      if (sheet !== null) mark(sheet);
      else if (finding) mark(null);
    } catch (error) { if (own === asked) clear(body, error.status === 404 ? h("p", { class: "cc-error", t: "preGoneBody" }) : errorBox(error, () => load(first, count, { fresh, sheet }))); }
  }

  function more() {
    for (const old of body.querySelectorAll(".cc-pre-more")) old.remove();
    const rest = view.papers[paper].sheets.length - to;
    const button = (key, n, press) => h("button", { type: "button", class: "cc-button cc-pre-more", t: key, tv: { n }, onclick: press });
    if (from > 0) body.querySelector("[data-sheet]").before(button("preDocBefore", from, () => { const first = Math.max(0, from - MORE); load(first, from - first); }));
    if (rest > 0) body.append(button("preDocAfter", rest, () => load(to, Math.min(MORE, rest))));
  }

  /** Mark the finding's words, and bring its place or the page into view. */
  function mark(sheet) {
    for (const old of body.querySelectorAll("[data-sheet]")) old.unmark();
    let place = null;
    if (finding && anchor?.paper === paper) {
      for (const one of finding.anchors.filter((a) => a.paper === paper)) {
        const found = body.querySelector(`[data-sheet="${one.sheet}"]`)?.mark(one.blocks, finding.finding);
        if (one === anchor) place = found;
      }
    }
    if (sheet === null) return;
    const target = place || body.querySelector(`[data-sheet="${sheet}"]`);
    target?.scrollIntoView({ block: place ? "center" : "start" });
  }

  const warnings = (known) => [known.unread ? h("p", { class: "cc-error" }, h("strong", { t: "preUnread" }), known.unread) : null, known.hazards.filter((one) => one !== known.unread).length ? h("ul", { class: "cc-list cc-warn-box" }, known.hazards.filter((one) => one !== known.unread).map((one) => h("li", {}, one))) : null].filter(Boolean);

  /** A finding that stands in no paper. */
  function without() { finding = anchor = null; tell(); for (const old of body.querySelectorAll("[data-sheet]")) old.unmark(); }

  return { element, show, without };
}
