// The form of a pre-check: for what, on which day, where; and the files. What is written survives a reload.
import { api } from "./api.js";
import { clear, h, localTime, readStore, say, t, today, writeStore } from "./dom.js";
import { dropFile, dropped, files, forgetFiles, ofInput, problem, size, sized, take } from "./precheck_files.js";
import { errorBox, field } from "./parts.js";
import { forget, recent, remember } from "./precheck_recent.js";

const KEY = "cc-precheck-form", DIGITS = ["11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41", "42", "43", "44", "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65"];
export const KINDS = ["security_assessment", "standard_contract", "certification", "negative_list", "extension", "contract_change", "gba_hk"];
const WAYS = ["", "online", "offline"], SHOWN = 12;
let kept = { kind: KINDS[0], filed_on: "", province: "", way: "", expires: "", number: "", model: false };
let limits = {}, list, wrong, sending = null, whole = false;

/** Whether chosen files would be lost. */
export const unsent = () => files().length > 0;
export const leaveForm = () => { sending?.abort(); sending = null; };

function restore() {
  try { kept = { ...kept, ...JSON.parse(readStore(KEY)) }; } catch { /* damaged: begin anew */ }
  if (!KINDS.includes(kept.kind)) kept.kind = KINDS[0];
}
const keep = (name, value) => { kept[name] = value; writeStore(KEY, JSON.stringify(kept)); };

/** Begin the next form with another procedure. */
export const chooseKind = (kind) => { restore(); keep("kind", kind); };

/** The view; `go(id)` shows a pre-check. */
export function formView({ go }) {
  restore();
  const extra = h("div", { class: "cc-form-grid cc-pre-grid" });
  const select = (name, values, label) => {
    const made = h("select", { class: "cc-input", id: `cc-pre-${name}`, onchange: () => { keep(name, made.value); drawExtra(); } }, values.map((value) => h("option", { value, t: label(value) })));
    made.value = values.includes(kept[name]) ? kept[name] : values[0];
    return made;
  };
  const day = (name, value) => { const made = h("input", { type: "date", class: "cc-input", id: `cc-pre-${name}`, min: "2022-09-01", max: "2099-12-31", value, onchange: () => keep(name, made.value === today() && name === "filed_on" ? "" : made.value) }); return made; };
  const number = h("input", { type: "text", class: "cc-input", id: "cc-pre-number", maxlength: 100, autocomplete: "off", value: kept.number, oninput: () => keep("number", number.value) });
  const drawExtra = () => clear(extra, ...(kept.kind === "extension" ? [field("preExpires", day("expires", kept.expires))] : []), ...(["extension", "contract_change"].includes(kept.kind) ? [field("preNumber", number)] : []));
  drawExtra();
  const model = h("input", { type: "checkbox", id: "cc-pre-model", checked: kept.model, onchange: () => keep("model", model.checked) });
  const modelLine = h("label", { class: "cc-row cc-pre-check", for: "cc-pre-model", hidden: true }, model, h("span", { t: "preModel" }));
  list = h("div", { class: "cc-pre-files", "aria-live": "polite" });
  wrong = h("div");
  const start = h("button", { type: "submit", class: "cc-button cc-primary cc-pre-start", id: "cc-pre-start", t: "preStart" });
  const form = h("form", { class: "cc-pre-form", novalidate: true, onsubmit: (event) => { event.preventDefault(); send(go, start); } },
    h("div", { class: "cc-form-grid cc-pre-grid" }, field("preKind", select("kind", KINDS, (one) => `preKind_${one}`)), field("preFiledOn", day("filed_on", kept.filed_on || today())),
      field("preProvince", select("province", ["", ...DIGITS], (one) => (one ? `province_${one}` : "preNotSaid"))), field("preWay", select("way", WAYS, (one) => (one ? `preWay_${one}` : "preNotSaid")))),
    extra, modelLine, dropBox(), list, wrong, h("div", { class: "cc-row cc-pre-go" }, start, h("span", { class: "cc-hint", t: "prePrivacy" })));
  drawFiles();
  api.precheckLimits().then((told) => { limits = told; modelLine.hidden = !told.model; }).catch(() => { /* the service says so when files come */ });
  return h("div", { class: "cc-pre-column" }, h("h2", { tabindex: "-1", t: "preTitle" }), h("p", { class: "cc-hint", t: "preIntro" }), form, recentList(go));
}

function dropBox() {
  const one = (id, props) => h("input", { type: "file", id, class: "cc-visually-hidden", multiple: true, tabindex: "-1", "aria-hidden": "true", ...props, onchange: (event) => { take(ofInput(event.target)); event.target.value = ""; drawFiles(); } });
  const some = one("cc-pre-some", {}), folder = one("cc-pre-folder", { webkitdirectory: true });
  const button = (key, input) => h("button", { type: "button", class: "cc-button", t: key, onclick: () => input.click() });
  let depth = 0;
  const over = (step) => (event) => { event.preventDefault(); depth = step === 0 ? 0 : depth + step; box.classList.toggle("cc-pre-over", depth > 0); };
  const box = h("div", { class: "cc-pre-drop", role: "group", tLabel: "preFiles", ondragenter: over(1), ondragleave: over(-1), ondragover: (event) => event.preventDefault(), ondrop: async (event) => {
    over(0)(event);
    try { take(await dropped(event.dataTransfer)); } catch { clear(wrong, h("p", { class: "cc-problem", role: "alert", t: "preDropFailed" })); return; }
    drawFiles();
  } }, h("p", { class: "cc-pre-drop-words", t: "preDrop" }), h("div", { class: "cc-row" }, button("preChoose", some), "webkitdirectory" in folder ? button("preChooseFolder", folder) : null), h("p", { class: "cc-hint", t: "preFormats" }), some, folder);
  return box;
}

function drawFiles() {
  clear(wrong);
  const all = files(), shown = whole ? all : all.slice(0, SHOWN);
  if (!all.length) { clear(list); return; }
  const row = ({ name, file }) => h("li", { class: "cc-pre-file-row" }, h("span", { class: "cc-pre-name" }, name), h("span", { class: "cc-hint" }, sized(file.size)),
    h("button", { type: "button", class: "cc-icon", "aria-label": t("preRemoveFile", { name }), onclick: (event) => { const at = rowsOf().indexOf(event.currentTarget.closest("li")); dropFile(name); drawFiles(); (rowsOf()[Math.min(at, rowsOf().length - 1)]?.querySelector("button") || document.getElementById("cc-pre-start")).focus(); } }, "✕"));
  clear(list, h("div", { class: "cc-row cc-spread" }, h("strong", { t: "preChosen", tv: { n: all.length, size: sized(size()) } }), h("button", { type: "button", class: "cc-button cc-quiet", t: "preClear", onclick: () => { forgetFiles(); drawFiles(); } })),
    h("ul", {}, shown.map(row)), all.length > shown.length ? h("button", { type: "button", class: "cc-link", t: "preShowAll", tv: { n: all.length }, onclick: () => { whole = true; drawFiles(); } }) : null);
  const found = problem(limits);
  if (found) clear(wrong, h("p", { class: "cc-problem", role: "alert", t: found[0], tv: found[1] }));
}
const rowsOf = () => [...list.querySelectorAll("li")];

async function send(go, button) {
  const found = problem(limits);
  if (found) { clear(wrong, h("p", { class: "cc-problem", role: "alert", t: found[0], tv: found[1] })); return; }
  const body = new FormData(), filedOn = document.getElementById("cc-pre-filed_on").value;
  const values = { kind: kept.kind, filed_on: filedOn || today(), province: kept.province, offline: { online: "false", offline: "true" }[kept.way] || "", model: kept.model && limits.model ? "true" : "" };
  if (kept.kind === "extension") values.expires = kept.expires;
  if (["extension", "contract_change"].includes(kept.kind)) values.number = kept.number.trim();
  for (const [name, value] of Object.entries(values)) if (value) body.append(name, value);
  for (const { name, file } of files()) body.append("files", file, name);
  const bar = h("progress", { class: "cc-pre-progress", tLabel: "preUpload", max: 1 }), line = h("span", { role: "status", t: "preUpload" });
  sending = new AbortController();
  const mine = sending;
  clear(wrong, h("div", { class: "cc-row" }, bar, line, h("button", { type: "button", class: "cc-button", t: "cancel", onclick: () => mine.abort() })));
  button.disabled = true;
  try {
    const job = await api.startPrecheck(body, { signal: mine.signal, sent: (done, total) => { bar.max = total; bar.value = done; if (done >= total) say(line, "preUploaded"); } });
    forgetFiles();
    whole = false;
    sending = null;
    remember(job.id, job.name);
    go(job.id);
  } catch (error) {
    button.disabled = false;
    clear(wrong, error.name === "AbortError" ? null : errorBox(error, () => send(go, button), error.status === 0 ? h("p", { t: "preChanged" }) : null));
  }
}

function recentList(go) {
  const known = recent();
  if (!known.length) return null;
  const row = (one) => h("li", { class: "cc-row" }, h("button", { type: "button", class: "cc-link", onclick: () => go(one.id) }, one.name), h("span", { class: "cc-hint" }, localTime(one.at)),
    h("button", { type: "button", class: "cc-icon", "aria-label": t("preForget", { name: one.name }), onclick: (event) => { forget(one.id); event.currentTarget.closest("li").remove(); } }, "✕"));
  return h("section", { class: "cc-pre-recent" }, h("h3", { t: "preRecent" }), h("ul", {}, known.map(row)), h("p", { class: "cc-hint", t: "preRecentBody" }));
}
