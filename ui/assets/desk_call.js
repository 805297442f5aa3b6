// The call: one line in, what to say, what to ask next, the whole answer below; the ticket that keeps it all.
import { paragraphs } from "./answer.js";
import { clear, copyText, h, lang, say, t, toast, today } from "./dom.js";
import { desk } from "./desk_api.js";
import { action, keyButton, keyCap, wrong } from "./desk_keys.js";
import { emptySide, focusPassages, focusSimilar, showPassages, showSimilar } from "./desk_side.js";
import { askCaller, askClose, askEscalation, askReply, callerWords, threadOf } from "./desk_ticket.js";
import { openPassage } from "./panel.js";
import { sourceRow } from "./source.js";
import { originLabel } from "./parts.js";

let line, status, spokenBox, nextBox, fullBox, thread, heading, bar, problem, topics, state = {};
let ticket = null, running = null, shownAnswer = null, spoken = null, turn = null, questions = [], about = "", named = () => {};



/** Build the view once. `started` is what the service told; `onTicket(id)` keeps the address. */
export function buildCall(started, { onTicket }) {
  state = { ...started, max: started.max_spoken_chars };
  named = onTicket;
  actions();
  line = h("input", { id: "dk-line", class: "cc-input dk-line", tPlaceholder: "deskLinePlaceholder", maxlength: 4000, autocomplete: "off", enterkeyhint: "search", "aria-describedby": "dk-status" });
  status = h("p", { id: "dk-status", class: "dk-status", role: "status", t: "deskReady" });
  problem = h("div", { id: "dk-problem" });
  heading = h("h2", { id: "dk-call", tabindex: "-1" });
  bar = h("div", { class: "dk-bar" });
  spokenBox = h("section", { class: "dk-spoken", id: "dk-spoken", tLabel: "deskSay" });
  nextBox = h("section", { class: "dk-next", id: "dk-next", tLabel: "deskNext" });
  fullBox = h("section", { class: "dk-full", id: "dk-full", tLabel: "deskFull", "aria-busy": "false" });
  thread = h("section", { class: "dk-thread", id: "dk-thread", tLabel: "deskThread" });
  const form = h("form", { class: "dk-form", onsubmit: (event) => { event.preventDefault(); send(); } },
    h("label", { for: "dk-line", class: "cc-visually-hidden", t: "deskLine" }), line,
    h("button", { type: "submit", class: "cc-button cc-primary dk-key-button", id: "dk-ask" }, h("span", { t: "deskAsk" }), h("kbd", { "aria-hidden": "true" }, "Enter")));
  newCall();
  return h("div", { class: "dk-call" }, bar, form, status, problem, spokenBox, nextBox, fullBox, thread);
}

function actions() {
  action("KeyN", "deskNew", () => { newCall(); home(); });
  action("KeyC", "deskCopy", async () => { if (spoken) await copyText(spoken.text); home(); });
  for (const n of [1, 2, 3]) action(`Digit${n}`, "deskNext", () => { if (questions[n - 1]) putQuestion(n - 1); home(); });
  action("KeyY", "deskGood", () => rate("good"));
  action("KeyX", "deskBad", () => rate("bad"));
  action("KeyL", "deskCaller", async () => { const caller = await askCaller(ticket); if (caller) await changed(ticket ? desk.change(ticket.id, { caller }) : desk.open({ caller })); });
  action("KeyM", "deskTopic", () => document.getElementById("dk-topic")?.focus());
  action("KeyZ", "deskEscalate", () => onTicket(async () => { const reason = await askEscalation(); if (reason) { await changed(desk.escalate(ticket.id, reason)); toast("deskEscalated"); } }));
  action("KeyA", "deskReply", () => onTicket(async () => { const said = await askReply(state.max); if (said) { await changed(desk.reply(ticket.id, said.text, said.spoken)); toast("deskReplied"); } }));
  action("KeyJ", "deskClose", () => onTicket(async () => { const end = await askClose(ticket); if (end) { const { number } = ticket; await changed(desk.close(ticket.id, end.outcome, end.note)); toast("deskClosed", { n: number }); newCall(); home(); } }));
  action("KeyR", "deskReopen", () => onTicket(async () => { await changed(desk.reopen(ticket.id)); toast("deskReopened"); }));
  action("KeyP", "deskPassages", focusPassages);
  action("KeyI", "deskSimilar", focusSimilar);
}

const onTicket = async (run) => { if (ticket) await run(); else { toast("deskNeedsTicket"); home(); } };

async function changed(promise) { show(await promise); home(); }

/** The cursor back in the line. */
export const home = () => line?.focus();

/** Stop looking up; true when something was. */
export function stop() {
  if (!running) return false;
  running.abort();
  return true;
}

/** An empty call; what is in the line stays. */
export function newCall() {
  stop();
  ticket = shownAnswer = spoken = turn = null;
  named(null);
  clear(problem);
  say(status, "deskReady");
  emptySide();
  drawSpoken(null);
  drawNext([]);
  drawFull(null);
  clear(thread);
  drawBar();
}

/** Open a kept call: its last answer, and what happened before. */
export async function openCall(id) {
  newCall();
  const found = await desk.ticket(id);
  const last = found.turns.findLast((one) => one.kind === "answer");
  turn = last?.id || null;
  shownAnswer = last?.answer || null;
  spoken = last ? { text: last.spoken, kind: "", final: true } : null;
  drawSpoken(spoken);
  drawNext((shownAnswer?.path?.questions || []).map(({ fact, text }) => ({ fact: fact.split(".").at(-1), say: text, full: text })));
  drawFull(shownAnswer);
  if (shownAnswer) showPassages(shownAnswer.citations, shownAnswer.as_of);
  show(found);
  say(status, shownAnswer ? "deskDone" : "deskReady");
}

function show(found) {
  ticket = found;
  named(found.id);
  drawBar();
  clear(thread, threadOf(found));
  const last = found.turns.findLast((one) => ["answer", "reply"].includes(one.kind));
  if (last?.kind === "reply") drawSpoken(spoken = { text: last.spoken || last.text, kind: "expert", final: true });
}

function drawBar() {
  say(heading, ticket ? "deskNumber" : "deskNewCall", ticket ? { n: ticket.number } : {});
  const topic = h("select", { class: "cc-input", id: "dk-topic", tLabel: "deskTopic", disabled: !ticket, onchange: async () => { try { await changed(desk.change(ticket.id, { topic: topic.value })); } catch (error) { wrong(error); } } }, state.topics.map((one) => h("option", { value: one.id }, lang() === "en" ? one.en : one.zh)));
  topic.value = ticket?.topic || "other";
  const badge = ticket ? h("span", { class: `cc-badge dk-${ticket.status}`, id: "dk-state", t: `deskStatus_${ticket.status}` }) : null;
  const acts = { open: ["KeyZ", "KeyJ"], escalated: ["KeyA", "KeyJ"], replied: ["KeyZ", "KeyJ"], closed: ["KeyR"] }[ticket?.status || ""] || [];
  clear(bar, h("div", { class: "dk-bar-row" }, heading, badge, h("span", { class: "cc-hint dk-who", id: "dk-caller" }, callerWords(ticket) || t("deskCallerNone"))),
    h("div", { class: "dk-bar-row dk-acts" }, keyButton("KeyL"), h("span", { class: "dk-topic-field" }, topic, keyCap("KeyM")), acts.map((code) => keyButton(code)), keyButton("KeyN")));
}

async function send() {
  const question = line.value.trim();
  clear(problem);
  if (!question) { toast("deskNoWords"); home(); return; }
  if (running) { toast("deskBusy"); home(); return; }
  if (ticket?.status === "closed") newCall();
  line.value = "";
  running = new AbortController();
  const mine = running, body = { question, about, ...(ticket ? { ticket: ticket.id } : {}) };
  begin();
  try {
    for await (const event of desk.ask(body, mine.signal)) { if (mine.signal.aborted) break; take(event); }
    if (mine.signal.aborted) throw new DOMException("stopped", "AbortError");
  } catch (error) {
    if (error.name === "AbortError") say(status, "deskStopped");
    else { wrong(error); if (!line.value) line.value = question; about = body.about; }
  } finally {
    if (running === mine) { running = null; fullBox.setAttribute("aria-busy", "false"); }
    home();
  }
  if (ticket) try { show(await desk.ticket(ticket.id)); } catch (error) { wrong(error); }
}

function begin() {
  spoken = shownAnswer = turn = null;
  say(status, "deskLooking");
  fullBox.setAttribute("aria-busy", "true");
  drawSpoken(null);
  drawNext([]);
  drawFull(null);
}

/** One event of the answer. */
function take(event) {
  if (event.type === "ticket") { ticket = { topic: "other", status: "open", caller: {}, turns: [], ...(ticket || {}), id: event.ticket, number: event.number }; named(event.ticket); drawBar(); }
  else if (event.type === "sources") { showPassages(event.citations, today()); say(status, "deskFound", { n: event.citations.length }); }
  else if (event.type === "similar") showSimilar(event.similar);
  else if (event.type === "queued" && event.position > 0) say(status, "queued", { n: event.position });
  else if (event.type === "spoken") { spoken = event.spoken; drawSpoken(spoken); if (!spoken.final) say(status, "deskAlready"); }
  else if (event.type === "sentence") addSentence(event);
  else if (event.type === "answer") finish(event);
  else if (event.type === "error") wrong(event.error);
}

function addSentence({ text, citations }) {
  const box = fullBox.querySelector(".cc-text");
  box.querySelector(".cc-hint")?.remove();
  box.append(...paragraphs(text, citations, today()));
}

function finish(event) {
  shownAnswer = event.answer;
  turn = event.turn;
  spoken = event.spoken;
  drawSpoken(spoken);
  drawNext(spoken.next);
  drawFull(shownAnswer);
  say(status, "deskDone");
}

function drawSpoken(one) {
  const early = one && !one.final;
  clear(spokenBox, h("div", { class: "dk-spoken-head" }, h("h3", { t: "deskSay" }), one?.kind ? h("span", { class: "cc-badge", t: `deskKind_${one.kind}` }) : null,
    h("span", { class: `cc-badge ${early ? "cc-checked-secondary" : one ? "cc-checked-verified" : ""}`, id: "dk-spoken-state", t: `deskSay_${one ? (early ? "early" : "final") : "wait"}` }),
    one?.by_model ? h("span", { class: "cc-hint", t: "deskByModel" }) : null,
    one ? h("span", { class: "cc-hint dk-count", t: "deskCount", tv: { n: [...one.text].length, max: state.max } }) : null, one ? keyButton("KeyC", { class: "cc-button cc-quiet dk-key-button" }) : null),
  h("p", { class: "dk-words", id: "dk-words", "aria-live": "polite" }, one?.text || "—"));
}

function drawNext(list) {
  questions = list.slice(0, 3);
  putQuestion(-1);
  const row = (one, i) => h("li", {}, h("button", { type: "button", class: "dk-next-button", "aria-keyshortcuts": `Alt+${i + 1}`, "aria-pressed": "false", title: one.full, onclick: () => { putQuestion(i); home(); } }, keyCap(`Digit${i + 1}`), h("span", {}, one.say)));
  nextBox.hidden = !questions.length;
  clear(nextBox, h("h3", {}, h("span", { t: "deskNext" }), " ", h("span", { class: "cc-hint", t: "deskNextHint" })), h("ol", {}, questions.map(row)));
}

/** The question that the caller is being asked: the line then takes the reply, however short. */
function putQuestion(i) {
  about = questions[i]?.fact || "";
  nextBox.querySelectorAll("button").forEach((button, n) => button.setAttribute("aria-pressed", String(n === i)));
  say(line, about ? "deskReplyTo" : "deskLinePlaceholder", about ? { words: questions[i].say } : {}, "tPlaceholder");
}

function drawFull(answer) {
  if (!answer) { clear(fullBox, h("h3", { t: "deskFull" }), h("div", { class: "cc-text", "aria-live": "off" }, h("p", { class: "cc-hint", t: "deskFullHint" }))); return; }
  const open = (source, from) => openPassage(source.id, { citation: source, asOf: answer.as_of, from });
  clear(fullBox, h("h3", { t: "deskFull" }), originLabel(answer.mode), h("div", { class: "cc-text" }, paragraphs(answer.answer, answer.citations, answer.as_of)),
    answer.notices.length ? h("ul", { class: "cc-notices" }, answer.notices.map((words) => h("li", {}, words))) : null,
    turn ? h("div", { class: "cc-row", id: "dk-rate" }, keyButton("KeyY"), keyButton("KeyX"), h("span", { class: "cc-hint", id: "dk-rated", role: "status" })) : null,
    answer.citations.length ? h("details", { class: "cc-cited", open: true }, h("summary", { t: "deskCited" }), h("ol", { class: "cc-sources" }, answer.citations.map((c, i) => sourceRow(c, { number: i + 1, open })))) : null);
}

async function rate(rating) {
  if (!turn || !ticket) { toast("deskNothingToRate"); home(); return; }
  await desk.rate(ticket.id, turn, rating);
  const told = document.getElementById("dk-rated");
  if (told) say(told, `deskRated_${rating}`);
  home();
}

/** Draw again what was drawn in the other language. */
export const redraw = () => { drawBar(); if (ticket?.turns) clear(thread, threadOf(ticket)); };
