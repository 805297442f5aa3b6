// The page of the call-centre desk: a shell, the address after # that names a ticket or a list, keys that work everywhere.
import { ApiError, onKeyNeeded } from "./api.js";
import { askDialog, clear, h, lang, setLanguage, t } from "./dom.js";
import { whoBox } from "./session.js";
import { desk } from "./desk_api.js";
import { buildCall, home, newCall, openCall, redraw, stop } from "./desk_call.js";
import { hotView } from "./desk_hot.js";
import { action, keyButton, keyList, keysOf, wrong } from "./desk_keys.js";
import { buildSide } from "./desk_side.js";
import { ticketsView } from "./desk_tickets.js";
import { buildPanel, closePanel, panelIsOpen, sheet } from "./panel.js";
import { errorBox } from "./parts.js";

let root, stage, callView, pageView, started, who;

const hash = () => location.hash.slice(1).split("/").map(decodeURIComponent);
const open = (id) => { location.hash = `t/${encodeURIComponent(id)}`; };

/** The ticket of the call, kept in the address without a step in the history. */
const nameTicket = (id) => { if (["", "t"].includes(hash()[0])) history.replaceState(history.state, "", id ? `#t/${encodeURIComponent(id)}` : location.pathname); };

async function show() {
  const [view, id] = hash();
  closePanel();
  const pages = { tickets: ticketsView, hot: hotView };
  root.dataset.view = pages[view] ? view : "call";
  callView.hidden = Boolean(pages[view]);
  if (pages[view]) {
    clear(pageView, pages[view]({ open, topics: started.topics }));
    pageView.hidden = false;
    pageView.querySelector("input, select, h2")?.focus();
    return;
  }
  pageView.hidden = true;
  if (view === "t" && id) try { await openCall(id); } catch (error) { newCall(); wrong(error); }
  home();
}

function onEscape(event) {
  if (event.key !== "Escape" || event.isComposing || root.querySelector("dialog[open]")) return;
  if (panelIsOpen()) { closePanel(); return; }
  if (root.dataset.view !== "call") { location.hash = ""; show(); return; }
  if (!stop()) home();
}

function build() {
  action("KeyW", "deskTickets", () => { location.hash = "tickets"; });
  action("KeyQ", "deskHot", () => { location.hash = "hot"; });
  action("KeyK", "deskKeys", keyList);
  keysOf(root, () => { if (root.dataset.view === "call") home(); });
  const side = buildSide({ open }), call = buildCall(started, { onTicket: nameTicket });
  callView = h("div", { class: "dk-columns" }, call, side);
  pageView = h("div", { class: "dk-pages", hidden: true });
  const change = (next) => { setLanguage(next, root); document.title = t("deskTitle"); };
  const language = h("button", { type: "button", id: "cc-language", class: "cc-button cc-on-dark", t: "language", tLabel: "languageLabel", onclick: () => { change(lang() === "en" ? "zh" : "en"); redraw(); if (root.dataset.view !== "call") show(); else home(); } });
  const nav = ["KeyW", "KeyQ", "KeyK"].map((code) => keyButton(code, { class: "cc-button cc-on-dark dk-key-button" }));
  stage = h("main", { class: "dk-main", id: "cc-stage" }, callView, pageView);
  clear(root, h("a", { href: "#dk-line", class: "cc-skip", t: "deskSkip", onclick: (event) => { event.preventDefault(); home(); } }),
    h("header", { class: "cc-header dk-header" }, h("h1", {}, h("a", { href: "#", t: "deskTitle", onclick: (event) => { event.preventDefault(); location.hash = ""; newCall(); show(); } })), h("nav", { class: "dk-nav", tLabel: "deskTitle" }, nav), h("a", { class: "dk-back", href: new URL("../", import.meta.url).href, t: "backToService" }), language, who),
    stage, buildPanel(), sheet(), h("div", { id: "cc-toast", class: "cc-toast", role: "status" }));
  change(lang());
  document.addEventListener("keydown", onEscape);
  window.addEventListener("hashchange", show);
}

async function start() {
  root = document.getElementById("cc-root");
  root.dataset.tab = "desk";
  document.documentElement.lang = lang() === "en" ? "en" : "zh-CN";
  who = whoBox(root); // before the first request: it knows the way to sign in
  onKeyNeeded(() => askDialog(root, { title: "keyTitle", body: "keyBody", field: "password" }));
  clear(root, h("main", { class: "dk-main" }, h("h1", { class: "cc-visually-hidden", t: "deskTitle" }), h("p", { class: "cc-hint dk-wait", role: "status", t: "loading" })));
  try { started = await desk.state(); } catch (error) {
    clear(root, h("main", { class: "dk-main dk-wait" }, h("h1", { t: "deskTitle" }), errorBox(error instanceof ApiError ? error : new ApiError(0, { message: String(error.message || error) }), start)));
    if (error.status === 503) setTimeout(start, 1500);
    return;
  }
  build();
  root.classList.add("cc-ready");
  show();
}

start();
