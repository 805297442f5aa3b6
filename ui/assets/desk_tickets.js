// The list of tickets: by state, by words, one's own; arrows go through it, Enter opens.
import { clear, h, localTime, t } from "./dom.js";
import { desk } from "./desk_api.js";
import { steps } from "./desk_side.js";
import { callerWords, topicName } from "./desk_ticket.js";
import { errorBox, field } from "./parts.js";

const STATES = ["", "open", "escalated", "replied", "closed"], PAGE = 50;

/** The view; `open(id)` shows a ticket. */
export function ticketsView({ open, topics }) {
  const list = h("div", { class: "dk-list", "aria-live": "polite" });
  const search = h("input", { id: "dk-search", class: "cc-input", tPlaceholder: "deskTicketsPlaceholder", maxlength: 200, autocomplete: "off", oninput: () => later(load), onkeydown: (event) => { if (event.key === "ArrowDown" || event.key === "Enter") { event.preventDefault(); list.querySelector("button")?.focus(); } } });
  const own = h("input", { type: "checkbox", id: "dk-own", onchange: () => load() });
  const tabs = h("div", { class: "dk-states", role: "group", tLabel: "deskCol_status" });
  let state = "", asked = 0, timer = 0;
  const later = (run) => { clearTimeout(timer); timer = setTimeout(run, 200); };
  const drawTabs = (counts) => clear(tabs, STATES.map((name) => h("button", { type: "button", class: "cc-chip", "aria-pressed": String(name === state), "data-state": name, onclick: () => { state = name; load().then(() => tabs.querySelector(`[data-state="${name}"]`)?.focus()); } },
    h("span", { t: name ? `deskStatus_${name}` : "deskTicketsAll" }), ` ${name ? counts[name] : Object.values(counts).reduce((a, b) => a + b, 0)}`)));
  async function load(offset = 0) {
    const mine = ++asked;
    try {
      const found = await desk.tickets({ q: search.value.trim(), status: state, own: own.checked, limit: PAGE, offset });
      if (mine !== asked) return;
      drawTabs(found.counts);
      if (!found.total) { clear(list, h("p", { t: "deskTicketsNone" })); return; }
      const rows = found.items.map(row);
      if (offset) list.querySelector("ol").append(...rows);
      else clear(list, h("p", { class: "cc-hint", t: "deskTicketsCount", tv: { n: found.total } }), h("ol", { onkeydown: steps }, rows));
      list.querySelector(".dk-more")?.remove();
      const shown = list.querySelectorAll("li").length;
      if (shown < found.total) list.append(h("button", { type: "button", class: "cc-button dk-more", t: "deskMore", onclick: () => load(shown) }));
    } catch (error) { if (mine === asked) clear(list, errorBox(error, () => load())); }
  }
  const row = (one) => h("li", {}, h("button", { type: "button", class: "dk-row", "data-ticket": one.id, onclick: () => open(one.id) },
    h("span", { class: "dk-number" }, `#${one.number}`), h("span", { class: `cc-badge dk-${one.status}`, t: `deskStatus_${one.status}` }),
    h("span", { class: "dk-row-title" }, one.title || "—"), h("span", { class: "cc-hint" }, [topicName(topics, one.topic), callerWords(one), localTime(one.updated_at)].filter(Boolean).join(" · "))));
  load();
  return h("div", { class: "dk-page" }, h("h2", { tabindex: "-1", t: "deskTicketsTitle" }), h("div", { class: "cc-row" }, field("deskTicketsSearch", search, "cc-grow"), h("label", { class: "cc-row", for: "dk-own" }, own, h("span", { t: "deskTicketsOwn" }))), tabs, list);
}
