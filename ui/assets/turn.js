// One question and its answer in the making.
import { clear, h, lang } from "./dom.js";
import { answerBody, paragraphs } from "./answer.js";
import { showSources } from "./panel.js";
import { errorBox, originLabel, reword } from "./parts.js";

export class Turn {
  /** `again(text)` asks a further question, `retry()` asks this one anew. */
  constructor(question, { asOf, again, retry }) {
    Object.assign(this, { question, asOf, again, retry, sources: [], sentences: [], citations: [], state: "open" });
    this.statusText = h("span", { t: "starting" });
    this.clock = h("span", { class: "cc-clock", "aria-hidden": "true" });
    this.statusRow = h("p", { class: "cc-status", role: "status" }, h("span", { class: "cc-spinner", "aria-hidden": "true" }), this.statusText, this.clock);
    this.found = h("button", { type: "button", class: "cc-button cc-quiet cc-show-found", hidden: true, onclick: (event) => this.showFound(true, event.currentTarget) });
    this.text = h("div", { class: "cc-text", "aria-live": "polite" });
    this.body = h("div", { class: "cc-answer-body" }, this.text);
    this.answer = h("article", { class: "cc-answer", tLabel: "assistant" }, this.statusRow, this.found, this.body);
    this.el = h("section", { class: "cc-turn" }, h("div", { class: "cc-question" }, h("span", { class: "cc-who", t: "you" }), h("p", {}, question)), this.answer);
    this.began = Date.now();
    this.timer = setInterval(() => {
      const s = Math.round((Date.now() - this.began) / 1000);
      if (s >= 3) reword(this.clock, "waiting", { s });
    }, 1000);
  }

  queued(position) { if (position > 0) reword(this.statusText, "queued", { n: position }); }

  /** What is being done, in the words of the service. */
  working(words) { if (words && !(lang() === "en" && /[\u4e00-\u9fff]/.test(words))) { delete this.statusText._texts; this.statusText.textContent = words; } }

  showSources(citations) {
    this.sources = citations;
    reword(this.statusText, "found", { n: citations.length });
    reword(this.found, "showFound", { n: citations.length });
    this.found.hidden = !citations.length;
    this.showFound(false);
  }

  showFound(reveal, from = null) { showSources(this.sources, { asOf: this.asOf, reveal, from }); }

  /** The question named another day than the reader's: what was found is shown as of that day. */
  answeredOn(day) {
    this.asOf = day;
    if (this.sources.length) this.showFound(false);
  }

  /** One more verified sentence. Earlier marks keep their numbers: sources are numbered in order of first use. */
  addSentence(text, citations) {
    if (!this.sentences.length) this.text.before(originLabel(this.extractive ? "extractive" : "model"));
    this.sentences.push(text);
    this.citations = citations.length ? citations : this.citations;
    this.text.append(...paragraphs(text, this.citations, this.asOf));
  }

  /** The whole answer. Lines already shown stay the same elements; where another day makes new ones, the focus goes to the same mark. */
  finish(answer, { feedback = null, messageId = null } = {}) {
    this.end("done");
    this.answered = answer;
    const focused = document.activeElement, shown = [...this.text.children];
    const at = [...this.text.querySelectorAll(".cc-mark")].indexOf(focused);
    const lines = paragraphs(answer.answer, answer.citations || [], answer.as_of)
      .map((line, i) => (answer.as_of === this.asOf && shown[i]?.textContent === line.textContent ? shown[i] : line));
    this.body.replaceWith(this.body = answerBody(answer, { lines, again: this.again, feedback, messageId }));
    const kept = this.body.contains(focused) ? focused : this.body.querySelectorAll(".cc-text .cc-mark")[at];
    if (kept && kept !== document.activeElement) kept.focus();
  }

  stop() {
    this.end("stopped");
    this.offerRetry(h("p", { class: "cc-hint", t: this.sentences.length ? "stopped" : "stoppedEmpty" }));
  }

  reconnecting() { this.statusRow.hidden = false; reword(this.statusText, "interrupted"); }

  fail(error) {
    this.end("failed");
    this.body.append(errorBox(error, () => this.retry(this), h("p", { class: "cc-hint", t: "kept" })));
  }

  unanswered() {
    this.end("failed");
    this.offerRetry(h("p", { class: "cc-hint", t: "unanswered" }));
  }

  offerRetry(hint) { this.body.append(h("div", { class: "cc-row cc-again" }, hint, h("button", { type: "button", class: "cc-button", t: "retry", onclick: () => this.retry(this) }))); }

  end(state) {
    this.state = state;
    clearInterval(this.timer);
    this.statusRow.hidden = true;
    this.body.querySelectorAll(".cc-again, .cc-error").forEach((el) => el.remove());
    if (state !== "done") clear(this.clock);
  }
}
