// The page of the account: signing in, one's password, sessions and keys; people and organisations for who manages them.
import { peopleSection, tenantSection } from "./account_people.js";
import { button, form, get, secret, send, table } from "./account_parts.js";
import { forgetKey } from "./api.js";
import { askDialog, clear, h, lang, localTime, setLanguage, t, toast } from "./dom.js";
import { errorBox, field } from "./parts.js";
import { session, whoBox } from "./session.js";

let root, stage;

/** Where to go after signing in: an address of this service only. */
function next() {
  const wanted = new URLSearchParams(location.search).get("next") || "";
  if (!wanted.startsWith("/") || /^\/[/\\]/.test(wanted)) return new URL("../", import.meta.url).href;
  return new URL(wanted, location.origin).href;
}

async function show() {
  try {
    const me = await session();
    if (me.via === "none") clear(stage, signInView());
    else if (me.user?.must_change) clear(stage, h("div", { class: "cc-ac cc-ac-narrow" }, h("h2", { tabindex: "-1", t: "acChange" }), h("p", { t: "acMust" }), passwordSection(me)));
    else clear(stage, await accountView(me));
  } catch (error) {
    clear(stage, errorBox(error, show));
  }
  stage.querySelector("[autofocus]")?.focus();
}

function signInView() {
  const login = h("input", { id: "ac-login", class: "cc-input", autocomplete: "username", required: true, autofocus: true, autocapitalize: "none", spellcheck: "false" });
  const password = h("input", { id: "ac-password", class: "cc-input", type: "password", autocomplete: "current-password", required: true });
  const go = async () => {
    forgetKey();
    try {
      const me = await send("session", "POST", { login: login.value, password: password.value });
      if (me.user?.must_change) return reopen();
      location.assign(next());
    } catch (error) {
      password.value = "";
      password.focus();
      throw error;
    }
  };
  return h("div", { class: "cc-ac cc-ac-narrow" }, h("section", { "aria-labelledby": "ac-sign-in" },
    h("h2", { id: "ac-sign-in", t: "acSignIn" }), h("p", { class: "cc-hint", t: "acSignedOut" }),
    form(go, [field("acLogin", login), field("acPassword", password)], "acSignIn"), h("p", { class: "cc-hint", t: "acForgot" })));
}

/** The header is drawn anew too: somebody else may be here now. */
function reopen() { build(); return show(); }

async function accountView(me) {
  const may = (permission) => me.permissions.includes(permission);
  const parts = [h("h2", { tabindex: "-1", t: "acTitle" })];
  if (me.via === "local") parts.push(h("p", { t: "acLocal" }));
  if (me.via === "key") parts.push(h("p", { t: "acKeyUse" }));
  if (me.via === "session") parts.push(whoSection(me), passwordSection(me), await sessionsSection(), await keysSection(me));
  if (may("people")) parts.push(await peopleSection(root, me, { first: me.via === "local", again: reopen }));
  if (may("operate") && me.via !== "local") parts.push(await tenantSection(root));
  if (may("audit")) parts.push(h("p", {}, h("a", { id: "ac-audit", href: new URL("../audit", import.meta.url).href, t: "auTitle" })));
  return h("div", { class: "cc-ac" }, parts);
}

const whoSection = (me) => h("section", {}, h("h3", { t: "acWho" }), h("dl", { class: "cc-ac-facts" },
  h("dt", { t: "acName" }), h("dd", {}, `${me.name}（${me.user.login}）`), h("dt", { t: "acTenant" }), h("dd", {}, `${me.tenant_name}（${me.tenant}）`),
  h("dt", { t: "acRoles" }), h("dd", {}, me.roles.map((role, n) => [n ? t("listComma") : "", h("span", { t: `role_${role}` })]).flat())));

function passwordSection(me) {
  const input = (id, auto) => h("input", { id, class: "cc-input", type: "password", autocomplete: auto, required: true });
  const [old, fresh, again] = [input("ac-old", "current-password"), input("ac-new", "new-password"), input("ac-again", "new-password")];
  const go = async () => {
    if (fresh.value !== again.value) throw { message: t("acDiffer"), en: t("acDiffer") };
    await send("me/password", "PUT", { old: old.value, new: fresh.value });
    for (const one of [old, fresh, again]) one.value = "";
    if (me.user.must_change) location.assign(next());
    else { await reopen(); toast("acChanged"); }
  };
  return h("section", {}, h("h3", { t: "acChange" }), h("p", { class: "cc-hint", t: "acRule" }),
    form(go, [h("input", { type: "text", autocomplete: "username", value: me.user.login, hidden: true, tLabel: "acLogin" }), field("acOld", old), field("acNew", fresh), field("acAgain", again)], "acChange"));
}

async function sessionsSection() {
  const end = async (one) => { await send(`me/sessions/${one.id}`, "DELETE"); await reopen(); toast("acEnded"); };
  const rows = (await get("me/sessions")).map((one) => [one.agent || "—", localTime(one.created_at), localTime(one.seen_at),
    one.mine ? h("span", { t: "acThis" }) : button("acEnd", () => end(one))]);
  return h("section", {}, h("h3", { t: "acSessions" }), table(["acAgent", "acSince", "acSeen", null], rows));
}

async function keysSection(me) {
  const shown = h("div", { "aria-live": "polite" }), name = h("input", { id: "ac-key-name", class: "cc-input", maxlength: 100, required: true });
  const days = h("input", { id: "ac-key-days", class: "cc-input", type: "number", min: 1, max: 366, value: 90, required: true });
  const scopes = me.permissions.map((one) => h("label", {}, h("input", { type: "checkbox", name: "scope", value: one }), h("span", { t: `may_${one}` })));
  const box = h("fieldset", {}, h("legend", { t: "acScopes" }), scopes);
  const list = h("div", {});
  const draw = async () => {
    const found = await get("me/keys");
    const revoke = async (one) => {
      if (!await askDialog(root, { title: "acRevokeTitle", body: "acRevokeBody", confirm: "acRevoke", danger: true })) return;
      await send(`me/keys/${one.id}`, "DELETE");
      await draw();
    };
    clear(list, found.length ? table(["acKeyName", "acKeyHint", "acScopes", "acUntil", "acUsed", null], found.map((one) => [one.name, h("code", {}, `${one.hint}…`),
      one.scopes.map((scope, n) => [n ? t("listComma") : "", h("span", { t: `may_${scope}` })]).flat(), localTime(one.expires_at), one.used_at ? localTime(one.used_at) : h("span", { t: "acNever" }), button("acRevoke", () => revoke(one), "cc-danger-quiet")])) : h("p", { t: "acNoKeys" }));
  };
  const go = async () => {
    const chosen = [...box.querySelectorAll("input:checked")].map((one) => one.value);
    const made = await send("me/keys", "POST", { name: name.value, scopes: chosen, days: Number(days.value) });
    clear(shown, secret("acSecretKey", {}, made.key));
    name.value = "";
    await draw();
  };
  await draw();
  return h("section", {}, h("h3", { t: "acKeys" }), h("p", { class: "cc-hint", t: "acKeysHint" }), list, shown, form(go, [field("acKeyName", name), box, field("acDays", days)], "acMakeKey"));
}

function build() {
  stage = h("main", { class: "cc-ac-main", id: "cc-stage" });
  const language = h("button", { type: "button", id: "cc-language", class: "cc-button cc-on-dark", t: "language", tLabel: "languageLabel", onclick: () => change(lang() === "en" ? "zh" : "en") });
  const change = (wanted) => { setLanguage(wanted, root); document.title = t("acTitle"); };
  clear(root, h("header", { class: "cc-header cc-ac-header" }, h("h1", { t: "acTitle" }), h("a", { class: "cc-ac-back", href: new URL("../", import.meta.url).href, t: "backToService" }), language, whoBox(root)),
    stage, h("div", { id: "cc-toast", class: "cc-toast", role: "status" }));
  root.classList.add("cc-ready");
  change(lang());
}

root = document.getElementById("cc-root");
build();
show();
