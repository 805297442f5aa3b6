// The desk's part of the service.
import { call, events } from "./api.js";

const json = async (path, options) => {
  const response = await call(path, options);
  return response.status === 204 ? null : response.json();
};
const at = (id, act = "") => `desk/tickets/${encodeURIComponent(id)}${act && `/${act}`}`;
const query = (values) => new URLSearchParams(Object.entries(values).filter(([, v]) => v !== "" && v !== null && v !== undefined && v !== false)).toString();
const post = (path, body) => json(path, { method: "POST", body: body ?? {} });

export const desk = {
  state: () => json("desk"),
  ask: async function* (body, signal) { yield* events(await call("desk/ask/stream", { method: "POST", body, signal })); },
  tickets: (wanted) => json(`desk/tickets?${query(wanted)}`),
  ticket: (id) => json(at(id)),
  open: (body) => post("desk/tickets", body),
  change: (id, body) => json(at(id), { method: "PATCH", body }),
  close: (id, outcome, note) => post(at(id, "close"), { outcome, note }),
  reopen: (id) => post(at(id, "reopen")),
  escalate: (id, reason) => post(at(id, "escalate"), { reason }),
  reply: (id, text, spoken) => post(at(id, "reply"), { text, spoken }),
  rate: (id, turn, rating) => post(at(id, "rating"), { turn, rating }),
  forgetCaller: (id) => json(at(id, "caller"), { method: "DELETE" }),
  hot: (weeks) => json(`desk/hot?${query({ weeks })}`),
  gaps: () => json("desk/gaps"),
};
