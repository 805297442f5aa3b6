// The page of the pre-check: a shell, the address after # that names the pre-check and the finding, progress, result.
import { ApiError, api, onKeyNeeded } from "./api.js";
import { askDialog, clear, h, lang, setLanguage, t } from "./dom.js";
import { whoBox } from "./session.js";
import { buildPanel, closePanel, panelIsOpen, sheet } from "./panel.js";
import { errorBox } from "./parts.js";
import { formView, leaveForm, unsent } from "./precheck_form.js";
import { hidePaper, paperIsOpen } from "./precheck_paper.js";
import { progressView } from "./precheck_progress.js";
import { forget, remember } from "./precheck_recent.js";
import { resultView } from "./precheck_result.js";

let root, stage, asked = 0, stopProgress = () => {}, stopWatching = () => {};

/** What the address names: a pre-check, and a finding of it. */
const named = () => location.hash.slice(1).split("/").map((words) => { try { return decodeURIComponent(words); } catch { return words; } });

/** Go to a pre-check; empty: to the form. */
function go(id) {
  const next = id ? `#${encodeURIComponent(id)}` : "";
  if (location.hash === next || (!next && !location.hash)) show();
  else location.hash = next || "#";
}

/** The finding that the reader looks at, kept in the address without a step in the history. */
const nameFinding = (id, key) => history.replaceState(history.state, "", `#${encodeURIComponent(id)}/${encodeURIComponent(key)}`);

async function show() {
  const mine = ++asked, [id, key] = named();
  stopProgress();
  stopWatching();
  leaveForm();
  hidePaper();
  closePanel();
  root.dataset.view = id ? "result" : "form";
  if (!id) { clear(stage, formView({ go })); stage.scrollTop = 0; return; }
  clear(stage, h("p", { class: "cc-hint cc-pre-wait", role: "status", t: "loading" }));
  try {
    const job = await api.precheckJob(id);
    if (mine !== asked) return;
    remember(job.id, job.name);
    if (job.state === "done") await draw(id, key, mine);
    else if (job.state === "failed") failed(job);
    else follow(job, mine);
  } catch (error) {
    if (mine !== asked) return;
    if (error.status === 404) { forget(id); clear(stage, gone()); return; }
    clear(stage, wrapped(errorBox(error, show)));
  }
}

async function draw(id, key, mine) {
  const view = await api.precheckView(id);
  if (mine !== asked) return;
  const made = resultView(view, { key, go, choose: (one) => nameFinding(id, one), gone: () => { if (mine === asked) { forget(id); hidePaper(); clear(stage, gone()); } } });
  stopWatching = made.stop;
  clear(stage, made.element);
  stage.scrollTop = 0;
  stage.querySelector("h2")?.focus({ preventScroll: true });
}

function follow(job, mine) {
  const again = () => { if (mine === asked) show(); };
  const { view, stop } = progressView(job, { done: again, failed: (last) => { if (mine === asked) failed(last); }, go });
  stopProgress = stop;
  clear(stage, view);
}

const wrapped = (...parts) => h("div", { class: "cc-pre-column" }, parts);

function failed(job) {
  clear(stage, wrapped(h("h2", { tabindex: "-1", t: "preFailed", tv: { name: job.name } }), errorBox(new ApiError(0, job.error || {})),
    h("div", { class: "cc-row" }, h("button", { type: "button", class: "cc-button cc-primary", t: "preAgain", onclick: () => go("") }))));
}

const gone = () => wrapped(h("h2", { tabindex: "-1", t: "preGone" }), h("div", { class: "cc-error", role: "alert" }, h("p", { t: "preGoneBody" }), h("button", { type: "button", class: "cc-button", t: "preAgain", onclick: () => go("") })));

function onKey(event) {
  if (event.key !== "Escape" || event.isComposing || root.querySelector("dialog[open]")) return;
  if (panelIsOpen()) closePanel();
  else if (paperIsOpen()) hidePaper();
}

function start() {
  root = document.getElementById("cc-root");
  root.dataset.tab = "precheck";
  stage = h("main", { class: "cc-pre-main", id: "cc-stage" });
  const change = (next) => { setLanguage(next, root); document.title = t("preTitle"); };
  const language = h("button", { type: "button", id: "cc-language", class: "cc-button cc-on-dark", t: "language", tLabel: "languageLabel", onclick: () => { change(lang() === "en" ? "zh" : "en"); show(); } });
  clear(root, h("a", { href: "#cc-stage", class: "cc-skip", t: "preSkip", onclick: (event) => { event.preventDefault(); (stage.querySelector("h2") || stage).focus(); } }),
    h("header", { class: "cc-header cc-pre-header" }, h("h1", {}, h("a", { href: "#", t: "preTitle" })), h("a", { class: "cc-pre-back", href: new URL("../", import.meta.url).href, t: "backToService" }), language, whoBox(root)),
    stage, buildPanel(), sheet(), h("div", { id: "cc-toast", class: "cc-toast", role: "status" }));
  root.classList.add("cc-ready");
  change(lang());
  onKeyNeeded(() => askDialog(root, { title: "keyTitle", body: "keyBody", field: "password" }));
  document.addEventListener("keydown", onKey);
  window.addEventListener("hashchange", show);
  window.addEventListener("beforeunload", (event) => { if (unsent()) event.preventDefault(); });
  for (const name of ["dragover", "drop"]) document.addEventListener(name, (event) => event.preventDefault()); // a file dropped beside the box must not replace the page
  show();
}

start();
