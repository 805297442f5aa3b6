// The pre-checks that this browser saw last: number and name, for the way back to a result.
import { readStore, writeStore } from "./dom.js";

const KEY = "cc-precheck-recent", MOST = 8;

/** Newest first: `[{id, name, at}]`. */
export function recent() {
  try {
    const kept = JSON.parse(readStore(KEY)) || [];
    return Array.isArray(kept) ? kept.filter((one) => typeof one?.id === "string" && typeof one.name === "string") : [];
  } catch { return []; }
}

export function remember(id, name) {
  const known = recent(), before = known.find((one) => one.id === id);
  write([before || { id, name, at: new Date().toISOString() }, ...known.filter((one) => one.id !== id)].slice(0, MOST));
}

export const forget = (id) => write(recent().filter((one) => one.id !== id));

const write = (all) => writeStore(KEY, all.length ? JSON.stringify(all) : null);
