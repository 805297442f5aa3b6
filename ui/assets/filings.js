// The section 台账与变更: the ledger of exports, what a change of a filing needs, how long a filing still holds.
import { clear, h, say, today } from "./dom.js";
import { buildChange, changeMoved, drawChange } from "./change.js";
import { loadFacts } from "./facts.js";
import { buildFilings, drawFilings } from "./filing_form.js";
import { asOf, changed, kept, onKept, pull, work } from "./filing_state.js";
import { buildLedger, drawLedger, loadLedger } from "./ledger.js";
import { drawForm } from "./ledger_entry.js";
import { field } from "./parts.js";
import { buildRenewal, drawRenewal, renewalMoved } from "./renewal.js";

const VIEWS = ["ledger", "change", "renewal"];
let nav, keptLine, dateInput, todayButton, filings, pages, ready = false;

/** Build the view once; `take(facts)` takes counts into the path. */
export function buildFilingsPage(page, { take }) {
  nav = h("div", { class: "cc-row cc-subnav", role: "group", tLabel: "filingViews" }, VIEWS.map((view) => h("button", { type: "button", class: "cc-chip", id: `cc-filings-view-${view}`, t: `filings_${view}`, onclick: () => { work.view = view; changed(); showView(); } })));
  keptLine = h("span", { class: "cc-hint cc-kept-filings", role: "status" });
  onKept(() => (kept ? say(keptLine, `kept_${kept}`) : clear(keptLine)));
  const onDate = () => { work.asOf = dateInput.value === today() ? "" : dateInput.value; changed(); todayButton.hidden = !work.asOf; showView(); };
  dateInput = h("input", { type: "date", class: "cc-input", id: "cc-filings-as-of", min: "2017-06-01", max: "2099-12-31", tTitle: "filingsAsOf", onchange: onDate });
  todayButton = h("button", { type: "button", class: "cc-chip", t: "todayReset", onclick: () => { dateInput.value = today(); onDate(); } });
  filings = buildFilings(page, { onMove: ({ form }) => {
    if (work.view === "change") (form ? drawChange : changeMoved)();
    if (work.view === "renewal") (form ? drawRenewal : renewalMoved)();
  } });
  pages = { ledger: buildLedger(page, { take }), change: buildChange(), renewal: buildRenewal() };
  page.addEventListener("cc-language", async () => {
    if (!ready) return;
    await named();
    drawForm();
    showView({ read: false });
  });
  return h("div", { class: "cc-page-inner cc-path cc-filings-page" }, h("h2", { class: "cc-visually-hidden", t: "tabFilings" }),
    h("div", { class: "cc-row cc-spread" }, nav, keptLine), h("div", { class: "cc-row" }, field("asOf", dateInput, "cc-inline"), todayButton), filings, Object.values(pages));
}

/** The names of facts, for what a path still needs; without them the page works too. */
async function named() { try { await loadFacts(); } catch { /* the fact's own name is shown */ } }

/** On entering the tab. */
export async function loadFilings() {
  if (!ready) {
    ready = true;
    await Promise.all([named(), pull()]);
    dateInput.value = asOf();
    todayButton.hidden = !work.asOf;
    drawForm();
    drawFilings({ edit: false });
  }
  showView();
}

function showView({ read = true } = {}) {
  if (!VIEWS.includes(work.view)) work.view = "ledger";
  for (const view of VIEWS) {
    pages[view].hidden = view !== work.view;
    nav.querySelector(`#cc-filings-view-${view}`).setAttribute("aria-pressed", String(view === work.view));
  }
  filings.hidden = work.view === "ledger";
  if (work.view === "ledger") { if (read) loadLedger(); else drawLedger(); return; }
  drawFilings();
  if (work.view === "change") drawChange(); else drawRenewal();
}
