// The decision as a drawing: the way taken lit, what is still open dashed, the ways not taken pale; and as a list.
import { h, lang, saying, svg, t, told } from "./dom.js";
import { articles, openArticle } from "./articles.js";
import { info } from "./facts.js";

/** Which answer to a step ends the decision, and where it leads; a test compares this with the rules. */
export const EXITS = {
  important_data_ciio: ["yes", "security_assessment"], automotive_important_data: ["yes", "security_assessment"],
  export: ["no", "not_export"], state_secret: ["yes", "approval_required"], foreign_request: ["yes", "approval_required"],
  important_data: ["yes", "security_assessment"], state_organ: ["yes", "security_assessment"], treaty: ["yes", "exempt"],
  no_personal_data: ["yes", "exempt"], transit: ["yes", "exempt"], contract: ["yes", "exempt"], hr: ["yes", "exempt"], emergency: ["yes", "exempt"],
  negative_list: ["yes", "exempt"], negative_list_assess: ["yes", "security_assessment"], negative_list_contract: ["yes", "contract_or_certification"],
  ciio: ["yes", "security_assessment"], count_assessment: ["yes", "security_assessment"], count_contract: ["yes", "contract_or_certification"],
  count_exempt: ["yes", "exempt"], old_processed_total: ["yes", "security_assessment"], old_cumulative: ["yes", "security_assessment"], old_contract: ["yes", "contract_or_certification"],
};
const LINE = 19, FONT = 13, PAD = 9, GAP = 26, EXIT_GAP = 46;

const widthOf = (text) => [...text].reduce((sum, sign) => sum + (/[\u2e80-\uffff]/.test(sign) ? 1 : 0.53), 0) * FONT;

/** Long figures with marks between the thousands. */
export const figures = (text) => text.replace(/\d{5,}/g, (n) => Number(n).toLocaleString());

/** A step's comparison, e.g. 150,000 < 1,000,000. */
export const compared = (step) => figures(lang() === "en" ? step.compare.replace("至少 ", t("atLeast")).replace(/人数未知，与 (\d+) 比较/, t("comparedWith", { n: "$1" })) : step.compare);

/** A text in lines no wider than `width` pixels. */
export function lines(text, width) {
  const found = [""];
  for (const sign of text.split(/(?<=[\u2e80-\uffff\s])|(?=[\u2e80-\uffff])/)) {
    if (found.at(-1) && widthOf(found.at(-1) + sign) > width && !/^[，。；、）：”》]/.test(sign)) found.push("");
    found[found.length - 1] += sign;
  }
  return found;
}

/** Steps of one transfer (or all) with their outcome, and where the decision ends. */
export function stepsOf(result, index = null) {
  return result.trace.filter((s) => s.activity === null || s.activity === undefined || index === null || s.activity === index);
}

/** The drawing with its list; `asOf` for opening articles. Several transfers are chosen by buttons. */
export function tree(result) {
  const several = result.per_activity.length > 0;
  const stage = h("div", { class: "cc-tree-stage" }), choice = h("div", { class: "cc-row", role: "group", tLabel: "treeChoose" });
  const show = (index) => {
    choice.querySelectorAll("button").forEach((b, i) => b.setAttribute("aria-pressed", String(i === index)));
    const steps = stepsOf(result, several ? index : null);
    stage.replaceChildren(drawing(steps, result), list(steps, result));
    observe(stage, steps, result);
  };
  if (several) choice.append(...result.per_activity.map((_, i) => h("button", { type: "button", class: "cc-chip", t: "activityNumber", tv: { n: i + 1 }, onclick: () => show(i) })));
  show(0);
  return h("section", { class: "cc-result-part" }, h("h3", { t: "treeTitle" }), several ? choice : null, legend(), stage);
}

const watchers = new WeakMap();
/** Draw anew where the place's width changes. */
function observe(stage, steps, result) {
  watchers.get(stage)?.disconnect();
  let drawn = 0;
  const watcher = new ResizeObserver(() => {
    const width = Math.floor(stage.clientWidth);
    if (!width || Math.abs(width - drawn) < 4) return;
    drawn = width;
    stage.firstChild.replaceWith(drawing(steps, result, width));
  });
  watcher.observe(stage);
  watchers.set(stage, watcher);
}

const legend = () => h("p", { class: "cc-legend cc-hint" }, ["taken", "open", "untaken"].map((kind) => h("span", {}, svg("svg", { width: 34, height: 10, "aria-hidden": "true" }, svg("line", { x1: 1, y1: 5, x2: 33, y2: 5, class: `cc-edge cc-${kind}` })), h("span", { t: `legend_${kind}` }))));

function drawing(steps, result, width = 640) {
  const exitWidth = Math.min(170, Math.max(96, width * 0.27)), nodeWidth = Math.min(460, width - exitWidth - EXIT_GAP - 4);
  const out = [], endings = result.path === "need_facts" ? (result.possible.length ? result.possible : ["need_facts"]) : [result.path];
  let y = 4, doubt = false, before = null;
  steps.forEach((step, i) => {
    const [exitOn, leadsTo] = EXITS[step.id] || [null, null], ends = step.outcome === exitOn;
    const open = step.outcome === "unknown" || (ends && result.path === "need_facts"), last = i === steps.length - 1;
    const left = ends && !open && (last || leadsTo === result.path); // a zone's list may override what would end it
    const rows = [...lines(saying(step, "title"), nodeWidth - 2 * PAD), ...(step.compare ? lines(compared(step), nodeWidth - 2 * PAD) : [])];
    const height = rows.length * LINE + 2 * PAD - 4, middle = y + height / 2;
    if (before !== null) out.push(edge(`M ${nodeWidth / 2} ${before.bottom} V ${y}`, before.kind, before.label, nodeWidth / 2 + 7, (before.bottom + y) / 2 + 4));
    out.push(node(step, { x: 1, y, width: nodeWidth, height, rows, kind: open || doubt ? "open" : "taken", strong: left }, result));
    if (leadsTo && !(last && left)) {
      const kind = open ? "open" : left ? "taken" : "untaken";
      out.push(...exit(leadsTo, { from: nodeWidth + 1, y: middle, width: exitWidth, x: nodeWidth + EXIT_GAP, kind, label: t(exitOn) }));
    }
    doubt ||= open;
    const other = exitOn === "yes" ? "no" : exitOn === "no" ? "yes" : step.outcome === "unknown" ? "yes" : step.outcome;
    before = { bottom: y + height, kind: doubt ? "open" : "taken", label: t(ends || !leadsTo ? step.outcome : other) };
    y += height + GAP;
  });
  for (const [i, path] of endings.entries()) {
    const rows = lines(t(`path_${path}`), nodeWidth - 2 * PAD), height = rows.length * LINE + 2 * PAD - 4;
    if (!i && before) out.push(edge(`M ${nodeWidth / 2} ${before.bottom} V ${y}`, before.kind, before.label, nodeWidth / 2 + 7, (before.bottom + y) / 2 + 4));
    out.push(svg("g", {}, svg("rect", { x: 1, y, width: nodeWidth, height, rx: height / 2, class: endings.length > 1 || path === "need_facts" ? "cc-node cc-end-open" : "cc-node cc-end-node" }), words(rows, nodeWidth / 2, y, true)));
    y += height + 8;
  }
  return svg("svg", { class: "cc-tree", role: "group", "aria-label": t("treeLabel", { path: t(`path_${result.path}`) }), viewBox: `0 0 ${width} ${y}`, width, height: y }, out);
}

function words(rows, x, y, centred = false) {
  return svg("text", { x, y: y + PAD + FONT - 2, "text-anchor": centred ? "middle" : "start", "font-size": FONT }, rows.map((row, i) => svg("tspan", { x, dy: i ? LINE : 0 }, row)));
}

function edge(d, kind, label, x, y) {
  return svg("g", {}, svg("path", { d, class: `cc-edge cc-${kind}` }), svg("text", { x, y, "font-size": 12, class: "cc-edge-label" }, label));
}

function node(step, { x, y, width, height, rows, kind, strong }, result) {
  const open = (event) => { if (step.basis.length) openArticle(step.basis[0], { asOf: result.as_of, from: event.currentTarget }); };
  const said = `${saying(step, "title")} ${t(step.outcome)} ${compared(step)}`;
  return svg("g", { class: "cc-node-group", role: "button", tabindex: "0", "aria-label": said, "data-step": step.id, "data-outcome": step.outcome, onclick: open, onkeydown: (event) => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); open(event); } } },
    svg("rect", { x, y, width, height, rx: 8, class: `cc-node cc-node-${kind}${strong ? " cc-node-strong" : ""}` }), words(rows, x + PAD, y));
}

function exit(path, { from, y, width, x, kind, label }) {
  const rows = lines(t(`short_${path}`), width - 14), height = rows.length * LINE + 8;
  return [edge(`M ${from} ${y} H ${x}`, kind, label, from + 8, y - 5),
    svg("g", { class: `cc-exit cc-exit-${kind}` }, svg("rect", { x, y: y - height / 2, width, height, rx: 12, class: `cc-node cc-node-${kind}` }), words(rows, x + 7, y - height / 2 - PAD + 5))];
}

/** The same as text: every step with answer, figures compared, facts and articles. */
function list(steps, result) {
  const values = (facts) => Object.entries(facts).filter(([, v]) => v !== null).map(([name, v]) => `${info(name).label}${t("colon")}${typeof v === "boolean" ? t(v ? "yes" : "no") : typeof v === "number" ? v.toLocaleString() : v}`).join(t("semicolon"));
  return h("details", { class: "cc-tree-list" }, h("summary", { t: "treeList" }),
    h("ol", {}, steps.map((step) => h("li", { "data-outcome": step.outcome },
      told("span", step, "title"), t("colon"), h("strong", { t: step.outcome }), step.compare ? t("inBrackets", { text: compared(step) }) : "",
      step.checked !== "verified" ? [" ", h("span", { class: `cc-badge cc-checked-${step.checked}`, t: `checked_${step.checked}` })] : null,
      values(step.facts) ? h("div", { class: "cc-hint" }, values(step.facts)) : null,
      step.note ? told("div", step, "note", { class: "cc-hint" }) : null,
      articles(step.basis, { asOf: result.as_of })))));
}
