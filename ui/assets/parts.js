// Small parts that several views show.
import { h, lang, say } from "./dom.js";

/** What went wrong and what to do, with a way to try again. */
export function errorBox(error, retry = null, more = null) {
  const english = lang() === "en" && error.en;
  return h("div", { class: "cc-error", role: "alert" },
    h("p", {}, h("strong", {}, english ? error.en : error.message || String(error))),
    !english && error.hint ? h("p", {}, error.hint) : null,
    more,
    retry ? h("button", { type: "button", class: "cc-button", t: "retry", onclick: retry }) : null);
}

/** The label that generated text carries; excerpts say that no model was used. */
export function originLabel(mode) {
  return h("p", { class: mode === "extractive" ? "cc-origin cc-origin-excerpt" : "cc-origin", t: mode === "extractive" ? "excerptLabel" : "aiLabel" });
}

/** A labelled field. */
export function field(key, input, className = "") {
  const id = input.id || `cc-${key}`;
  input.id = id;
  return h("div", { class: `cc-field ${className}` }, h("label", { for: id, t: key }), input);
}

/** Change what a text element says. */
export const reword = say;
