// The page of drafting: a shell, the address after # that names the questionnaire and the group, list, questions, papers.
import { api, onKeyNeeded } from "./api.js";
import { askDialog, clear, h, lang, say, setLanguage, t } from "./dom.js";
import { whoBox } from "./session.js";
import { chaptersView, leaveChapters } from "./drafting_chapters.js";
import { groupView, groupsNav, firstGroup, reveal, shapeOf, show as showField } from "./drafting_form.js";
import { question } from "./drafting_field.js";
import { historyView } from "./drafting_history.js";
import { KINDS, listView } from "./drafting_list.js";
import { originView } from "./drafting_origin.js";
import { leavePapers, papersView } from "./drafting_papers.js";
import { sideView } from "./drafting_side.js";
import { close, doc, interview, onState, open, rename, save, setKind, settle, unsaved } from "./drafting_state.js";
import { templatesView } from "./drafting_templates.js";
import { buildPanel, closePanel, panelIsOpen, sheet } from "./panel.js";
import { errorBox } from "./parts.js";

const APART = ["papers", "history", "chapters"]; // views that are no group of questions
let root, stage, turn = 0, group = "", wanted = null, shape = "", state = null, side = null, nav = null, body = null, why = null;

const named = () => location.hash.slice(1).split("/").map((words) => { try { return decodeURIComponent(words); } catch { return words; } });
const to = (id, part = "") => { location.hash = id ? `#${encodeURIComponent(id)}${part ? `/${part}` : ""}` : "#"; };

/** To the question of a path, in whatever group it stands. */
function goTo(path) {
  const found = question(path)?.group;
  wanted = path;
  const hidden = reveal(path);
  if (found && found !== group) to(doc.id, found);
  else if (hidden) draw(true);
  else { showField(path); wanted = null; }
}

async function show() {
  const mine = ++turn, [id, part] = named();
  closePanel();
  leavePapers();
  leaveChapters();
  if (!id || id === "templates") {
    await leave();
    if (mine !== turn) return;
    root.dataset.view = "list";
    clear(stage, id ? templatesView({ kind: part, id: named()[2], root }) : listView({ go: (one) => to(one), root }));
    stage.querySelector("h2")?.focus({ preventScroll: true });
    return;
  }
  root.dataset.view = "form";
  if (doc?.id !== id) {
    await leave();
    clear(stage, h("p", { class: "cc-hint cc-pre-wait", role: "status", t: "loading" }));
    try { await open(id); } catch (error) {
      if (mine === turn) clear(stage, h("div", { class: "cc-pre-column" }, errorBox(error, show), h("a", { class: "cc-button", href: "#", t: "drToList" })));
      return;
    }
    if (mine !== turn) return;
    frame();
  }
  group = APART.includes(part) || (part && shapeOf(part)) ? part : firstGroup() || "papers";
  draw(true);
}

async function leave() {
  if (unsaved()) await save();
  close();
}

/** The lasting parts: head, groups, questions, side. */
function frame() {
  nav = h("div", { class: "cc-dr-left" });
  body = h("div", { class: "cc-dr-middle" });
  side = h("div", { class: "cc-dr-right" });
  why = h("div", { class: "cc-dr-why" });
  state = h("span", { class: "cc-dr-state", role: "status", t: "drSaved" });
  const title = h("input", { class: "cc-input cc-dr-name", value: doc.title, maxlength: 200, tLabel: "drTitle", onchange: () => rename(title.value.trim() || doc.title) });
  const kind = h("select", { class: "cc-input", tLabel: "drKind", onchange: async () => { await setKind(kind.value); draw(true); } }, KINDS.map((one) => h("option", { value: one, t: `drKind_${one}` })));
  kind.value = doc.kind;
  clear(stage, h("div", { class: "cc-dr-head" }, h("a", { class: "cc-button cc-quiet", href: "#", t: "drToList" }), title, kind, state, h("a", { class: "cc-button cc-quiet", href: `#${encodeURIComponent(doc.id)}/history`, t: "drHistory" })), h("div", { id: "cc-dr-told" }), why, h("div", { class: "cc-dr-panes" }, nav, body, side));
  if (doc.parted) parted();
}

function draw(whole) {
  if (!doc || !interview || !body?.isConnected) return;
  const apart = APART.includes(group), now = apart ? group : shapeOf(group);
  clear(why, originView({ fold: apart }));
  clear(nav, groupsNav(group, (one) => to(doc.id, one)));
  clear(side, apart ? null : sideView(goTo));
  if (!whole && (now === shape || apart)) return;
  const held = document.activeElement?.id;
  shape = now;
  if (!apart && !now) { clear(body, h("p", { class: "cc-hint", t: "drNothingAsked" })); return; }
  clear(body, group === "papers" ? papersView({ go: goTo, status: api.status }) : group === "chapters" ? chaptersView({ open: named()[2] || "", go: goTo, to: (part) => to(doc.id, part), status: api.status, root }) : group === "history" ? historyView({ go: goTo, again: () => { frame(); draw(true); }, root }) : groupView(group, (path) => { wanted = path ? "" : null; save(); }));
  if (wanted) { showField(wanted); wanted = null; } else if (whole) { stage.scrollTop = 0; body.querySelector("h2")?.focus({ preventScroll: true }); } else if (held) document.getElementById(held)?.focus({ preventScroll: true });
}

function heard(what, error) {
  if (what === "asked") { draw(false); return; }
  const told = document.getElementById("cc-dr-told");
  if (state) say(state, { saved: "drSaved", saving: "drSaving", unsaved: "drUnsaved", failed: "drNotSaved", stale: "drNotSaved" }[what]);
  if (!told) return;
  if (what === "failed") clear(told, errorBox(error, save, h("p", { t: "drKeptHere" })));
  else if (what === "stale") parted();
  else if (what === "saved") clear(told);
}

/** Somebody else saved: the reader chooses, nothing is lost before. */
function parted() {
  const choose = async (theirs) => { try { await settle(theirs); clear(document.getElementById("cc-dr-told")); frame(); draw(true); } catch (error) { clear(document.getElementById("cc-dr-told"), errorBox(error)); } };
  clear(document.getElementById("cc-dr-told"), h("div", { class: "cc-warn-box", role: "alert" }, h("p", { t: "drParted" }), h("div", { class: "cc-row" }, h("button", { type: "button", class: "cc-button", t: "drTakeTheirs", onclick: () => choose(true) }), h("button", { type: "button", class: "cc-button", t: "drKeepMine", onclick: () => choose(false) }))));
}

function start() {
  root = document.getElementById("cc-root");
  root.dataset.tab = "drafting";
  stage = h("main", { class: "cc-pre-main", id: "cc-stage" });
  const change = (next) => { setLanguage(next, root); document.title = t("drTitlePage"); };
  const language = h("button", { type: "button", id: "cc-language", class: "cc-button cc-on-dark", t: "language", tLabel: "languageLabel", onclick: () => { change(lang() === "en" ? "zh" : "en"); if (doc) { frame(); draw(true); } else show(); } });
  clear(root, h("a", { href: "#cc-stage", class: "cc-skip", t: "preSkip", onclick: (event) => { event.preventDefault(); (stage.querySelector("h2") || stage).focus(); } }),
    h("header", { class: "cc-header cc-pre-header" }, h("h1", {}, h("a", { href: "#", t: "drTitlePage" })), h("a", { class: "cc-pre-back", href: new URL("../", import.meta.url).href, t: "backToService" }), language, whoBox(root)),
    stage, buildPanel(), sheet(), h("div", { id: "cc-toast", class: "cc-toast", role: "status" }));
  root.classList.add("cc-ready");
  change(lang());
  onKeyNeeded(() => askDialog(root, { title: "keyTitle", body: "keyBody", field: "password" }));
  onState(heard);
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && !event.isComposing && !root.querySelector("dialog[open]") && panelIsOpen()) closePanel(); });
  window.addEventListener("hashchange", show);
  window.addEventListener("beforeunload", (event) => { if (unsaved()) event.preventDefault(); });
  show();
}

start();
