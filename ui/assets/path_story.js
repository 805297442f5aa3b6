// A start by story: what was read from it, each with the words it came from, for the reader to confirm before it counts.
import { api } from "./api.js";
import { clear, h, say, t } from "./dom.js";
import { info } from "./facts.js";
import { persons, worded } from "./path_form.js";
import { changed, doc } from "./path_state.js";
import { errorBox } from "./parts.js";

const MAX_CHARS = 20_000;
/** Where people often start: what the scene itself says, and facts (null) that it raises. */
export const SCENES = [
  { key: "sceneHq", purpose: "境外总部查看员工信息", facts: { is_export: true, contains_pi: true, hr_necessary: null, hr_rules: null, hr_collective_contract: null } },
  { key: "sceneShop", purpose: "跨境电商下单、寄递", facts: { is_export: true, contains_pi: true, contract_necessary: null } },
  { key: "sceneCrm", purpose: "客户信息存放在境外云端客户关系管理系统", facts: { is_export: true, contains_pi: true } },
  { key: "sceneCallCentre", purpose: "境外团队提供客服外包", facts: { is_export: true, contains_pi: true } },
  { key: "sceneTrial", purpose: "国际多中心临床试验", facts: { is_export: true, contains_pi: true, human_genetic: null, sector: "临床试验" } },
  { key: "sceneTravel", purpose: "境外机票、酒店预订", facts: { is_export: true, contains_pi: true, contract_necessary: null } },
  { key: "sceneCar", purpose: "车辆数据传给境外研发", facts: { is_export: true, contains_important_data: null, sector: "汽车" } },
  { key: "sceneTransit", purpose: "境外收集的数据在境内加工后返回", facts: { is_export: true, overseas_origin: true, domestic_data_introduced: null } },
  { key: "sceneCourt", purpose: "外国法院、执法机构调取", facts: { is_export: true, foreign_judicial_request: null } },
];

let box, problem, readBox, asked = 0;

/** The box for the story and what was read; built once, drawn from the document. */
export function buildStory() {
  box = h("textarea", { id: "cc-story", rows: 5, maxlength: MAX_CHARS, tPlaceholder: "storyPlaceholder", class: "cc-input cc-story-box", value: doc.story.text, oninput: () => { doc.story.text = box.value; changed({ facts: false, quiet: true }); } });
  problem = h("div");
  readBox = h("div", { class: "cc-story-read" });
  return h("section", { class: "cc-story" },
    h("form", { onsubmit: (event) => { event.preventDefault(); read(); } }, h("label", { for: "cc-story", class: "cc-hint", t: "storyLabel" }), box,
      h("div", { class: "cc-row" }, h("button", { type: "submit", class: "cc-button cc-primary", id: "cc-story-read", t: "storyRead" }), h("span", { class: "cc-hint", t: "storyHint" }))),
    problem, readBox);
}

export const openItems = () => doc.story.open.length;

async function read() {
  const text = box.value.trim() ? box.value : "";
  if (!text) { clear(problem, h("p", { class: "cc-problem", role: "alert", t: "storyEmpty" })); box.focus(); return; }
  const mine = ++asked, body = doc.asOf ? { text, as_of: doc.asOf } : { text };
  clear(problem, h("p", { class: "cc-hint", role: "status", t: "storyReading" }));
  try {
    const found = await api.pathStory(body);
    if (mine !== asked) return;
    clear(problem);
    const rows = [...found.story.found, ...presumed(found)].filter((one) => info(one.fact).known);
    doc.story = { text, found: { text, rows, contradictions: found.story.contradictions, model: found.story.model, notes: found.notes }, open: [...rows.keys()] };
    for (const [fact, given] of flat(found.facts)) if (given === null) put(fact, null, { queue: true });
    changed();
    drawStory();
    readBox.querySelector("h3")?.focus();
  } catch (error) {
    if (mine === asked) clear(problem, errorBox(error, read));
  }
}

const flat = (facts) => Object.entries(facts || {}).flatMap(([name, given]) => (name === "activities" ? given.flatMap((one, i) => Object.entries(one).map(([n, v]) => [`activities.${i}.${n}`, v])) : [[name, given]]));

/** What the story does not say and the reading presumes. */
function presumed({ facts, story, assumptions }) {
  const named = new Set(story.found.map((one) => one.fact)), why = Object.fromEntries(assumptions.map((a) => [a.fact, a.label]));
  return flat(facts).filter(([fact, given]) => given !== null && !named.has(fact)).map(([fact, given]) => ({ fact, value: given, words: [], note: why[fact] || "", presumed: true }));
}

/** Put a fact without asking again; a question stays open at the head of the list. */
function put(fact, value, { queue = false } = {}) {
  const parts = fact.split("."), name = parts.at(-1);
  let holder = doc.facts;
  if (parts.length === 3) {
    doc.facts.activities ||= [];
    while (doc.facts.activities.length <= Number(parts[1])) doc.facts.activities.push({});
    holder = doc.facts.activities[Number(parts[1])];
  }
  if (queue && holder[name] !== undefined && holder[name] !== null) return;
  holder[name] = value;
  doc.unknown = doc.unknown.filter((f) => f !== fact);
  if (queue) doc.queue = [...new Set([...doc.queue, fact])];
  else { doc.queue = doc.queue.filter((f) => f !== fact); doc.order = [...doc.order.filter((f) => f !== fact), fact]; }
}

/** Draw what was read: the story with its words marked, and each fact to be confirmed or put right. */
export function drawStory() {
  if (box.value !== doc.story.text && document.activeElement !== box) box.value = doc.story.text;
  const { found, open } = doc.story;
  if (!found) { clear(readBox); return; }
  const todo = open.length;
  clear(readBox,
    h("h3", { tabindex: "-1", t: todo ? "storyConfirm" : "storyDone", tv: { n: todo } }),
    h("p", { class: "cc-story-text", lang: "zh-CN" }, marked(found)),
    found.contradictions?.length ? h("div", { class: "cc-warn-box" }, h("h4", { t: "contradictions" }), h("ul", {}, found.contradictions.map((c) => h("li", {}, `${info(c.fact).label}${t("colon")}${c.text}`)))) : null,
    h("ol", { class: "cc-found-list" }, found.rows.map((one, i) => foundRow(one, i, open.includes(i)))),
    todo > 1 ? h("div", { class: "cc-row" }, h("button", { type: "button", class: "cc-button cc-primary", id: "cc-confirm-all", t: "confirmAll", tv: { n: todo }, onclick: () => { open.slice().forEach((i) => take(i)); done(); } })) : null,
    found.notes?.length ? h("ul", { class: "cc-hint" }, found.notes.map((n) => h("li", {}, n))) : null,
    h("p", { class: "cc-hint", t: found.model ? "storyByModel" : "storyByRules", tv: { model: found.model } }));
}

/** The story in pieces; the words that a fact came from are marked with its number. */
function marked({ text, rows }) {
  const signs = [...text], spans = rows.flatMap((one, i) => one.words.map((w) => ({ ...w, i }))).sort((a, b) => a.start - b.start || b.end - a.end);
  const out = [];
  let at = 0;
  for (const span of spans) {
    if (span.end <= at) continue;
    const start = Math.max(at, span.start);
    out.push(signs.slice(at, start).join(""), h("mark", { title: info(rows[span.i].fact).label }, signs.slice(start, span.end).join(""), h("sup", {}, String(span.i + 1))));
    at = span.end;
  }
  return [...out, signs.slice(at).join("")];
}

function foundRow(one, i, open) {
  const about = info(one.fact);
  const words = [...new Set(one.words.map((w) => w.text))].map((w) => `“${w}”`).join(" ");
  return h("li", { class: open ? "cc-found cc-open" : "cc-found", value: i + 1, "data-fact": one.fact },
    h("div", {}, h("span", { class: "cc-answer-label" }, about.label), t("colon"), h("strong", {}, worded(one.fact, one.value))),
    h("div", { class: "cc-hint" }, words ? [t("fromWords"), words, " "] : null, one.presumed ? h("span", { class: "cc-badge", t: "storyPresumed" }) : null, one.note ? ` ${one.note}` : ""),
    open ? h("div", { class: "cc-row", role: "group", tLabel: "changeFact", tv: { label: about.label } },
      h("button", { type: "button", class: "cc-chip cc-right", t: "storyRight", onclick: () => { take(i); done(); } }),
      correction(one, i, about)) : h("span", { class: "cc-badge cc-checked-verified", t: "storyTaken" }));
}

/** Other values that the fact may have. */
function correction(one, i, about) {
  const put = (given) => { take(i, given); done(); };
  const unknown = h("button", { type: "button", class: "cc-chip", t: "storyUnsure", onclick: () => put(null) });
  if (about.kind === "boolean") return [h("button", { type: "button", class: "cc-chip", t: one.value ? "storyIsNo" : "storyIsYes", onclick: () => put(!one.value) }), unknown];
  const input = h("input", { type: "text", class: "cc-input cc-short", value: one.value ?? "", tLabel: "storyCorrect", maxlength: 200 });
  const wrong = h("span", { class: "cc-problem", role: "alert" });
  const correct = () => {
    if (about.kind !== "number") return input.value.trim() ? put(input.value.trim()) : null;
    const { number, error } = persons(input.value);
    error ? say(wrong, error) : put(number);
  };
  return [about.options ? null : input, about.options ? null : h("button", { type: "button", class: "cc-chip", t: "storyCorrect", onclick: correct }), unknown, wrong];
}

/** Confirm a fact, as read or corrected. */
function take(i, given = doc.story.found.rows[i].value) {
  const one = doc.story.found.rows[i];
  put(one.fact, given);
  if (given === null) doc.unknown.push(one.fact);
  one.value = given;
  doc.story.open = doc.story.open.filter((n) => n !== i);
}

function done() {
  changed();
  drawStory();
  if (!doc.story.open.length && !doc.story.found.contradictions?.length) document.dispatchEvent(new CustomEvent("cc-story-done"));
}

/** Typical scenes as chips; what a scene says stands among the answers and can be changed. */
export function sceneChips(start) {
  return h("div", { class: "cc-row cc-scenes", role: "group", tLabel: "scenes" }, SCENES.map((scene) => h("button", { type: "button", class: "cc-chip", t: scene.key, "data-scene": scene.key, onclick: () => start(scene) })));
}

