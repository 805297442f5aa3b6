// The page of the audit log: is the chain whole, and who did what.
import { form, get, table } from "./account_parts.js";
import { onKeyNeeded } from "./api.js";
import { askDialog, clear, h, lang, localTime, setLanguage, t } from "./dom.js";
import { errorBox, field } from "./parts.js";
import { whoBox } from "./session.js";

const OUTCOMES = ["done", "refused", "missing", "invalid", "failed", "left"];
let root, stage;

const input = (id, props = {}) => h("input", { id, class: "cc-input", autocomplete: "off", spellcheck: "false", ...props });

function verifySection() {
  const head = input("au-head", { maxlength: 64 }), said = h("div", { "aria-live": "polite", id: "au-verdict" });
  const go = async () => {
    clear(said, h("p", { class: "cc-hint", t: "loading" }));
    const found = await get(`audit/verify?${new URLSearchParams({ head: head.value.trim() })}`).catch((error) => { clear(said); throw error; });
    if (!found.ok) clear(said, h("p", { class: "cc-ac-wrong", t: "auBroken", tv: { n: found.broken } }), h("p", {}, lang() === "en" ? found.en : found.why));
    else clear(said, h("div", { class: "cc-ac-secret" }, h("p", { t: "auWhole", tv: { n: found.entries } }), found.head ? [h("p", { t: "auNoted" }), h("p", {}, h("code", {}, found.head))] : null));
  };
  return h("section", {}, h("h3", { t: "auVerifyTitle" }), said, form(go, [field("auHead", head)], "auVerify"));
}

function findSection() {
  const [user, subject, kind, since] = [input("au-user"), input("au-subject"), input("au-kind"), input("au-since", { type: "date" })];
  const outcome = h("select", { id: "au-outcome", class: "cc-input" }, h("option", { value: "", t: "auAll" }), OUTCOMES.map((one) => h("option", { value: one, t: `out_${one}` })));
  const list = h("div", { id: "au-list", "aria-live": "polite" });
  let items = [];
  const go = async (before = null) => {
    const wanted = { user: user.value.trim(), subject: subject.value.trim(), kind: kind.value.trim(), outcome: outcome.value, since: since.value && `${since.value}T00:00:00Z`, before: before || "" };
    const found = await get(`audit?${new URLSearchParams(Object.entries(wanted).filter(([, value]) => value))}`);
    items = before ? [...items, ...found.items] : found.items;
    const more = h("button", { type: "button", class: "cc-button", t: "auMore", onclick: () => go(found.before).catch((error) => more.after(errorBox(error, () => go(found.before)))) });
    clear(list, h("p", { class: "cc-hint", t: "auTotal", tv: { n: found.total } }),
      items.length ? table(["auSeq", "auAt", "auWho", "auAction", "auAbout", "auOutcome", "auRequest"], items.map(row)) : h("p", { t: "auNone" }),
      found.before ? h("p", {}, more) : null);
  };
  const drawn = h("section", {}, h("h3", { t: "auFind" }),
    form(() => go(), [field("auUser", user), field("auSubject", subject), field("auKind", kind), field("auOutcome", outcome), field("auSince", since)], "auFind"), list);
  go().catch((error) => clear(list, errorBox(error, () => go())));
  return drawn;
}

const row = (one) => [String(one.seq), localTime(one.at), one.user ? `${one.user} @${one.tenant} (${one.via})` : h("span", { t: "auNobody" }),
  h("code", {}, one.action), `${one.kind} ${one.subject}`.trim(), h("span", { t: `out_${one.outcome}` }), h("code", {}, one.request_id)];

function build() {
  stage = h("main", { class: "cc-ac-main", id: "cc-stage" });
  const change = (wanted) => { setLanguage(wanted, root); document.title = t("auTitle"); };
  const language = h("button", { type: "button", id: "cc-language", class: "cc-button cc-on-dark", t: "language", tLabel: "languageLabel", onclick: () => { change(lang() === "en" ? "zh" : "en"); show(); } });
  clear(root, h("header", { class: "cc-header cc-ac-header" }, h("h1", { t: "auTitle" }), h("a", { class: "cc-ac-back", href: new URL("../", import.meta.url).href, t: "backToService" }), language, whoBox(root)),
    stage, h("div", { id: "cc-toast", class: "cc-toast", role: "status" }));
  root.classList.add("cc-ready");
  change(lang());
}

function show() {
  clear(stage, h("div", { class: "cc-ac" }, h("h2", { tabindex: "-1", t: "auTitle" }), h("p", { class: "cc-hint", t: "auIntro" }), verifySection(), findSection()));
}

root = document.getElementById("cc-root");
onKeyNeeded(() => askDialog(root, { title: "keyTitle", body: "keyBody", field: "password" }));
build();
show();
