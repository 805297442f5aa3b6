// What happened in a call, and the questions that its actions ask: outcome, reason, reply, caller.
import { h, lang, localTime } from "./dom.js";
import { desk } from "./desk_api.js";
import { dialog } from "./desk_keys.js";
import { paragraphs } from "./answer.js";

const OUTCOMES = ["answered", "needs_facts", "escalated", "referred", "no_answer"];

/** `王小明 · 云帆科技 · 138…`; empty where nothing is known. */
export const callerWords = (ticket) => [ticket?.caller?.name, ticket?.caller?.organisation, ticket?.caller?.phone].filter(Boolean).join(" · ");

/** The turns of a call, oldest first; whole answers behind a fold. */
export function threadOf(ticket) {
  if (!ticket.turns?.length) return [];
  return [h("h3", { t: "deskThread" }), h("ol", { class: "dk-turns" }, ticket.turns.map(one))];
}

function one(turn) {
  return h("li", { class: `dk-turn dk-turn-${turn.kind}` },
    h("p", { class: "dk-turn-head" }, h("strong", { t: `deskTurn_${turn.kind}` }), h("span", { class: "cc-hint" }, [localTime(turn.created_at), turn.author_name].filter(Boolean).join(" · ")),
      turn.abstained ? h("span", { class: "cc-badge cc-checked-doubtful", t: "deskTurnAbstained" }) : null, turn.rating ? h("span", { class: "cc-badge", t: turn.rating === "good" ? "deskGood" : "deskBad" }) : null),
    turn.kind === "answer" ? h("p", {}, h("span", { class: "cc-hint", t: "deskTurnSpoken" }), turn.spoken) : turn.text ? h("p", { class: "dk-turn-text" }, turn.text) : null,
    turn.kind === "reply" && turn.spoken ? h("p", {}, h("span", { class: "cc-hint", t: "deskTurnSpoken" }), turn.spoken) : null,
    turn.answer ? h("details", {}, h("summary", { t: "deskTurnWhole" }), h("div", { class: "cc-text" }, paragraphs(turn.answer.answer, turn.answer.citations, turn.answer.as_of))) : null);
}

const area = (id, key, rows, props = {}) => h("div", { class: "cc-field" }, h("label", { for: id, t: key }), h("textarea", { id, class: "cc-input", rows, ...props }));

/** What came of the call: `{outcome, note}`; digits choose. */
export function askClose(ticket) {
  const option = (name, i) => h("label", { class: "dk-outcome" }, h("input", { type: "radio", name: "outcome", value: name, checked: i === 0 }), h("kbd", { "aria-hidden": "true" }, String(i + 1)), h("span", { t: `deskOutcome_${name}` }));
  const note = h("input", { id: "dk-note", class: "cc-input", maxlength: 4000, autocomplete: "off", value: ticket.note || "" });
  const content = h("div", { class: "dk-form-parts" }, h("div", { class: "dk-outcomes", role: "radiogroup", tLabel: "deskCloseTitle" }, OUTCOMES.map(option)), h("div", { class: "cc-field" }, h("label", { for: "dk-note", t: "deskCloseNote" }), note));
  const chosen = () => content.querySelector("input[type=radio]:checked").value;
  return dialog({
    title: "deskCloseTitle", body: "deskCloseBody", content, confirm: "deskClose", first: content.querySelector("input"), read: () => ({ outcome: chosen(), note: note.value.trim() }),
    onKeys: (event, form) => {
      if (event.target === note) return;
      const radio = content.querySelectorAll("input[type=radio]")[Number(event.key) - 1];
      if (radio) { event.preventDefault(); radio.checked = true; radio.focus(); } else if (event.key === "Enter" && event.target.type === "radio") { event.preventDefault(); form.requestSubmit(); }
    },
  });
}

/** Why an expert is asked. */
export function askEscalation() {
  const content = area("dk-reason", "deskEscalate", 3, { tPlaceholder: "deskEscalateHint", maxlength: 4000 }), box = content.querySelector("textarea");
  return dialog({ title: "deskEscalate", body: "deskEscalateBody", content, confirm: "deskEscalate", read: () => box.value.trim() || undefined });
}

/** The expert's reply: `{text, spoken}`. */
export function askReply(max) {
  const content = h("div", { class: "dk-form-parts" }, area("dk-reply", "deskReplyText", 5, { maxlength: 8000 }), area("dk-reply-spoken", "deskReplySpoken", 2, { maxlength: max }));
  const [text, spoken] = content.querySelectorAll("textarea");
  return dialog({ title: "deskReply", body: "deskReplyBody", content, confirm: "deskReply", read: () => (text.value.trim() ? { text: text.value.trim(), spoken: spoken.value.trim() } : undefined) });
}

/** Who calls: `{name, organisation, phone}`; for a kept call they can be forgotten. */
export function askCaller(ticket) {
  const known = ticket?.caller || {};
  const input = (id, key, name, props = {}) => h("div", { class: "cc-field" }, h("label", { for: id, t: key }), h("input", { id, class: "cc-input", autocomplete: "off", value: known[name] || "", ...props }));
  const forget = ticket?.id && callerWords(ticket) ? h("button", { type: "button", class: "cc-button cc-danger-quiet", t: "deskCallerForget", onclick: async (event) => {
    const box = event.currentTarget.closest("form");
    await desk.forgetCaller(ticket.id);
    box.querySelectorAll("input").forEach((one) => { one.value = ""; });
    box.requestSubmit();
  } }) : null;
  const content = h("div", { class: "dk-form-parts" }, input("dk-name", "deskCallerName", "name", { maxlength: 100 }), input("dk-organisation", "deskCallerOrganisation", "organisation", { maxlength: 200 }), input("dk-phone", "deskCallerPhone", "phone", { maxlength: 40, inputmode: "tel" }), forget);
  const value = (id) => content.querySelector(`#${id}`).value.trim();
  return dialog({ title: "deskCaller", body: "deskCallerBody", content, read: () => ({ name: value("dk-name"), organisation: value("dk-organisation"), phone: value("dk-phone") }) });
}

export const topicName = (topics, id) => { const found = topics.find((one) => one.id === id); return found ? (lang() === "en" ? found.en : found.zh) : id; };
