// Earlier states and drafts of a filing: what is different, under which law, and the way back.
import { api } from "./api.js";
import { askDialog, clear, h, localTime, save as saveFile, t, toast } from "./dom.js";
import { differenceView } from "./drafting_difference.js";
import { doc, reopen, save, unsaved } from "./drafting_state.js";
import { errorBox, field } from "./parts.js";

/** The view; `go(path)`: to a question; `again()`: draw everything anew after an earlier state was taken up. */
export function historyView({ go, again, root }) {
  const list = h("div", { "aria-live": "polite" }), drafts = h("div"), compared = h("div", { class: "cc-dr-compared", "aria-live": "polite" });
  draw(list, drafts, compared, { go, again, root });
  return h("section", { class: "cc-dr-questions" }, h("h2", { tabindex: "-1", t: "drHistory" }), h("p", { class: "cc-hint", t: "drHistoryIntro" }), list, otherDay(compared, go), drafts, compared);
}

async function draw(list, drafts, compared, what) {
  try {
    if (unsaved()) await save();
    const [states, made] = await Promise.all([api.filingStates(doc.id), api.drafts(doc.id)]);
    const earlier = states.filter((one) => one.revision < doc.revision);
    clear(list, h("h3", { t: "drStates" }), earlier.length ? h("ul", { class: "cc-dr-list" }, earlier.map((one) => stateRow(one, compared, what))) : h("p", { class: "cc-hint", t: "drNoStates" }));
    const done = made.filter((one) => one.state === "done");
    clear(drafts, h("h3", { t: "drDrafts" }), done.length ? h("ul", { class: "cc-dr-list" }, done.map((one, n) => draftRow(one, done[n + 1], compared, what))) : h("p", { class: "cc-hint", t: "drNoDrafts" }));
  } catch (error) { clear(list, errorBox(error, () => draw(list, drafts, compared, what))); }
}

function stateRow(one, compared, { go, again, root }) {
  const compare = (papers) => show(compared, () => api.filingDifference(doc.id, { before: { revision: one.revision }, papers }), go);
  const restore = async () => {
    if (!await askDialog(root, { title: "drRestoreTitle", body: "drRestoreBody", vars: { n: one.revision }, confirm: "drRestore" })) return;
    try {
      if (unsaved()) await save();
      await reopen(await api.restoreState(doc.id, one.revision, doc.revision));
      toast("drRestored", { n: one.revision });
      again();
    } catch (error) { clear(compared, errorBox(error)); }
  };
  return h("li", { class: "cc-dr-row cc-dr-state-row", "data-revision": one.revision }, h("span", {}, t("drRevision", { n: one.revision })), h("span", { class: "cc-hint" }, localTime(one.saved_at)),
    h("div", { class: "cc-row" }, h("button", { type: "button", class: "cc-button", t: "drWhatChanged", onclick: () => compare(false) }), h("button", { type: "button", class: "cc-button cc-quiet", t: "drWhatPapers", onclick: () => compare(true) }), h("button", { type: "button", class: "cc-button cc-quiet", t: "drRestore", onclick: restore })));
}

function draftRow(one, before, compared, { go }) {
  return h("li", { class: "cc-dr-row cc-dr-state-row", "data-draft": one.id }, h("span", {}, t("drDraftOf", { n: one.revision, day: one.as_of || "" })), h("span", { class: "cc-hint" }, localTime(one.asked_at), one.model ? ` · ${one.model}` : ""),
    h("div", { class: "cc-row" }, before ? h("button", { type: "button", class: "cc-button", t: "drAgainstLast", onclick: () => show(compared, () => api.draftDifference(one.id, before.id), go) }) : null,
      h("button", { type: "button", class: "cc-button cc-quiet", t: "drZip", onclick: async () => { try { saveFile(`draft-${one.revision}.zip`, await api.draftFile(one.id, "zip")); } catch (error) { clear(compared, errorBox(error)); } } })));
}

/** The same answers under the law of two days. */
function otherDay(compared, go) {
  const date = (id, key) => field(key, h("input", { id, class: "cc-input", type: "date", min: "2017-06-01", max: "2099-12-31" }));
  const [one, two] = [date("cc-dr-day-one", "drDayOne"), date("cc-dr-day-two", "drDayTwo")], day = (box) => box.querySelector("input").value || null;
  return h("form", { class: "cc-card cc-dr-days", onsubmit: (event) => { event.preventDefault(); show(compared, () => api.filingDifference(doc.id, { before: { as_of: day(one) }, after: { as_of: day(two) } }), go); } },
    h("h3", { t: "drOtherDay" }), h("p", { class: "cc-hint", t: "drOtherDayIntro" }), h("div", { class: "cc-form-grid" }, one, two), h("div", { class: "cc-row" }, h("button", { type: "submit", class: "cc-button", t: "drCompare" })));
}

/** Ask for a difference and show it in its place. */
export async function show(stage, ask, go) {
  clear(stage, h("p", { class: "cc-hint", role: "status", t: "drComparing" }));
  stage.scrollIntoView({ block: "nearest" });
  try { clear(stage, h("h3", { tabindex: "-1", t: "drDifference" }), differenceView(await ask(), { go })); } catch (error) { clear(stage, errorBox(error, () => show(stage, ask, go))); return; }
  stage.scrollIntoView({ block: "start" });
  stage.querySelector("h3").focus({ preventScroll: true });
}
