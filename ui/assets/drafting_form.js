// The questions of one group, element by element of its lists, in the order of the interview.
import { clear, h, lang, say, t } from "./dom.js";
import { intake } from "./drafting_intake.js";
import { addTo, asked, doc, general, interview, removeFrom, value } from "./drafting_state.js";
import { fieldId, fieldView, question } from "./drafting_field.js";

const MANY = 40, MORE = 120; // rows of a list drawn at first, and with each further step
const drawn = new Map(); // by list of the open filing: how many rows are drawn

const titleOf = (one) => (lang() === "en" && one.title_en) || one.title;

/** The needs of a group. */
const needsOf = (group) => interview.needs.filter((one) => question(one.path)?.group === group);

/** What stands on the left: groups with how much is open. */
export function groupsNav(current, go) {
  const rows = asked.groups.map((one) => [one, needsOf(one.id)]).filter(([, needs]) => needs.length);
  return h("nav", { class: "cc-dr-nav", tLabel: "drGroups" }, h("ol", {}, rows.map(([one, needs]) => {
    const open = needs.filter((need) => !need.said && !need.optional).length;
    return h("li", {}, h("button", { type: "button", class: "cc-dr-group", "aria-current": one.id === current ? "step" : null, onclick: () => go(one.id) }, h("span", {}, titleOf(one)), h("span", { class: open ? "cc-dr-count" : "cc-dr-count cc-dr-done" }, open ? String(open) : "✓")));
  })));
}

export const firstGroup = () => asked.groups.find((one) => needsOf(one.id).some((need) => !need.said && !need.optional))?.id || asked.groups.find((one) => needsOf(one.id).length)?.id;

/** The group's questions; `changed()` after rows came or went. */
export function groupView(group, changed) {
  const about = asked.groups.find((one) => one.id === group), view = h("section", { class: "cc-dr-questions", "data-group": group });
  clear(view, h("h2", { tabindex: "-1" }, titleOf(about)), intake(group, changed), ...body(needsOf(group), changed), next(group));
  return view;
}

/** What a group is made of, to see whether another drawing is needed. */
export const shapeOf = (group) => needsOf(group).map((one) => one.path).join(" ");

/** Fields in a grid, elements of lists in boxes of their own, each list with a way to add to it. */
function body(needs, changed, depth = 0) {
  const parts = [];
  let rest = needs, grid = null;
  while (rest.length) {
    const element = elementAt(rest[0].path, depth);
    if (!element) {
      if (!grid) parts.push(grid = h("div", { class: "cc-dr-grid" }));
      grid.append(fieldView(rest[0]));
      rest = rest.slice(1);
      continue;
    }
    const list = element.replace(LAST, ""), inside = (one) => elementAt(one.path, depth)?.replace(LAST, "") === list;
    const elements = [...new Set(rest.filter(inside).map((one) => elementAt(one.path, depth)))];
    const needsIn = new Map(elements.map((one) => [one, []]));
    rest.forEach((need) => needsIn.get(elementAt(need.path, depth))?.push(need));
    parts.push(...boxes(elements, (one) => elementBox(one, needsIn.get(one), changed, depth), list), adder(list, changed));
    rest = rest.filter((one) => !inside(one));
    grid = null;
  }
  return parts;
}
/** The boxes of a list, a long one step by step. */
function boxes(elements, box, list) {
  const key = `${doc.id} ${list}`, first = Math.max(MANY, drawn.get(key) || 0);
  if (elements.length <= first) return elements.map(box);
  let at = first;
  const more = h("button", { type: "button", class: "cc-button cc-dr-more", onclick: () => {
    more.before(...elements.slice(at, at + MORE).map(box));
    drawn.set(key, at += MORE);
    if (at >= elements.length) more.remove(); else count();
  } });
  const count = () => say(more, "drMoreRows", { n: elements.length - at });
  count();
  return [...elements.slice(0, first).map(box), more];
}

/** Have the row of a path drawn; whether that asks for another drawing. */
export function reveal(path) {
  let changes = false;
  for (const match of path.matchAll(/\[(\d+)\]/g)) {
    const key = `${doc.id} ${path.slice(0, match.index)}`, least = Number(match[1]) + 1;
    if (least > Math.max(MANY, drawn.get(key) || 0)) { drawn.set(key, least); changes = true; }
  }
  return changes;
}

const LAST = /\[\d+\]$/;
/** `scenes[0].items[2]` for depth 1 of `scenes[0].items[2].name`; undefined where the path has no list so deep. */
const elementAt = (path, depth) => [...path.matchAll(/\[\d+\]/g)].map((match) => path.slice(0, match.index + match[0].length))[depth];
const numberOf = (element) => Number(/\[(\d+)\]$/.exec(element)[1]);
const listOf = (element) => asked.lists.find((one) => one.path === general(element.replace(LAST, "")));

function elementBox(element, needs, changed, depth) {
  const list = listOf(element), n = numberOf(element) + 1, words = value(`${element}.name`) || value(`${element}.type`) || "";
  const label = (lang() === "en" && list?.label_en) || list?.label || "";
  return h("fieldset", { class: "cc-dr-element", "data-element": element, "data-depth": String(depth) },
    h("legend", {}, `${label} ${n}`, words ? `：${words}` : ""),
    h("button", { type: "button", class: "cc-icon cc-dr-remove", "aria-label": t("drRemove", { name: `${label} ${n}` }), onclick: () => { removeFrom(element.replace(LAST, ""), n - 1); changed(); } }, "✕"), body(needs, changed, depth + 1));
}

const adder = (path, changed) => {
  const list = listOf(`${path}[0]`), label = (lang() === "en" && list?.label_en) || list?.label || "";
  return h("button", { type: "button", class: "cc-button cc-quiet cc-dr-add", t: "drAdd", tv: { name: label }, onclick: () => { addTo(path); reveal(`${path}[${value(path).length - 1}]`); changed(path); } });
};

function next(group) {
  const shown = asked.groups.filter((one) => needsOf(one.id).length), at = shown.findIndex((one) => one.id === group), following = shown[at + 1];
  return h("div", { class: "cc-row cc-dr-next" }, following ? h("a", { class: "cc-button cc-primary", href: `#${encodeURIComponent(doc.id)}/${following.id}`, t: "drNext", tv: { name: titleOf(following) } }) : h("a", { class: "cc-button cc-primary", href: `#${encodeURIComponent(doc.id)}/papers`, t: "drToPapers" }));
}

/** Bring a field into view and put the cursor in it. */
export function show(path) {
  const found = document.getElementById(fieldId(path)) || document.querySelector(`[data-path="${CSS.escape(path)}"]`) || document.querySelector(`[data-element="${CSS.escape(path)}"]`);
  found?.scrollIntoView({ block: "center" });
  (found?.matches("input, select, textarea") ? found : found?.querySelector("input, select, textarea, button"))?.focus({ preventScroll: true });
}
