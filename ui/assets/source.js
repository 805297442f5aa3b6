// How a source looks everywhere: its name, its badges, its dates, and where in it a sentence stands.
import { h, lang } from "./dom.js";

/** `《规定》第七条`, or the section or heading where there is no article. */
export function placeName(source) {
  return `《${source.instrument}》${source.article || source.section || source.title || ""}`;
}

/** `《规定》第七条` of a basis {instrument, article}; some titles bring their own marks. */
export const refName = ({ instrument, article }) => `${instrument.includes("《") ? instrument : `《${instrument}》`}${article || ""}`;

/** The same for the service to look up: one pair of marks around the whole title. */
export const refQuery = ({ instrument, article }) => `《${instrument.replace(/[《》]/g, "")}》${article || ""}`;

/** The kind a reader cares about: our own Q&A is not an official answer. */
export function kindOf(source) {
  if (source.kind !== "qa") return source.kind;
  return source.authority === "editorial" || (source.instrument || "").startsWith("问答库·") ? "qa" : "official_qa";
}

/** Badges: what kind of text it is, whether it was checked. */
export function badges(source) {
  const kind = kindOf(source), checked = source.checked || "verified";
  return [
    h("span", { class: `cc-badge cc-kind-${kind}`, t: `kind_${kind}`, tTitle: `kindTitle_${kind}` }),
    h("span", { class: `cc-badge cc-checked-${checked}`, t: `checked_${checked}` }),
    source.stub ? h("span", { class: "cc-badge cc-checked-doubtful", t: "stub" }) : null,
  ].filter(Boolean);
}

const dayBefore = (iso) => {
  const day = new Date(`${iso}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() - 1);
  return day.toISOString().slice(0, 10);
};

/** When the source is law, in words. */
export function dates(source) {
  const { in_force_from: from, repealed_from: until } = source;
  if (!from) return h("span", { class: "cc-dates", t: "dateUnknown" });
  if (until) return h("span", { class: "cc-dates", t: "inForcePeriod", tv: { from, to: dayBefore(until) } });
  return h("span", { class: "cc-dates", t: "inForceFrom", tv: { from } });
}

export function inForce(source, day) {
  return Boolean(source.in_force_from) && source.in_force_from <= day && (!source.repealed_from || day < source.repealed_from);
}

/** One line of a list of sources; `open` is called with the source. */
export function sourceRow(source, { number = null, open }) {
  const text = (source.text || "").replace(/\s+/g, " ");
  return h("li", { class: "cc-source" },
    h("button", { type: "button", class: "cc-source-button", onclick: (event) => open(source, event.currentTarget) },
      h("span", { class: "cc-source-name" }, number ? h("span", { class: "cc-number" }, `[${number}]`) : null, placeName(source)),
      source.title && source.article ? h("span", { class: "cc-source-title" }, source.title) : null,
      h("span", { class: "cc-source-badges" }, badges(source), dates(source)),
      text ? h("span", { class: "cc-source-text" }, text.length > 96 ? `${text.slice(0, 96)}…` : text) : null));
}

/** A citation as text for the clipboard. */
export function citationText(source, number = null) {
  const kind = h("span", { t: `kind_${kindOf(source)}` }).textContent;
  const from = dates(source).textContent;
  const [open, shut] = lang() === "en" ? [" (", ")"] : ["（", "）"];
  return `${number ? `[${number}] ` : ""}${placeName(source)}${open}${kind}, ${from}${shut}${source.url ? ` ${source.url}` : ""}`;
}

const bare = (text) => text.replace(/\[\d+\]/g, "").replace(/[\s，。；：、！？（）()《》“”"'.,;:!?[\]]/g, "");

function pairs(text) {
  const found = new Set();
  for (let i = 0; i + 1 < text.length; i++) found.add(text.slice(i, i + 2));
  return found;
}

/** Split a text into pieces that end at a full stop, semicolon or line break; joined they give the text again. */
export const pieces = (text) => text.match(/[^。；\n]*[。；\n]+|[^。；\n]+$/g) || [];

/**
 * Which pieces of a passage a sentence stands on: those that share most character pairs with it.
 * `sentence` empty: none. Returns a boolean per piece; at least one true when anything is shared.
 */
export function matching(parts, sentence) {
  const wanted = pairs(bare(sentence || ""));
  if (!wanted.size) return parts.map(() => false);
  const scores = parts.map((part) => {
    const own = pairs(bare(part));
    if (own.size < 2) return 0;
    let shared = 0;
    for (const pair of own) if (wanted.has(pair)) shared++;
    return shared / Math.sqrt(own.size * Math.min(wanted.size, 80));
  });
  const best = Math.max(...scores);
  if (best < 0.12) return parts.map(() => false);
  return scores.map((score) => score >= Math.max(0.6 * best, 0.12));
}
