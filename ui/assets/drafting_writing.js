// A draft or a chapter that the service works on: whether a model is up, how far the work is, to its end.
import { api, events } from "./api.js";
import { say } from "./dom.js";

const AGAIN_MS = 1500, LOOK_MS = 3000;
const atWork = (job) => job.state === "running" || job.state === "waiting";

/** Show `el` once a model is up, and tell `up`; while one is being started, ask again. */
export async function showWithModel(el, status, up = () => {}) {
  el.hidden = true;
  try {
    const told = await status();
    const serves = told.mode === "model" || (told.model && !["extractive", "failed", "stopped"].includes(told.model.state));
    if (serves && told.model?.ready === false) setTimeout(() => { if (el.isConnected) showWithModel(el, status, up); }, LOOK_MS);
    else if (serves) { el.hidden = false; up(); }
  } catch { /* nothing is offered that may not be there */ }
}

/** The last state of a job, each one before it told to `draw`; null when left, `{gone: true}` when it was cleared. */
export async function follow(job, draw, signal) {
  let last = job;
  draw(job);
  while (atWork(last) && !signal.aborted) {
    try {
      for await (const now of events(await api.draftEvents(job.id, signal))) { if (signal.aborted) return null; last = now; draw(now); }
    } catch (error) { if (signal.aborted) return null; if (error.status === 404) return { gone: true }; }
    if (!atWork(last)) break;
    await new Promise((on) => { setTimeout(on, AGAIN_MS); });
    try { last = await api.draftJob(job.id); } catch (error) { if (error.status === 404) return { gone: true }; }
  }
  return signal.aborted ? null : last;
}

/** Say on `line` and `bar` how far a job is; the line changes only when its words do. */
export function sayProgress(line, bar, now) {
  const left = now.left_s ? Math.max(Math.round(now.left_s / 60), 1) : 0;
  const key = now.state === "waiting" ? "chQueued" : !now.total ? "drWaiting" : now.stage !== "model" ? "drWriting" : !now.section ? "chStarting" : left ? "chArguingLeft" : "chArguing";
  const words = [key, { done: now.done, n: Math.min(now.done + 1, now.total), total: now.total, name: now.section || "", left }], mark = JSON.stringify(words);
  if (line.dataset.mark !== mark) { line.dataset.mark = mark; say(line, ...words); }
  if (now.total && now.state === "running") { bar.max = now.total; bar.value = now.done; } else bar.removeAttribute("value");
}
