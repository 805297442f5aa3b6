// One finding: what is wrong, where, on which words, by which article, what to do; accept it or dismiss it with a reason.
import { api } from "./api.js";
import { articles } from "./articles.js";
import { clear, h, lang, localTime, narrow, readStore, t, toast, told, writeStore } from "./dom.js";
import { openCase } from "./feedback.js";
import { errorBox } from "./parts.js";

const LONG = 240, MAX_REASON = 2000;

/** A row of the list. `choose(n)` shows its nth place; `decided(decision)` redraws it and gives the fresh row. `view.source`: who keeps
 * the decisions (`decide`, `undecide`), when not the pre-check. */
export function findingCard(one, view, { choose, decided }) {
  const f = one.finding, state = one.decision?.decision, id = `cc-f-${one.key}`;
  const body = h("div", { class: "cc-pre-body" }, message(f), places(one, view, choose), quote(f.evidence), contrast(f), remedy(f),
    f.basis.length ? h("div", { class: "cc-pre-basis" }, h("span", { class: "cc-pre-label", t: "preBasis" }), h("div", { lang: "zh-CN" }, articles(f.basis, { asOf: view.filed_on, sentence: f.message }))) : null, seen(f));
  const title = h("h3", { class: "cc-pre-title", id: `${id}-t` }, h("span", { class: `cc-badge cc-pre-sev-${f.severity}`, t: `severity_${f.severity}` }), " ", h("span", { class: "cc-pre-number" }, f.rule_id), " ", told("span", f, "title"));
  const controls = h("div", { class: "cc-pre-decide" });
  drawControls(controls, one, view, decided);
  const press = (event) => { // by mouse the whole card shows its place; by key its button does
    if (one.anchors.length && !narrow() && !event.target.closest("button, a, summary, form, label") && String(getSelection()) === "") choose(0);
  };
  return h("li", { class: `cc-pre-finding${state ? ` cc-pre-is-${state}` : ""}`, id, "aria-labelledby": `${id}-t`, onclick: press }, title, badges(one), state === "dismissed" ? h("details", {}, h("summary", { lang: "zh-CN" }, f.message), body) : body, controls);
}

/** What the criterion says of this paper; it is written in Chinese, and marked so beside an English page. */
const message = (f) => h("p", { class: "cc-pre-message" }, lang() === "en" ? h("span", { class: "cc-pre-label", t: "preInChinese" }) : null, h("span", { lang: "zh-CN" }, f.message));

function badges(one) {
  const f = one.finding;
  return h("p", { class: "cc-source-badges" }, h("span", { class: "cc-badge cc-pre-plain", t: `group_${f.group}` }), h("span", { class: "cc-badge cc-pre-plain", t: `stage_${f.stage}` }),
    f.sure ? null : h("span", { class: "cc-badge cc-checked-secondary", t: "preUnsure", tTitle: "preUnsureTitle" }), f.checked === "verified" ? null : h("span", { class: `cc-badge cc-checked-${f.checked}`, t: `checked_${f.checked}` }), one.for_notice && one.decision?.decision !== "dismissed" ? h("span", { class: "cc-badge", t: "preForNotice" }) : null);
}

function places(one, view, choose) {
  const f = one.finding;
  if (!one.anchors.length) return h("p", { class: "cc-hint", t: f.file ? "prePlaceGone" : "preWhole" });
  const spots = [{ file: f.file, page: f.page, locator: f.locator }, ...f.also];
  const words = (anchor, n) => {
    const file = view.papers[anchor.paper].file, own = spots.filter((s) => s.file === file), spot = own.find((s) => s.page === view.papers[anchor.paper].sheets[anchor.sheet]?.page) || own[0] || {};
    const page = spot.page && !(spot.locator || "").startsWith("第" + spot.page + "页") ? t("prePage", { n: spot.page }) : "";
    return h("button", { type: "button", class: "cc-pre-place", "data-anchor": n, tTitle: "preShowPlace", onclick: () => choose(n) }, h("span", { "aria-hidden": "true" }, "◎ "), [file, page, (n === 0 || own.length === 1) && spot.locator].filter(Boolean).join(" "));
  };
  const [first, ...rest] = one.anchors;
  return h("div", { class: "cc-pre-places" }, words(first, 0), rest.length > 2 ? h("details", {}, h("summary", { t: "preMorePlaces", tv: { n: rest.length } }), rest.map((a, i) => words(a, i + 1))) : rest.map((a, i) => words(a, i + 1)));
}

function quote(text) {
  if (!text) return null;
  const made = h("blockquote", { class: "cc-pre-quote", lang: "zh-CN" }, h("span", { class: "cc-pre-label", t: "preQuote" }), h("span", { class: "cc-pre-words" }, text.length > LONG ? `${text.slice(0, LONG)}…` : text));
  if (text.length > LONG) made.append(" ", h("button", { type: "button", class: "cc-link", t: "preWholeQuote", onclick: (event) => { clear(made.querySelector(".cc-pre-words"), text); event.currentTarget.remove(); } }));
  return made;
}

const line = (key, text) => (text ? [h("dt", { t: key }), h("dd", { lang: "zh-CN" }, text)] : []);
const contrast = (f) => (f.expected || (f.actual && f.actual !== f.evidence) ? h("dl", { class: "cc-pre-pairs" }, line("preExpected", f.expected), line("preActual", f.actual)) : null);
const remedy = (f) => h("p", { class: "cc-pre-remedy" }, h("span", { class: "cc-pre-label", t: "preRemedy" }), h("span", { lang: "zh-CN" }, f.suggestion));
const seen = (f) => (f.crop ? h("figure", { class: "cc-pre-crop" }, h("img", { src: `data:image/png;base64,${f.crop}`, alt: t("preCrop") }), h("figcaption", { class: "cc-hint", t: "preCrop" })) : null);

function drawControls(box, one, view, decided) {
  const state = one.decision?.decision, draft = `cc-precheck-reason-${view.content.slice(0, 16)}-${one.key}`, wrong = h("div");
  const focus = (row, name) => row.querySelector(`[data-do=${name}]`)?.focus();
  const put = async (decision, reason = "") => {
    try {
      const made = await (view.source ? view.source.decide(one, { decision, reason }) : api.decide(view.id, one.key, { decision, reason }));
      writeStore(draft, null, { tab: true });
      focus(decided(made), "undo");
      toast(`preDone_${decision}`);
    } catch (error) { clear(wrong, errorBox(error)); }
  };
  const undo = async () => {
    try { await (view.source ? view.source.undecide(one) : api.undecide(view.id, one.key)); } catch (error) { if (error.status !== 404) { clear(wrong, errorBox(error)); return; } }
    focus(decided(null), "accept");
  };
  const button = (name, key, press, more = "") => h("button", { type: "button", class: `cc-button ${more}`, "data-do": name, t: key, onclick: press });
  if (state) {
    const make = view.source ? null : button("case", "makeCase", () => openCase(() => api.proposeFindingCase(view.id, one.key), make), "cc-quiet");
    clear(box, h("p", { class: "cc-pre-decision" }, h("strong", { t: `preDecision_${state}` }), " ", h("span", { class: "cc-hint" }, localTime(one.decision.decided_at)), one.decision.reason ? h("span", { class: "cc-pre-reason-said" }, h("span", { class: "cc-pre-label", t: "preReason" }), one.decision.reason) : null),
      h("div", { class: "cc-row" }, button("undo", "preUndo", undo, "cc-quiet"), state === "dismissed" ? make : null), wrong);
    return;
  }
  const ask = () => {
    const reason = h("textarea", { class: "cc-input", rows: 2, maxlength: MAX_REASON, required: true, id: `cc-r-${one.key}`, tPlaceholder: "preReasonHint", value: readStore(draft, { tab: true }) || "", oninput: () => writeStore(draft, reason.value, { tab: true }) });
    const form = h("form", { class: "cc-pre-reason", novalidate: true, onsubmit: (event) => {
      event.preventDefault();
      if (reason.value.trim()) put("dismissed", reason.value.trim());
      else { clear(wrong, h("p", { class: "cc-problem", role: "alert", t: "preReasonNeeded" })); reason.focus(); }
    } }, h("label", { for: reason.id, t: "preReasonAsk" }), reason, h("div", { class: "cc-row" }, h("button", { type: "submit", class: "cc-button cc-primary", t: "preDismiss" }), h("button", { type: "button", class: "cc-button", t: "cancel", onclick: () => { rest(); box.querySelector("[data-do=dismiss]").focus(); } })), wrong);
    clear(box, form);
    reason.focus();
  };
  const rest = () => clear(box, h("div", { class: "cc-row" }, button("accept", "preAccept", () => put("accepted")), button("dismiss", "preDismissAsk", ask)), wrong);
  rest();
  if (readStore(draft, { tab: true })) { ask(); document.activeElement?.blur?.(); }
}
