// One chapter: its text with who wrote it, what each sentence rests on, and ways to change it. What is typed is kept.
import { api } from "./api.js";
import { articles } from "./articles.js";
import { catchUp, doc, save, took, unsaved } from "./drafting_state.js";
import { askDialog, clear, h, readStore, t, toast, writeStore } from "./dom.js";
import { errorBox, originLabel } from "./parts.js";

const MAX = 20000;
const KEY = (one) => `cc-drafting-chapter-${doc.id}-${one.id}`;
const heldNow = (one) => JSON.stringify(doc.content.sections?.[one.id] ?? null);

/** What was typed for a chapter and not saved: {text, locked, was}. */
export function typedFor(one) {
  try { const kept = JSON.parse(readStore(KEY(one))); return typeof kept?.text === "string" ? kept : null; } catch { return null; }
}

/** The chapter; `changed()` after it was saved or released, `write()` has the model write it. */
export function chapterView(one, { changed, write, go, to, root, model }) {
  const box = h("div", { class: "cc-ch-one" }), typed = typedFor(one);
  const read = () => clear(box, warnings(one, go), text(one), buttons(), sources(one, go));
  const edit = (kept) => clear(box, warnings(one, go), editor(one, kept, { changed, cancel: read, root }));
  function buttons() {
    const again = h("button", { type: "button", class: "cc-button", t: one.tried && one.by === "model" ? "chWriteAgain" : "chWrite", onclick: write, hidden: true });
    if (one.model && one.by !== "person") { again.hidden = model.hidden; model.addEventListener("up", () => { again.hidden = false; }, { once: true }); }
    return h("div", { class: "cc-row" }, h("button", { type: "button", class: "cc-button cc-primary", t: "chEdit", onclick: () => { edit(null); box.querySelector("textarea").focus(); } }), again,
      one.by === "person" && !one.locked ? h("button", { type: "button", class: "cc-button", t: "chLock", onclick: () => keep(one, one.text.join("\n"), true, { changed, told: box }) }) : null,
      one.by === "person" || one.by === "model" ? h("button", { type: "button", class: "cc-button cc-quiet", t: one.by === "person" ? "chRelease" : "chDropModel", onclick: () => release(one, { changed, root, told: box }) }) : null,
      h("button", { type: "button", class: "cc-button cc-quiet", t: "drToPapers", onclick: () => to("papers") }));
  }
  if (typed) edit(typed); else read();
  return box;
}

/** What does not fit any more: values that the facts now give otherwise, facts that are missing. */
function warnings(one, go) {
  const field = (fact) => h("button", { type: "button", class: "cc-link", onclick: () => go(fact.path) }, fact.label);
  return [
    one.disagrees.length ? h("div", { class: "cc-ch-bad-box", role: "note" }, h("p", { t: "chDisagreesTitle" }), h("ul", { class: "cc-list" }, one.disagrees.map((odd) => h("li", {}, field(odd), h("span", { t: "chOdd", tv: { written: odd.written, now: odd.now } }))))) : one.stale ? h("p", { class: "cc-warn-box", role: "note", t: "chStaleBody" }) : null,
    one.outdated ? h("p", { class: "cc-warn-box", role: "note", t: "chOutdatedBody" }) : null,
    one.missing.length ? h("p", { class: "cc-warn-box" }, h("span", { t: "chMissingBody" }), " ", one.missing.flatMap((fact, i) => [i ? "、" : null, field(fact)])) : null,
  ];
}

function text(one) {
  if (!one.text.length) return h("p", { class: "cc-hint", t: "chEmpty" });
  return h("div", { class: "cc-ch-text", lang: "zh-CN" }, one.text.map((words, i) => {
    if (!one.argued.includes(i)) return h("p", {}, words);
    return h("div", { class: "cc-ch-argued" }, h("div", { class: "cc-row" }, originLabel("model"), h("span", { class: "cc-hint", t: "chArgued", tv: { name: one.written_by || t("unknown") } })), h("p", {}, words));
  }));
}

/** Every sentence with the facts and articles that it rests on. */
function sources(one, go) {
  if (!one.claims.length) return h("div", {}, one.by === "person" ? h("p", { class: "cc-hint", t: "chOwnSources" }) : null, articles(one.basis, { shown: 3 }));
  return h("details", { class: "cc-ch-sources" }, h("summary", { t: "chSources", tv: { n: one.claims.length } }), h("ol", { class: "cc-ch-claims" }, one.claims.map((claim) => h("li", { class: claim.by === "model" ? "cc-ch-argued" : null },
    h("p", { lang: "zh-CN" }, claim.sentence), h("div", { class: "cc-row" }, h("span", { class: "cc-hint", t: claim.by === "model" ? "chFromModel" : "chFromFacts" }), claim.facts.map((fact) => h("button", { type: "button", class: "cc-link", onclick: () => go(fact.path) }, fact.label))), articles(claim.basis, { sentence: claim.sentence, shown: 2 })))));
}

/** A person's own words; kept in this browser with every key until they are saved. */
function editor(one, kept, { changed, cancel, root }) {
  const was = kept?.was ?? heldNow(one), area = h("textarea", { class: "cc-input cc-ch-area", rows: 12, maxlength: MAX, "aria-label": one.name, lang: "zh-CN" });
  const lock = h("input", { type: "checkbox", id: `cc-ch-lock-${one.id}`, checked: kept ? kept.locked : true }), told = h("div", {});
  area.value = kept ? kept.text : one.text.join("\n");
  const before = area.value, hold = () => writeStore(KEY(one), JSON.stringify({ text: area.value, locked: lock.checked, was }));
  area.addEventListener("input", hold);
  lock.addEventListener("change", hold);
  const store = () => { if (area.value.trim()) keep(one, area.value, lock.checked, { changed, told, was }); else area.focus(); };
  const drop = async () => {
    if ((kept || area.value !== before) && !await askDialog(root, { title: "chDropTitle", body: "chDropBody", confirm: "chDrop", danger: true })) return;
    writeStore(KEY(one), null);
    if (kept) changed(); else cancel();
  };
  area.addEventListener("keydown", (event) => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); store(); } });
  return h("div", { class: "cc-ch-editor" }, kept ? h("p", { class: "cc-warn-box", role: "status", t: "chTypedBody" }) : null, one.by === "model" ? h("p", { class: "cc-hint", t: "chEditModel" }) : null, area,
    h("label", { class: "cc-row cc-pre-check", for: lock.id }, lock, h("span", { t: "chLockHint" })),
    h("div", { class: "cc-row" }, h("button", { type: "button", class: "cc-button cc-primary", t: "chSave", onclick: store }), h("button", { type: "button", class: "cc-button cc-quiet", t: "cancel", onclick: drop })), told);
}

/** Save a person's words; where the questionnaire moved on, over its new state, unless this chapter was changed too. */
async function keep(one, words, locked, { changed, told, was = heldNow(one), sure = false }) {
  try {
    if (unsaved()) await save();
    await retried(() => api.keepSection(doc.id, one.id, { revision: doc.revision, text: words, locked }), () => sure || heldNow(one) === was);
    writeStore(KEY(one), null);
    toast("chSaved");
    changed();
  } catch (error) {
    if (error.message !== PARTED) { clear(told, errorBox(error, null, h("p", { t: "chKeptHere" }))); return; }
    const again = () => keep(one, words, locked, { changed, told, sure: true });
    clear(told, h("div", { class: "cc-warn-box", role: "alert" }, h("p", { t: "chParted" }), h("p", { class: "cc-ch-theirs", lang: "zh-CN" }, doc.content.sections?.[one.id]?.text || t("chTheirsFacts")), h("div", { class: "cc-row" }, h("button", { type: "button", class: "cc-button", t: "chMine", onclick: again }), h("button", { type: "button", class: "cc-button cc-quiet", t: "chTheirs", onclick: () => { writeStore(KEY(one), null); changed(); } }))));
  }
}

const PARTED = "parted", TRIES = 5;
/** `send` until it is taken; after each time that somebody else came first, only while `same()`. */
async function retried(send, same) {
  for (let left = TRIES; ; left -= 1) {
    try { took(await send()); return; } catch (error) { if (error.status !== 409 || !left) throw error; }
    await catchUp();
    if (!same()) throw new Error(PARTED);
  }
}

async function release(one, { changed, root, told }) {
  const person = one.by === "person";
  if (!await askDialog(root, { title: person ? "chReleaseTitle" : "chDropModelTitle", body: person ? "chReleaseBody" : "chDropModelBody", vars: { name: one.name }, confirm: person ? "chRelease" : "chDropModel", danger: person })) return;
  try {
    if (unsaved()) await save();
    await retried(() => api.releaseSection(doc.id, one.id, doc.revision), () => true);
    changed();
  } catch (error) { told.append(errorBox(error)); }
}
