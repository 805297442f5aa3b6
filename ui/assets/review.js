// The page of the reviewer's bench: a shell, the address after # that names a case or the counts, keys that work everywhere.
import { ApiError, onKeyNeeded } from "./api.js";
import { askDialog, clear, h, lang, saying, setLanguage, t } from "./dom.js";
import { buildPanel, closePanel, panelIsOpen, sheet } from "./panel.js";
import { errorBox } from "./parts.js";
import { hidePaper, paperIsOpen } from "./precheck_paper.js";
import { bench } from "./review_api.js";
import { caseView } from "./review_case.js";
import { queueView, receive } from "./review_queue.js";
import { statisticsView } from "./review_stats.js";
import { whoBox } from "./session.js";

let root, stage, started, asked = 0, leave = () => {}, step = () => {};

const open = (id) => { location.hash = `c/${encodeURIComponent(id)}`; };
const named = (one) => saying({ zh: one.zh, zh_en: one.en }, "zh");

async function show({ again = false } = {}) {
  const mine = ++asked, [view, id] = location.hash.slice(1).split("/").map(decodeURIComponent), at = stage.querySelector(".cc-pre-left")?.scrollTop;
  leave();
  [leave, step] = [() => {}, () => {}];
  hidePaper();
  closePanel();
  root.dataset.view = view === "c" ? "result" : "form";
  if (view !== "c") { clear(stage, view === "stats" && started.leads ? statisticsView(started) : queueView({ open })); stage.querySelector("h2")?.focus(); return; }
  if (!again) clear(stage, h("p", { class: "cc-hint cc-pre-wait", role: "status", t: "loading" }));
  try {
    const made = await caseView(id, { root, started, open, reload: () => { if (mine === asked) show({ again: true }); } });
    if (mine !== asked) { made.stop(); return; }
    [leave, step] = [made.stop, made.step];
    clear(stage, made.element);
    if (again && at) stage.querySelector(".cc-pre-left").scrollTop = at;
    else stage.querySelector("h2")?.focus({ preventScroll: true });
  } catch (error) { if (mine === asked) clear(stage, h("div", { class: "rv-page" }, errorBox(error, show))); }
}

async function takeIn() {
  const made = await receive(root, started, named);
  if (made) open(made.case.id);
}

const KEYS = { KeyN: takeIn, KeyQ: () => { location.hash = "#"; }, KeyS: () => { location.hash = "stats"; }, KeyJ: () => step(1), KeyK: () => step(-1) };

function onKey(event) {
  if (event.isComposing || root.querySelector("dialog[open]")) return;
  if (event.key === "Escape") { if (panelIsOpen()) closePanel(); else if (paperIsOpen()) hidePaper(); return; }
  if (!event.altKey || event.ctrlKey || event.metaKey || !KEYS[event.code]) return;
  event.preventDefault();
  KEYS[event.code]();
}

function build() {
  const change = (next) => { setLanguage(next, root); document.title = t("rvTitle"); };
  const language = h("button", { type: "button", id: "cc-language", class: "cc-button cc-on-dark", t: "language", tLabel: "languageLabel", onclick: () => { change(lang() === "en" ? "zh" : "en"); show(); } });
  const button = (code, key, id) => h("button", { type: "button", class: "cc-button cc-on-dark", id, "aria-keyshortcuts": `Alt+${code.slice(3)}`, onclick: KEYS[code] }, h("span", { t: key }), " ", h("kbd", { "aria-hidden": "true" }, `Alt+${code.slice(3)}`));
  stage = h("main", { class: "cc-pre-main", id: "cc-stage" });
  clear(root, h("a", { href: "#cc-stage", class: "cc-skip", t: "rvSkip", onclick: (event) => { event.preventDefault(); (stage.querySelector("h2") || stage).focus(); } }),
    h("header", { class: "cc-header cc-pre-header rv-header" }, h("h1", {}, h("a", { href: "#", t: "rvTitle" })), h("nav", { class: "cc-row", tLabel: "rvTitle" }, button("KeyN", "rvReceive", "rv-receive"), button("KeyQ", "rvQueue", "rv-queue"), started.leads ? button("KeyS", "rvStatistics", "rv-stats") : null), h("a", { class: "cc-pre-back", href: new URL("../", import.meta.url).href, t: "backToService" }), language, whoBox(root)),
    stage, buildPanel(), sheet(), h("div", { id: "cc-toast", class: "cc-toast", role: "status" }));
  change(lang());
  document.addEventListener("keydown", onKey);
  window.addEventListener("hashchange", () => show());
}

async function start() {
  root = document.getElementById("cc-root");
  root.dataset.tab = "review";
  document.documentElement.lang = lang() === "en" ? "en" : "zh-CN";
  onKeyNeeded(() => askDialog(root, { title: "keyTitle", body: "keyBody", field: "password" }));
  try { started = await bench.state(); } catch (error) {
    clear(root, h("main", { class: "rv-page" }, h("h1", { t: "rvTitle" }), errorBox(error instanceof ApiError ? error : new ApiError(0, { message: String(error.message || error) }), start)));
    return;
  }
  build();
  root.classList.add("cc-ready");
  show();
}

start();
