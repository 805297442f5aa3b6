// The chapters of the reports: how each stands, one opened to read, edit, lock, release or have written by the model.
import { api } from "./api.js";
import { chapterView, typedFor } from "./drafting_chapter.js";
import { catchUp, doc, save, unsaved } from "./drafting_state.js";
import { follow, sayProgress, showWithModel } from "./drafting_writing.js";
import { clear, h, t, toast } from "./dom.js";
import { errorBox } from "./parts.js";

let leaving = null;
/** Stop following what the model writes; the service goes on. */
export const leaveChapters = () => { leaving?.abort(); leaving = null; };

/** The view; `open`: the chapter that is open; `go(path)`: to a question; `to(part)`: to another part of the filing. */
export function chaptersView({ open, go, to, status, root }) {
  leaveChapters();
  const list = h("div", { class: "cc-ch-papers" }, h("p", { class: "cc-hint", role: "status", t: "loading" })), withModel = h("p", { class: "cc-hint", hidden: true, t: "chModelHint" });
  const view = { open, go, to, root, list, jobs: new Map(), model: withModel, signal: (leaving = new AbortController()).signal };
  showWithModel(withModel, status, () => withModel.dispatchEvent(new Event("up")));
  draw(view).then(() => followRunning(view));
  return h("section", { class: "cc-dr-questions cc-ch" }, h("h2", { tabindex: "-1", t: "chTitle" }), h("p", { class: "cc-hint", t: "chIntro" }), withModel, list);
}

async function draw(view) {
  try {
    if (unsaved()) await save();
    const chapters = await api.filingSections(doc.id);
    if (view.signal.aborted) return;
    show(view, chapters);
  } catch (error) { if (!view.signal.aborted) clear(view.list, errorBox(error, () => draw(view))); }
}

function show(view, chapters) {
  const papers = [...new Map(chapters.map((one) => [one.paper, one.paper_title]))], named = chapters.filter((one) => one.heading || one.text.length);
  view.chapters = chapters;
  clear(view.list, papers.length ? papers.map(([paper, title]) => h("section", {}, h("h3", { lang: "zh-CN" }, title), h("ol", { class: "cc-ch-list" }, named.filter((one) => one.paper === paper).map((one) => row(one, view))))) : h("p", { class: "cc-hint", t: "chNone" }));
  if (view.open && !view.shown) { view.shown = true; view.list.querySelector(`[data-chapter="${CSS.escape(view.open)}"]`)?.scrollIntoView({ block: "start" }); }
}

function row(one, view) {
  const body = h("div", { class: "cc-ch-body", id: `cc-ch-${one.id}` }), isOpen = one.id === view.open;
  const toggle = h("button", { type: "button", class: "cc-ch-head", "aria-expanded": String(isOpen), "aria-controls": body.id, onclick: () => {
    const now = toggle.getAttribute("aria-expanded") !== "true";
    view.open = now ? one.id : "";
    toggle.setAttribute("aria-expanded", String(now));
    fill(now);
  } }, h("span", { class: "cc-ch-name", lang: "zh-CN" }, one.name), h("span", { class: "cc-ch-states" }, states(one)));
  const fill = (now) => clear(body, now ? chapterView(one, { ...view, changed: () => draw(view), write: () => write(one, view) }) : null, view.jobs.get(one.id));
  fill(isOpen);
  return h("li", { "data-chapter": one.id, "data-level": String(one.level) }, toggle, body);
}

/** Who wrote it, and whether it still fits; each in words, never by colour alone. */
export function states(one) {
  const mark = (key, kind, tv) => h("span", { class: `cc-ch-state cc-ch-${kind}`, t: key, tv });
  return [
    one.by === "model" ? mark("chByModel", "model") : one.by === "person" ? mark(one.locked ? "chLocked" : "chByPerson", "person") : one.text.length ? mark("chByFacts", "facts") : null,
    one.missing.length ? mark("chMissing", "warn", { n: one.missing.length }) : null,
    one.stale ? mark("chStale", "warn") : null, one.outdated ? mark("chOutdated", "warn") : null,
    one.disagrees.length ? mark("chDisagrees", "bad", { names: one.disagrees.map((odd) => odd.label).join("、") }) : null,
    typedFor(one) ? mark("chTyped", "warn") : null,
  ].filter(Boolean);
}

/** Have the model write a chapter, or write it again. */
async function write(one, view) {
  try {
    if (unsaved()) await save();
    if (doc.parted) { toast("drSettleFirst"); return; }
    await watch(await api.writeSection(doc.id, one.id, { again: one.tried }), one.id, view);
  } catch (error) { place(one.id, view, errorBox(error)); }
}

/** What the model writes already: asked for here before, on another page, or with all the papers. */
async function followRunning(view) {
  try { (await api.writingDrafts(doc.id)).forEach((job) => watch(job, job.only, view)); } catch { /* the list stands without it */ }
}

async function watch(job, id, view) {
  const line = h("p", { role: "status" }), bar = h("progress", { class: "cc-pre-progress", tLabel: "drProgressOf" });
  const stop = h("button", { type: "button", class: "cc-button cc-quiet", t: "drStop", onclick: async () => { try { await api.stopDraft(job.id); } catch { /* gone */ } place(id, view, null); } });
  place(id, view, h("div", { class: "cc-ch-work" }, line, bar, h("div", { class: "cc-row" }, stop, h("span", { class: "cc-hint", t: "chLeave" }))));
  let done = job.steps.length;
  const last = await follow(job, (now) => {
    sayProgress(line, bar, now);
    if (!id && now.steps.length > done) { done = now.steps.length; catchUp().then(() => draw(view)); } // a draft: its chapters as they come
  }, view.signal);
  if (!last) return;
  view.jobs.delete(id);
  if (!last.gone) await catchUp();
  await draw(view);
  const step = last.steps?.[0], failed = last.state === "failed" ? errorBox(last.error || {}) : null;
  if (failed) place(id, view, failed);
  else if (id && step && !step.kept && !step.sentences) place(id, view, h("p", { class: "cc-warn-box", role: "status", t: step.failed ? "chFailed" : "chNothing", tv: { n: step.dropped, why: step.failed } }));
  else if (id && step?.sentences) toast("chWritten", { n: step.sentences, m: step.dropped });
}

/** Show something beneath a chapter, or above all of them where it concerns them all. */
function place(id, view, what) {
  if (what) view.jobs.set(id, what); else view.jobs.delete(id);
  if (!id) { document.getElementById("cc-ch-all")?.remove(); if (what) view.list.before(h("div", { id: "cc-ch-all" }, what)); return; }
  const body = document.getElementById(`cc-ch-${id}`);
  body?.querySelectorAll(":scope > .cc-ch-work, :scope > .cc-error, :scope > .cc-warn-box").forEach((old) => old.remove());
  if (what) body?.append(what);
}

/** How the chapters stand together, for the side of the questions. */
export const chaptersLink = (id) => h("a", { class: "cc-button", href: `#${encodeURIComponent(id)}/chapters`, t: "chTitle", title: t("chIntro") });
