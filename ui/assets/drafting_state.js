// The questionnaire that is open: what was said, saved a moment after each change, never over somebody else's words.
import { api } from "./api.js";
import { readStore, writeStore } from "./dom.js";

const WAIT_MS = 700, LISTED = { recipients: "r", scenes: "s" };
const STEP = /([a-z_0-9]+)|\[(\d+)\]/g;
export let doc = null; // {id, kind, title, revision, content}
export let asked = null; // the questionnaire: groups, questions, lists, papers
export let interview = null; // what the papers need, how far each is, what contradicts
let timer = 0, saving = null, again = false, dirty = false, hear = () => {};

const KEY = (id) => `cc-drafting-${id}`;
/** `["scenes", 0, "name"]` for `scenes[0].name`. */
export const steps = (path) => [...path.matchAll(STEP)].map(([, word, number]) => word ?? Number(number));
export const general = (path) => path.replace(/\[\d+\]/g, "[]");
export const value = (path) => steps(path).reduce((here, step) => here?.[step], doc.content);
export const isUnknown = (path) => (doc.content.unknown || []).includes(path);

/** `hear(state, error)`: "saved", "saving", "unsaved" or "stale" whenever that changes, "asked" when the needs are new. */
export function onState(listener) { hear = listener; }

/** Open a questionnaire; words that this browser could not save come back. */
export async function open(id) {
  close();
  const [view, questions] = await Promise.all([api.filing(id), asked ? Promise.resolve(asked) : api.filingQuestions()]);
  asked = questions;
  doc = view;
  doc.base = words(view.content);
  const kept = backup(id);
  if (kept) {
    doc.content = kept.content;
    if (kept.revision === view.revision || kept.base === doc.base) { took(view); touched(); } else doc.parted = true; // saved elsewhere meanwhile: the reader chooses
  }
  await refresh();
  return doc;
}

/** What was said, in one order of words and without the chapters: those are written elsewhere, the service's are right. */
const sorted = (one) => (Array.isArray(one) ? one.map(sorted) : one && typeof one === "object" ? Object.fromEntries(Object.keys(one).sort().map((key) => [key, sorted(one[key])])) : one);
const words = ({ sections, ...said }) => JSON.stringify(sorted(said));
const hold = (one) => writeStore(KEY(one.id), JSON.stringify({ revision: one.revision, content: one.content, base: one.base }));

/** Go on from a state in which the service has other chapters, and else what was read here. */
export function took(view) {
  doc.revision = view.revision;
  doc.base = words(view.content);
  const { sections, ...said } = doc.content;
  doc.content = view.content.sections ? { ...said, sections: view.content.sections } : said;
  if (dirty) hold(doc);
}

/** After chapters were written elsewhere: true when nothing that was said differs, or nothing here is unsaved. */
export async function catchUp() {
  const mine = doc, view = await api.filing(mine.id);
  if (mine !== doc) return false;
  if (words(view.content) === mine.base) { took(view); return true; }
  if (unsaved()) return false;
  doc.content = view.content;
  took(view);
  await refresh();
  return true;
}

export function close() { clearTimeout(timer); timer = 0; doc = null; interview = null; again = false; dirty = false; }
export const unsaved = () => Boolean(doc && (dirty || saving));

function backup(id) {
  try {
    const kept = JSON.parse(readStore(KEY(id)));
    return kept && typeof kept.content === "object" && Number.isInteger(kept.revision) ? kept : null;
  } catch { return null; }
}

/** Say something; null takes it back. */
export function put(path, given) {
  const way = steps(path), last = way.pop();
  let here = doc.content;
  way.forEach((step, i) => {
    const next = way[i + 1] ?? last;
    if (here[step] === undefined || here[step] === null) here[step] = typeof next === "number" ? [] : fresh(way, i);
    here = here[step];
  });
  if (given === null || given === "" || (Array.isArray(given) && !given.length)) delete here[last]; else here[last] = given;
  mark(path, false);
}

/** A new element of a list; those that others name by an id get one. */
function fresh(way, at) {
  const list = way[at - 1];
  return typeof way[at] === "number" && at === 1 && LISTED[list] ? { id: nextId(list) } : {};
}
function nextId(list) {
  const used = new Set((doc.content[list] || []).map((one) => one?.id));
  let n = 1;
  while (used.has(`${LISTED[list]}${n}`)) n += 1;
  return `${LISTED[list]}${n}`;
}

/** "Don't know yet" for a path, or no more; every saying counts as a change. */
export function mark(path, unknown) {
  const rest = (doc.content.unknown || []).filter((one) => one !== path);
  if (unknown) rest.push(path);
  if (rest.length) doc.content.unknown = rest; else delete doc.content.unknown;
  touched();
}

export function addTo(list) {
  const rows = value(list) || [];
  put(`${list}[${rows.length}]`, LISTED[list] ? { id: nextId(list) } : {});
}

/** Add whole rows to a list, in one change. */
export function extend(list, rows) {
  put(list, [...(value(list) || []).filter((one) => Object.keys(one).length), ...rows]);
}

export function removeFrom(list, index) {
  const rows = [...(value(list) || [])], [gone] = rows.splice(index, 1);
  if (list === "recipients" && gone?.id) for (const scene of doc.content.scenes || []) if (scene.recipients) scene.recipients = scene.recipients.filter((one) => one !== gone.id);
  doc.content.unknown = (doc.content.unknown || []).filter((one) => !one.startsWith(`${list}[`)); // numbers behind the row would be wrong
  put(list, rows);
}

function touched() {
  hold(doc);
  dirty = true;
  hear("unsaved");
  clearTimeout(timer);
  timer = setTimeout(save, WAIT_MS);
}

/** Save now what was changed; one saving at a time, what is said meanwhile goes with the next. */
export async function save() {
  clearTimeout(timer);
  timer = 0;
  if (!doc || doc.parted) return;
  if (saving) { again = true; await saving.catch(() => {}); return; }
  if (!dirty) return;
  const mine = doc;
  dirty = false;
  hear("saving");
  saving = api.saveFiling(mine.id, { revision: mine.revision, content: mine.content, kind: mine.kind, title: mine.named ? mine.title : "" });
  try {
    const view = await saving;
    mine.revision = view.revision;
    mine.base = words(view.content);
    saving = null;
    if (mine !== doc) return;
    if (again || timer || dirty) { again = false; hold(mine); if (!timer) await save(); return; }
    writeStore(KEY(mine.id), null);
    hear("saved");
    await refresh();
  } catch (error) {
    saving = null;
    again = false;
    dirty = true;
    if (error.status === 409 && mine === doc && await caughtUp(mine)) { await save(); return; }
    if (mine === doc) { if (error.status === 409) doc.parted = true; hear(error.status === 409 ? "stale" : "failed", error); }
  }
}

/** Whether the service differs in chapters only, which are then taken. */
async function caughtUp(mine) {
  try {
    const view = await api.filing(mine.id);
    if (mine !== doc || words(view.content) !== mine.base) return false;
    took(view);
    return true;
  } catch { return false; }
}

/** Ask anew what the papers need. */
export async function refresh() {
  const mine = doc, found = await api.filingInterview(mine.id);
  if (mine !== doc) return;
  interview = found;
  hear("asked");
}

/** After somebody else saved: take theirs, or keep mine on top of them. */
export async function settle(takeTheirs) {
  const view = await api.filing(doc.id), mine = doc.content;
  doc = view;
  doc.base = words(view.content);
  if (takeTheirs) writeStore(KEY(doc.id), null);
  else { doc.content = mine; took(view); touched(); await save(); }
  await refresh();
}

/** Take the words of the service, as after an earlier state was taken up again. */
export async function reopen(view) {
  writeStore(KEY(view.id), null);
  doc = view;
  doc.base = words(view.content);
  dirty = false;
  await refresh();
}

export function rename(title) { doc.title = title; doc.named = true; touched(); }
export function setKind(kind) { doc.kind = kind; doc.content.kind = kind; touched(); return save(); }
/** Forget what was typed for a questionnaire that is gone, chapters too. */
export function forgetBackup(id) {
  try { Object.keys(localStorage).filter((key) => key === KEY(id) || key.startsWith(`cc-drafting-chapter-${id}-`)).forEach((key) => localStorage.removeItem(key)); } catch { /* nothing was kept */ }
}
