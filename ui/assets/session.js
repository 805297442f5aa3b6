// Who is at the page: name and way out in the header, the sign-in page where one is needed, links to what one may do.
import { call, forgetKey, onSignInNeeded } from "./api.js";
import { clear, h } from "./dom.js";

const ACCOUNT = new URL("../account", import.meta.url);
let known = null;

/** What the service says of the caller. */
export const session = async () => (known = await (await call("session", { again: false })).json());

/** Go to the sign-in page and come back afterwards. */
export function goSignIn() {
  const to = new URL(ACCOUNT);
  to.searchParams.set("next", location.pathname + location.search + location.hash);
  location.assign(to);
}

/** Sign out; this page holds nothing any more. */
export async function signOut() {
  await call("session", { method: "DELETE", again: false });
  forgetKey();
  location.assign(ACCOUNT);
}

/** The place in a header that says who one is; empty on a local run without accounts. Hides what one may not do. */
export function whoBox(root) {
  const box = h("div", { class: "cc-who", hidden: true });
  onSignInNeeded(async () => {
    const found = await session().catch(() => null);
    const needed = Boolean(found?.accounts && (found.via === "none" || found.user?.must_change));
    if (needed) goSignIn();
    return needed;
  });
  session().then((found) => {
    if (found.accounts && found.via === "none") return;
    for (const one of root.querySelectorAll("[data-needs]")) one.hidden = !found.permissions.includes(one.dataset.needs);
    if (found.via !== "session") return;
    box.hidden = false;
    clear(box,
      h("a", { id: "cc-me", class: "cc-nav-link", href: ACCOUNT.href, tTitle: "acMine" }, found.name, h("span", { class: "cc-who-tenant" }, ` · ${found.tenant_name}`)),
      h("button", { type: "button", id: "cc-sign-out", class: "cc-button cc-on-dark", t: "acSignOut", onclick: signOut }));
  }).catch(() => { /* the page says itself that the service cannot be reached */ });
  return box;
}
