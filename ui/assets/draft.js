// A work in hand, kept by the service a moment after each change; the browser's own copy is the caller's.
import { api } from "./api.js";

const PUSH_AFTER_MS = 500, AGAIN_AFTER_MS = 5000;

/**
 * Sends `doc()` (which has an `id`) after changes, again where it failed, and on leaving the page.
 * `sent(id)` hears of each success, `state(name)` of "saving", "saved" and "local" (out of reach).
 */
export function pusher({ doc, sent, state }) {
  let dirty = false, pushing = false, timer = 0, last = "";
  const mark = (name) => { last = name; state(name); };
  async function push(leaving = false) {
    if (!dirty || (pushing && !leaving)) return;
    const { id } = doc();
    dirty = false;
    pushing = true;
    mark("saving");
    try {
      await api.keepDraft(id, doc(), leaving);
      sent(id);
      mark("saved");
    } catch {
      dirty = true;
      mark("local");
      clearTimeout(timer);
      timer = setTimeout(push, AGAIN_AFTER_MS);
    } finally {
      pushing = false;
    }
    if (dirty && last === "saved") push();
  }
  window.addEventListener("online", () => push());
  window.addEventListener("pagehide", () => push(true));
  return {
    soon() { dirty = true; clearTimeout(timer); timer = setTimeout(push, PUSH_AFTER_MS); },
    stop() { clearTimeout(timer); dirty = false; },
  };
}
