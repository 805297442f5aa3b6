// Every action of the desk with its key: shown on its button, listed in one place, working wherever the focus is.
import { clear, h, toast } from "./dom.js";
import { errorBox } from "./parts.js";

const actions = new Map();
let root, home = () => {};

/** Where dialogs are put, and how the cursor gets back to the line. */
export function keysOf(host, goHome) { root = host; home = goHome; document.addEventListener("keydown", onKey); }

const shown = (code) => `Alt+${code.replace(/^(Key|Digit)/, "")}`;

/** Name an action: `code` as the browser calls the key; `run` may be asynchronous. */
export function action(code, key, run) { actions.set(code, { key, run }); }

/** A button for an action, with its key on it. */
export function keyButton(code, props = {}) {
  const { key } = actions.get(code);
  return h("button", { type: "button", class: "cc-button dk-key-button", "aria-keyshortcuts": shown(code), "data-key": code, onclick: () => run(code), ...props }, h("span", { t: key }), h("kbd", { "aria-hidden": "true" }, shown(code)));
}

/** The key itself, for lists whose rows have one. */
export const keyCap = (code) => h("kbd", { "aria-hidden": "true" }, shown(code));

async function run(code) {
  try { await actions.get(code).run(); } catch (error) { if (error.name !== "AbortError") wrong(error); }
}

/** Say what went wrong where the reader looks, and let the line have the cursor. */
export function wrong(error) {
  const place = document.getElementById("dk-problem");
  if (place) clear(place, errorBox(error));
  else toast("caseFailed");
}

function onKey(event) {
  if (!event.altKey || event.ctrlKey || event.metaKey || event.isComposing || !actions.has(event.code)) return;
  event.preventDefault();
  if (!root.querySelector("dialog[open]")) run(event.code);
}

/** A dialog that gives back what `read()` returns on submit, null when left; the cursor goes back to the line. */
export function dialog({ title, body = null, content, confirm = "confirm", read, first = null, onKeys = null }) {
  return new Promise((resolve) => {
    const problem = h("p", { class: "cc-problem", role: "alert", hidden: true, t: "deskNeedsWords" });
    let result = null;
    const form = h("form", { class: "cc-dialog-form", method: "dialog", onsubmit: (event) => {
      const given = read();
      if (given === undefined) { event.preventDefault(); problem.hidden = false; return; }
      result = given;
    } }, h("h2", { t: title }), body ? h("p", { t: body }) : null, content, problem,
    h("div", { class: "cc-row cc-end" }, h("button", { type: "button", class: "cc-button", onclick: () => box.close() }, h("span", { t: "cancel" }), h("kbd", { "aria-hidden": "true" }, "Esc")),
      h("button", { type: "submit", class: "cc-button cc-primary", id: "dk-confirm" }, h("span", { t: confirm }), h("kbd", { "aria-hidden": "true" }, "Ctrl+Enter"))));
    const box = h("dialog", { class: "cc-dialog dk-dialog", tLabel: title }, form);
    box.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.ctrlKey && !event.isComposing) { event.preventDefault(); form.requestSubmit(); } else onKeys?.(event, form);
    });
    box.addEventListener("close", () => { box.remove(); home(); resolve(result); });
    root.append(box);
    box.showModal();
    (first || form.querySelector("input, textarea"))?.focus();
  });
}

/** All keys, in one dialog. */
export function keyList() {
  const row = ([code, { key }]) => h("li", { class: "cc-row" }, keyCap(code), h("span", { t: key }));
  const plain = [["Enter", "deskAsk"], ["Esc", "deskStop"]].map(([name, key]) => h("li", { class: "cc-row" }, h("kbd", {}, name), h("span", { t: key })));
  return dialog({ title: "deskKeysTitle", body: "deskKeysBody", content: h("ul", { class: "dk-keys" }, plain, [...actions].map(row)), confirm: "close", read: () => true });
}
