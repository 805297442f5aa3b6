// The differences between two editions or lists.
import { api } from "./api.js";
import { clear, h, t } from "./dom.js";
import { errorBox, field } from "./parts.js";
import { TEXTS } from "./texts.js";

let left, right, output, found = null, asked = 0;

/** Build the view once. */
export function buildDiff() {
  left = h("select", { class: "cc-input", id: "cc-diff-left" });
  right = h("select", { class: "cc-input", id: "cc-diff-right" });
  output = h("div", { class: "cc-diff-output", "aria-live": "polite" });
  return h("div", { class: "cc-fold-body" }, h("form", { class: "cc-row cc-search-form", onsubmit: (event) => { event.preventDefault(); run(); } },
    field("diffLeft", left, "cc-grow"), field("diffRight", right, "cc-grow"), h("button", { type: "submit", class: "cc-button cc-primary", id: "cc-diff-run", t: "compareRun" })), output);
}

/** Fill the choices: first the two editions of one zone, where there are. */
export function drawDiff(lists) {
  const options = () => lists.map((l) => h("option", { value: l.id }, `${l.title}（${l.edition}）`));
  const chosen = [left.value, right.value];
  clear(left, options());
  clear(right, options());
  const negative = lists.filter((l) => l.kind === "negative");
  const zone = negative.find((l, i) => negative.some((m, j) => j > i && m.zone === l.zone))?.zone;
  const pair = negative.filter((l) => l.zone === zone);
  left.value = chosen[0] || pair[0]?.id || lists[0]?.id || "";
  right.value = chosen[1] || pair[1]?.id || lists[1]?.id || "";
  if (found) draw();
}

async function run() {
  const mine = ++asked;
  clear(output, h("p", { class: "cc-hint", role: "status", t: "loading" }));
  try {
    const got = await api.compareLists(left.value, right.value);
    if (mine !== asked) return;
    found = got;
    draw();
  } catch (error) { if (mine === asked) clear(output, errorBox(error, run)); }
}

/** One side of a difference; a code of the procedure in words. */
const side = (text) => (text === null ? "—" : `before_${text}` in TEXTS.zh ? t(`before_${text}`) : text);

function draw() {
  clear(output, found.limited ? h("p", { class: "cc-warn-box" }, found.limited) : null,
    h("p", { class: "cc-hint", role: "status", t: found.differences.length ? "diffCount" : "diffNone", tv: { n: found.differences.length } }),
    found.differences.length ? h("div", { class: "cc-table-wrap", tabindex: "0", role: "region", tLabel: "diffTitle" }, h("table", { class: "cc-table cc-plain-table" },
      h("thead", {}, h("tr", {}, ["diffPlace", "diffChange", "diffLeft", "diffRight"].map((key) => h("th", { scope: "col", t: key })))),
      h("tbody", {}, found.differences.map((d) => h("tr", {}, h("td", {}, d.place), h("td", { t: `change_${d.change}` }), h("td", { "data-label": t("diffLeft") }, side(d.left)), h("td", { "data-label": t("diffRight") }, side(d.right))))))) : null);
}
