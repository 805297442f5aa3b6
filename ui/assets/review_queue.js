// The queue: what has the fewest statutory working days left comes first; taking in a case.
import { clear, h, t } from "./dom.js";
import { errorBox, field } from "./parts.js";
import { bench } from "./review_api.js";
import { clockMark, fieldsDialog, stateBadge } from "./review_parts.js";

/** The view; `open(id)` shows a case. */
export function queueView({ open }) {
  const list = h("div", { "aria-live": "polite" });
  const search = h("input", { id: "rv-search", class: "cc-input", tPlaceholder: "rvSearchHint", maxlength: 200, autocomplete: "off", oninput: () => later() });
  const box = (id, key) => { const input = h("input", { type: "checkbox", id, onchange: () => load() }); return [input, h("label", { class: "cc-row", for: id }, input, h("span", { t: key }))]; };
  const [own, ownLabel] = box("rv-own", "rvOwn"), [closed, closedLabel] = box("rv-closed", "rvClosed");
  let asked = 0, timer = 0;
  const later = () => { clearTimeout(timer); timer = setTimeout(load, 200); };
  const row = (item) => h("li", {}, h("button", { type: "button", class: "rv-row", "data-case": item.case.id, onclick: () => open(item.case.id) },
    h("span", { class: "rv-number" }, `#${item.case.number}`), clockMark(item.clock), stateBadge(item), h("span", { class: "rv-name", lang: "zh-CN" }, item.case.enterprise),
    h("span", { class: "cc-hint" }, [t(`preKind_${item.case.kind}`), item.clock?.due_on ? t("rvDueShort", { day: item.clock.due_on }) : "", t("rvRoundN", { n: item.case.round }), item.case.reviewer_name || t("rvNobody")].filter(Boolean).join(" · "))));
  async function load() {
    const mine = ++asked;
    try {
      const found = await bench.queue({ q: search.value.trim(), own: own.checked, closed: closed.checked });
      if (mine !== asked) return;
      clear(list, h("p", { class: "cc-hint", t: "rvCount", tv: { n: found.length } }), found.length ? h("ol", { class: "rv-list", onkeydown: steps }, found.map(row)) : h("p", { t: "rvNone" }));
    } catch (error) { if (mine === asked) clear(list, errorBox(error, load)); }
  }
  load();
  return h("div", { class: "rv-page" }, h("h2", { tabindex: "-1", t: "rvQueue" }), h("p", { class: "cc-hint", t: "rvQueueHint" }), h("div", { class: "cc-row" }, field("rvSearch", search, "cc-grow"), ownLabel, closedLabel), list);
}

/** Arrows go through the rows. */
function steps(event) {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!by) return;
  const rows = [...event.currentTarget.querySelectorAll("button")];
  event.preventDefault();
  rows[rows.indexOf(document.activeElement) + by]?.focus();
}

/** Take in a case; gives it, or null. */
export const receive = (root, started, name) => fieldsDialog(root, {
  title: "rvReceive", body: "rvReceiveBody", confirm: "rvReceiveGo",
  fields: [
    { name: "files", label: "rvFiles", type: "file", required: true },
    { name: "kind", label: "rvKind", options: started.kinds.map((one) => [one.id, name(one)]) },
    { name: "enterprise", label: "rvEnterprise", required: true },
    { name: "uscc", label: "rvUscc", most: 18 },
    { name: "received_on", label: "rvReceivedOn", type: "date", value: started.today, required: true },
    { name: "province", label: "rvProvince", most: 2 },
  ],
  send: ({ files, ...values }) => bench.receive(values, files),
});
