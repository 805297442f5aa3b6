// Building the page: elements whose text is always text (never HTML), and texts that follow the language switch.
import { TEXTS } from "./texts.js";

// Each tab keeps its own language; a new one begins with the one chosen last.
const stored = readStore("cc-language", { tab: true }) ?? readStore("cc-language");
let language = stored === "en" ? "en" : "zh";
writeStore("cc-language", language, { tab: true });

/** What this browser keeps under `key`; `tab` for this tab only. */
export function readStore(key, { tab = false } = {}) {
  try { return (tab ? sessionStorage : localStorage).getItem(key); } catch { return null; }
}

/** Keep a text; null or empty forgets it. */
export function writeStore(key, value, { tab = false } = {}) {
  try {
    const store = tab ? sessionStorage : localStorage;
    value === null || value === "" ? store.removeItem(key) : store.setItem(key, value);
  } catch { /* private mode, or full: nothing is kept */ }
}

export const lang = () => language;

/** The text named `key` in the reader's language, `{name}` replaced from `vars`. */
export function t(key, vars = {}) {
  const text = TEXTS[language][key] ?? TEXTS.zh[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in vars ? String(vars[name]) : whole));
}

/** What a part of a verdict says under `key`, in the reader's language; where the rules have no English, in Chinese. */
export const saying = (one, key) => (language === "en" && one[`${key}_en`]) || one[key];

/** The language of what `saying` gives, where it is not the page's. */
const tongue = (one, key) => (language === "en" && !one[`${key}_en`] ? "zh-CN" : null);

/** The same as an element. */
export const told = (tag, one, key, props = {}, ...more) => h(tag, { lang: tongue(one, key), ...props }, saying(one, key), ...more);

/** Names in a row. */
export const listed = (names) => names.join(t("listComma"));

const SLOTS = { t: null, tPlaceholder: "placeholder", tLabel: "aria-label", tTitle: "title" };

/** Give an element a text that follows the language; `slot` t, tPlaceholder, tLabel or tTitle. */
export function say(el, key, vars = {}, slot = "t") {
  el._texts = { ...(el._texts || {}), [slot]: [key, vars] };
  el.setAttribute("data-said", "");
  apply(el);
  return el;
}

function apply(el) {
  for (const [slot, [key, vars]] of Object.entries(el._texts || {})) {
    const name = SLOTS[slot];
    if (name) el.setAttribute(name, t(key, vars));
    else el.textContent = t(key, vars);
  }
}

/** Switch the language of the whole page; what the reader typed and opened stays. */
export function setLanguage(next, root) {
  if (next !== language) writeStore("cc-language", next);
  language = next;
  writeStore("cc-language", next, { tab: true });
  document.documentElement.lang = next === "en" ? "en" : "zh-CN";
  root.lang = document.documentElement.lang;
  root.querySelectorAll("[data-said]").forEach(apply);
  root.dispatchEvent(new CustomEvent("cc-language", { detail: next }));
}

/** An element. Props: class, on<event> handlers, t/tPlaceholder/tLabel/tTitle (text keys), tv (their values), others as attributes. */
export function h(tag, props = {}, ...children) {
  const el = document.createElement(tag);
  const { tv = {}, ...rest } = props;
  for (const [name, value] of Object.entries(rest)) {
    if (value === undefined || value === null || value === false) continue;
    if (name in SLOTS) say(el, value, tv, name);
    else if (name.startsWith("on")) el.addEventListener(name.slice(2), value);
    else if (name === "value") el.value = value;
    else el.setAttribute(name, value === true ? "" : String(value));
  }
  el.append(...children.flat().filter((c) => c !== null && c !== undefined && c !== false));
  return el;
}

/** An element of a drawing; props as attributes, on<event> handlers. Children are elements or text. */
export function svg(tag, props = {}, ...children) {
  const el = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) el.addEventListener(name.slice(2), value);
    else el.setAttribute(name, String(value));
  }
  el.append(...children.flat().filter((c) => c !== null && c !== undefined && c !== false));
  return el;
}

export const clear = (el, ...children) => { el.replaceChildren(...children.flat().filter(Boolean)); return el; };

/** Only web addresses become links; anything else (javascript:, data:) stays text. */
export function safeLink(url, ...children) {
  let parsed = null;
  try { parsed = new URL(url); } catch { /* not an address */ }
  if (!parsed || !/^https?:$/.test(parsed.protocol)) return null;
  return h("a", { href: parsed.href, target: "_blank", rel: "noopener noreferrer external", referrerpolicy: "no-referrer" }, ...children);
}

/** Today on the reader's clock, YYYY-MM-DD. */
export function today() {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
}

/** A stored UTC or zoned time on the reader's clock: `2026-11-23 10:05`. */
export function localTime(iso) {
  const when = new Date(/[zZ]|[+-]\d\d:?\d\d$/.test(iso || "") ? iso : `${iso}Z`);
  if (Number.isNaN(when.getTime())) return iso || "";
  const two = (n) => String(n).padStart(2, "0");
  return `${when.getFullYear()}-${two(when.getMonth() + 1)}-${two(when.getDate())} ${two(when.getHours())}:${two(when.getMinutes())}`;
}

export const narrow = () => window.matchMedia("(max-width: 900px)").matches;

let toastTimer = 0;
/** A short message at the foot of the page, read out once. */
export function toast(key, vars = {}) {
  const el = document.getElementById("cc-toast");
  if (!el) return;
  say(el, key, vars);
  el.classList.add("shown");
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => el.classList.remove("shown"), 3500);
}

/** A question in a dialog; resolves to true, false, or the text typed when `field` is given. */
export function askDialog(root, { title, body, vars = {}, confirm = "confirm", danger = false, field = null, value = "" }) {
  return new Promise((resolve) => {
    const input = field ? h("input", { type: field, value, class: "cc-input", tLabel: title, maxlength: 200, autocomplete: "off" }) : null;
    const form = h("form", { method: "dialog", class: "cc-dialog-form" },
      h("h2", { t: title, tv: vars }), body ? h("p", { t: body, tv: vars }) : null, input,
      h("div", { class: "cc-row cc-end" },
        h("button", { type: "button", class: "cc-button", t: "cancel", onclick: () => dialog.close("") }),
        h("button", { type: "submit", value: "yes", class: danger ? "cc-button cc-danger" : "cc-button cc-primary", t: confirm })));
    const dialog = h("dialog", { class: "cc-dialog", tLabel: title, tv: vars }, form);
    dialog.addEventListener("close", () => {
      const yes = dialog.returnValue === "yes";
      dialog.remove();
      resolve(input ? (yes ? input.value : null) : yes);
    });
    root.append(dialog);
    dialog.showModal();
    if (input) input.select();
  });
}

/** Save text or a blob as a file of the reader. */
export function save(name, data, type = "application/octet-stream") {
  const url = URL.createObjectURL(data instanceof Blob ? data : new Blob([data], { type }));
  h("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 2000);
}

export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch { // pages not on localhost or https have no clipboard API
    const box = h("textarea", { class: "cc-offscreen" });
    box.value = text;
    document.body.append(box);
    box.select();
    document.execCommand("copy");
    box.remove();
  }
  toast("copied");
}
