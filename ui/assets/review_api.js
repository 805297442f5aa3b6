// The bench's part of the service.
import { call } from "./api.js";

const json = async (path, options) => {
  const response = await call(path, options);
  return response.status === 204 ? null : response.json();
};
const post = (path, body, method = "POST") => json(path, { method, body });
const at = (id, rest = "") => `review/cases/${encodeURIComponent(id)}${rest && `/${rest}`}`;
const query = (values) => new URLSearchParams(Object.entries(values).filter(([, v]) => v !== "" && v !== null && v !== undefined && v !== false)).toString();
const form = (values, files) => {
  const made = new FormData();
  for (const [name, value] of Object.entries(values)) if (value !== "" && value !== null && value !== undefined) made.append(name, value);
  for (const file of files) made.append("files", file, file.webkitRelativePath || file.name);
  return made;
};

export const bench = {
  state: () => json("review"),
  queue: (wanted) => json(`review/queue?${query(wanted)}`),
  receive: (values, files) => json("review/cases", { method: "POST", body: form(values, files) }),
  get: (id) => json(at(id)),
  move: (id, body) => post(at(id, "moves"), body),
  resubmit: (id, values, files) => json(at(id, "rounds"), { method: "POST", body: form(values, files) }),
  take: (id, revision) => post(at(id, "take"), { revision }),
  assign: (id, revision, user) => post(at(id, "reviewer"), { revision, user }, "PUT"),
  national: (id, body) => post(at(id, "national"), body),
  opinion: (id, body) => post(at(id, "opinion"), body, "PUT"),
  view: (id, n) => json(at(id, `rounds/${n}/view`)),
  sheets: (id, n, paper, first, count) => json(`${at(id, `rounds/${n}/papers/${paper}`)}?${query({ first: String(first), count })}`),
  decide: (id, n, key, body) => post(at(id, `rounds/${n}/findings/${encodeURIComponent(key)}/decision`), body, "PUT"),
  undecide: (id, n, key, seen) => json(`${at(id, `rounds/${n}/findings/${encodeURIComponent(key)}/decision`)}?${query({ seen })}`, { method: "DELETE" }),
  comparison: (id, n) => json(at(id, `rounds/${n}/comparison`)),
  report: async (id, n) => (await call(at(id, `rounds/${n}/report`))).blob(),
  notice: async (id, which) => (await call(`${at(id, "notice")}?${query({ which })}`)).blob(),
  record: (body) => post("review/facts", body),
  voidFact: (fact, reason) => post(`review/facts/${encodeURIComponent(fact)}/void`, { reason }),
  reviewers: () => json("review/reviewers"),
  statistics: () => json("review/statistics"),
};
