// The blanks of an official template: what each will hold, corrected from a list of questions, then confirmed.
import { api } from "./api.js";
import { askDialog, clear, h, lang, save, t, toast } from "./dom.js";
import { errorBox } from "./parts.js";

const HAND = "@hand", REMOVE = "@remove", SECTION = "section:", LISTS = ["scenes", "recipients", "items", "onward"];
let fields = null; // everything that a blank may ask for

const labelOf = (one) => (lang() === "en" && one.label_en) || one.label;
const groupOf = (one) => (lang() === "en" && one.group_en) || one.group;
const fieldOf = (value) => fields.find((one) => one.value === value);

/** What a blank will hold, in words. */
function words(blank) {
  const { value } = blank;
  if (value === null) return t(blank.kind === "number" ? "tpNumber" : "tpUnknown");
  if (value === HAND) return t("tpHand");
  if (value === REMOVE) return t("tpGone");
  if (value.includes("{")) return value.replace(/\{([^{}]+)\}/g, (_, path) => `【${fieldOf(path) ? labelOf(fieldOf(path)) : path}】`);
  const known = fieldOf(value);
  if (value.startsWith(SECTION)) return t("tpChapter", { name: known?.label || value.slice(SECTION.length) });
  return known ? labelOf(known) : blank.asks_for;
}

/** Whether nobody has to look at it: recognised for sure, or a person's. */
const settled = (one) => one.kind === "sign" || one.kind === "number" || one.confirmed || (one.value !== null && (one.sure === "sure" || one.by === "person"));

/** Whether a draft writes something there, where it is used. */
const filled = (one) => one.kind === "number" || (one.value !== null && one.value !== HAND);

/** The view of one template. */
export function blanksView({ id, up, filing, root }) {
  const stage = h("section", { class: "cc-tp cc-tp-blanks" }, h("p", { class: "cc-hint", role: "status", t: "loading" }));
  const ticked = new Set();
  let template = null, onlyOpen = false;
  const read = async () => {
    try {
      [template, fields] = await Promise.all([api.template(id), fields || api.templateFields()]);
      draw();
      stage.querySelector("h2").focus({ preventScroll: true });
    } catch (error) { clear(stage, h("a", { class: "cc-button cc-quiet", href: up, t: "tpToList" }), errorBox(error, read)); }
  };
  const draw = (held = document.activeElement?.id) => {
    clear(stage, ...page());
    if (held) document.getElementById(held)?.focus({ preventScroll: true });
  };
  const change = async (blank, body) => { template = await api.mapBlank(id, blank.id, body); draw(`cc-tp-${blank.id}`); toast("tpChanged"); };
  const confirm = async (wrong, hints) => {
    clear(wrong);
    try {
      template = await api.confirmTemplate(id, { blanks: [...ticked], drop_hints: hints, digest: template.digest });
      ticked.clear();
      draw();
      stage.querySelector(".cc-tp-status").focus();
    } catch (error) { clear(wrong, errorBox(error, error.status === 409 ? read : null)); }
  };
  const page = () => {
    const rows = onlyOpen ? template.blanks.filter((one) => !settled(one)) : template.blanks, doubted = template.blanks.filter((one) => !settled(one)).length;
    return [h("div", {}, h("a", { class: "cc-button cc-quiet", href: up, t: "tpToList" })), h("h2", { tabindex: "-1", lang: "zh-CN" }, template.name),
      h("p", { class: "cc-hint" }, t("tpFile", { file: template.file, from: template.in_force_from, n: template.blanks.length })), status(template, filing),
      template.notes.map((one) => h("p", { class: "cc-warn-box", lang: "zh-CN" }, one)), template.earlier ? h("p", { class: "cc-warn-box", t: "tpEarlier", tv: { id: template.earlier } }) : null,
      h("p", { t: doubted ? "tpHowDoubt" : "tpHow", tv: { n: doubted } }),
      h("div", { class: "cc-row" }, h("button", { type: "button", class: "cc-button", t: "tpPreview", id: "cc-tp-preview", onclick: preview }), h("span", { class: "cc-hint", t: "tpPreviewHint" }), h("button", { type: "button", class: "cc-button cc-quiet", t: "tpToConfirm", onclick: () => { const end = document.getElementById("cc-tp-confirm"); end.scrollIntoView({ block: "center" }); end.focus(); } })),
      doubted ? h("div", { class: "cc-row", role: "group", tLabel: "tpShow" }, [[false, "tpShowAll", template.blanks.length], [true, "tpShowOpen", doubted]].map(([only, key, n]) => h("button", { type: "button", class: "cc-chip", id: `cc-tp-only-${only}`, "aria-pressed": String(onlyOpen === only), t: key, tv: { n }, onclick: () => { onlyOpen = only; draw(); } }))) : null,
      table(rows), confirming(doubted)].flat().filter(Boolean);
  };
  const preview = async () => { try { save(`${template.name}-${t("tpPreviewName")}.docx`, await api.templatePreview(id)); } catch (error) { toast("drFailed"); } };
  const table = (rows) => h("table", { class: "cc-tp-table" }, h("caption", { class: "cc-visually-hidden", t: "tpTable" }),
    h("thead", {}, h("tr", {}, ["tpUse", "tpBlank", "tpHolds", "tpSure"].map((key) => h("th", { scope: "col", t: key })))), h("tbody", {}, rows.map(row)));
  const row = (one) => {
    const sure = one.by === "person" ? "person" : one.by === "earlier" ? "earlier" : one.sure, fixed = one.kind === "number" || one.kind === "sign";
    const open = !fixed && !settled(one);
    return h("tr", { class: open ? "cc-tp-doubt" : null, "data-blank": one.id }, h("td", { class: "cc-tp-use" }, use(one)), h("th", { scope: "row" }, context(one), repeated(one)),
      h("td", {}, h("span", { class: filled(one) ? null : "cc-tp-none" }, words(one)), " ", one.hint && !one.keep_hint && one.value !== REMOVE ? h("span", { class: "cc-hint", t: "tpHintGoes" }) : null, " ",
        one.kind === "number" ? null : h("button", { type: "button", class: "cc-link", id: `cc-tp-${one.id}`, t: one.value === null ? "tpChoose" : "tpChange", tLabel: "tpChangeOf", tv: { name: one.label || one.id }, onclick: () => pick(root, one, change) })),
      h("td", {}, one.value === HAND && sure !== "person" && !open ? h("span", { class: "cc-tp-sure", t: "tpByHand" }) : h("span", { class: `cc-tp-sure cc-tp-${sure}`, t: `tpSure_${sure}` })));
  };
  const use = (one) => {
    if (settled(one) && filled(one)) return h("span", { tLabel: "tpUsed", role: "img" }, "✓");
    if (settled(one) || one.value === null) return h("span", { tLabel: "tpNotUsed", role: "img" }, "–");
    return h("input", { type: "checkbox", id: `cc-tp-ok-${one.id}`, checked: ticked.has(one.id), tLabel: "tpRight", tv: { name: one.label || one.id }, onchange: (event) => { ticked[event.target.checked ? "add" : "delete"](one.id); draw(); } });
  };
  const repeated = (one) => {
    const over = template.blocks.find((block) => block.id === one.block)?.over, list = LISTS.find((name) => over?.endsWith(name));
    return list ? h("span", { class: "cc-tp-repeat", t: `tpEach_${list}` }) : null;
  };
  const confirming = (doubted) => {
    const wrong = h("div"), left = doubted - ticked.size, guided = template.blanks.some((one) => one.value?.startsWith(SECTION) && one.hint && one.keep_hint);
    const hints = h("input", { type: "checkbox", id: "cc-tp-hints" });
    return h("div", { class: "cc-card cc-tp-confirm" }, h("p", { t: left ? "tpConfirmLeft" : "tpConfirmAll", tv: { n: template.blanks.filter((one) => settled(one) && filled(one) && one.kind !== "number").length + ticked.size, left } }),
      guided ? h("label", { class: "cc-row cc-pre-check", for: "cc-tp-hints" }, hints, h("span", { t: "tpDropHints" })) : null, wrong,
      h("div", { class: "cc-row" }, h("button", { type: "button", class: "cc-button cc-primary", id: "cc-tp-confirm", t: template.confirmed ? "tpConfirmAgain" : "tpConfirm", onclick: () => confirm(wrong, hints.checked) }), removal()));
  };
  const removal = () => h("button", { type: "button", class: "cc-button cc-danger-quiet", t: "tpRemove", onclick: async () => {
    if (!await askDialog(root, { title: "tpRemoveTitle", body: "tpRemoveBody", vars: { name: template.name }, confirm: "tpRemove", danger: true })) return;
    try { await api.removeTemplate(id); toast("tpRemoved"); location.hash = up; } catch { toast("drFailed"); }
  } });
  read();
  return stage;
}

function status(template, filing) {
  const box = (kind, key) => h("div", { class: `${kind} cc-tp-status`, role: "status", tabindex: "-1" }, h("p", { t: key, tv: { on: template.confirmed_on || "" } }), template.confirmed && filing ? h("a", { href: `#${encodeURIComponent(filing)}/papers`, t: "tpDraftNow" }) : null);
  if (template.confirmed) return box("cc-good-box", "tpConfirmed");
  return box("cc-warn-box", template.confirmed_on ? "tpChangedSince" : "tpNotConfirmed");
}

/** Where a blank stands: what is left of it or above, its own words, the sentence around it, its boxes. */
function context(one) {
  const boxes = one.options.map((option) => `☐${option.label}`).join(" ");
  return h("div", { lang: "zh-CN", class: "cc-tp-context" }, one.where.length ? h("span", { class: "cc-hint" }, `${one.where.join(" › ")} › `) : null, h("strong", {}, one.label || one.hint || boxes || t("tpNoLabel")),
    one.around ? h("p", { class: "cc-tp-around" }, `“…${one.around}…”`) : null, boxes && (one.label || one.hint) ? h("p", { class: "cc-hint" }, boxes) : null, one.hint && one.hint !== one.label ? h("p", { class: "cc-hint" }, t("tpHint", { words: one.hint.length > 80 ? `${one.hint.slice(0, 80)}…` : one.hint })) : null);
}

/** A dialog in which a person chooses what a blank holds. */
function pick(root, blank, change) {
  const mixed = blank.value?.includes("{"), wrong = h("p", { class: "cc-problem", role: "alert", hidden: true });
  const list = h("select", { class: "cc-input cc-tp-choices", id: "cc-tp-choices", size: 9, tLabel: "tpFields", ondblclick: () => form.requestSubmit() });
  const search = h("input", { class: "cc-input", id: "cc-tp-search", type: "text", autocomplete: "off", tPlaceholder: "tpSearch", tLabel: "tpSearch", oninput: () => offer(), onkeydown: (event) => { if (event.key === "ArrowDown") { event.preventDefault(); list.focus(); } } });
  const own = h("textarea", { class: "cc-input", id: "cc-tp-own", rows: 3, maxlength: 1000, tLabel: "tpOwn" });
  own.value = mixed ? blank.value : "";
  const hint = h("input", { type: "checkbox", id: "cc-tp-keep", checked: blank.keep_hint });
  const offer = () => {
    const wanted = search.value.normalize("NFKC").toLowerCase().split(/\s+/).filter(Boolean), groups = new Map(), chapters = blank.kind === "below";
    const all = [{ value: HAND, label: t("tpHand"), label_en: t("tpHand"), group: t("tpByHand"), group_en: t("tpByHand") }, ...fields.filter((one) => chapters || !one.value.startsWith(SECTION))];
    for (const one of all.filter((one) => wanted.every((word) => `${labelOf(one)} ${groupOf(one)} ${one.label} ${one.value}`.toLowerCase().includes(word)))) groups.set(groupOf(one), [...(groups.get(groupOf(one)) || []), one]);
    clear(list, ...[...groups].map(([name, found]) => h("optgroup", { label: name }, found.map((one) => h("option", { value: one.value }, labelOf(one))))));
    list.value = blank.value ?? "";
    if (list.selectedIndex < 0 && wanted.length) list.selectedIndex = 0;
  };
  const insert = h("button", { type: "button", class: "cc-button", t: "tpInsert", onclick: () => { if (list.value && !list.value.startsWith("@")) { own.setRangeText(`{${list.value}}`, own.selectionStart, own.selectionEnd, "end"); own.focus(); } } });
  const form = h("form", { class: "cc-dialog-form", onsubmit: async (event) => {
    event.preventDefault();
    const phrase = more.open ? own.value.trim() : "", value = phrase || list.value, kept = blank.hint ? hint.checked : blank.keep_hint;
    const body = { ...(value && value !== blank.value ? { value } : {}), ...(kept !== blank.keep_hint ? { keep_hint: kept } : {}) };
    if (!Object.keys(body).length) { dialog.close(); return; }
    try { await change(blank, body); dialog.close(); } catch (error) { wrong.hidden = false; wrong.textContent = [lang() === "en" && error.en ? error.en : error.message, lang() === "en" ? "" : error.hint].filter(Boolean).join(" "); }
  } }, h("h2", { t: "tpPick" }), context(blank), search, list);
  const more = h("details", { open: mixed || null }, h("summary", { t: "tpOwn" }), h("p", { class: "cc-hint", t: "tpOwnHint" }), own, insert);
  form.append(more, ...[blank.hint ? h("label", { class: "cc-row cc-pre-check", for: "cc-tp-keep" }, hint, h("span", { t: "tpKeepHint" })) : null, wrong].filter(Boolean),
    h("div", { class: "cc-row cc-end" }, h("button", { type: "button", class: "cc-button", t: "cancel", onclick: () => dialog.close() }), h("button", { type: "submit", class: "cc-button cc-primary", id: "cc-tp-take", t: "tpTake" })));
  const dialog = h("dialog", { class: "cc-dialog cc-tp-dialog", tLabel: "tpPick" }, form);
  dialog.addEventListener("close", () => { dialog.remove(); document.getElementById(`cc-tp-${blank.id}`)?.focus(); });
  root.append(dialog);
  offer();
  dialog.showModal();
  search.focus();
}
