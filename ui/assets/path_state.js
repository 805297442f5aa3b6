// What was entered for a path: facts, open questions, story, dates. Kept in this browser and by the service on every change.
import { api } from "./api.js";
import { readStore, writeStore } from "./dom.js";
import { pusher } from "./draft.js";

const LISTS = ["order", "unknown", "insisted", "queue"]; // facts by name, each in its own sense
const STORE = "cc-path";
/** Facts of the exporter, not of one transfer: with several transfers they are asked for once. */
export const EXPORTER = ["is_ciio", "is_state_organ", "ftz", "region", "sector", "pi_processed_total"];
export const MAX_ACTIVITIES = 50;

export const newId = () => [...crypto.getRandomValues(new Uint8Array(12))].map((n) => n.toString(16).padStart(2, "0")).join("");
const fresh = () => ({ id: newId(), facts: {}, order: [], unknown: [], insisted: [], queue: [], editing: null, asOf: "", start: "", view: "judge", story: { text: "", found: null, open: [] }, compare: { earlier: "2024-03-21", later: "" }, updated: "", synced: false });

/** The work in hand. Change it through the functions below, then `changed()`. */
export let doc = restore() || fresh();
/** How the last change is kept: "", "saving", "saved" or "local" (the service could not be reached). */
export let kept = "";
let watchers = [];
const sending = pusher({ doc: () => doc, state: mark, sent: (id) => { if (id === doc.id && !doc.synced) { doc.synced = true; keepHere(); } } });

function restore() {
  for (const tab of [true, false]) {
    try {
      const found = JSON.parse(readStore(STORE, { tab }));
      if (found?.id && found.facts) return { ...fresh(), ...found };
    } catch { /* damaged: as if there were none */ }
  }
  return null;
}

/** Call `fn({facts})` after every change; `facts` false where only the keeping changed. */
export const watch = (fn) => watchers.push(fn);
const tell = (facts) => watchers.forEach((fn) => fn({ facts }));

export const isEmpty = () => !Object.keys(doc.facts).length && !doc.story.text.trim();

/** Keep what was entered; `facts` false where the verdict cannot have changed. */
export function changed({ facts = true, quiet = false } = {}) {
  doc.updated = new Date().toISOString();
  keepHere();
  if (!isEmpty()) sending.soon();
  if (!quiet) tell(facts);
}

function keepHere() {
  const text = JSON.stringify(doc);
  writeStore(STORE, text, { tab: true });
  writeStore(STORE, text);
}

function mark(state) { kept = state; tell(false); }

/** Take the service's copy where it is newer than this browser's, as after work in another browser. */
export async function pull() {
  if (!doc.synced) return;
  const id = doc.id;
  try {
    const found = await api.draft(id);
    if (id === doc.id && found?.id === id && found.updated > doc.updated) { doc = { ...fresh(), ...found, synced: true }; keepHere(); tell(true); }
  } catch { /* gone or out of reach: this browser's copy stands, and the next change is sent */ }
}

/** Begin anew; the earlier draft is forgotten here and by the service. */
export function startOver(facts = {}, more = {}) {
  const before = doc;
  sending.stop();
  kept = "";
  doc = { ...fresh(), facts: structuredClone(facts), order: names(facts), ...more };
  if (before.synced) api.forgetDraft(before.id).catch(() => { /* it expires by itself */ });
  changed();
}

const names = (facts) => Object.keys(facts).flatMap((n) => (n === "activities" ? facts.activities.flatMap((one, i) => Object.keys(one).map((m) => `activities.${i}.${m}`)) : [n]));

/** `activities.1.pi_count` as its holder, name and index. */
export function place(fact) {
  const parts = fact.split(".");
  return parts.length === 3 ? { index: Number(parts[1]), name: parts[2], holder: doc.facts.activities?.[Number(parts[1])] } : { index: null, name: fact, holder: doc.facts };
}

export const value = (fact) => { const { holder, name } = place(fact); return holder?.[name]; };
export const said = (fact) => { const { holder, name } = place(fact); return Boolean(holder) && name in holder; };

/** Whether the reader has dealt with the question: an answer, or 不知道. */
export const answered = (fact) => (value(fact) !== undefined && value(fact) !== null) || doc.unknown.includes(fact);

/** Answer a question; null: not known. */
export function answer(fact, given) {
  const { holder, name } = place(fact);
  if (!holder) return;
  if (given !== null && holder[name] === given) doc.insisted = [...new Set([...doc.insisted, fact])];
  else doc.insisted = doc.insisted.filter((f) => f !== fact);
  holder[name] = given;
  doc.unknown = doc.unknown.filter((f) => f !== fact);
  if (given === null) doc.unknown.push(fact);
  doc.order = [...doc.order.filter((f) => f !== fact), fact];
  doc.queue = doc.queue.filter((f) => f !== fact);
  doc.editing = null;
  changed();
}

/** Take an answer back, as if it had never been given. */
export function forget(fact) {
  const { holder, name } = place(fact);
  if (holder) delete holder[name];
  for (const list of LISTS) doc[list] = doc[list].filter((f) => f !== fact);
  doc.editing = null;
  changed();
}

/** Ask a question now that would not be asked, or would be asked later. */
export function ask(fact) {
  const { holder, name } = place(fact);
  if (holder && !(name in holder)) holder[name] = null;
  doc.unknown = doc.unknown.filter((f) => f !== fact);
  doc.queue = [fact, ...doc.queue.filter((f) => f !== fact)];
  doc.editing = null;
  changed();
}

export function edit(fact) { doc.editing = fact; changed({ facts: false, quiet: true }); tell(false); }

/** One more transfer; what was said so far becomes the first. */
export function addActivity() {
  const { facts } = doc;
  if (!facts.activities) {
    const own = Object.fromEntries(Object.entries(facts).filter(([name]) => !EXPORTER.includes(name)));
    for (const name of Object.keys(own)) delete facts[name];
    facts.activities = [own];
    rename((fact) => (EXPORTER.includes(fact) ? fact : `activities.0.${fact}`));
  }
  if (facts.activities.length < MAX_ACTIVITIES) facts.activities.push({});
  changed();
}

/** Remove a transfer; the last one left becomes the only one again. */
export function removeActivity(index) {
  const { facts } = doc;
  facts.activities.splice(index, 1);
  rename((fact) => {
    const { index: at, name } = place(fact);
    return at === null || at < index ? fact : at === index ? null : `activities.${at - 1}.${name}`;
  });
  if (facts.activities.length === 1) {
    const [only] = facts.activities;
    delete facts.activities;
    for (const name of ["pi_count", "sensitive_pi_count"]) delete facts[name]; // the count of persons together
    doc.facts = { ...facts, ...only };
    rename((fact) => place(fact).name);
  }
  changed();
}

function rename(to) {
  for (const list of LISTS) doc[list] = [...new Set(doc[list].map(to).filter(Boolean))];
  doc.editing = null;
}

/** What the service is told; a day that was not chosen is not sent. */
export function request() {
  const body = { facts: doc.facts };
  if (doc.asOf) body.as_of = doc.asOf;
  if (doc.start) body.start = doc.start;
  return body;
}
