// Official templates: what they are, where they are fetched, which a filing needs; loading one; then its blanks.
import { api } from "./api.js";
import { askDialog, clear, h, lang, safeLink, t, toast } from "./dom.js";
import { blanksView } from "./drafting_blanks.js";
import { paperTitle } from "./drafting_field.js";
import { KINDS } from "./drafting_list.js";
import { errorBox, field } from "./parts.js";

let back = ""; // the questionnaire that the reader came from
const at = (kind, id = "") => `#templates/${kind}${id ? `/${encodeURIComponent(id)}` : ""}`;

/** The section: `#templates/<kind>`, or `#templates/<kind>/<id>` for the blanks of one. */
export function templatesView({ kind: named, id, root }) {
  const kind = KINDS.includes(named) ? named : KINDS[0];
  if (id) return blanksView({ id, up: at(kind), filing: back, root });
  const list = h("div", { class: "cc-tp-papers", "aria-live": "polite" }, h("p", { class: "cc-hint", role: "status", t: "loading" }));
  const told = h("div", { class: "cc-tp-told", "aria-live": "polite" }), go = (one) => { location.hash = at(kind, one); };
  const draw = async () => {
    try { clear(list, ...listed(await api.templates(kind), { kind, root, draw, load })); } catch (error) { clear(list, errorBox(error, draw)); }
  };
  const load = async (file, paper) => {
    clear(told, h("p", { class: "cc-hint", role: "status", t: "tpReading", tv: { name: file.name } }));
    try {
      const found = await api.addTemplate(file, paper), names = found.templates.map((one) => one.name).join("、");
      if (found.templates.length === 1) { toast("tpFoundOne", { name: names }); go(found.templates[0].id); return; }
      clear(told, h("div", { class: "cc-good-box", role: "status" }, h("p", { t: "tpFound", tv: { n: found.templates.length, name: file.name } }), h("p", { lang: "zh-CN" }, names), found.notes.map((words) => h("p", { class: "cc-hint" }, words))));
    } catch (error) { clear(told, errorBox(error)); }
    await draw();
  };
  const choose = h("select", { class: "cc-input", id: "cc-tp-kind", onchange: () => { location.hash = at(choose.value); } }, KINDS.map((one) => h("option", { value: one, t: `drKind_${one}` })));
  choose.value = kind;
  draw();
  return h("section", { class: "cc-pre-column cc-tp" }, h("div", {}, backLink()), h("h2", { tabindex: "-1", t: "tpTitle" }),
    h("dl", { class: "cc-tp-why" }, ["What", "Why", "Where"].flatMap((one) => [h("dt", { t: `tp${one}` }), h("dd", { t: `tp${one}Body` })])),
    h("div", { class: "cc-card" }, h("h3", { t: "tpLoad" }), h("p", { class: "cc-hint", t: "tpLoadBody" }), h("div", {}, upload("tpUpload", (file) => load(file, ""), { id: "cc-tp-any", class: "cc-button cc-primary" })), told),
    field("tpKind", choose, "cc-tp-kind"), list);
}

/** Back to the questionnaire that the reader came from, else to all of them. */
const backLink = () => h("a", { class: "cc-button cc-quiet", href: back ? `#${encodeURIComponent(back)}/papers` : "#", t: back ? "tpToFiling" : "drToList" });

/** A button that takes a Word file. */
function upload(key, take, props = {}, vars = {}) {
  const input = h("input", { type: "file", accept: ".docx", class: "cc-visually-hidden", tabindex: "-1", "aria-hidden": "true", onchange: () => { const [file] = input.files; input.value = ""; if (file) take(file); } });
  return h("span", {}, h("button", { type: "button", class: "cc-button", t: key, ...props, ...(vars.name ? { tLabel: `${key}Of`, tv: vars } : {}), onclick: () => input.click() }), input);
}

function listed({ templates, papers }, { kind, root, draw, load }) {
  const mine = new Set(papers.map((one) => one.template)), rest = templates.filter((one) => !mine.has(one.id)), byId = new Map(templates.map((one) => [one.id, one]));
  const remove = async (one) => {
    if (!await askDialog(root, { title: "tpRemoveTitle", body: "tpRemoveBody", vars: { name: one.name }, confirm: "tpRemove", danger: true })) return;
    try { await api.removeTemplate(one.id); toast("tpRemoved"); } catch { toast("drFailed"); }
    await draw();
    document.getElementById("cc-tp-kind")?.focus();
  };
  return [papers.length ? h("ul", { class: "cc-tp-list" }, papers.map((one) => paper(one, byId.get(one.template), { kind, remove, load }))) : h("p", { class: "cc-hint", t: "tpNoneNeeded" }),
    rest.length ? h("details", { class: "cc-card" }, h("summary", { t: "tpOthers", tv: { n: rest.length } }), h("ul", { class: "cc-tp-list" }, rest.map((one) => other(one, { kind, remove })))) : null].filter(Boolean);
}

/** A paper that needs an official template: its state, where to fetch it, what can be done. */
function paper(one, loaded, { kind, remove, load }) {
  const open = one.open ? h("span", { class: "cc-hint", t: "tpOpen", tv: { n: one.open } }) : null;
  return h("li", { class: "cc-tp-paper", "data-paper": one.paper, "data-state": one.state },
    h("div", { class: "cc-tp-name" }, h("strong", { lang: "zh-CN" }, one.title), " ", stateOf(one.state), " ", one.state === "confirmed" ? open : null),
    h("p", { class: "cc-hint" }, h("span", { lang: "zh-CN" }, `《${one.official}》`), " ", safeLink(one.url, t("tpPage")), one.obtained ? null : h("span", { t: "tpNotObtained" })),
    h("div", { class: "cc-row" },
      loaded ? h("a", { class: one.state === "unconfirmed" ? "cc-button cc-primary" : "cc-button", href: at(kind, loaded.id), t: one.state === "unconfirmed" ? "tpCheck" : "tpLook", tLabel: one.state === "unconfirmed" ? "tpCheckOf" : "tpLookOf", tv: { name: one.title } }) : null,
      upload(loaded ? "tpReplace" : "tpUploadThis", (file) => load(file, one.paper), {}, { name: one.title }),
      loaded ? h("button", { type: "button", class: "cc-button cc-danger-quiet", t: "tpRemove", tLabel: "tpRemoveOf", tv: { name: one.title }, onclick: () => remove(loaded) }) : null));
}

const other = (one, { kind, remove }) => h("li", { class: "cc-tp-paper" }, h("div", { class: "cc-tp-name" }, h("strong", { lang: "zh-CN" }, one.name), " ", stateOf(one.confirmed ? "confirmed" : "unconfirmed")), h("p", { class: "cc-hint" }, t("tpOtherOf", { paper: one.paper, file: one.file, on: one.added_on })),
  h("div", { class: "cc-row" }, h("a", { class: "cc-button", href: at(kind, one.id), t: "tpLook" }), h("button", { type: "button", class: "cc-button cc-danger-quiet", t: "tpRemove", tLabel: "tpRemoveOf", tv: { name: one.name }, onclick: () => remove(one) })));

const stateOf = (state) => h("span", { class: `cc-tp-state cc-tp-${state}`, t: `tpState_${state}` });

/** For the papers of a questionnaire: how many of the official templates it needs are there, and the way to them. */
export function templatesCard(kind, filing) {
  const card = h("div", { class: "cc-tp-card", hidden: true });
  api.templates(kind).then(({ papers }) => {
    if (!papers.length) return;
    const ready = papers.filter((one) => one.state === "confirmed").length, lacking = papers.filter((one) => one.state !== "confirmed").map((one) => paperTitle(one.title));
    card.className = ready === papers.length ? "cc-good-box" : "cc-warn-box";
    clear(card, h("p", { t: ready === papers.length ? "tpCardReady" : "tpCard", tv: { n: papers.length, ready, names: lacking.join(lang() === "en" ? ", " : "、") } }), h("a", { href: at(kind), t: ready === papers.length ? "tpCardLook" : "tpCardGo", onclick: () => { back = filing; } }));
    card.hidden = false;
  }).catch(() => {}); // only a hint; drafting works without
  return card;
}
