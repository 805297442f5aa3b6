// Small parts of the page of the evaluation: figures, tables, addresses.
import { h, t } from "./dom.js";

/** A figure in at most four decimals; what was not scored says so and is no zero. */
export const number = (value) => (value === null || value === undefined ? t("unscoredValue") : String(Math.round(value * 10000) / 10000));

/** The address of a view of this page. */
export const to = (view, ...names) => `#${[view, ...names].map((name) => encodeURIComponent(name)).join("/")}`;

/** A table; `heads` are `[text key]` or `[null, words]`, `rows` hold words, elements or lists of both. On a phone each
 * row is a card whose cells carry their heads. */
export function table(heads, rows, className = "") {
  const label = ([key, words]) => (key ? t(key) : words);
  return h("div", { class: "cc-table-wrap", tabindex: "0" }, h("table", { class: `cc-eval-table ${className}` },
    h("thead", {}, h("tr", {}, heads.map(([key, words]) => h("th", key ? { scope: "col", t: key } : { scope: "col" }, key ? null : words)))),
    h("tbody", {}, rows.map((cells) => h("tr", {}, cells.map((cell, i) => h("td", { "data-label": label(heads[i]) }, ...[cell].flat(Infinity).filter((one) => one !== ""))))))));
}

/** A mark that says passed or red in words as well as by colour. */
export const verdict = (passed) => h("span", { class: `cc-eval-mark ${passed ? "cc-eval-good" : "cc-eval-bad"}`, t: passed ? "yesMark" : "noMark" });

/** Anything as indented JSON, as text. */
export const json = (value) => h("pre", { class: "cc-eval-json" }, JSON.stringify(value, null, 1));
