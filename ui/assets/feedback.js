// Under an answer: thumbs, what was wrong, and making it a case of the evaluation after its personal data is out.
import { api } from "./api.js";
import { h, toast } from "./dom.js";
import { errorBox, field } from "./parts.js";

const FAULTS = ["wrong_law", "wrong_path", "not_answered", "out_of_date", "other"];
const TYPES = ["factual", "false_premise", "needs_info", "conflict", "unanswerable", "refuse", "out_of_scope", "smalltalk"];
const PATHS = ["", "not_export", "exempt", "contract_or_certification", "security_assessment", "approval_required", "no_procedure_then", "need_facts"];

/** Buttons for the row under an answer; what they open stands in `box`. `where`: `{conversation, message}`. */
export function feedbackButtons(where, given, box) {
  let said = given;
  const buttons = Object.fromEntries(["up", "down"].map((value) => [value,
    h("button", { type: "button", class: "cc-button cc-quiet cc-thumb", t: value, "data-value": value, "aria-pressed": String(said?.thumb === value), onclick: () => press(value) })]));

  async function press(value) {
    if (said?.thumb !== value) return give({ thumb: value });
    try { await api.unrate(where); } catch { toast("feedbackFailed"); return; }
    said = null;
    box.querySelector(".cc-reason")?.remove();
    show();
    toast("feedbackTaken");
  }
  async function give(words) {
    try { said = await api.feedback(where, words); } catch { toast("feedbackFailed"); return; }
    show();
    box.querySelector(".cc-reason")?.remove();
    if (words.comment !== undefined) { toast("thanks"); return; }
    const form = box.appendChild(reasonForm(words.thumb, give));
    form.scrollIntoView({ block: "nearest" });
  }
  const show = () => Object.entries(buttons).forEach(([name, button]) => button.setAttribute("aria-pressed", String(said?.thumb === name)));
  const make = h("button", { type: "button", class: "cc-button cc-quiet cc-make-case", t: "makeCase", tTitle: "makeCaseTitle", onclick: () => openCase(() => api.proposeCase(where), make) });
  return [...Object.values(buttons), make];
}

function reasonForm(thumb, give) {
  const words = h("input", { type: "text", class: "cc-input", maxlength: 4000, autocomplete: "off", tLabel: thumb === "up" ? "reasonUp" : "reasonDown", tPlaceholder: thumb === "up" ? "reasonUp" : "reasonDown" });
  let fault = "";
  const chips = thumb === "down" ? FAULTS.map((name) => h("button", { type: "button", class: "cc-chip", "data-fault": name, "aria-pressed": "false", t: `fault_${name}`, onclick: () => {
    fault = fault === name ? "" : name;
    chips.forEach((chip) => chip.setAttribute("aria-pressed", String(chip.dataset.fault === fault)));
  } })) : [];
  const form = h("form", { class: "cc-reason", onsubmit: (event) => {
    event.preventDefault();
    const comment = words.value.trim();
    fault || comment ? give({ thumb, fault, comment }) : form.remove();
  } },
  chips.length ? h("div", { class: "cc-row", role: "group", tLabel: "reasonDown" }, chips) : null,
  h("div", { class: "cc-row" }, words, h("button", { type: "submit", class: "cc-button", t: "submitReason" })));
  return form;
}

/** Ask `propose` for the anonymised draft and show it; nothing is kept before the person has looked at it. */
export async function openCase(propose, from) {
  from.disabled = true;
  try {
    caseDialog(await propose(), from);
  } catch (error) {
    toast(error.status === 404 ? "caseGone" : "caseFailed");
  } finally {
    from.disabled = false;
  }
}

const area = (name, value, rows = 2) => h("textarea", { id: `cc-case-${name}`, class: "cc-input", rows, maxlength: 8000, value: value || "" });
const select = (name, values, value, label) => h("select", { id: `cc-case-${name}`, class: "cc-input" }, values.map((one) => h("option", { value: one, selected: one === value, t: label(one) })));
const lines = (input) => input.value.split("\n").map((line) => line.trim()).filter(Boolean);

function caseDialog({ case: proposed, replaced }, from) {
  const question = area("question", proposed.question, 3), observed = area("observed", proposed.observed, 5), right = area("answer", proposed.answer, 2);
  const history = proposed.history.map((turn, i) => ({ role: turn.role, input: area(`turn-${i}`, turn.text) }));
  const cite = area("cite", proposed.must_cite.map((c) => `《${c.instrument}》${c.article || ""}`).join("\n"));
  const facts = area("facts", ""), never = area("never", ""), note = area("note", proposed.note);
  const type = select("type", TYPES, proposed.type, (one) => `type_${one}`);
  const path = select("path", PATHS, proposed.path || "", (one) => (one ? `path_${one}` : "pathNone"));
  const fault = select("fault", ["", ...FAULTS], proposed.fault, (one) => (one ? `fault_${one}` : "faultNone"));
  const checked = h("input", { type: "checkbox", id: "cc-case-checked", required: true });
  const texts = [question, observed, right, note, ...history.map((turn) => turn.input)], wrong = h("div", {});
  const body = () => ({
    cite: lines(cite),
    case: {
      question: question.value.trim(), observed: observed.value.trim(), answer: right.value.trim(), note: note.value.trim(), as_of: proposed.as_of, source: proposed.source,
      type: type.value, path: path.value || null, fault: fault.value, must_not_say: lines(never), history: history.filter((turn) => turn.input.value.trim()).map((turn) => ({ role: turn.role, text: turn.input.value.trim() })),
      key: lines(facts).map((line) => ({ any: line.split(/[|｜]/).map((wording) => wording.trim()).filter(Boolean) })),
    },
  });
  const keep = async (event) => {
    event.preventDefault();
    wrong.replaceChildren();
    try {
      await api.keepCase(body());
      dialog.close();
      toast("caseKept");
    } catch (error) { wrong.replaceChildren(errorBox(error)); wrong.scrollIntoView({ block: "nearest" }); }
  };
  const form = h("form", { class: "cc-dialog-form", onsubmit: keep },
    h("h2", { t: "caseTitle" }), h("p", { class: "cc-hint", t: "caseIntro" }), replacedList(replaced, texts),
    field("caseQuestion", question),
    history.length ? h("details", {}, h("summary", { t: "caseHistory", tv: { n: history.length } }), history.map((turn) => h("div", { class: "cc-field" }, h("label", { for: turn.input.id, t: turn.role === "user" ? "you" : "assistant" }), turn.input))) : null,
    h("div", { class: "cc-case-grid" }, field("caseType", type), field("casePath", path), field("caseFault", fault)),
    field("caseCite", cite), field("caseAnswer", right), field("caseFacts", facts), field("caseNever", never), field("caseObserved", observed), field("caseNote", note),
    h("label", { class: "cc-row cc-case-check", for: "cc-case-checked" }, checked, h("span", { t: "caseChecked" })), wrong,
    h("div", { class: "cc-row cc-end" }, h("button", { type: "button", class: "cc-button", t: "cancel", onclick: () => dialog.close() }), h("button", { type: "submit", class: "cc-button cc-primary", t: "caseKeep" })));
  const dialog = h("dialog", { class: "cc-dialog cc-case", tLabel: "caseTitle" }, form);
  dialog.addEventListener("close", () => { dialog.remove(); if (from.isConnected) from.focus(); });
  document.getElementById("cc-root").append(dialog);
  dialog.showModal();
}

/** What was replaced and why; a guess that was wrong is put back with a click. */
function replacedList(replaced, texts) {
  if (!replaced.length) return h("p", { class: "cc-case-none", t: "caseNothing" });
  const row = (one) => {
    const back = h("button", { type: "button", class: "cc-chip", t: "casePutBack", onclick: () => {
      texts.forEach((input) => { input.value = input.value.replaceAll(one.placeholder, one.original); });
      item.remove();
    } });
    const item = h("li", {}, h("strong", {}, one.placeholder), " ← ", h("span", { class: "cc-case-original" }, one.original), h("span", { class: "cc-hint" }, ` ${one.why} × ${one.count} `), one.certain ? null : back);
    return item;
  };
  return h("details", { class: "cc-case-replaced", open: true }, h("summary", { t: "caseReplaced", tv: { n: replaced.length } }), h("ul", {}, replaced.map(row)), h("p", { class: "cc-hint", t: "caseMissed" }));
}

