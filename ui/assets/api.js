// The service over HTTP: one place for addresses, the key, errors and the event stream.
const BASE = new URL("../v1/", import.meta.url);
const KEY = "cc-api-key";
let askForKey = async () => null;
let signInNeeded = async () => false;

/** How to ask the reader for the access key, when the service wants one. */
export function onKeyNeeded(ask) { askForKey = ask; }

/** What to do when somebody has to sign in: true when the page is left for it. */
export function onSignInNeeded(go) { signInNeeded = go; }

/** Forget the access key of this tab. */
export function forgetKey() {
  try { sessionStorage.removeItem(KEY); } catch { /* there was none */ }
}

/** What went wrong, in the words of the service: code, message, hint, en. */
export class ApiError extends Error {
  constructor(status, body) {
    super(body.message || `HTTP ${status}`);
    Object.assign(this, { status, code: body.code || "error", hint: body.hint || "", en: body.en || "" });
  }
}

const OFFLINE = { code: "offline", message: "连不上服务。", hint: "请确认服务仍在运行、网络可用，然后重试；您输入的内容已保留。", en: "The service cannot be reached. Check that it is running and try again; what you typed is kept." };

function key() {
  try { return sessionStorage.getItem(KEY); } catch { return null; }
}

async function failure(response) {
  let body = {};
  try {
    const json = await response.json();
    body = json.message ? json : json.error?.message ? json.error : json.detail?.message ? json.detail : {};
    if (!body.message && json.detail) body = { code: "bad_input", message: "请求的内容不合要求。", hint: typeof json.detail === "string" ? json.detail : "请检查日期、条数等输入后重试", en: "The request was not accepted; check the input." };
  } catch { /* not JSON */ }
  if (!body.message) body = { code: "error", message: `服务返回了错误 ${response.status}。`, hint: "请稍后重试；反复出现时请查看服务日志", en: `The service answered with error ${response.status}; please try again later.` };
  return new ApiError(response.status, body);
}

/** As `fetch`, but `sent(bytes, of)` hears how much of the body has gone out. */
const sending = (sent) => (url, { method, headers, body, signal }) => new Promise((resolve, reject) => {
  const request = new XMLHttpRequest();
  request.open(method, url);
  for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
  request.upload.onprogress = (event) => sent(event.loaded, event.total);
  request.onload = () => resolve(new Response(request.responseText, { status: request.status }));
  request.onerror = () => reject(new TypeError("network"));
  request.onabort = () => reject(new DOMException("aborted", "AbortError"));
  signal?.addEventListener("abort", () => request.abort());
  request.send(body);
});

/** A response of the service; errors become ApiError. `sent`: hears how much of an upload has gone out. */
export async function call(path, { method = "GET", body, signal, keepalive = false, again = true, sent = null } = {}) {
  const form = body instanceof FormData; // a file: the browser writes the heading itself
  const headers = body === undefined || form ? {} : { "Content-Type": "application/json" };
  if (key()) headers.Authorization = `Bearer ${key()}`;
  let response;
  try {
    response = await (sent ? sending(sent) : fetch)(new URL(path, BASE), { method, headers, signal, keepalive, body: body === undefined || form ? body : JSON.stringify(body) });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new ApiError(0, OFFLINE);
  }
  if (response.ok) return response;
  const error = await failure(response);
  const locked = response.status === 401 || (response.status === 403 && method !== "DELETE" && error.code === "refused");
  if (again && (locked || error.code === "password_change_needed") && await signInNeeded()) throw error;
  if (locked && again) {
    const given = await askForKey();
    if (given) {
      try { sessionStorage.setItem(KEY, given); } catch { /* kept for this call only */ }
      return call(path, { method, body, signal, keepalive, again: false, sent });
    }
  }
  throw error;
}

const json = async (...args) => {
  const response = await call(...args);
  return response.status === 204 ? null : response.json();
};
const id = encodeURIComponent;
const at = ({ conversation, message }) => `conversations/${id(conversation)}/messages/${id(message)}`;
const upload = (values) => Object.entries(values).reduce((form, [name, value]) => { form.append(name, value); return form; }, new FormData());
const query = (values) => new URLSearchParams(Object.entries(values).filter(([, v]) => v !== undefined && v !== null && v !== "")).toString();

export const api = {
  status: () => json("status"),
  search: (asked) => json("search", { method: "POST", body: { ...asked, keep: true } }),
  searches: () => json("search/history?limit=50"),
  forgetSearches: () => json("search/history", { method: "DELETE" }),
  passage: (passage, as_of, locator) => json(`passages/${id(passage)}?${query({ as_of, locator })}`),
  resolve: (text, as_of) => json("citations/resolve", { method: "POST", body: { text, as_of } }),
  conversations: (q, offset = 0, limit = 50) => json(`conversations?${query({ q, limit, offset })}`),
  conversation: (c) => json(`conversations/${id(c)}`),
  rename: (c, title) => json(`conversations/${id(c)}`, { method: "PATCH", body: { title } }),
  remove: (c) => json(`conversations/${id(c)}`, { method: "DELETE" }),
  removeAll: () => json("conversations", { method: "DELETE" }),
  exported: async (c, format) => (await call(`conversations/${id(c)}/export?${query({ format })}`)).blob(),
  feedback: (where, said) => json(`${at(where)}/feedback`, { method: "POST", body: said }),
  unrate: (where) => json(`${at(where)}/feedback`, { method: "DELETE" }),
  proposeCase: (where) => json(`${at(where)}/case`, { method: "POST" }),
  keepCase: (body) => json("evaluation-cases", { method: "POST", body }),
  ask: (body, signal) => call("ask/stream", { method: "POST", body, signal }),
  pathFacts: (language) => json(`path/facts?${query({ language })}`),
  pathNext: (body) => json("path/next", { method: "POST", body }),
  pathStory: (body) => json("path", { method: "POST", body: { ...body, store: false } }),
  pathFull: (body) => json("path", { method: "POST", body: { ...body, store: false } }),
  pathPapers: (as_of) => json(`path/materials?${query({ as_of })}`),
  pathCompare: (body) => json("path/compare", { method: "POST", body }),
  judge: (body) => json("path", { method: "POST", body: { ...body, store: true } }),
  determinations: (q, offset = 0, limit = 20) => json(`path/determinations?${query({ q, limit, offset })}`),
  determination: (d) => json(`path/determinations/${id(d)}`),
  removeDetermination: (d) => json(`path/determinations/${id(d)}`, { method: "DELETE" }),
  replay: (d) => json(`path/determinations/${id(d)}/replay`, { method: "POST" }),
  exportedPath: async (d, format) => (await call(`path/determinations/${id(d)}/export?${query({ format })}`)).blob(),
  draft: async (d) => (await json(`path/drafts/${id(d)}`)).content,
  keepDraft: (d, content, keepalive = false) => json(`path/drafts/${id(d)}`, { method: "PUT", body: { content }, keepalive }),
  forgetDraft: (d) => json(`path/drafts/${id(d)}`, { method: "DELETE" }),
  changeQuestions: (as_of, language) => json(`path/change/questions?${query({ as_of, language })}`),
  judgeChange: (body) => json("path/change", { method: "POST", body }),
  judgeRenewal: (body) => json("path/renewal", { method: "POST", body }),
  ledger: (as_of, entity) => json(`ledger?${query({ as_of, entity })}`),
  ledgerEntries: (wanted) => json(`ledger/entries?${query(wanted)}`),
  addEntry: (body) => json("ledger/entries", { method: "POST", body }),
  voidEntry: (entry, reason) => json(`ledger/entries/${id(entry)}/void`, { method: "POST", body: { reason } }),
  importLedger: (file, again) => json("ledger/import", { method: "POST", body: upload({ file, again: String(again) }) }),
  exportedLedger: async () => (await call("ledger/export")).blob(),
  lists: (as_of) => json(`negative-lists?${query({ as_of })}`),
  list: (l, as_of) => json(`negative-lists/${id(l)}?${query({ as_of })}`),
  searchLists: (q, as_of) => json(`negative-lists/search?${query({ q, as_of })}`),
  readFields: (file) => json("negative-lists/fields", { method: "POST", body: upload({ file }) }),
  matchFields: (body) => json("negative-lists/match", { method: "POST", body }),
  precheckLimits: () => json("precheck/limits"),
  startPrecheck: (body, options) => json("precheck", { method: "POST", body, ...options }),
  precheckJob: (p) => json(`precheck/${id(p)}`),
  precheckEvents: (p, signal) => call(`precheck/${id(p)}/events`, { signal }),
  precheckView: (p) => json(`precheck/${id(p)}/view`),
  precheckDecisions: (p) => json(`precheck/${id(p)}/decisions`),
  precheckSheets: (p, paper, first, count) => json(`precheck/${id(p)}/papers/${paper}?${query({ first, count })}`),
  precheckFile: async (p, path) => (await call(`precheck/${id(p)}/${path}`)).blob(),
  removePrecheck: (p) => json(`precheck/${id(p)}`, { method: "DELETE" }),
  decide: (p, finding, said) => json(`precheck/${id(p)}/findings/${id(finding)}/decision`, { method: "PUT", body: said }),
  undecide: (p, finding) => json(`precheck/${id(p)}/findings/${id(finding)}/decision`, { method: "DELETE" }),
  proposeFindingCase: (p, finding) => json(`precheck/${id(p)}/findings/${id(finding)}/case`, { method: "POST" }),
  filingQuestions: () => json("filings/questions"),
  filings: (offset = 0, limit = 20) => json(`filings?${query({ offset, limit })}`),
  newFiling: (body) => json("filings", { method: "POST", body }),
  filing: (f) => json(`filings/${id(f)}`),
  saveFiling: (f, body) => json(`filings/${id(f)}`, { method: "PUT", body }),
  removeFiling: (f) => json(`filings/${id(f)}`, { method: "DELETE" }),
  filingInterview: (f) => json(`filings/${id(f)}/interview`),
  filingTable: (f, file) => json(`filings/${id(f)}/table`, { method: "POST", body: upload({ file }) }),
  filingPapers: (f, files) => json(`filings/${id(f)}/papers`, { method: "POST", body: files.reduce((form, file) => { form.append("files", file); return form; }, new FormData()) }),
  filingSections: (f) => json(`filings/${id(f)}/sections`),
  keepSection: (f, section, body) => json(`filings/${id(f)}/sections/${id(section)}`, { method: "PUT", body }),
  releaseSection: (f, section, revision) => json(`filings/${id(f)}/sections/${id(section)}?${query({ revision })}`, { method: "DELETE" }),
  writeSection: (f, section, body) => json(`filings/${id(f)}/sections/${id(section)}/write`, { method: "POST", body }),
  writingDrafts: (f) => json(`filings/${id(f)}/drafts/writing`),
  startDraft: (f, body) => json(`filings/${id(f)}/drafts`, { method: "POST", body }),
  latestDraft: (f) => json(`filings/${id(f)}/drafts/latest`),
  draftJob: (d) => json(`drafts/${id(d)}`),
  draftEvents: (d, signal) => call(`drafts/${id(d)}/events`, { signal }),
  draftResult: (d) => json(`drafts/${id(d)}/result`),
  draftFile: async (d, path) => (await call(`drafts/${id(d)}/${path}`)).blob(),
  drafts: (f) => json(`filings/${id(f)}/drafts`),
  draftDifference: (d, before) => json(`drafts/${id(d)}/difference?${query({ before })}`),
  filingStates: (f) => json(`filings/${id(f)}/states`),
  restoreState: (f, n, revision) => json(`filings/${id(f)}/states/${n}/restore`, { method: "POST", body: { revision } }),
  filingDifference: (f, body) => json(`filings/${id(f)}/difference`, { method: "POST", body }),
  stopDraft: (d) => json(`drafts/${id(d)}`, { method: "DELETE" }),
  templates: (kind) => json(`templates?${query({ kind })}`),
  templateFields: () => json("templates/fields"),
  addTemplate: (file, paper) => json("templates", { method: "POST", body: upload({ file, ...(paper ? { paper } : {}) }) }),
  template: (key) => json(`templates/${id(key)}`),
  templatePreview: async (key) => (await call(`templates/${id(key)}/preview`)).blob(),
  mapBlank: (key, blank, body) => json(`templates/${id(key)}/blanks/${id(blank)}`, { method: "PUT", body }),
  confirmTemplate: (key, body) => json(`templates/${id(key)}/confirm`, { method: "POST", body }),
  removeTemplate: (key) => json(`templates/${id(key)}`, { method: "DELETE" }),
  compareLists: (left, right) => json(`negative-lists/diff?${query({ left, right })}`),
};

/** The events of a stream (SSE `data:` lines holding JSON), as they arrive. */
export async function* events(response) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let buffer = "";
  try {
    while (true) {
      const { done, value } = await reader.read();
      if (done) break;
      buffer = (buffer + value).replace(/\r\n?/g, "\n");
      const blocks = buffer.split("\n\n");
      buffer = blocks.pop();
      for (const block of blocks) {
        const data = block.split("\n").filter((l) => l.startsWith("data:")).map((l) => l.slice(5).replace(/^ /, "")).join("\n");
        if (data && data !== "[DONE]") yield JSON.parse(data);
      }
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}
