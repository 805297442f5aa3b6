// Stored conversations: find, open, rename, export, delete.
import { api } from "./api.js";
import { exportMenu } from "./ask.js";
import { askDialog, clear, h, localTime, toast } from "./dom.js";
import { errorBox, field, reword } from "./parts.js";

const PAGE = 30;
let root, list, count, search, removeAll, more, retention, shown = [], total = 0, asked = 0, handlers;

/** Build the view. `open(id)` goes to a conversation, `gone(id or null)` hears that one, or all, were deleted. */
export function buildHistory(page, callbacks) {
  root = page;
  handlers = callbacks;
  let timer = 0;
  search = h("input", { type: "search", class: "cc-input", id: "cc-history-search", autocomplete: "off", oninput: () => { clearTimeout(timer); timer = setTimeout(load, 250); } });
  removeAll = h("button", { type: "button", class: "cc-button cc-danger-quiet", id: "cc-remove-all", t: "removeAll", hidden: true, onclick: deleteAll });
  count = h("p", { class: "cc-hint", role: "status" });
  retention = h("p", { class: "cc-hint", hidden: true });
  list = h("ul", { class: "cc-conversations" });
  more = h("button", { type: "button", class: "cc-button", t: "more", hidden: true, onclick: () => load(true) });
  document.addEventListener("cc-conversations-changed", () => { if (!root.querySelector("#cc-page-history").hidden) load(); });
  return h("div", { class: "cc-page-inner" },
    field("searchConversations", search), h("div", { class: "cc-row cc-history-head" }, count, removeAll), retention, list, more);
}

/** What the settings allow. */
export function historySettings({ allow_delete_all: allowed, retention_days: days }) {
  removeAll.dataset.allowed = String(allowed !== false);
  removeAll.hidden = allowed === false || !total;
  retention.hidden = !days;
  if (days) reword(retention, "retention", { n: days });
}

/** Read the list anew, or its next part. */
export async function load(next = false) {
  const mine = ++asked;
  try {
    const found = await api.conversations(search.value.trim(), next === true ? shown.length : 0, PAGE);
    if (mine !== asked) return;
    shown = next === true ? [...shown, ...found.items] : found.items;
    total = found.total ?? shown.length + (found.items.length === PAGE ? 1 : 0);
    draw();
  } catch (error) {
    if (mine === asked) clear(list, h("li", {}, errorBox(error, load)));
  }
}

function draw() {
  reword(count, shown.length ? "historyCount" : search.value.trim() ? "historyNone" : "historyEmpty", { n: total });
  clear(list, shown.map(row));
  more.hidden = shown.length >= total;
  removeAll.hidden = removeAll.dataset.allowed === "false" || !total;
}

function row(one) {
  const name = one.title || "";
  const title = name ? h("span", {}, name) : h("span", { t: "untitled" });
  return h("li", { class: "cc-conversation", "data-id": one.id },
    h("button", { type: "button", class: "cc-conversation-open", onclick: () => handlers.open(one.id) },
      h("strong", {}, title),
      h("span", { class: "cc-hint" }, localTime(one.updated_at), " · ", h("span", { class: "cc-questions-count", t: "questionsCount", tv: { n: one.questions ?? 0 } }))),
    h("div", { class: "cc-row" },
      h("button", { type: "button", class: "cc-button cc-quiet", t: "rename", onclick: () => rename(one) }),
      exportMenu(() => one.id, () => name),
      h("button", { type: "button", class: "cc-button cc-danger-quiet", t: "remove", onclick: () => remove(one) })));
}

async function rename(one) {
  const name = await askDialog(root, { title: "renameTitle", field: "text", value: one.title || "" });
  if (name === null || !name.trim()) return;
  await change(() => api.rename(one.id, name.trim()));
}

async function remove(one) {
  if (!(await askDialog(root, { title: "removeTitle", body: "removeBody", vars: { title: one.title || one.id }, confirm: "remove", danger: true }))) return;
  await change(() => api.remove(one.id), "removed");
  handlers.gone(one.id);
}

async function deleteAll() {
  if (!(await askDialog(root, { title: "removeAllTitle", body: "removeAllBody", vars: { n: total }, confirm: "removeAll", danger: true }))) return;
  search.value = "";
  await change(() => api.removeAll(), "removed");
  handlers.gone(null);
}

async function change(act, done = null) {
  try {
    await act();
    if (done) toast(done);
    await load();
  } catch (error) {
    list.prepend(h("li", {}, errorBox(error)));
  }
}
