// A case: its clock, what may be done now, opinions of departments, the enterprise's record, its other procedures, what happened.
import { clear, h, localTime, saying, t, toast } from "./dom.js";
import { errorBox } from "./parts.js";
import { bench } from "./review_api.js";
import { comparisonView, papersOut, roundView } from "./review_findings.js";
import { clockLine, clockMark, fieldsDialog, stateBadge } from "./review_parts.js";

const STANCES = ["agree", "supplement", "object", "none"], LOOK_MS = 1200;

/** The view; `reload()` shows it anew, `open(id)` another case. Gives `element`, `stop`, `step`. */
export async function caseView(id, { root, started, open, reload }) {
  const detail = await bench.get(id), own = detail.case, problem = h("div", { role: "alert", tabindex: "-1" });
  let timer = 0, round = null;
  const stop = () => clearTimeout(timer);
  const done = (made, key = "rvDone") => { if (made) { toast(key); reload(); } };
  const act = async (run) => { try { done(await run()); } catch (error) { clear(problem, errorBox(error, reload)); problem.focus(); } };
  const ctx = { detail, own, root, started, open, done, act };
  const left = h("section", { class: "cc-pre-left", tLabel: "rvCase" }, h("h2", { tabindex: "-1" }, `#${own.number} `, h("span", { lang: "zh-CN" }, own.enterprise)), particulars(ctx), detail.item.clock ? clockLine(detail.item.clock) : h("p", {}, clockMark(null)), problem, moves(ctx));
  if (detail.running || ["received", "checking"].includes(own.state)) {
    left.append(h("p", { role: "status", id: "rv-running", t: "rvRunning", tv: { read: detail.running?.read ?? 0, total: detail.running?.total ?? 0 } }));
    timer = setTimeout(reload, LOOK_MS);
  }
  const panes = h("div", { class: "cc-pre-panes" }, left);
  left.append(...[national(ctx), opinions(ctx)].filter(Boolean));
  const last = own.rounds.at(-1);
  if (last.error) left.append(h("p", { class: "cc-error", t: "rvUnchecked" }), h("p", { lang: "zh-CN" }, last.error));
  if (last.verdict) {
    try {
      round = await roundView(id, own.round, { changed: () => {} });
      left.append(h("h3", { t: "rvFindings", tv: { n: own.round } }), round.head, papersOut(detail), own.round > 1 ? comparisonView(id, own.round) : "", round.list);
      panes.append(round.paper.element);
    } catch (error) { left.append(errorBox(error, reload)); }
  }
  left.append(...[record(ctx), linked(ctx), story(own)].filter(Boolean));
  return { element: panes, stop, step: (by) => round?.step(by) };
}

function particulars({ detail, own, started, root, act, done }) {
  const assign = async () => {
    const people = await bench.reviewers();
    done(await fieldsDialog(root, { title: "rvAssign", fields: [{ name: "user", label: "rvReviewer", value: own.reviewer, options: [["", t("rvNobody")], ...people.map((one) => [one.id, one.name])] }], send: ({ user }) => bench.assign(own.id, own.revision, user) }));
  };
  const button = (key, press) => h("button", { type: "button", class: "cc-button cc-quiet", t: key, onclick: press });
  return h("div", { class: "cc-row rv-particulars" }, stateBadge(detail.item), h("span", { t: `preKind_${own.kind}` }), own.uscc ? h("span", {}, own.uscc) : null, h("span", { t: "rvReceivedAt", tv: { day: own.received_on, n: own.round } }), own.outcome_number ? h("strong", { lang: "zh-CN" }, own.outcome_number) : null,
    h("span", {}, t("rvReviewer"), " ", own.reviewer_name || t("rvNobody")), own.reviewer ? null : button("rvTake", () => act(() => bench.take(own.id, own.revision))), started.leads ? button("rvAssign", () => assign().catch((error) => act(() => Promise.reject(error)))) : null);
}

function moves({ detail, own, root, started, done }) {
  const named = (move) => saying(move, "title"), contract = ["standard_contract", "contract_change"].includes(own.kind);
  const ask = (move) => {
    const again = move.act === "resubmit";
    const fields = [...(again ? [{ name: "files", label: "rvFiles", type: "file", required: true }] : []), { name: "on", label: again ? "rvReceivedOn" : "rvOn", type: "date", value: started.today, required: true }, ...(move.needs.includes("number") ? [{ name: "number", label: "rvNumber", required: true, most: 100 }] : []), { name: "text", label: move.needs.includes("text") ? "rvReason" : "rvRemark", type: "textarea", required: move.needs.includes("text") }, ...(move.act === "supplement" && !contract ? [{ name: "due_on", label: "rvDueOn", type: "date" }] : [])];
    const send = ({ files, on, ...values }) => (again ? bench.resubmit(own.id, { revision: own.revision, received_on: on, text: values.text }, files) : bench.move(own.id, { act: move.act, revision: own.revision, on, ...values, ...("due_on" in values ? { due_on: values.due_on || null } : {}) }));
    return fieldsDialog(root, { title: "rvMove", vars: { what: named(move) }, body: move.act === "supplement" ? (contract ? "rvSupplementContract" : "rvSupplementBody") : null, fields, send }).then((made) => done(made));
  };
  if (!detail.moves.length) return null;
  return h("div", { class: "cc-row rv-moves", role: "group", tLabel: "rvMoves" }, detail.moves.map((move) => h("button", { type: "button", class: `cc-button ${["pass_on", "file", "resubmit"].includes(move.act) ? "cc-primary" : ""}`, "data-act": move.act, onclick: () => ask(move) }, named(move))));
}

function national({ detail, own, root, started, done }) {
  if (!detail.national.length && !detail.references.length) return null;
  const ask = (step) => fieldsDialog(root, { title: "rvMove", vars: { what: step.title }, body: "rvNationalBody", fields: [{ name: "outcome", label: "rvOutcome", options: Object.entries(step.outcomes) }, { name: "on", label: "rvNoticeOn", type: "date", value: started.today, required: true }, { name: "text", label: "rvRemark", type: "textarea" }], send: (values) => bench.national(own.id, { revision: own.revision, step: step.step, ...values }) }).then((made) => done(made));
  return h("section", { class: "rv-part" }, h("h3", { t: "rvNational" }), h("p", { class: "cc-hint", t: "rvNationalBody" }), h("div", { class: "cc-row", lang: "zh-CN" }, detail.national.map((step) => h("button", { type: "button", class: "cc-button", "data-step": step.step, onclick: () => ask(step) }, step.title))),
    h("ul", { class: "cc-list", lang: "zh-CN" }, detail.references.map((one) => h("li", {}, `${one.title}：${one.started_on} → ${one.due_on}（${one.days} 个工作日）`))));
}

function opinions({ own, root, started, done }) {
  const mine = own.opinions.find((one) => one.author === started.user && one.round === own.round);
  const write = () => fieldsDialog(root, { title: "rvOpinionMine", fields: [{ name: "department", label: "rvDepartment", required: true, most: 60, value: mine?.department || "" }, { name: "stance", label: "rvStance", value: mine?.stance || "agree", options: STANCES.map((one) => [one, t(`rvStance_${one}`)]) }, { name: "text", label: "rvOpinionText", type: "textarea", value: mine?.text || "" }], send: (values) => bench.opinion(own.id, { ...values, revision: mine?.revision || 0 }) }).then((made) => done(made));
  const row = (one) => h("li", { class: "rv-opinion" }, h("strong", { lang: "zh-CN" }, one.department), " ", h("span", { class: `cc-badge rv-stance-${one.stance}`, t: `rvStance_${one.stance}` }), " ", h("span", { class: "cc-hint" }, `${one.author_name} · ${localTime(one.updated_at)} · ${t("rvRoundN", { n: one.round })}`), one.text ? h("p", { lang: "zh-CN" }, one.text) : null);
  return h("section", { class: "rv-part" }, h("h3", { t: "rvOpinions" }), own.opinions.length ? h("ul", { class: "rv-plain" }, own.opinions.map(row)) : h("p", { class: "cc-hint", t: "rvNoOpinions" }), h("button", { type: "button", class: "cc-button", id: "rv-opinion", t: mine ? "rvOpinionChange" : "rvOpinionWrite", onclick: write }));
}

function record({ detail, own, root, started, done }) {
  const credit = detail.credit, name = (one) => saying({ zh: one.zh, zh_en: one.en }, "zh");
  if (!credit) return h("section", { class: "rv-part" }, h("h3", { t: "rvCredit" }), h("p", { class: "cc-hint", t: "rvCreditNone" }));
  const add = () => fieldsDialog(root, { title: "rvFact", body: "rvFactBody", fields: [{ name: "item", label: "rvFactItem", options: started.items.map((one) => [one.id, name(one)]) }, { name: "day", label: "rvFactDay", type: "date", value: started.today, required: true }, { name: "source", label: "rvFactSource", required: true, most: 2000 }], send: (values) => bench.record({ uscc: own.uscc, ...values }) }).then((made) => done(made));
  const take = (fact) => fieldsDialog(root, { title: "rvVoid", fields: [{ name: "reason", label: "rvReason", type: "textarea", required: true }], send: ({ reason }) => bench.voidFact(fact, reason) }).then((made) => done(made));
  const row = (one) => h("li", {}, h("strong", {}, `${one.points > 0 ? "+" : ""}${one.points}`), " ", saying(one, "title"), " ", h("span", { class: "cc-hint", lang: "zh-CN" }, `${one.day} · ${one.why}`), one.fact ? h("button", { type: "button", class: "cc-link", t: "rvVoid", onclick: () => take(one.fact) }) : null);
  return h("section", { class: "rv-part" }, h("h3", { t: "rvCredit" }), h("p", {}, h("strong", { t: "rvCreditSum", tv: { points: credit.points, base: credit.base, level: credit.level.toUpperCase(), share: credit.share } })), h("p", { class: "cc-hint", t: "rvCreditUse" }), h("ul", { class: "cc-list" }, credit.reasons.map(row)),
    detail.sample ? h("p", {}, t("rvSample", { n: detail.sample.materials.length, of: detail.sample.of }), " ", h("span", { lang: "zh-CN" }, detail.sample.names.join("、"))) : null, h("button", { type: "button", class: "cc-button cc-quiet", t: "rvFact", onclick: add }));
}

function linked({ detail, open }) {
  if (!detail.linked.length) return null;
  return h("section", { class: "rv-part" }, h("h3", { t: "rvLinked" }), h("ul", { class: "rv-plain" }, detail.linked.map((item) => h("li", {}, h("button", { type: "button", class: "cc-link", onclick: () => open(item.case.id) }, `#${item.case.number} ${t(`preKind_${item.case.kind}`)}`), " ", stateBadge(item), " ", clockMark(item.clock)))));
}

const story = (own) => h("details", { class: "cc-pre-fold" }, h("summary", { t: "rvStory" }), h("ol", { class: "cc-list" }, own.events.map((one) => h("li", {}, h("strong", { t: `rvAct_${one.act}` }), ` ${one.day} · ${one.author_name} · ${localTime(one.created_at)}`, one.text ? h("p", { class: "cc-hint", lang: "zh-CN" }, one.text) : null))));
