// The section 出境路径: start, questions, the verdict as it stands, changes of the law, earlier verdicts.
import { api } from "./api.js";
import { askDialog, clear, h, lang, narrow, say, saying, t, toast, today } from "./dom.js";
import { draftButton } from "./draft_link.js";
import { loadFacts, suggestZones } from "./facts.js";
import { errorBox, field } from "./parts.js";
import { buildChanges, drawChanges } from "./path_changes.js";
import { answers, pending, questionCard } from "./path_form.js";
import { resultView } from "./path_result.js";
import { buildSaved, copyLink, drawSaved, exportMenu, loadSaved, openSaved } from "./path_saved.js";
import { ask, changed, doc, isEmpty, kept, pull, request, startOver, value, watch } from "./path_state.js";
import { buildStory, drawStory, openItems, sceneChips } from "./path_story.js";

const VIEWS = ["judge", "changes", "saved"];
let root, nav, keptLine, startBox, dateInput, todayButton, formBox, resultBox, pages, ready = false, asked = 0;
let latest = null; // {asked: request as text, result, questions, error}
let stored = null; // {asked, id}: what the service keeps of the present facts
let focusNext = false;

/** Build the view once. */
export function buildPath(page) {
  root = page;
  nav = h("div", { class: "cc-row cc-subnav", role: "group", tLabel: "pathViews" }, VIEWS.map((view) => h("button", { type: "button", class: "cc-chip", id: `cc-path-view-${view}`, t: `view_${view}`, onclick: () => showView(view) })));
  keptLine = h("span", { class: "cc-hint cc-kept", role: "status" });
  startBox = h("details", { class: "cc-card cc-start" }, h("summary", { t: "startTitle" }),
    h("p", { class: "cc-hint", t: "startBody" }), h("h4", { t: "scenes" }), sceneChips(useScene), h("h4", { t: "storyTitle" }), buildStory(),
    h("p", {}, h("button", { type: "button", class: "cc-button cc-primary", id: "cc-step-by-step", t: "stepByStep", onclick: () => { startBox.open = false; begin(); } })));
  dateInput = h("input", { type: "date", class: "cc-input", id: "cc-path-as-of", min: "2017-06-01", max: "2100-12-31", tTitle: "asOfTitle", onchange: onDate });
  todayButton = h("button", { type: "button", class: "cc-chip", t: "todayReset", hidden: true, onclick: () => { dateInput.value = today(); onDate(); } });
  formBox = h("div", { class: "cc-path-form" });
  resultBox = h("div", { class: "cc-path-result" });
  pages = {
    judge: h("div", { class: "cc-path-judge" }, startBox, h("div", { class: "cc-row" }, field("asOf", dateInput, "cc-inline"), todayButton), h("div", { class: "cc-path-columns" }, formBox, resultBox)),
    changes: buildChanges(),
    saved: buildSaved(page, { use: useSaved }),
  };
  watch(({ facts: moved }) => (moved ? refresh() : draw()));
  page.addEventListener("cc-language", async () => {
    if (!ready) return;
    await facts();
    draw();
    drawStory();
    drawSaved();
    if (doc.view === "changes") drawChanges();
  });
  document.addEventListener("cc-story-done", () => { startBox.open = false; begin(); });
  return h("div", { class: "cc-page-inner cc-path" }, h("h2", { class: "cc-visually-hidden", t: "tabPath" }),
    h("div", { class: "cc-row cc-spread" }, nav, h("div", { class: "cc-row" }, keptLine, h("button", { type: "button", class: "cc-button cc-quiet", id: "cc-path-new", t: "pathNew", onclick: renew }))), Object.values(pages));
}

/** On entering the tab. */
export async function loadPath() {
  if (!ready) {
    await facts();
    startBox.open = isEmpty() || openItems() > 0;
    dateInput.value = doc.asOf || today();
    showView(doc.view);
    drawStory();
    if (ready) {
      zones();
      await pull();
      refresh();
    }
  } else if (doc.view === "saved") loadSaved();
}

/** Open a kept verdict that the address names. */
export async function openDetermination(id) {
  await loadPath();
  showView("saved");
  await openSaved(id);
}

/** Take facts from elsewhere (the negative lists) among the answers. */
export function takeFacts(given) {
  for (const [name, one] of Object.entries(given)) {
    doc.facts[name] = one;
    doc.order = [...doc.order.filter((f) => f !== name), name];
    doc.unknown = doc.unknown.filter((f) => f !== name);
    doc.queue = doc.queue.filter((f) => f !== name);
  }
  doc.view = "judge";
  changed();
  if (ready) showView("judge");
}

async function facts() {
  try {
    await loadFacts();
    ready = true;
  } catch (error) { clear(formBox, errorBox(error, async () => { await loadPath(); })); }
}

async function zones() {
  try { suggestZones((await api.lists()).lists.map((l) => l.zone)); } catch { /* only suggestions */ }
}

function showView(view) {
  doc.view = VIEWS.includes(view) ? view : "judge";
  for (const one of VIEWS) {
    pages[one].hidden = one !== doc.view;
    nav.querySelector(`#cc-path-view-${one}`).setAttribute("aria-pressed", String(one === doc.view));
  }
  changed({ facts: false, quiet: true });
  if (doc.view === "changes") drawChanges();
  if (doc.view === "saved") loadSaved();
}

function begin() {
  focusNext = true;
  formKey = "";
  if (!latest || latest.error) refresh(); else draw();
}

/** Whether what was entered may be put aside. */
const mayReplace = () => isEmpty() || askDialog(root, { title: "pathNewTitle", body: "pathNewBody", confirm: "pathNew" });

async function useScene(scene) {
  if (Object.keys(doc.facts).length && !(await mayReplace())) return;
  startOver({ ...scene.facts, purpose: scene.purpose }, { asOf: doc.asOf, start: doc.start });
  doc.queue = Object.keys(scene.facts).filter((name) => scene.facts[name] === null);
  doc.order = doc.order.filter((name) => doc.facts[name] !== null);
  startBox.open = false;
  focusNext = true;
  changed();
  drawStory();
}

async function useSaved(given, { as_of: asOf, start, result, story }) {
  if (Object.keys(doc.facts).length && !(await mayReplace())) return;
  startOver(given, { start: start || "", asOf: asOf === today() ? "" : asOf || "", story: { text: story || "", found: null, open: [] } });
  doc.unknown = doc.order.filter((fact) => value(fact) === null);
  latest = result ? { result, questions: result.questions } : null;
  dateInput.value = doc.asOf || today();
  showView("judge");
  refresh();
  drawStory();
}

async function renew() {
  if (!(await mayReplace())) return;
  latest = stored = null;
  startOver();
  startBox.open = true;
  dateInput.value = today();
  showView("judge");
  drawStory();
}

function onDate() {
  doc.asOf = dateInput.value === today() || !dateInput.value ? "" : dateInput.value;
  changed();
}

/** Ask the service for verdict and next question after every answer. */
async function refresh() {
  if (!ready) return;
  const mine = ++asked;
  draw();
  resultBox.setAttribute("aria-busy", "true");
  const { start, ...body } = request(), text = JSON.stringify(request());
  try {
    const next = await api.pathNext({ ...body, language: lang() });
    if (mine !== asked) return;
    latest = { asked: text, result: next.result, questions: next.questions, error: null };
    partial = next.result.path !== "need_facts";
    if (partial) {
      drawForm();
      const whole = await api.pathFull(start ? { ...body, start } : body);
      if (mine !== asked) return;
      latest = { ...latest, result: whole };
    }
  } catch (error) {
    if (mine === asked) latest = { ...latest, error };
  }
  if (mine !== asked) return;
  partial = false;
  resultBox.removeAttribute("aria-busy");
  draw();
}

function draw() {
  if (!ready) return;
  if (kept) say(keptLine, `kept_${kept}`); else clear(keptLine);
  todayButton.hidden = !doc.asOf;
  drawForm();
  drawResult();
}

let formKey = "", resultKey = "", partial = false; // partial: the whole verdict is on its way
function drawForm() {
  const key = JSON.stringify([doc.facts, doc.order, doc.queue, doc.unknown, doc.editing, latest?.result?.missing, lang()]);
  if (key === formKey) return; // what is being typed stays
  formKey = key;
  const hadFocus = formBox.contains(document.activeElement), words = Object.fromEntries((latest?.questions || []).map((q) => [q.fact, q.question]));
  const card = questionCard(latest?.result, { serverWords: words });
  clear(formBox, card || finished(), answers());
  if (!card || !(hadFocus || focusNext)) return;
  focusNext = false;
  card.querySelector("h3").focus({ preventScroll: true });
  card.scrollIntoView({ block: "nearest" });
}

/** No question is left. */
function finished() {
  if (!latest?.result) return null;
  const open = latest.result.path === "need_facts";
  return h("section", { class: open ? "cc-card cc-warn-box" : "cc-card cc-good-box" }, h("h3", { tabindex: "-1", id: "cc-path-finished", t: open ? "finishedOpen" : "finished" }), h("p", { t: open ? "finishedOpenBody" : "finishedBody" }),
    narrow() ? h("p", {}, h("button", { type: "button", class: "cc-button cc-primary", t: "seeVerdict", onclick: () => resultBox.scrollIntoView({ block: "start" }) })) : null);
}

function drawResult() {
  if (partial) return;
  const key = JSON.stringify([latest?.asked, latest?.result, latest?.error?.message, openItems(), doc.start, lang(), stored?.id, isEmpty(), doc.unknown]);
  if (key === resultKey) return;
  resultKey = key;
  const failed = latest?.error ? errorBox(latest.error, refresh) : null;
  if (!latest?.result || (!Object.keys(doc.facts).length && !failed)) { clear(resultBox, failed || h("p", openItems() ? { class: "cc-warn-box", t: "notConfirmed", tv: { n: openItems() } } : { class: "cc-hint", t: "resultEmpty" })); return; }
  const more = pending(latest.result).length;
  const scroll = root.querySelector("#cc-page-path")?.scrollTop, held = focused();
  clear(resultBox, failed, failed ? h("p", { class: "cc-hint", t: "resultOld" }) : null,
    resultView(latest.result, { ask: askNow, start: doc.start, onStart: (day) => { doc.start = day; changed(); }, waiting: openItems(), tools: failed ? null : tools(), unknown: doc.unknown }),
    more ? null : h("span", { class: "cc-visually-hidden", role: "status" }, saying(latest.result, "headline") || t(`path_${latest.result.path}`)));
  if (scroll) root.querySelector("#cc-page-path").scrollTop = scroll;
  if (held) resultBox.querySelector(held)?.focus({ preventScroll: true });
}

/** How to find what has the focus in the verdict again after it is drawn anew. */
function focused() {
  const active = resultBox.contains(document.activeElement) && document.activeElement;
  const name = active && ["id", "data-step", "data-ask"].find((attribute) => active.getAttribute(attribute));
  return name ? `[${name}="${CSS.escape(active.getAttribute(name))}"]` : null;
}

function askNow(fact) {
  focusNext = true;
  ask(fact);
  formBox.querySelector(".cc-question-card")?.scrollIntoView({ block: "center" });
}

function tools() {
  return h("div", { class: "cc-row cc-verdict-tools" },
    h("button", { type: "button", class: "cc-button", id: "cc-path-save", t: stored?.asked === latest.asked ? "savedAlready" : "saveVerdict", onclick: async (event) => {
      const button = event.currentTarget;
      try { await keepNow(); toast("savedNow"); } catch (error) { button.after(errorBox(error)); }
    } }),
    exportMenu(keepNow), copyLink(keepNow), draftButton(latest.result, async () => ({ from_verdict: await keepNow() })));
}

/** Keep the present verdict, unless it is kept already; its id. */
async function keepNow() {
  const body = request(), text = JSON.stringify(body);
  if (stored?.asked === text) return stored.id;
  const found = await api.judge(body);
  stored = { asked: text, id: found.determination_id };
  drawResult();
  return stored.id;
}
