// Filings, what is to change in them, answers on their extension, the export being entered: kept here and by the service.
import { api } from "./api.js";
import { readStore, today, writeStore } from "./dom.js";
import { pusher } from "./draft.js";
import { persons } from "./path_form.js";
import { newId } from "./path_state.js";

const STORE = "cc-filings";
export const COUNTS = ["pi_granted", "sensitive_granted", "pi_used", "sensitive_used"];
const NEXT = ["pi_next", "important_granted", "important_next"]; // numbers that only an extension asks for
const WORDS = ["purposes", "recipients", "fields"]; // several in one line
const SAID = ["contains_pi", "contains_important_data", "refiling_event", "purposes_unchanged", "parties_unchanged", "legal_document_ok", "complied", "major_incident"];
const fresh = () => ({ id: newId(), view: "ledger", asOf: "", filings: [], current: null, entry: {}, updated: "", synced: false });

/** The work in hand; numbers as they were typed. Change it, then `changed()`. */
export let work = restore() || fresh();
/** How the last change is kept: "", "saving", "saved" or "local". */
export let kept = "";
let watchers = [];
const sending = pusher({ doc: () => work, state: (name) => { kept = name; watchers.forEach((fn) => fn()); }, sent: (id) => { if (id === work.id && !work.synced) { work.synced = true; keepHere(); } } });

function restore() {
  for (const tab of [true, false]) {
    try {
      const found = JSON.parse(readStore(STORE, { tab }));
      if (found?.id && Array.isArray(found.filings)) return { ...fresh(), ...found };
    } catch { /* damaged: as if there were none */ }
  }
  return null;
}

/** Call `fn` when the keeping changed. */
export const onKept = (fn) => watchers.push(fn);

function keepHere() {
  const text = JSON.stringify(work);
  writeStore(STORE, text, { tab: true });
  writeStore(STORE, text);
}

/** Keep what was entered. */
export function changed() {
  work.updated = new Date().toISOString();
  keepHere();
  if (work.filings.length || Object.values(work.entry).some(Boolean)) sending.soon();
}

/** Take the service's copy where it is newer than this browser's; true: something else is there now. */
export async function pull() {
  if (!work.synced) return false;
  const { id } = work;
  try {
    const found = await api.draft(id);
    if (id !== work.id || found?.id !== id || found.updated <= work.updated) return false;
    work = { ...fresh(), ...found, synced: true };
    keepHere();
    return true;
  } catch { return false; /* gone or out of reach: this browser's copy stands */ }
}

export const asOf = () => work.asOf || today();
export const current = () => work.filings.find((one) => one.key === work.current) || null;

/** A filing more; it becomes the one in hand. */
export function addFiling(kind = "standard_contract", given = {}) {
  const one = { key: newId(), kind, number: "", entity: "", result_date: "", expires: "", extended: null, gba_with: "", conditions: "", scenes: [{ name: "" }], changes: [], facts: null, ...given };
  work.filings.push(one);
  work.current = one.key;
  changed();
  return one;
}

export function removeFiling(key) {
  work.filings = work.filings.filter((one) => one.key !== key);
  if (work.current === key) work.current = work.filings.at(-1)?.key || null;
  changed();
}

const split = (text, marks) => (text || "").split(marks).map((part) => part.trim()).filter(Boolean);
const filled = (values) => Object.fromEntries(Object.entries(values).filter(([, value]) => value !== "" && value !== null && value !== undefined && !(Array.isArray(value) && !value.length)));

/** A number as typed: undefined where nothing is, else the number; a text that is none goes to `problems`. */
function number(typed, name, problems) {
  if (!String(typed ?? "").trim()) return undefined;
  const { number: found, error } = persons(String(typed));
  if (error) problems.push({ name, error, typed });
  return found;
}

/** What a scene is called where it has no name. */
export const sceneName = (scene, index) => scene.name?.trim() || `#${index + 1}`;

/** The filing as the service takes it, and what was typed that is no number. */
export function filingRequest(one) {
  const problems = [];
  const scenes = one.scenes.map((scene, i) => ({
    name: sceneName(scene, i),
    ...filled(Object.fromEntries(WORDS.map((name) => [name, split(scene[name], /[、；;\n]/)]))),
    ...filled({ storage_region: scene.storage_region?.trim() }),
    ...filled(Object.fromEntries([...COUNTS, ...NEXT].map((name) => [name, number(scene[name], name, problems)]))),
    ...filled(Object.fromEntries(SAID.map((name) => [name, scene[name]]))),
  })).filter((scene) => Object.keys(scene).length > 1 || one.scenes.length > 1 || one.scenes[0].name?.trim());
  const filing = filled({ kind: one.kind, number: one.number.trim(), entity: one.entity.trim(), result_date: one.result_date, expires: one.expires, extended: one.extended, conditions: split(one.conditions, /\n/), gba_with: one.kind === "gba_contract" ? one.gba_with : "", scenes });
  return { filing, problems };
}

/** The changes of a filing as the service takes them; an answer that is not known goes as null. */
export function changeRequest(one) {
  const { filing, problems } = filingRequest(one), names = new Set((filing.scenes || []).map((scene) => scene.name));
  const changes = one.changes.map(({ kind, detail, scene, pi_added, sensitive_added, answers }) => ({
    kind, ...answers,
    ...filled({ detail: detail?.trim(), scene: names.has(scene) ? scene : "", pi_added: number(pi_added, "pi_added", problems), sensitive_added: number(sensitive_added, "sensitive_added", problems) }),
  }));
  return { body: { filing, changes, ...(one.facts ? { facts: one.facts } : {}), ...(work.asOf ? { as_of: work.asOf } : {}) }, problems };
}
