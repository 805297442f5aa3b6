// Beside the questions: how far each paper is, what contradicts what, and the way to the papers.
import { articles } from "./articles.js";
import { h, lang } from "./dom.js";
import { chaptersLink } from "./drafting_chapters.js";
import { asked, doc, interview } from "./drafting_state.js";
import { labelAt, paperTitle, question } from "./drafting_field.js";

/** `go(path)`: to the question of a path. */
export function sideView(go) {
  const open = interview.needs.filter((one) => !one.said && !one.optional).length;
  return h("aside", { class: "cc-dr-side", tLabel: "drSide" },
    h("a", { class: "cc-button cc-primary cc-dr-make", href: `#${encodeURIComponent(doc.id)}/papers`, t: open ? "drMakeOpen" : "drMake", tv: { n: open } }), chaptersLink(doc.id),
    conflicts(go), papers());
}

function conflicts(go) {
  if (!interview.conflicts.length) return null;
  return h("section", { class: "cc-dr-conflicts" }, h("h3", { t: "drConflicts", tv: { n: interview.conflicts.length } }), conflictList(interview.conflicts, go));
}

/** What contradicts itself, each with the way to its fields and its articles. */
export function conflictList(found, go) {
  return h("ul", {}, found.map((one) => h("li", { class: `cc-dr-${one.severity}` }, h("p", {}, (lang() === "en" && one.message_en) || one.message),
    h("div", { class: "cc-row" }, one.paths.filter((path) => question(path)).slice(0, 3).map((path) => h("button", { type: "button", class: "cc-link", onclick: () => go(path) }, labelAt(path)))),
    articles(one.basis, { shown: 2 }))));
}

function papers() {
  return h("section", { class: "cc-dr-papers" }, h("h3", { t: "drProgress" }), h("ul", {}, interview.progress.map((one) => h("li", {},
    h("div", { class: "cc-row cc-spread" }, h("span", {}, paperTitle(one.paper)), h("span", { class: "cc-hint" }, `${one.said}/${one.needed}`)),
    h("progress", { max: Math.max(one.needed, 1), value: one.said, "aria-label": paperTitle(one.paper) })))),
    asked ? h("p", { class: "cc-hint", t: "drOnce", tv: { n: interview.needs.length } }) : null);
}
