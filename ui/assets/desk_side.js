// Beside the call: the passages found, and past calls like this one with the words that they share.
import { clear, h, localTime, t } from "./dom.js";
import { openPassage } from "./panel.js";
import { sourceRow } from "./source.js";

let passages, similar, openTicket = () => {};

/** Build the column once; `open(id)` shows a ticket. */
export function buildSide({ open }) {
  openTicket = open;
  passages = h("div", { id: "dk-passages" });
  similar = h("div", { id: "dk-similar" });
  emptySide();
  return h("aside", { class: "dk-side", tLabel: "deskPassages" }, h("section", {}, h("h2", { t: "deskPassages" }), passages), h("section", {}, h("h2", { t: "deskSimilar" }), similar));
}

export function emptySide() {
  clear(passages, h("p", { class: "cc-hint", t: "deskPassagesNone" }));
  clear(similar, h("p", { class: "cc-hint", t: "deskPassagesNone" }));
}

export function showPassages(found, asOf) {
  const open = (source, from) => openPassage(source.id, { citation: source, asOf, from });
  clear(passages, h("ol", { class: "cc-sources", onkeydown: steps }, found.map((source) => sourceRow(source, { open }))));
}

export function showSimilar(found) {
  if (!found.length) { clear(similar, h("p", { class: "cc-hint", t: "deskSimilarNone" })); return; }
  const row = (one) => h("li", { class: "cc-source" }, h("button", { type: "button", class: "cc-source-button", "data-ticket": one.ticket, onclick: () => openTicket(one.ticket) },
    h("span", { class: "cc-source-name" }, `#${one.number} ${one.question.length > 60 ? `${one.question.slice(0, 60)}…` : one.question}`),
    h("span", { class: "cc-source-badges" }, h("span", { class: "cc-badge", t: `deskStatus_${one.status}` }), h("span", { class: "cc-dates" }, localTime(one.asked_at)), one.abstained ? h("span", { class: "cc-badge cc-checked-doubtful", t: "deskNoAnswerThen" }) : null),
    h("span", { class: "cc-source-text", t: "deskShared", tv: { words: one.shared.join(t("listComma")) } }),
    one.spoken ? h("span", { class: "cc-source-text" }, one.spoken) : null));
  clear(similar, h("ol", { class: "cc-sources", onkeydown: steps }, found.map(row)));
}

/** Up and down go through a list of buttons. */
export function steps(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  const rows = [...event.currentTarget.querySelectorAll("button")], next = rows[rows.indexOf(document.activeElement) + step];
  if (next) { event.preventDefault(); next.focus(); }
}

/** Put the cursor on the first passage, or the first similar call. */
export const focusPassages = () => passages.querySelector("button")?.focus();
export const focusSimilar = () => similar.querySelector("button")?.focus();
