// How far a pre-check is: told by the service as it changes, asked for where the telling breaks.
import { api, events } from "./api.js";
import { clear, h, say } from "./dom.js";
import { forget } from "./precheck_recent.js";

const AGAIN_MS = 1000, SLOWEST_MS = 8000;

/** The view, and `stop` for leaving it. `done()` and `failed(job)` are called once, at the end. */
export function progressView(job, { done, failed, go }) {
  const leaving = new AbortController(), bar = h("progress", { class: "cc-pre-progress", tLabel: "preProgress" });
  const line = h("p", { class: "cc-pre-progress-line", role: "status" }), file = h("p", { class: "cc-hint cc-pre-file" });
  const cancel = async () => {
    leaving.abort();
    try { await api.removePrecheck(job.id); } catch { /* gone already */ }
    forget(job.id);
    go("");
  };
  const view = h("div", { class: "cc-pre-column" }, h("h2", { tabindex: "-1", t: "preRunning", tv: { name: job.name } }), bar, line, file,
    h("div", { class: "cc-row" }, h("button", { type: "button", class: "cc-button", t: "preCancel", onclick: cancel }), h("span", { class: "cc-hint", t: "preLeave" })));
  let told = "";
  const draw = (now) => {
    const key = now.state === "waiting" ? (now.ahead ? "preAhead" : "preWaiting") : !now.total ? "preUnpacking" : now.read < now.total ? "preRead" : "preJudging";
    const words = [key, { n: now.ahead, read: now.read, total: now.total }], mark = JSON.stringify(words);
    if (mark !== told) { told = mark; say(line, ...words); }
    if (now.total && now.state === "running") { bar.max = now.total; bar.value = now.read; } else bar.removeAttribute("value");
    clear(file, now.state === "running" && now.file ? now.file : "");
  };
  draw(job);
  follow(job.id, draw, leaving.signal).then((last) => { if (last && !leaving.signal.aborted) (last.state === "done" ? done() : failed(last)); });
  return { view, stop: () => leaving.abort() };
}

/** The last state of the pre-check; each one before it is drawn. */
async function follow(id, draw, signal) {
  for (let wait = AGAIN_MS; !signal.aborted; wait = Math.min(wait * 2, SLOWEST_MS)) {
    try {
      for await (const now of events(await api.precheckEvents(id, signal))) {
        if (signal.aborted) return null;
        if (["done", "failed"].includes(now.state)) return now;
        draw(now);
        wait = AGAIN_MS;
      }
    } catch (error) {
      if (signal.aborted) return null;
      if (error.status === 404) return { state: "failed", name: "", error };
    }
    await new Promise((on) => { setTimeout(on, wait); });
    try {
      const now = await api.precheckJob(id);
      if (["done", "failed"].includes(now.state)) return now;
      if (!signal.aborted) draw(now);
    } catch (error) { if (error.status === 404) return { state: "failed", name: "", error }; }
  }
  return null;
}
