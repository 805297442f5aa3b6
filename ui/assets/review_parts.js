// Small parts of the bench: a dialog with fields, a clock in words, a chart of bars with its table.
import { clear, h, lang, saying, svg, t } from "./dom.js";
import { errorBox, field } from "./parts.js";

const BAR = 26, WIDTH = 640, LEFT = 230;

/** A dialog with fields; `send(values)` does it, and what the service refuses is said in it. Gives what `send` gave, or null. */
export function fieldsDialog(root, { title, vars = {}, body = null, fields, confirm = "confirm", send }) {
  return new Promise((resolve) => {
    let made = null;
    const inputs = fields.map((one) => {
      const id = `rv-${one.name}`, props = { id, class: "cc-input", name: one.name, required: Boolean(one.required) };
      if (one.options) return h("select", props, one.options.map(([value, words]) => h("option", { value }, words)));
      if (one.type === "textarea") return h("textarea", { ...props, rows: 3, maxlength: 8000 });
      return h("input", { ...props, type: one.type || "text", maxlength: one.most || 200, autocomplete: "off", ...(one.type === "file" ? { multiple: true } : {}) });
    });
    fields.forEach((one, n) => { if (one.value !== undefined && one.type !== "file") inputs[n].value = one.value; });
    const wrong = h("div"), go = h("button", { type: "submit", class: "cc-button cc-primary", id: "rv-confirm", t: confirm });
    const form = h("form", { class: "cc-dialog-form rv-form", onsubmit: async (event) => {
      event.preventDefault();
      const values = Object.fromEntries(fields.map((one, n) => [one.name, one.type === "file" ? [...inputs[n].files] : inputs[n].value]));
      go.disabled = true;
      try { made = await send(values); box.close(); } catch (error) { clear(wrong, errorBox(error)); go.disabled = false; }
    } }, h("h2", { t: title, tv: vars }), body ? h("p", { t: body }) : null, fields.map((one, n) => field(one.label, inputs[n])), wrong,
    h("div", { class: "cc-row cc-end" }, h("button", { type: "button", class: "cc-button", t: "cancel", onclick: () => box.close() }), go));
    const box = h("dialog", { class: "cc-dialog rv-dialog", tLabel: title, tv: vars }, form);
    box.addEventListener("close", () => { box.remove(); resolve(made); });
    root.append(box);
    box.showModal();
    inputs[0]?.focus();
  });
}

/** The running clock in words, coloured by what is left. */
export function clockMark(clock) {
  if (!clock) return h("span", { class: "cc-badge rv-done", t: "rvNoClock" });
  if (clock.remaining === null) return h("span", { class: "cc-badge rv-calm", t: "rvUntimed", tTitle: "rvUntimedTitle" });
  const name = clock.remaining < 0 ? "late" : clock.remaining <= 1 ? "soon" : "calm";
  return h("span", { class: `cc-badge rv-${name}`, t: clock.remaining < 0 ? "rvLate" : clock.remaining === 0 ? "rvToday" : "rvLeft", tv: { n: Math.abs(clock.remaining) } });
}

/** Whom a clock waits for, its days, last day and place in the law. */
export const clockLine = (clock) => h("p", { class: "rv-clock" }, clockMark(clock), " ", h("span", { t: `rvHolder_${clock.holder}` }), " · ", h("span", { lang: "zh-CN" }, clock.title), clock.days === null ? null : h("span", { t: "rvDays", tv: { n: clock.days, from: clock.started_on } }), clock.due_on ? h("span", { t: "rvDue", tv: { day: clock.due_on } }) : null, clock.estimated ? h("span", { class: "cc-hint", t: "rvEstimated" }) : null,
  h("span", { class: "cc-hint", lang: "zh-CN" }, [clock.basis.map((one) => `《${one.instrument}》${one.article || ""}`).join("；"), clock.note].filter(Boolean).join(" · ")));

/** A state of a case, named by the service. */
export const stateBadge = (item) => h("span", { class: `cc-badge rv-state-${item.case.state}` }, saying({ title: item.state_title, title_en: item.state_title_en }, "title"));

/** Bars with their numbers: `[name, number, second]`; the second is drawn over the first. */
export function bars(rows, label) {
  const most = Math.max(...rows.map(([, n]) => n), 1), wide = (n) => Math.max(((WIDTH - LEFT - 56) * n) / most, n ? 2 : 0), short = (name) => ([...name].length > 15 ? `${[...name].slice(0, 14).join("")}…` : name);
  return svg("svg", { viewBox: `0 0 ${WIDTH} ${Math.max(rows.length, 1) * BAR}`, class: "rv-chart", role: "img", lang: lang() === "en" ? "en" : "zh-CN", "aria-label": `${label}: ${rows.map(([name, n]) => `${name} ${n}`).join(t("listComma"))}` }, rows.map(([name, n, second = 0], i) => svg("g", {}, svg("title", {}, `${name} ${n}`),
    svg("text", { x: LEFT - 10, y: i * BAR + 17, "text-anchor": "end", "font-size": 13 }, short(name)),
    svg("rect", { x: LEFT, y: i * BAR + 4, width: wide(n), height: BAR - 10, class: "rv-bar" }), svg("rect", { x: LEFT, y: i * BAR + 4, width: wide(second), height: BAR - 10, class: "rv-bar-second" }),
    svg("text", { x: LEFT + wide(n) + 8, y: i * BAR + 17, "font-size": 13 }, String(n)))));
}

/** A table under its heads (text keys). */
export const table = (heads, rows) => h("div", { class: "cc-table-wrap", tabindex: "0", role: "region", tLabel: heads[0] }, h("table", { class: "cc-pre-table" }, h("thead", {}, h("tr", {}, heads.map((key) => h("th", { scope: "col", t: key })))), h("tbody", {}, rows.map((cells) => h("tr", {}, cells.map((cell) => h("td", {}, cell)))))));
