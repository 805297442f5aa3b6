// Verdicts kept by the service: saving the present one, exporting it, the list of earlier ones, replaying them.
import { api } from "./api.js";
import { askDialog, clear, copyText, h, localTime, save, toast } from "./dom.js";
import { draftButton } from "./draft_link.js";
import { errorBox } from "./parts.js";
import { resultView } from "./path_result.js";

const PAGE = 20, TYPING_MS = 250;
let root, search, listBox, opened, asked = 0, timer = 0, items = [], total = 0, useFacts = () => {};

/** Build the view; `use(facts, asOf)` takes the facts of a kept verdict up again. */
export function buildSaved(page, { use }) {
  root = page;
  useFacts = use;
  search = h("input", { type: "search", class: "cc-input", id: "cc-saved-search", tLabel: "savedSearch", tPlaceholder: "savedSearch", autocomplete: "off", oninput: () => { clearTimeout(timer); timer = setTimeout(loadSaved, TYPING_MS); } });
  listBox = h("div", { class: "cc-saved-list" });
  opened = h("div", { class: "cc-saved-open" });
  return h("section", { class: "cc-saved" }, search, opened, listBox);
}

/** Read the list anew. */
export async function loadSaved({ more = false } = {}) {
  const mine = ++asked;
  try {
    const found = await api.determinations(search.value.trim(), more ? items.length : 0, PAGE);
    if (mine !== asked) return;
    items = more ? [...items, ...found.items] : found.items;
    total = found.total ?? items.length;
    drawSaved();
  } catch (error) {
    if (mine === asked) clear(listBox, errorBox(error, loadSaved));
  }
}

export function drawSaved() {
  clear(listBox,
    h("p", { class: "cc-hint", role: "status", t: items.length ? "savedCount" : search.value.trim() ? "savedNone" : "savedEmpty", tv: { n: total } }),
    h("ul", { class: "cc-conversations" }, items.map(row)),
    items.length < total ? h("button", { type: "button", class: "cc-button", t: "more", onclick: () => loadSaved({ more: true }) }) : null);
}

function row(one) {
  const answer = h("div", { class: "cc-replayed", role: "status" });
  return h("li", { class: "cc-conversation cc-saved-row", "data-id": one.id },
    h("button", { type: "button", class: "cc-conversation-open", onclick: () => openSaved(one.id) }, h("strong", {}, one.headline || one.title),
      h("span", { class: "cc-hint" }, [one.title !== one.headline ? one.title : "", localTime(one.created_at)].filter(Boolean).join(" · "), " · ", h("span", { t: "lawOf", tv: { date: one.as_of } }))),
    h("span", { class: `cc-badge cc-path-${one.path}`, t: `short_${one.path}` }),
    h("button", { type: "button", class: "cc-button cc-quiet", t: "replay", onclick: () => replay(one.id, answer) }),
    h("button", { type: "button", class: "cc-button cc-danger-quiet", t: "remove", onclick: () => remove(one) }), answer);
}

async function replay(id, place) {
  clear(place, h("p", { class: "cc-hint", t: "replaying" }));
  try {
    clear(place, replayed(await api.replay(id)));
  } catch (error) { clear(place, errorBox(error, () => replay(id, place))); }
}

/** What judging the same facts by the same day's law gives today. */
function replayed(found) {
  return h("div", { class: found.equal ? "cc-good-box" : "cc-warn-box" }, h("p", {}, h("strong", { t: found.equal ? "replaySame" : "replayDiffers" }), " ", found.headline),
    found.differences.length ? h("ul", { class: "cc-list" }, found.differences.map((one) => h("li", {}, `${one.label}：${brief(one.before)} → ${brief(one.after)}`))) : null);
}

const brief = (value) => { const text = typeof value === "string" ? value : JSON.stringify(value ?? null); return text.length > 120 ? `${text.slice(0, 120)}…` : text; };

async function remove(one) {
  if (!(await askDialog(root, { title: "savedRemoveTitle", body: "savedRemoveBody", vars: { title: one.title || one.headline }, confirm: "remove", danger: true }))) return;
  try {
    await api.removeDetermination(one.id);
    toast("removed");
    clear(opened);
    address(null);
    await loadSaved();
  } catch (error) { listBox.prepend(errorBox(error)); }
}

/** Open a kept verdict as it was. */
export async function openSaved(id) {
  clear(opened, h("p", { class: "cc-hint", role: "status", t: "loading" }));
  try {
    const found = await api.determination(id);
    const answer = h("div", { class: "cc-replayed", role: "status" });
    const heading = h("h3", { tabindex: "-1", t: "savedOn", tv: { time: localTime(found.created_at) } });
    clear(opened, h("div", { class: "cc-row cc-spread" }, heading, h("button", { type: "button", class: "cc-button cc-quiet", t: "close", onclick: () => { clear(opened); address(null); } })),
      h("div", { class: "cc-row" }, h("button", { type: "button", class: "cc-button", t: "useFacts", onclick: () => useFacts(found.facts, found) }),
        h("button", { type: "button", class: "cc-button cc-quiet", t: "replay", onclick: () => replay(id, answer) }),
        exportMenu(async () => id), copyLink(async () => id), draftButton(found.result, () => ({ from_verdict: id }))), answer,
      found.story ? h("blockquote", { class: "cc-story-text" }, found.story) : null,
      resultView(found.result, { start: found.start || "" }));
    address(id);
    heading.focus({ preventScroll: true });
    opened.scrollIntoView({ block: "start" });
  } catch (error) { clear(opened, errorBox(error, () => openSaved(id))); address(null); }
}

function address(id) {
  const url = new URL(location.href);
  id ? url.searchParams.set("d", id) : url.searchParams.delete("d");
  history.replaceState(history.state, "", url);
}

/** A menu that saves a verdict as a file; `id` gives the verdict's id, keeping it first where needed. */
export function exportMenu(id) {
  const menu = h("details", { class: "cc-menu" }, h("summary", { class: "cc-button cc-quiet", t: "exportAs" }),
    h("div", { class: "cc-menu-items" }, ["docx", "pdf", "json"].map((format) => h("button", { type: "button", class: "cc-button cc-quiet", "data-format": format, onclick: async () => {
      menu.open = false;
      menu.parentElement?.querySelector(".cc-error")?.remove();
      try {
        const which = await id();
        save(`path-${which.slice(0, 8)}.${format}`, await api.exportedPath(which, format));
        toast("exportDone");
      } catch (error) { menu.after(errorBox(error)); }
    } }, `.${format}`))));
  return menu;
}

/** A button that copies the address of a kept verdict. */
export function copyLink(id) {
  const button = h("button", { type: "button", class: "cc-button cc-quiet", t: "copyLink", onclick: async () => {
    try {
      const url = new URL(location.href);
      url.search = "";
      url.searchParams.set("d", await id());
      url.hash = "path";
      await copyText(url.href);
    } catch (error) { button.after(errorBox(error)); }
  } });
  return button;
}

