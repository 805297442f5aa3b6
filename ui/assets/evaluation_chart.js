// A metric over time, drawn here: one line for each suite and backend, intervals, the committed baseline.
import { h, localTime, svg, t } from "./dom.js";
import { number, table, to } from "./evaluation_parts.js";

const HEIGHT = 230, LEFT = 52, RIGHT = 14, TOP = 14, BOTTOM = 30, FONT = 12, COLOURS = 4;

/** The chart of `{points, baselines}` with its table; drawn anew when its width changes. */
export function trendChart({ points, baselines }, { title }) {
  if (!points.length) return h("p", { class: "cc-hint", t: "trendEmpty" });
  const stage = h("div", { class: "cc-trend-stage" });
  let drawn = 0;
  new ResizeObserver(() => { const width = Math.floor(stage.clientWidth); if (width && Math.abs(width - drawn) > 3) { drawn = width; stage.replaceChildren(chart(points, baselines, title, width)); } }).observe(stage);
  const rows = points.toReversed().map((p) => [h("a", { href: to("run", p.id) }, localTime(p.started_at)), p.suite || t("ownSuite"), t(`backend_${p.backend}`), p.revision, number(p.value), p.low === null ? "" : `${number(p.low)}–${number(p.high)}`, String(p.n), String(p.unscored || "")]);
  return [stage, legend(points, baselines), h("details", {}, h("summary", { t: "trendChart", tv: { metric: title, n: points.length, value: number(points.at(-1).value) } }),
    table([["runStarted"], ["runSuite"], ["runModel"], ["runRevision"], ["value"], ["interval"], ["scored"], ["unscored"]], rows))];
}

const group = (p) => `${p.suite || t("ownSuite")} · ${t(`backend_${p.backend}`)}`;
const groups = (points) => [...new Set(points.map(group))];

function legend(points, baselines) {
  return h("ul", { class: "cc-trend-legend" }, groups(points).map((name, i) => h("li", { class: `cc-line-${i % COLOURS}` }, name)),
    baselines.map((one) => h("li", { class: "cc-line-base" }, `${one.name}: ${t("baselineLine", { value: number(one.value) })}`)));
}

function chart(points, baselines, title, width) {
  const values = [...points.flatMap((p) => [p.value, p.low ?? p.value, p.high ?? p.value]), ...baselines.map((b) => b.value ?? points[0].value)];
  let low = Math.min(...values), high = Math.max(...values);
  const room = (high - low || Math.abs(high) || 1) * 0.12;
  low = low >= 0 && low - room < 0 ? 0 : low - room;
  high = high <= 1 && high + room > 1 ? 1.005 : high + room;
  const x = (i) => LEFT + (points.length === 1 ? 0.5 : i / (points.length - 1)) * (width - LEFT - RIGHT);
  const y = (value) => TOP + (1 - (value - low) / (high - low)) * (HEIGHT - TOP - BOTTOM);
  const ticks = [0, 1, 2, 3].map((i) => low + ((high - low) * i) / 3);
  const lines = groups(points).map((name, i) => {
    const own = points.map((p, n) => [p, n]).filter(([p]) => group(p) === name);
    return svg("g", { class: `cc-line-${i % COLOURS}` }, svg("polyline", { points: own.map(([p, n]) => `${x(n)},${y(p.value)}`).join(" "), fill: "none", "stroke-width": 2 }),
      own.map(([p, n]) => svg("a", { href: to("run", p.id), "aria-label": `${localTime(p.started_at)} ${number(p.value)}` },
        p.low === null ? null : svg("line", { x1: x(n), x2: x(n), y1: y(p.low), y2: y(p.high), "stroke-width": 1.5 }),
        svg("circle", { cx: x(n), cy: y(p.value), r: 5, class: p.dirty ? "cc-dirty" : "" }, svg("title", {}, `${localTime(p.started_at)} ${p.revision} ${number(p.value)}`)))));
  });
  return svg("svg", { width, height: HEIGHT, role: "img", "aria-label": t("trendChart", { metric: title, n: points.length, value: number(points.at(-1).value) }) },
    ticks.map((tick) => [svg("line", { x1: LEFT, x2: width - RIGHT, y1: y(tick), y2: y(tick), class: "cc-grid" }), svg("text", { x: LEFT - 8, y: y(tick) + 4, "text-anchor": "end", "font-size": FONT }, String(Math.round(tick * 1000) / 1000))]).flat(),
    baselines.filter((b) => b.value !== null).map((b) => svg("line", { x1: LEFT, x2: width - RIGHT, y1: y(b.value), y2: y(b.value), class: "cc-line-base" })),
    lines, [0, points.length - 1].filter((n, i, all) => all.indexOf(n) === i).map((n) => svg("text", { x: x(n), y: HEIGHT - 8, "font-size": FONT, "text-anchor": points.length === 1 ? "middle" : n ? "end" : "start" }, localTime(points[n].started_at).slice(5))));
}
