// The conversation: the box, sending, streaming, stopping, finding a stored answer again.
import { ApiError, api, events } from "./api.js";
import { clear, h, lang, readStore, save, toast, today, writeStore } from "./dom.js";
import { emptyPanel, showSources } from "./panel.js";
import { errorBox, field, reword } from "./parts.js";
import { STARTERS } from "./texts.js";
import { Turn } from "./turn.js";

const DRAFT = "cc-draft", PENDING = "cc-pending";
const RECOVER_AFTER_MS = [600, 1500, 3000, 5000];
let root, box, sendButton, stopButton, dateInput, todayButton, thread, counter, title, tools, scroller;
let conversation = null, running = null, turns = [], maxChars = 4000, extractive = false;

/** Build the view once. */
export function buildAsk(page) {
  root = page;
  box = h("textarea", { id: "cc-question", rows: 2, tPlaceholder: "placeholder", autocomplete: "off", enterkeyhint: "send", "aria-describedby": "cc-keys", onkeydown: onKey, oninput: onInput });
  sendButton = h("button", { type: "submit", id: "cc-send", class: "cc-button cc-primary cc-send", t: "send" });
  stopButton = h("button", { type: "button", id: "cc-stop", class: "cc-button cc-danger cc-send", t: "stop", hidden: true, onclick: stop });
  dateInput = h("input", { type: "date", id: "cc-as-of", class: "cc-input", value: today(), tTitle: "asOfTitle", min: "2000-01-01", max: "2100-12-31", oninput: onDate });
  todayButton = h("button", { type: "button", class: "cc-chip", t: "todayReset", hidden: true, onclick: () => { dateInput.value = today(); onDate(); } });
  counter = h("span", { class: "cc-counter", role: "status", hidden: true });
  title = h("h2", { class: "cc-conversation-title", hidden: true });
  tools = h("div", { class: "cc-row cc-conversation-tools", hidden: true },
    exportMenu(() => conversation, () => title.textContent),
    h("button", { type: "button", class: "cc-button cc-quiet", id: "cc-new", t: "newConversation", onclick: () => { startNew(); box.focus(); } }));
  thread = h("div", { class: "cc-thread", id: "cc-thread" });
  scroller = h("div", { class: "cc-scroll" }, h("div", { class: "cc-conversation-head" }, title, tools), thread);
  const form = h("form", { class: "cc-composer", onsubmit: (event) => { event.preventDefault(); send(); } },
    h("label", { for: "cc-question", class: "cc-visually-hidden", t: "question" }),
    h("div", { class: "cc-box" }, box, sendButton, stopButton),
    h("div", { class: "cc-row cc-composer-foot" }, field("asOf", dateInput, "cc-inline"), todayButton, counter, h("span", { class: "cc-hint cc-keys", id: "cc-keys", t: "keys" })));
  root.addEventListener("cc-language", () => { if (!turns.length) welcome(); onInput(); });
  welcome();
  box.value = readStore(DRAFT) || "";
  onInput();
  return h("div", { class: "cc-ask" }, scroller, form);
}

/** What the service says about itself that matters here. */
export function limits({ max_question_chars: max, mode }) {
  maxChars = max || maxChars;
  extractive = mode === "extractive";
  onInput();
}

/** A menu that saves a conversation as a file. */
export function exportMenu(id, name) {
  const menu = h("details", { class: "cc-menu" }, h("summary", { class: "cc-button cc-quiet", t: "exportAs" }),
    h("div", { class: "cc-menu-items" }, ["md", "docx", "pdf"].map((format) => h("button", { type: "button", class: "cc-button cc-quiet", "data-format": format, onclick: async () => {
      menu.open = false;
      try {
        save(`${(name() || "conversation").replace(/[\\/:*?"<>|\s]+/g, "_").slice(0, 60)}.${format}`, await api.exported(id(), format));
        toast("exportDone");
      } catch (error) { menu.after(errorBox(error)); }
    } }, `.${format}`))));
  return menu;
}

function welcome() {
  const language = lang();
  const group = ([name, questions]) => h("section", { class: "cc-starter-group" }, h("h3", { t: name }),
    questions[language].map((words) => h("button", { type: "button", class: "cc-starter", onclick: () => { box.value = words; onInput(); send(); } }, words)));
  clear(thread, h("div", { class: "cc-welcome" }, h("h2", { t: "welcome" }), h("p", { t: "welcomeBody" }), h("div", { class: "cc-starters" }, Object.entries(STARTERS).map(group))));
}

function onKey(event) {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing && event.keyCode !== 229) {
    event.preventDefault();
    send();
  }
}

function onInput() {
  writeStore(DRAFT, box.value);
  box.style.height = "auto";
  box.style.height = `${Math.min(box.scrollHeight + 2, window.innerHeight * 0.35)}px`;
  const n = box.value.length;
  counter.hidden = n < 0.8 * maxChars;
  if (!counter.hidden) reword(counter, n > maxChars ? "tooLong" : "chars", { n, max: maxChars });
  counter.classList.toggle("cc-over", n > maxChars);
}

function onDate() { todayButton.hidden = dateInput.value === today(); }

/** Ask what is in the box. */
function send() {
  const question = box.value.trim();
  if (!question || running) { box.focus(); return; }
  if (box.value.length > maxChars) { onInput(); box.focus(); return; }
  ask(question);
}

async function ask(question, retry = false) {
  if (running) return;
  if (!turns.length) clear(thread);
  const asOf = dateInput.value || today(), chosen = asOf === today() ? null : asOf; // unchosen: the question may name a day
  const turn = new Turn(question, { asOf, again: askNext, retry: askAgain });
  turn.extractive = extractive;
  turns.push(turn);
  thread.append(turn.el);
  box.value = "";
  onInput();
  pending(question);
  running = { turn, abort: new AbortController() };
  working(true);
  turn.el.scrollIntoView({ block: "start", behavior: "smooth" });
  try {
    await stream(turn, question, chosen, { retry, signal: running.abort.signal });
  } catch (error) {
    if (error.name === "AbortError" || running?.stopped) stopped(turn);
    else if (error instanceof ApiError) failed(turn, error);
    else await recover(turn);
  } finally {
    clearInterval(turn.timer);
    running = null;
    working(false);
  }
}

/** A question that follows from the answer, or from its open points. */
function askNext(text) { ask(text); }

function askAgain(turn) {
  if (running) return;
  turn.el.remove();
  turns = turns.filter((one) => one !== turn);
  if (box.value.trim() === turn.question) { box.value = ""; onInput(); }
  ask(turn.question, true);
}

async function stream(turn, question, chosen, { retry, signal }) {
  const body = chosen ? { question, as_of: chosen } : { question };
  if (conversation) Object.assign(body, { conversation_id: conversation, retry });
  const response = await api.ask(body, signal);
  enter(response.headers.get("X-Conversation-Id"), question);
  for await (const event of events(response)) {
    if (signal.aborted) break;
    enter(event.conversation_id, question);
    if (handle(turn, event)) return;
  }
  if (signal.aborted) throw new DOMException("stopped", "AbortError");
  await recover(turn);
}

/** Take one event; true when it was the last. */
function handle(turn, event) {
  if (event.type === "queued") turn.queued(event.position);
  else if (event.type === "status") turn.working(event.text);
  else if (event.type === "sources") turn.showSources(event.citations);
  else if (event.type === "sentence") turn.addSentence(event.text, event.citations);
  else if (event.type === "answer") { done(turn, event.answer); return true; }
  else if (event.type === "error") { failed(turn, event.error); return true; }
  return false;
}

function done(turn, answer, stored = {}) {
  enter(answer.conversation_id, turn.question);
  turn.finish(answer, stored);
  if (answer.as_of !== turn.asOf) turn.answeredOn(answer.as_of);
  pending(null);
  if (!turn.sources.length && answer.citations.length) showSources(answer.citations, { title: "citedTitle", asOf: answer.as_of, numbered: true });
  document.dispatchEvent(new CustomEvent("cc-conversations-changed"));
}

function failed(turn, error) { turn.fail(error); keep(turn.question); }

/** What was typed goes back into the box, unless something new stands there. */
function keep(question) {
  pending(null);
  if (!box.value.trim()) { box.value = question; onInput(); }
}

/** Stop generating: leaving the stream tells the service. */
export function stop() {
  if (!running) return false;
  running.stopped = true;
  running.abort.abort();
  return true;
}

function stopped(turn) { turn.stop(); pending(null); box.focus(); }

/** The stream broke: the answer may have been stored; look for it a few times. */
async function recover(turn) {
  turn.reconnecting();
  for (const wait of conversation ? RECOVER_AFTER_MS : []) {
    await new Promise((resolve) => setTimeout(resolve, wait));
    if (running?.stopped) return stopped(turn);
    try {
      const found = storedAnswer((await api.conversation(conversation)).messages, turn.question);
      if (found) return done(turn, found.answer, { feedback: found.feedback, messageId: found.id });
    } catch (error) { if (error.status === 404) break; }
  }
  failed(turn, { message: h("span", { t: "lost" }).textContent, hint: h("span", { t: "lostHint" }).textContent });
}

function storedAnswer(messages, question) {
  const last = messages.at(-1), before = messages.at(-2);
  return last?.role === "assistant" && last.answer && before?.text?.trim() === question ? last : null;
}

function working(on) {
  sendButton.hidden = on;
  stopButton.hidden = !on;
  thread.setAttribute("aria-busy", String(on));
}

/** Being in conversation `id`: the address leads back to it. */
function enter(id, name) {
  if (id && conversation !== id) {
    conversation = id;
    address();
  }
  if (title.hidden && name) clear(title, name.length > 48 ? `${name.slice(0, 48)}…` : name);
  title.hidden = tools.hidden = !conversation;
}

function address() {
  const url = new URL(location.href);
  conversation ? url.searchParams.set("c", conversation) : url.searchParams.delete("c");
  history.replaceState(history.state, "", url);
}

/** Leave the conversation for an empty one; what is in the box stays. */
export function startNew() {
  stop();
  conversation = null;
  turns = [];
  title.hidden = tools.hidden = true;
  address();
  welcome();
  emptyPanel();
}

export const current = () => conversation;
export const focusBox = () => box.focus();

/** Open a stored conversation: every answer with its sources as they were. */
export async function openConversation(id) {
  stop();
  clear(thread, h("p", { class: "cc-hint", role: "status", t: "loading" }));
  title.hidden = tools.hidden = true;
  try {
    const found = await api.conversation(id);
    conversation = null;
    enter(found.id, found.title);
    clear(thread);
    turns = storedTurns(found.messages);
    thread.append(...turns.map((turn) => turn.el));
    const last = turns.at(-1)?.answered;
    if (last?.citations?.length) showSources(last.citations, { title: "citedTitle", asOf: last.as_of, numbered: true });
    else emptyPanel();
    turns.at(-1)?.el.scrollIntoView({ block: "start" });
  } catch (error) {
    conversation = null;
    turns = [];
    address();
    emptyPanel();
    clear(thread, errorBox(error, () => openConversation(id)));
  }
}

function storedTurns(messages) {
  const made = [];
  for (const message of messages) {
    if (message.role === "user") {
      if (made.at(-1)?.state === "open") made.at(-1).unanswered();
      made.push(new Turn(message.text, { asOf: message.as_of || today(), again: askNext, retry: askAgain }));
    } else if (message.answer && made.at(-1)) made.at(-1).finish(message.answer, { feedback: message.feedback, messageId: message.id });
  }
  if (made.at(-1)?.state === "open") made.at(-1).unanswered();
  return made;
}

/** The question under way, kept in this tab in case the page goes away; with an argument, changed. */
function pending(question) {
  if (question !== undefined) writeStore(PENDING, question, { tab: true });
  return readStore(PENDING, { tab: true });
}

/** After a reload: what was being asked when the page went away returns to the box, unless its answer is there. */
export function restorePending() {
  const question = pending();
  if (!question || running) return;
  turns.some((turn) => turn.question === question && turn.answered) ? pending(null) : keep(question);
}
