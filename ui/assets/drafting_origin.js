// A filing begun from a verdict: which procedure and why, and which answers came from it.
import { articles } from "./articles.js";
import { h, saying, t } from "./dom.js";
import { doc, value } from "./drafting_state.js";
import { TEXTS } from "./texts.js";

const ELSE = "contract_or_certification";
const folded = new Map(); // by filing: whether the reader folded it away

/** Whether the answer at a path still is what the verdict gave. */
export function isTaken(path) {
  const taken = doc.content.origin?.taken || {};
  return path in taken && JSON.stringify(taken[path]) === JSON.stringify(value(path));
}

/** The mark of such an answer; `mark()` of the box shows or hides it after a change. */
export const takenMark = (path) => h("span", { class: "cc-dr-mark cc-dr-taken", hidden: !isTaken(path), t: "drTaken", tTitle: "drTakenTitle" });

/** What the filing was begun from; null where it was begun empty. Open at first, then as the reader left it. */
export function originView({ fold = false } = {}) {
  const origin = doc.content.origin;
  if (!origin) return null;
  const count = Object.keys(origin.taken || {}).filter(isTaken).length;
  const reasons = (origin.reasons || []).filter((one) => `reason_${one}` in TEXTS.zh);
  const home = new URL(`../?d=${encodeURIComponent(origin.verdict || "")}#path`, import.meta.url).href;
  const { id } = doc;
  return h("details", { class: "cc-card cc-dr-origin", open: !fold && (folded.has(id) ? !folded.get(id) : doc.revision === 1), ontoggle: (event) => { if (!fold) folded.set(id, !event.target.open); } },
    h("summary", {}, h("strong", { t: "drOrigin", tv: { kind: t(`drKind_${doc.kind}`) } })),
    h("p", {}, t("drOriginVerdict", { as_of: origin.as_of || "" }), saying(origin, "headline")),
    reasons.length ? h("ul", { class: "cc-list" }, reasons.map((one) => h("li", { t: `reason_${one}` }))) : null,
    articles(origin.basis, { asOf: origin.as_of || undefined, shown: 3 }),
    h("p", { class: "cc-hint" }, t("drOriginTaken", { n: count }), origin.path === ELSE ? ` ${t("drOriginEither")}` : "", open(origin) ? ` ${t("drOriginCounts")}` : ""),
    origin.verdict ? h("p", {}, h("a", { class: "cc-link", href: home, t: "drOriginOpen" })) : null);
}

/** Whether the verdict counted sensitive and other data apart, so that the number of all persons is open. */
const open = (origin) => (doc.content.scenes || []).some((one, n) => `scenes[${n}].sensitive_persons_year` in (origin.taken || {}) && !(`scenes[${n}].persons_year` in origin.taken) && one.persons_year === undefined);
