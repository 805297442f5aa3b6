// The questionnaires that are kept, and a new one: by kind, or from a file of facts.
import { api } from "./api.js";
import { askDialog, clear, h, localTime, t, toast } from "./dom.js";
import { forgetBackup } from "./drafting_state.js";
import { errorBox, field } from "./parts.js";

export const KINDS = ["security_assessment", "standard_contract", "certification", "negative_list", "extension", "contract_change", "gba_hk", "exempt"];
const PAGE = 20;

/** The view; `go(id)` opens one. */
export function listView({ go, root }) {
  const list = h("div", { "aria-live": "polite" }), wrong = h("div");
  const kind = h("select", { class: "cc-input", id: "cc-dr-kind" }, KINDS.map((one) => h("option", { value: one, t: `drKind_${one}` })));
  const title = h("input", { class: "cc-input", id: "cc-dr-title", type: "text", maxlength: 200, autocomplete: "off", tPlaceholder: "drTitleHint" });
  const begin = async (content = {}) => {
    clear(wrong);
    try { go((await api.newFiling({ kind: content?.kind && KINDS.includes(content.kind) ? content.kind : kind.value, title: title.value.trim(), content })).id); } catch (error) { clear(wrong, errorBox(error)); }
  };
  const file = h("input", { type: "file", accept: ".json,application/json", class: "cc-visually-hidden", tabindex: "-1", "aria-hidden": "true", onchange: async () => {
    const [one] = file.files;
    file.value = "";
    if (!one) return;
    try { await begin(JSON.parse(await one.text())); } catch { clear(wrong, h("p", { class: "cc-problem", role: "alert", t: "drNoJson", tv: { name: one.name } })); }
  } });
  const form = h("form", { class: "cc-dr-new cc-card", onsubmit: (event) => { event.preventDefault(); begin(); } },
    h("h3", { t: "drNew" }), h("div", { class: "cc-form-grid" }, field("drKind", kind), field("drTitle", title)),
    h("div", { class: "cc-row" }, h("button", { type: "submit", class: "cc-button cc-primary", id: "cc-dr-begin", t: "drBegin" }), h("button", { type: "button", class: "cc-button", t: "drFromJson", onclick: () => file.click() }), file), wrong,
    h("p", { class: "cc-hint" }, h("span", { t: "drWhichKind" }), " ", h("a", { href: new URL("../", import.meta.url).href, t: "drToPath" }), " · ", h("a", { href: "#templates", t: "tpTitle" })));
  let shown = PAGE;
  const draw = async () => {
    try {
      const found = await api.filings(0, shown);
      clear(list, found.items.length ? h("ul", { class: "cc-dr-list" }, found.items.map((one) => row(one, { go, root, draw }))) : h("p", { class: "cc-hint", t: "drNone" }),
        found.total > found.items.length ? h("button", { type: "button", class: "cc-link", t: "drMore", tv: { n: found.total }, onclick: () => { shown += PAGE; draw(); } }) : null);
    } catch (error) { clear(list, errorBox(error, draw)); }
  };
  draw();
  return h("div", { class: "cc-pre-column" }, h("h2", { tabindex: "-1", t: "drTitlePage" }), h("p", { class: "cc-hint", t: "drIntro" }), form, h("h3", { t: "drKept" }), list);
}

function row(one, { go, root, draw }) {
  const remove = async () => {
    if (!await askDialog(root, { title: "drRemoveTitle", body: "drRemoveBody", vars: { name: one.title }, confirm: "drRemoveIt", danger: true })) return;
    try { await api.removeFiling(one.id); forgetBackup(one.id); toast("drRemoved"); } catch (error) { toast("drFailed"); }
    draw();
  };
  return h("li", { class: "cc-dr-row" }, h("a", { href: `#${encodeURIComponent(one.id)}`, onclick: (event) => { event.preventDefault(); go(one.id); } }, one.title),
    h("span", { class: "cc-hint" }, KINDS.includes(one.kind) ? t(`drKind_${one.kind}`) : ""), h("span", { class: "cc-hint" }, localTime(one.updated_at)),
    h("button", { type: "button", class: "cc-icon", "aria-label": t("drRemove", { name: one.title }), onclick: remove }, "✕"));
}
