// Articles that something rests on, each to be opened beside the page.
import { api } from "./api.js";
import { h, say, today } from "./dom.js";
import { openPassage } from "./panel.js";
import { refName, refQuery } from "./source.js";

/** Buttons that open the articles, as in force on `asOf`; more than `shown` behind a fold. */
export function articles(basis, { asOf = today(), sentence = "", shown = 3 } = {}) {
  if (!basis?.length) return null;
  const one = (ref) => h("li", {}, h("button", { type: "button", class: "cc-link cc-article", "data-ask": refQuery(ref), onclick: (event) => openArticle(ref, { asOf, sentence, from: event.currentTarget }) }, refName(ref)));
  const list = (refs) => h("ul", { class: "cc-articles" }, refs.map(one));
  if (basis.length <= shown + 1) return list(basis);
  return h("div", { class: "cc-articles-more" }, list(basis.slice(0, shown)), h("details", {}, h("summary", { t: "moreArticles", tv: { n: basis.length - shown } }), list(basis.slice(shown))));
}

/** Open the article that `ref` names; where it has no text here, its name says so. */
export async function openArticle(ref, { asOf = today(), sentence = "", from = null } = {}) {
  try {
    const [found] = (await api.resolve(refQuery(ref), asOf)).references;
    const [target] = [...(found?.passages || []), ...(found?.offered || [])];
    if (target) return openPassage(target.id, { citation: target, sentence: refName(ref) + sentence, asOf, from });
    missing(from, "articleMissing");
  } catch { missing(from, "articleFailed"); }
}

function missing(from, key) {
  if (!from || from.nextElementSibling?.classList.contains("cc-article-missing")) return;
  from.after(say(h("span", { class: "cc-hint cc-article-missing", role: "status" }), key));
}
