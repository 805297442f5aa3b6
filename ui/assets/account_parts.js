// Small parts of the page of the account.
import { call } from "./api.js";
import { clear, copyText, h, lang, t } from "./dom.js";

/** A JSON answer of the service. */
export const get = async (path) => (await call(path)).json();

/** Send something; the answer, null where there is none. */
export async function send(path, method, body) {
  const response = await call(path, { method, body, again: false });
  return response.status === 204 ? null : response.json();
}

/** A small button; what goes wrong is said beside it. */
export function button(key, go, look = "") {
  const one = h("button", { type: "button", class: `cc-button ${look}`, t: key });
  one.addEventListener("click", async () => {
    one.disabled = true;
    one.parentElement.querySelector(".cc-ac-wrong")?.remove();
    try { await go(); } catch (error) { one.after(wrong(error)); } finally { one.disabled = false; }
  });
  return one;
}

/** A form; `go` may throw, which is told above the button and read out. */
export function form(go, fields, key) {
  const said = h("div", { role: "alert" }), submit = h("button", { type: "submit", class: "cc-button cc-primary", t: key });
  return h("form", { onsubmit: async (event) => {
    event.preventDefault();
    clear(said);
    submit.disabled = true;
    try { await go(); } catch (error) { clear(said, wrong(error)); } finally { submit.disabled = false; }
  } }, fields, said, h("div", { class: "cc-row" }, submit));
}

function wrong(error) {
  const english = lang() === "en" && error.en;
  return h("p", { class: "cc-ac-wrong" }, english ? error.en : [error.message, error.hint].filter(Boolean).join(" "));
}

/** Something that is shown once, with a way to copy it. */
export const secret = (key, vars, value) => h("div", { class: "cc-ac-secret" }, h("p", { t: key, tv: vars }), h("p", {}, h("code", {}, value)),
  h("button", { type: "button", class: "cc-button", t: "copy", onclick: () => copyText(value) }));

/** A table; `heads` are text keys, null for the column of actions. */
export const table = (heads, rows) => h("table", { class: "cc-ac-table" },
  h("thead", {}, h("tr", {}, heads.map((key) => h("th", { scope: "col", t: key || "acActions" })))),
  h("tbody", {}, rows.map((cells) => h("tr", {}, cells.map((cell, n) => h("td", { "data-label": heads[n] ? t(heads[n]) : "" }, ...[cell].flat(Infinity)))))));
