// What others decide on the same pre-check: asked for while the page is looked at, and when the reader comes back to it.
import { api } from "./api.js";

const EVERY_MS = 4000;

/** Ask until `stop()`. `told(now)` hears how things stand, `gone()` that the pre-check was cleared; `soon()` asks at once. */
export function watch(id, { told, gone }) {
  let stopped = false, asked = 0, timer = 0;
  const look = async () => {
    clearTimeout(timer);
    const mine = ++asked;
    try {
      const now = await api.precheckDecisions(id);
      if (stopped || mine !== asked) return; // something was decided here meanwhile: what came back is old
      told(now);
    } catch (error) {
      if (stopped || mine !== asked) return;
      if (error.status === 404) { stop(); gone(); return; }
    }
    timer = setTimeout(() => { if (document.visibilityState === "visible") look(); }, EVERY_MS);
  };
  const back = () => { if (document.visibilityState === "visible") look(); };
  const stop = () => { stopped = true; clearTimeout(timer); removeEventListener("focus", back); document.removeEventListener("visibilitychange", back); };
  addEventListener("focus", back);
  document.addEventListener("visibilitychange", back);
  timer = setTimeout(look, EVERY_MS);
  return { stop, soon: look };
}
