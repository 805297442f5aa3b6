// What is asked most, by week, as charts with their tables; and the gaps that the editor should fill.
import { clear, h, svg, t } from "./dom.js";
import { desk } from "./desk_api.js";
import { topicName } from "./desk_ticket.js";
import { errorBox, field } from "./parts.js";

const WEEKS = [4, 8, 26], BAR = 26, HEIGHT = 180, FOOT = 24, TOP = 18;

/** The view; `open(id)` shows a ticket. */
export function hotView({ open, topics }) {
  const charts = h("div", { "aria-live": "polite" }), gaps = h("div");
  const weeks = h("select", { id: "dk-weeks", class: "cc-input", onchange: () => draw() }, WEEKS.map((n) => h("option", { value: n }, String(n))));
  weeks.value = "8";
  async function draw() {
    try { const found = await desk.hot(weeks.value); clear(charts, hotParts(found, topics)); } catch (error) { clear(charts, errorBox(error, draw)); }
  }
  async function drawGaps() {
    try { clear(gaps, gapList((await desk.gaps()).gaps, { open, topics })); } catch (error) { clear(gaps, errorBox(error, drawGaps)); }
  }
  draw();
  drawGaps();
  return h("div", { class: "dk-page" }, h("h2", { tabindex: "-1", t: "deskHotTitle" }), field("deskHotWeeks", weeks, "cc-inline"), charts, h("section", {}, h("h3", { t: "deskGaps" }), h("p", { class: "cc-hint", t: "deskGapsBody" }), gaps));
}

function hotParts({ weeks, groups }, topics) {
  if (!groups.length) return h("p", { t: "deskHotNone" });
  const totals = {};
  for (const week of weeks) for (const [topic, n] of Object.entries(week.topics)) totals[topic] = (totals[topic] || 0) + n;
  const ranked = Object.entries(totals).sort((a, b) => b[1] - a[1]).slice(0, 8).map(([id, n]) => [topicName(topics, id), n]);
  return h("div", { class: "dk-hot" }, h("section", {}, weekChart(weeks), h("details", {}, h("summary", { t: "deskHotTable" }), weekTable(weeks))),
    h("section", {}, h("h3", { t: "deskHotTopics" }), bars(ranked)),
    h("section", {}, h("h3", { t: "deskHotGroups" }), h("ol", { class: "dk-groups" }, groups.map((one) => h("li", {}, h("strong", {}, one.question), h("span", { class: "cc-hint" }, ` ${topicName(topics, one.topic)} · ${t("deskHotCounts", { asked: one.asked, tickets: one.tickets })}`))))));
}

function weekChart(weeks) {
  const most = Math.max(...weeks.map((w) => w.questions), 1), width = 640, step = width / weeks.length, wide = Math.min(step * 0.6, 56);
  const words = weeks.map((w) => `${w.week} ${w.questions}`).join(t("listComma"));
  const tall = (n) => Math.round((HEIGHT - FOOT - TOP) * (n / most));
  const every = Math.ceil(weeks.length / 9);
  return svg("svg", { viewBox: `0 0 ${width} ${HEIGHT}`, class: "dk-chart", role: "img", "aria-label": t("deskHotChart", { words }) }, weeks.map((week, i) => {
    const x = i * step + (step - wide) / 2, up = tall(week.questions), bad = tall(week.abstained);
    return svg("g", {}, svg("title", {}, `${t("deskHotWeek", { week: week.week, monday: week.monday })} ${week.questions}`),
      svg("rect", { x, y: HEIGHT - FOOT - up, width: wide, height: up, class: "dk-bar-all" }), svg("rect", { x, y: HEIGHT - FOOT - bad, width: wide, height: bad, class: "dk-bar-bad" }),
      svg("text", { x: x + wide / 2, y: HEIGHT - FOOT - up - 5, "text-anchor": "middle", "font-size": 12 }, String(week.questions || "")),
      i % every ? null : svg("text", { x: x + wide / 2, y: HEIGHT - 6, "text-anchor": "middle", "font-size": 12 }, week.monday.slice(5)));
  }));
}

function bars(rows) {
  const most = Math.max(...rows.map(([, n]) => n), 1), width = 640, left = 210, high = rows.length * BAR;
  return svg("svg", { viewBox: `0 0 ${width} ${high}`, class: "dk-chart", role: "img", "aria-label": rows.map(([name, n]) => `${name} ${n}`).join(t("listComma")) }, rows.map(([name, n], i) => svg("g", {},
    svg("text", { x: left - 10, y: i * BAR + 17, "text-anchor": "end", "font-size": 14 }, name),
    svg("rect", { x: left, y: i * BAR + 4, width: Math.max(((width - left - 50) * n) / most, 2), height: BAR - 10, class: "dk-bar-all" }),
    svg("text", { x: left + ((width - left - 50) * n) / most + 8, y: i * BAR + 17, "font-size": 13 }, String(n)))));
}

function weekTable(weeks) {
  const head = ["deskWeek", "deskQuestions", "deskCalls", "deskAbstained", "deskEscalatedCol"];
  return h("table", { class: "dk-table" }, h("thead", {}, h("tr", {}, head.map((key) => h("th", { scope: "col", t: key })))),
    h("tbody", {}, weeks.map((w) => h("tr", {}, h("th", { scope: "row", t: "deskHotWeek", tv: { week: w.week, monday: w.monday } }), [w.questions, w.tickets, w.abstained, w.escalated].map((n) => h("td", {}, String(n)))))));
}

function gapList(found, { open, topics }) {
  if (!found.length) return h("p", { t: "deskGapsNone" });
  const counts = (gap) => ["abstained", "escalated", "rated_bad", "unresolved"].filter((name) => gap[name]).map((name) => h("span", { class: "cc-badge cc-checked-doubtful", t: `deskReason_${name}`, tv: { n: gap[name] } }));
  return h("ol", { class: "dk-gaps" }, found.map((gap) => h("li", { class: "dk-gap" }, h("p", {}, h("strong", {}, gap.question)),
    h("p", { class: "cc-row" }, h("span", { class: "cc-hint" }, `${topicName(topics, gap.topic)} · ${t("deskHotCounts", { asked: gap.asked, tickets: gap.tickets })}`), counts(gap)),
    gap.examples.length ? h("p", { class: "cc-hint", t: "deskGapOther", tv: { words: gap.examples.join(" / ") } }) : null,
    h("button", { type: "button", class: "cc-button cc-quiet", t: "deskGapFirst", onclick: () => open(gap.ticket_ids.at(-1)) }))));
}
