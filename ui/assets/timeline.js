// Statutory times as bars: in working days from zero, or on dates where a starting day is given; and as a table.
import { h, saying, svg, t, told } from "./dom.js";
import { articles } from "./articles.js";
import { lines } from "./path_tree.js";

const ROW = 22, FONT = 13, DAY_MS = 86_400_000, DAYS_IN = { working_days: 1.45, days: 1, months: 30.4, years: 365 };
const WINDOW_WORKING_DAYS = 90, WINDOW_DAYS = 320; // what lies further off (validity) is cut at the edge

const workingDays = (leg) => leg.days * (DAYS_IN[leg.unit] / DAYS_IN.working_days);

/** A length of time in words; statutory ones are upper limits. */
export function length(one) {
  return one.days === null ? t("noLimitSet") : t(`unit_${one.unit || "days"}`, { n: one.days });
}

/** The section; `start` the day given, or ""; not `statutory`: stretches that are no upper limits. */
export function timeline(result, { start, onStart, statutory = true }) {
  if (!result.timeline.length) return null;
  const day = h("input", { type: "date", class: "cc-input", id: "cc-timeline-start", value: start || "", min: "2017-06-01", max: "2100-12-31", onchange: () => onStart(day.value) });
  const stage = h("div", { class: "cc-timeline-stage" });
  const draw = (width) => stage.replaceChildren(chart(result, width));
  draw(640);
  let drawn = 0;
  new ResizeObserver(() => { const width = Math.floor(stage.clientWidth); if (width && Math.abs(width - drawn) > 3) { drawn = width; draw(width); } }).observe(stage);
  return h("section", { class: "cc-result-part" }, h("h3", { t: "timelineTitle" }),
    statutory ? h("p", { class: "cc-note-line", t: "upperLimit" }) : null,
    onStart ? h("div", { class: "cc-row" }, h("label", { for: "cc-timeline-start", t: "timelineStart" }), day, start ? h("button", { type: "button", class: "cc-chip", t: "timelineNoDates", onclick: () => onStart("") }) : null) : null,
    stage, table(result));
}

const time = (iso) => Date.parse(`${iso}T00:00:00Z`);

function chart(result, width) {
  const legs = result.timeline, dated = legs.some((l) => l.start && l.end);
  const from = dated ? Math.min(...legs.filter((l) => l.start).map((l) => time(l.start))) : 0;
  const reach = dated
    ? Math.max(30, ...legs.filter((l) => l.end).map((l) => (time(l.end) - from) / DAY_MS).filter((d) => d <= WINDOW_DAYS))
    : Math.min(WINDOW_WORKING_DAYS, Math.max(10, ...legs.filter((l) => l.days !== null && l.unit !== "years").map(workingDays)));
  const scale = (width - 12) / reach, out = [];
  let y = 6;
  for (const leg of legs) {
    const rows = lines(`${saying(leg, "title")} · ${length(leg)}${dates(leg)}`, width - 8);
    out.push(svg("text", { x: 2, y: y + FONT, "font-size": FONT }, rows.map((row, i) => svg("tspan", { x: 2, dy: i ? FONT + 5 : 0 }, row))));
    y += rows.length * (FONT + 5) + 3;
    const bar = place(leg, { dated, from, reach });
    if (bar) {
      out.push(svg("rect", { x: 2 + bar.at * scale, y, width: Math.max(3, bar.size * scale), height: ROW - 8, rx: 4, class: `cc-bar${leg.estimated ? " cc-bar-estimated" : ""}${bar.cut ? " cc-bar-cut" : ""}` }, svg("title", {}, `${saying(leg, "title")} ${length(leg)}${dates(leg)}`)));
      if (bar.cut) out.push(svg("path", { d: `M ${width - 10} ${y} l 7 7 l -7 7`, class: "cc-bar-arrow" }));
    } else out.push(svg("line", { x1: 2, x2: width - 10, y1: y + 7, y2: y + 7, class: "cc-bar-none" }));
    y += ROW;
  }
  out.push(axis({ dated, from, reach, scale, y, width }));
  y += 26;
  return svg("svg", { class: "cc-timeline", role: "img", "aria-label": t("timelineLabel", { n: legs.length }), viewBox: `0 0 ${width} ${y}`, width, height: y }, out);
}

/** Marks below: working days from zero, or dates. */
function axis({ dated, from, reach, scale, y, width }) {
  const step = [5, 10, 15, 30, 60, 90].find((s) => (reach / s) * 86 <= width) || 120, marks = [];
  for (let day = 0; day <= reach; day += step) {
    const x = 2 + day * scale, text = dated ? new Date(from + day * DAY_MS).toISOString().slice(5, 10) : String(day);
    if (x > width - 34) break;
    marks.push(svg("line", { x1: x, x2: x, y1: y - 2, y2: y + 4, class: "cc-axis" }), svg("text", { x, y: y + 18, "font-size": 11, class: "cc-edge-label" }, day || dated ? text : `0 ${t("workingDays")}`));
  }
  return svg("g", { "aria-hidden": "true" }, svg("line", { x1: 2, x2: width - 10, y1: y - 2, y2: y - 2, class: "cc-axis" }), marks);
}

/** Where a bar lies, in days from the left edge; null: no length is set. */
function place(leg, { dated, from, reach }) {
  if (dated) {
    if (!leg.start || !leg.end) return null;
    const at = (time(leg.start) - from) / DAY_MS, end = (time(leg.end) - from) / DAY_MS;
    return at > reach ? null : { at, size: Math.min(end, reach) - at, cut: end > reach };
  }
  if (leg.days === null) return null;
  const size = workingDays(leg);
  return { at: 0, size: Math.min(size, reach), cut: size > reach };
}

function dates(leg) {
  if (!leg.start || !leg.end) return "";
  return ` · ${leg.start} ${t("until")} ${leg.end}${leg.estimated ? t("estimated") : ""}`;
}

function table(result) {
  const line = (leg) => h("tr", {}, told("td", leg, "title"), h("td", { "data-label": t("timeLength") }, length(leg)),
    h("td", { "data-label": t("timeDates") }, leg.start && leg.end ? `${leg.start} ${t("until")} ${leg.end}${leg.estimated ? t("estimated") : ""}` : t("noDates")),
    h("td", {}, articles(leg.basis, { asOf: result.as_of }), leg.note ? told("p", leg, "note", { class: "cc-hint" }) : null));
  return h("details", { class: "cc-tree-list" }, h("summary", { t: "timelineTable" }),
    h("div", { class: "cc-table-wrap", tabindex: "0", role: "region", tLabel: "timelineTable" }, h("table", { class: "cc-table cc-plain-table" },
      h("thead", {}, h("tr", {}, ["timeStage", "timeLength", "timeDates", "basis"].map((key) => h("th", { scope: "col", t: key })))),
      h("tbody", {}, result.timeline.map(line)))));
}
