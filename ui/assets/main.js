// The page put together: header, tabs, banners, views, panel; keys that work everywhere; the state of the service.
import { api, onKeyNeeded } from "./api.js";
import { buildAbout, showStatus } from "./about.js";
import { buildAsk, current, focusBox, limits, openConversation, restorePending, startNew, stop } from "./ask.js";
import { askDialog, clear, h, lang, setLanguage } from "./dom.js";
import { buildFilingsPage, loadFilings } from "./filings.js";
import { buildHistory, historySettings, load } from "./history.js";
import { buildLists, loadLists } from "./lists.js";
import { buildPanel, closePanel, isSheet, resetPanel, sheet } from "./panel.js";
import { buildPath, loadPath, openDetermination, takeFacts } from "./path.js";
import { buildSearch, loadRuns } from "./search.js";
import { whoBox } from "./session.js";

const TABS = ["ask", "path", "lists", "filings", "history", "search", "about"];
const BESIDE = ["path", "lists", "filings", "search"]; // a passage opens beside the page, which has no list of sources
const NAMES = { ask: "tabAsk", path: "tabPath", lists: "tabLists", filings: "tabFilings", history: "tabHistory", search: "tabSearch", about: "tabAbout" };
const SOON_MS = 2000, LATER_MS = 30000;
let root, banners;

function tabBar() {
  const key = (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const to = step ? TABS[(TABS.indexOf(event.currentTarget.dataset.tab) + step + TABS.length) % TABS.length] : { Home: TABS[0], End: TABS.at(-1) }[event.key];
    if (to) { event.preventDefault(); go(to); root.querySelector(`#cc-tab-${to}`).focus(); }
  };
  return h("div", { class: "cc-tabs", role: "tablist", tLabel: "tabs" }, TABS.map((name) =>
    h("button", { type: "button", role: "tab", id: `cc-tab-${name}`, "data-tab": name, "aria-controls": `cc-page-${name}`, t: NAMES[name], onclick: () => go(name), onkeydown: key })));
}

/** Show a tab; the address remembers it. */
function go(name) {
  for (const one of TABS) {
    const on = one === name, tab = root.querySelector(`#cc-tab-${one}`);
    tab.setAttribute("aria-selected", String(on));
    tab.tabIndex = on ? 0 : -1;
    root.querySelector(`#cc-page-${one}`).hidden = !on;
  }
  if (BESIDE.includes(root.dataset.tab) && root.dataset.tab !== name) resetPanel();
  root.dataset.tab = name;
  const url = new URL(location.href);
  url.hash = name === "ask" ? "" : name;
  history.replaceState(history.state, "", url);
  root.classList.remove("cc-panel-open");
  if (name === "history") load();
  if (name === "search") loadRuns();
  if (name === "path") loadPath();
  if (name === "lists") loadLists();
  if (name === "filings") loadFilings();
  root.querySelector(`#cc-tab-${name}`).scrollIntoView?.({ block: "nearest", inline: "nearest" });
}

function build(host) {
  root = host;
  root.setAttribute("data-tab", "ask");
  banners = h("div", { class: "cc-banners", "aria-live": "polite" });
  const views = {
    ask: () => buildAsk(root),
    history: () => buildHistory(root, { open: (id) => { go("ask"); openConversation(id); }, gone: (id) => { if (id === null || id === current()) startNew(); } }),
    path: () => buildPath(root),
    lists: () => buildLists(root, { use: (facts) => { takeFacts(facts); go("path"); } }),
    filings: () => buildFilingsPage(root, { take: (facts) => { takeFacts(facts); go("path"); } }),
    search: () => buildSearch(root),
    about: () => buildAbout(root),
  };
  const panel = buildPanel();
  const pages = TABS.map((name) => h("div", { class: `cc-page cc-page-${name}`, role: "tabpanel", id: `cc-page-${name}`, "aria-labelledby": `cc-tab-${name}`, hidden: name !== "ask" }, views[name]()));
  const language = h("button", { type: "button", id: "cc-language", class: "cc-button cc-on-dark", t: "language", tLabel: "languageLabel", onclick: () => switchLanguage(lang() === "en" ? "zh" : "en") });
  clear(root,
    h("a", { href: "#cc-question", class: "cc-skip", t: "skip", onclick: (event) => { event.preventDefault(); go("ask"); focusBox(); } }),
    h("header", { class: "cc-header" }, h("h1", { t: "appTitle" }), tabBar(), h("a", { id: "cc-precheck-link", class: "cc-nav-link", href: new URL("../precheck", import.meta.url).href, t: "preTitle", "data-needs": "precheck" }), h("a", { id: "cc-drafting-link", class: "cc-nav-link", href: new URL("../drafting", import.meta.url).href, t: "drTitlePage", "data-needs": "draft" }), language, whoBox(root)),
    banners, h("div", { class: "cc-main" }, h("div", { class: "cc-pages" }, pages), panel), sheet(),
    h("div", { id: "cc-toast", class: "cc-toast", role: "status" }));
  root.classList.add("cc-ready");
  switchLanguage(lang());
}

function switchLanguage(next) {
  setLanguage(next, root);
  document.title = root.querySelector("h1").textContent;
}

function onKey(event) {
  if (event.key !== "Escape" || event.isComposing || root.querySelector("dialog[open]")) return;
  if (closeMenus()) event.preventDefault();
  else if (stop()) event.preventDefault();
  else if (isSheet() || BESIDE.includes(root.dataset.tab)) closePanel();
}

/** Shut open menus, but the one that holds `target`; the focus goes back to the button of a menu shut by key. */
function closeMenus(target = null) {
  const open = [...root.querySelectorAll(".cc-menu[open]")].filter((menu) => !target || !menu.contains(target));
  for (const menu of open) {
    if (!target && menu.contains(document.activeElement)) menu.querySelector("summary").focus();
    menu.open = false;
  }
  return open.length > 0;
}

/** Ask the service how it is: soon again while something is being built or cannot be reached. */
async function watch() {
  let wait = SOON_MS;
  try {
    const status = await api.status();
    limits(status);
    historySettings(status);
    showStatus(status);
    const starting = status.searchable === false;
    const indexing = !starting && status.index && !status.index.ready;
    const loading = status.mode === "model" && status.model?.ready === false;
    showBanners([
      status.mode === "extractive" && ["bannerExtractive"],
      starting && ["bannerLoading"],
      loading && ["bannerModelLoading"],
      indexing && ["bannerIndex", { done: (status.index.lexical ?? 0).toLocaleString(), total: (status.index.total ?? 0).toLocaleString() }],
    ]);
    if (!starting && !indexing && !loading) wait = LATER_MS;
  } catch (error) {
    if (error.status === 0) showBanners([["bannerOffline"]]);
    else wait = LATER_MS;
  }
  setTimeout(watch, wait);
}

let shownBanners = "";
function showBanners(wanted) {
  const list = wanted.filter(Boolean), key = JSON.stringify(list);
  if (key === shownBanners) return;
  shownBanners = key;
  clear(banners, list.map(([name, vars]) => h("p", { class: `cc-banner cc-${name}`, t: name, tv: vars || {} })));
}

async function start(host) {
  build(host);
  onKeyNeeded(() => askDialog(root, { title: "keyTitle", body: "keyBody", field: "password" }));
  document.addEventListener("keydown", onKey);
  document.addEventListener("click", (event) => closeMenus(event.target));
  window.addEventListener("hashchange", () => { const name = location.hash.slice(1); if (TABS.includes(name)) go(name); });
  const named = location.hash.slice(1);
  go(TABS.includes(named) ? named : "ask");
  watch();
  document.addEventListener("cc-go", (event) => go(event.detail));
  const verdict = new URLSearchParams(location.search).get("d");
  if (verdict && root.dataset.tab === "path") openDetermination(verdict);
  const wanted = new URLSearchParams(location.search).get("c");
  if (wanted) await openConversation(wanted);
  restorePending();
  if (!matchMedia("(pointer: coarse)").matches && root.dataset.tab === "ask") focusBox();
}

/** Gradio draws the page's host when it is ready; the page stands in it. */
function whenReady() {
  const place = () => {
    const host = document.getElementById("cc-host");
    if (host) start(host.appendChild(h("div", { id: "cc-root" })));
    return host;
  };
  if (place()) return;
  const watcher = new MutationObserver(() => { if (document.getElementById("cc-host")) { watcher.disconnect(); place(); } });
  watcher.observe(document.documentElement, { childList: true, subtree: true });
}

whenReady();
