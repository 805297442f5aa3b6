// An answer on the page: sentences with their marks, what is missing, sources cited, copy and feedback.
import { copyText, h, t, toast } from "./dom.js";
import { draftButton } from "./draft_link.js";
import { feedbackButtons } from "./feedback.js";
import { openPassage } from "./panel.js";
import { originLabel } from "./parts.js";
import { citationText, placeName, sourceRow } from "./source.js";

/** Lines of an answer as paragraphs. Only `[n]` with a source becomes a button; everything else stays text. */
export function paragraphs(text, citations, asOf) {
  return text.split("\n").filter((line) => line.trim()).map((line) => paragraph(line, citations, asOf));
}

function paragraph(line, citations, asOf) {
  const p = h("p", { class: "cc-sentence" });
  let last = 0;
  for (const match of line.matchAll(/\[(\d{1,2})\]/g)) {
    const source = citations[Number(match[1]) - 1];
    if (!source) continue;
    const end = match.index + match[0].length, stop = /^[。；！？.]/.exec(line.slice(end))?.[0] || "";
    const button = mark(Number(match[1]), source, sentenceBefore(line, match.index), asOf);
    // Neither a mark nor a full stop begins a line: they stay with the sign before them.
    const held = Math.max(last, match.index - 1);
    p.append(line.slice(last, held), h("span", { class: "cc-keep" }, line.slice(held, match.index), button, stop));
    last = end + stop.length;
  }
  p.append(line.slice(last));
  return p;
}

/** The sentence that a mark belongs to: back to the last full stop, marks left out. */
function sentenceBefore(line, index) {
  const before = line.slice(0, index).replace(/(?:\[\d{1,2}\])+$/, "");
  const words = before.replace(/[。；！？.;\s]+$/, "");
  const start = Math.max(...["。", "；", "！", "？"].map((stop) => words.lastIndexOf(stop)));
  return words.slice(start + 1) || before;
}

function mark(number, source, sentence, asOf) {
  const place = placeName(source);
  return h("button", {
    type: "button", class: "cc-mark", "data-number": number, tLabel: "mark", tv: { n: number, place }, title: place,
    onclick: (event) => openPassage(source.id, { citation: source, sentence, asOf, from: event.currentTarget }),
  }, `[${number}]`);
}

/** The finished answer around its `lines`. `again(text)` asks a further question; `feedback` is what was given before. */
export function answerBody(answer, { lines, again, feedback = null, messageId = null }) {
  const asOf = answer.as_of, citations = answer.citations || [];
  return h("div", { class: "cc-answer-body" },
    answer.abstained && answer.abstain_reason ? h("p", { class: "cc-abstained", t: `abstained_${answer.abstain_reason}` }) : null,
    originLabel(answer.mode),
    h("div", { class: "cc-text" }, lines),
    answer.notices?.length ? h("ul", { class: "cc-notices" }, answer.notices.map((notice) => h("li", {}, notice))) : null,
    answer.questions?.length ? clarify(answer.questions, again) : null,
    draftRow(answer),
    citations.length ? h("details", { class: "cc-cited", open: true }, h("summary", { t: "cited" }),
      h("ol", { class: "cc-sources" }, citations.map((c, i) => sourceRow(c, { number: i + 1, open: (s, from) => openPassage(s.id, { citation: s, sentence: sentencesOn(answer.answer, i + 1), asOf, from }) })))) : null,
    actions(answer, messageId || answer.message_id, feedback));
}

/** The way to the papers of a verdict that the answer gave on a case told in it. */
function draftRow(answer) {
  const facts = answer.path?.facts, button = facts ? draftButton(answer.path, () => ({ from_facts: facts, as_of: answer.as_of })) : null;
  return button ? h("div", { class: "cc-row cc-draft-row" }, button, h("span", { class: "cc-hint", t: "draftFromAnswer" })) : null;
}

/** All sentences that carry mark `number`. */
function sentencesOn(text, number) {
  return text.split("\n").filter((line) => line.includes(`[${number}]`)).join("").replace(/\[\d+\]/g, "");
}

/** Facts to fill in, one chip a question; together they become the next question. */
function clarify(questions, again) {
  const inputs = questions.map((question) => h("input", { class: "cc-input", type: "text", tPlaceholder: "fillIn", maxlength: 300, "data-question": question, autocomplete: "off" }));
  const unsure = (input) => h("button", { type: "button", class: "cc-chip", t: "unsure", onclick: (event) => { input.value = event.currentTarget.textContent; input.focus(); } });
  const form = h("form", { class: "cc-clarify", onsubmit: (event) => {
    event.preventDefault();
    const filled = inputs.filter((input) => input.value.trim());
    if (!filled.length) { toast("nothingFilled"); inputs[0].focus(); return; }
    again(t("supplement") + filled.map((input) => `${input.dataset.question} ${input.value.trim()}`).join("；"));
  } },
  h("h3", { t: "questionsTitle" }),
  inputs.map((input, i) => h("label", { class: "cc-clarify-item" }, h("span", {}, questions[i]), h("span", { class: "cc-row" }, input, unsure(input)))),
  h("button", { type: "submit", class: "cc-button cc-primary", t: "answerWith" }));
  return form;
}

/** The answer as text: label, date and sources travel with it. */
export function plainText(answer) {
  const sources = (answer.citations || []).map((c, i) => citationText(c, i + 1));
  return [
    answer.answer, ...(answer.questions || []).map((q) => `· ${q}`), "",
    ...(sources.length ? [t("copySources"), ...sources] : []), t("copyAsOf", { as_of: answer.as_of }), t(answer.mode === "extractive" ? "excerptLabel" : "aiLabel"),
  ].join("\n");
}

function actions(answer, messageId, feedback) {
  const row = h("div", { class: "cc-row cc-actions" },
    h("button", { type: "button", class: "cc-button cc-quiet", t: "copy", onclick: () => copyText(plainText(answer)) }));
  const box = h("div", { class: "cc-actions-box" }, row);
  if (messageId) row.append(...feedbackButtons({ conversation: answer.conversation_id, message: messageId }, feedback, box));
  row.append(h("span", { class: "cc-meta", t: answer.mode === "extractive" ? "metaExtractive" : "meta", tv: { as_of: answer.as_of, model: answer.model } }));
  return box;
}
