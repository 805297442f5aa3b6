// People of an organisation and the organisations themselves.
import { button, form, get, secret, send, table } from "./account_parts.js";
import { askDialog, clear, h, localTime, t, toast } from "./dom.js";
import { field } from "./parts.js";

const roleBox = (roles, chosen = []) => h("fieldset", {}, h("legend", { t: "acRoles" }),
  roles.map(({ role }) => h("label", {}, h("input", { type: "checkbox", value: role, checked: chosen.includes(role) }), h("span", { t: `role_${role}` }))));
const chosenIn = (box) => [...box.querySelectorAll("input:checked")].map((one) => one.value);

/** Add, change, shut out, remove. `first`: there is no account yet, the one to make is the operator's. */
export async function peopleSection(root, me, { first, again }) {
  const shown = h("div", { "aria-live": "polite" }), list = h("div", {}), roles = await get("roles"), operates = me.permissions.includes("operate");
  const tenants = operates && !first ? await get("tenants") : [];
  const draw = async () => {
    const users = first ? [] : await get("users");
    clear(list, users.length ? table(["acLogin", "acName", ...(operates ? ["acTenant"] : []), "acRoles", "acState", null], users.map((one) => row(one))) : null);
  };
  const act = (path, method, body) => async () => { await send(path, method, body); toast("acDone"); await draw(); };
  function row(one) {
    const at = `users/${one.id}`, mine = one.id === me.user?.id, name = one.name;
    const reset = async () => {
      if (!await askDialog(root, { title: "acResetTitle", body: "acResetBody", vars: { name }, confirm: "acReset" })) return;
      clear(shown, secret("acSecretPassword", { name: one.login }, (await send(`${at}/password`, "POST", {})).password));
      await draw();
    };
    const remove = async () => { if (await askDialog(root, { title: "acRemoveTitle", body: "acRemoveBody", vars: { name }, confirm: "acRemove", danger: true })) await act(at, "DELETE")(); };
    const change = h("details", {}, h("summary", { t: "acRolesChange" }));
    const box = roleBox(roles, one.roles);
    change.append(form(() => act(at, "PATCH", { roles: chosenIn(box) })(), [box], "acSave"));
    const marks = [one.disabled && h("span", { class: "cc-ac-mark", t: "acDisabled" }), one.locked_until && h("span", { class: "cc-ac-mark", t: "acLocked" }), one.must_change && h("span", { class: "cc-ac-mark", t: "acMustMark" })].filter(Boolean);
    const actions = h("div", { class: "cc-row" }, mine ? null : [change, button("acReset", reset), one.locked_until ? button("acUnlock", act(`${at}/unlock`, "POST")) : null,
      button("acEndAll", act(`${at}/sessions`, "DELETE")), button(one.disabled ? "acEnable" : "acDisable", act(at, "PATCH", { disabled: !one.disabled })), button("acRemove", remove, "cc-danger-quiet")].filter(Boolean));
    return [one.login, one.name, ...(operates ? [one.tenant] : []), one.roles.map((role, n) => [n ? t("listComma") : "", h("span", { t: `role_${role}` })]).flat(), marks, actions];
  }
  const login = h("input", { id: "ac-new-login", class: "cc-input", required: true, autocomplete: "off", autocapitalize: "none", spellcheck: "false" });
  const name = h("input", { id: "ac-new-name", class: "cc-input", autocomplete: "off" });
  const tenant = h("select", { id: "ac-new-tenant", class: "cc-input" }, tenants.map((one) => h("option", { value: one.id, selected: one.id === me.tenant }, `${one.name}（${one.id}）`)));
  const box = roleBox(roles);
  const add = async () => {
    const made = await send("users", "POST", { login: login.value, name: name.value, roles: first ? ["operator"] : chosenIn(box), ...(tenants.length ? { tenant: tenant.value } : {}) });
    login.value = name.value = "";
    clear(shown, secret("acSecretPassword", { name: made.login }, made.password));
    if (first) shown.append(h("div", { class: "cc-row" }, button("acSignIn", again)));
    else await draw();
  };
  await draw();
  return h("section", { id: "ac-people" }, h("h3", { t: first ? "acFirst" : "acUsers" }), list, shown,
    form(add, [first ? null : h("h4", { t: "acAdd" }), field("acLogin", login), field("acName", name), tenants.length ? field("acTenant", tenant) : null, first ? null : box].filter(Boolean), first ? "acFirst" : "acAddGo"));
}

/** Organisations: add, close, open. */
export async function tenantSection(root) {
  const list = h("div", {});
  const draw = async () => clear(list, table(["acTenantId", "acTenantName", "acPeople", "acSince", "acState", null], (await get("tenants")).map((one) => {
    const go = async () => {
      if (!one.disabled && !await askDialog(root, { title: "acCloseTitle", body: "acCloseBody", vars: { name: one.name }, confirm: "acClose", danger: true })) return;
      await send(`tenants/${one.id}`, "PATCH", { disabled: !one.disabled });
      await draw();
    };
    return [one.id, one.name, String(one.users), localTime(one.created_at), one.disabled ? h("span", { class: "cc-ac-mark", t: "acDisabled" }) : [], button(one.disabled ? "acOpen" : "acClose", go)];
  })));
  const id = h("input", { id: "ac-tenant-id", class: "cc-input", required: true, autocomplete: "off", autocapitalize: "none", spellcheck: "false" });
  const name = h("input", { id: "ac-tenant-name", class: "cc-input", required: true, autocomplete: "off" });
  const add = async () => { await send("tenants", "POST", { id: id.value, name: name.value }); id.value = name.value = ""; await draw(); };
  await draw();
  return h("section", { id: "ac-tenants" }, h("h3", { t: "acTenants" }), list, form(add, [h("h4", { t: "acAddTenant" }), field("acTenantId", id), field("acTenantName", name)], "acAddGo"));
}
