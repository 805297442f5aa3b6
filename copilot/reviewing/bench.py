"""The bench of an office: cases are taken in, pre-checked on arrival, moved by people, told with all that belongs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path

from copilot.accounts.principal import Principal
from copilot.errors import BadInput, UnknownRecord
from copilot.law.rulebook import RuleBook
from copilot.precheck import resubmission
from copilot.precheck.checks.identity import PROVINCES
from copilot.precheck.criteria import load_criteria
from copilot.precheck.decided import finding_keys, without
from copilot.precheck.report import Dismissed
from copilot.precheck.resubmission import Comparison
from copilot.precheck.service import Checked
from copilot.reviewing import clocks, credit, statistics
from copilot.reviewing.arrival import Arrivals
from copilot.reviewing.kept import checked_of, packed
from copilot.reviewing.shapes import CaseDetail, MoveView, QueueItem, StepView
from copilot.reviewing.states import ASSESSED, STATES, STATES_EN, WITH_PAPERS, move_of, open_moves, received_here
from copilot.reviewing.typed import credit_code, day_of, short
from copilot.store.decisions import ANY, Decided, DecisionView, Seen
from copilot.store.review_views import OPEN, CaseSummary, CaseView, FactView, OpinionView, Stance
from copilot.store.reviews import Author, Change, Handed
from copilot.store.store import Store


def author_of(who: Principal) -> Author:
    """Whoever acts, as the history names them."""
    return Author(who.user, who.name)


class Bench:
    """Everything an office does with its cases; what is refused raises as the parts below it say.

    Args:
        store: of the office.
        arrivals: the pre-checks on arrival.
        book: gives the dated law.
        kb_dir: folder of the knowledge base.
        today: the day.
    """

    def __init__(
        self, store: Store, arrivals: Arrivals, *, book: Callable[[], RuleBook], kb_dir: Path, today: dt.date
    ) -> None:
        self.store, self.cases, self.arrivals = store, store.reviews, arrivals
        self._book, self._kb_dir, self.today = book, kb_dir, today

    def queue(self, *, query: str = "", reviewer: str = "", closed: bool = False) -> list[QueueItem]:
        """The open cases, those with the fewest working days left first; with `closed`, the others, newest first."""
        self.arrivals.revive(self.cases)
        found = self.cases.find(query=query, reviewer=reviewer, open_only=not closed)
        if closed:
            return [self.item(c) for c in reversed(found) if c.state not in OPEN]
        timed = sorted(((c, self.clock(c)) for c in found), key=clocks.order)
        return [self.item(c) for c, _ in timed]

    def clock(self, case: CaseSummary) -> clocks.Clock | None:
        """The clock that runs in a case."""
        return clocks.clock_of(case, book=self._book(), today=self.today)

    def item(self, case: CaseSummary) -> QueueItem:
        """A case as the queue shows it."""
        summary = CaseSummary.model_validate(case, from_attributes=True)
        return QueueItem(
            case=summary,
            state_title=STATES[case.state],
            state_title_en=STATES_EN[case.state],
            clock=self.clock(case),
        )

    def receive(
        self,
        who: Principal,
        kind: str,
        enterprise: str,
        *,
        name: str,
        files: Mapping[str, bytes],
        uscc: str = "",
        province: str = "",
        offline: bool | None = None,
        received_on: dt.date | None = None,
        given: Mapping[str, str] | None = None,
        note: str = "",
    ) -> CaseView:
        """A new case, kept before this returns; its pre-check begins.

        Raises:
            Refused: certification.
            BadInput: no such procedure, no name, a wrong credit code or province, a day to come.
        """
        kind, enterprise, uscc = (
            received_here(kind),
            " ".join(enterprise.split()),
            credit_code(uscc) if uscc.strip() else "",
        )
        if not enterprise:
            raise BadInput("没有写单位名称", hint="填写申报单位的全称", en="the enterprise's name is missing")
        if province and province not in PROVINCES:
            raise BadInput(f"没有区划代码以“{province[:2]}”开头的省份", hint="例如 11 北京", en="no such province")
        handed = self._handed(name, files, received_on, {"offline": offline, "given": dict(given or {})})
        author = author_of(who)
        case = self.cases.receive(
            kind, enterprise, uscc=uscc, province=province, handed=handed, author=author, note=short(note)
        )
        return self.arrivals.begin(self.cases, case)

    def detail(self, who: Principal, case_id: str) -> CaseDetail:
        """A case with all that belongs to it.

        Raises:
            UnknownRecord: no such case.
        """
        case = self.cases.get(case_id)
        if case.state == "checking":
            self.arrivals.revive(self.cases)
            case = self.cases.get(case_id)
        points = self.credit(case.uscc) if case.uscc else None
        last = self.cases.content(case_id, case.round)
        result = checked_of(last.result, last.papers).result if last.result else None
        steps = [s for s in clocks.NATIONAL.values() if s.kind == case.kind and case.state == "passed_on"]
        return CaseDetail(
            today=self.today,
            item=self.item(case),
            case=case,
            moves=[
                MoveView(act=m.act, title=m.title, title_en=m.title_en, needs=sorted(m.needs))
                for m in open_moves(case.kind, case.state, who)
            ],
            national=[StepView(step=s.id, title=s.title, outcomes=s.outcomes) for s in steps],
            references=clocks.references(case, clocks.starts_of(case), book=self._book()),
            credit=points,
            facts=self.store.review_facts.of(case.uscc),
            sample=credit.sample_of(case.id, result, points.share) if points and result else None,
            linked=[self.item(c) for c in self.cases.find(uscc=case.uscc) if c.id != case.id] if case.uscc else [],
            running=self.arrivals.progress(case),
        )

    def move(
        self,
        who: Principal,
        case_id: str,
        act: str,
        *,
        revision: int,
        on: dt.date | None = None,
        text: str = "",
        number: str = "",
        due_on: dt.date | None = None,
    ) -> CaseView:
        """Move a case by hand.

        Args:
            who: who does it.
            case_id: the case.
            act: what; see `states.MOVES`.
            revision: of the case as it was read.
            on: the day from which it counts; default today.
            text: reason or remark.
            number: of the filing.
            due_on: last day for the supplement, where the law names no number of days.

        Raises:
            UnknownRecord, BadInput, Refused: see `states.move_of`.
            Stale: somebody changed the case in between, or it is in another state.
        """
        case = self._current(case_id, revision)
        move = move_of(act, kind=case.kind, state=case.state, who=who, text=text, number=number)
        if act in WITH_PAPERS:
            raise BadInput("补正材料要连同文件提交", hint="上传补正后的材料", en="hand in the papers with it")
        day = day_of(on, not_before=case.state_on, today=self.today)
        values: dict[str, object] = {"due_on": self._due(case, act, day, due_on)}
        if act == "file":
            values["outcome_number"] = short(number)
        change = Change(
            act, move.target, day, author_of(who), short(text), {"number": number} if number else {}, values
        )
        return self.cases.change(case_id, change, revision=revision)

    def resubmit(
        self,
        who: Principal,
        case_id: str,
        *,
        revision: int,
        name: str,
        files: Mapping[str, bytes],
        received_on: dt.date | None = None,
        text: str = "",
    ) -> CaseView:
        """Take in the papers of a supplement; they are pre-checked again. Raises as `move`."""
        case = self._current(case_id, revision)
        move = move_of("resubmit", kind=case.kind, state=case.state, who=who)
        asked = self.cases.content(case_id, case.round).asked
        handed = self._handed(name, files, received_on, asked, not_before=case.state_on)
        change = Change("resubmit", move.target, handed.received_on, author_of(who), short(text), {}, {"due_on": None})
        return self.arrivals.begin(self.cases, self.cases.change(case_id, change, revision=revision, handed=handed))

    def assign(self, who: Principal, case_id: str, *, revision: int, reviewer: Author) -> CaseView:
        """Give a case to a reviewer; one without an id takes it from whoever has it. Raises `Stale` as `move`."""
        case = self._current(case_id, revision)
        said = f"由 {reviewer.name} 办理" if reviewer.id else "不再指定办理人"
        values = {"reviewer": reviewer.id, "reviewer_name": reviewer.name}
        change = Change("assign", case.state, case.state_on, author_of(who), said, {"reviewer": reviewer.id}, values)
        return self.cases.change(case_id, change, revision=revision)

    def record(
        self,
        who: Principal,
        case_id: str,
        *,
        revision: int,
        step: str,
        outcome: str,
        on: dt.date,
        text: str = "",
    ) -> CaseView:
        """Record what the national authority did, as a person types it from its notice. Raises as `move`."""
        case = self._current(case_id, revision)
        known = clocks.NATIONAL.get(step)
        if case.kind not in ASSESSED or case.state != "passed_on" or known is None or known.kind != case.kind:
            raise BadInput("这件没有这个国家环节", hint="报国家网信部门之后才登记", en="no such national step here")
        if outcome not in known.outcomes:
            raise BadInput(
                f"{known.title}没有“{outcome[:40]}”这个结果",
                hint="可用：" + "、".join(known.outcomes),
                en="no such outcome",
            )
        detail = {"step": step, "outcome": outcome}
        said = f"{known.title}：{known.outcomes[outcome]}" + (f"。{short(text)}" if text.strip() else "")
        day = day_of(on, not_before=case.state_on, today=self.today)
        change = Change("national", case.state, day, author_of(who), said, detail)
        return self.cases.change(case_id, change, revision=revision)

    def give_opinion(
        self, who: Principal, case_id: str, *, department: str, stance: Stance, text: str, revision: int
    ) -> OpinionView:
        """Keep what a department thinks; each author writes their own, several at once.

        Raises:
            BadInput: no department, an objection without words, or the case has ended.
            Stale: written elsewhere in between.
        """
        case = self.cases.get(case_id)
        if case.state not in OPEN:
            raise BadInput("这件已经办结，不再收意见", hint="需要时请审核组长恢复查验", en="the case has ended")
        if not department.strip() or (stance in ("object", "supplement") and not text.strip()):
            raise BadInput(
                "要写明处室；不同意或者要求补正的要写理由", hint="补上后再提交", en="department or reason missing"
            )
        words, name = short(text), " ".join(department.split())[:60]
        return self.cases.give_opinion(
            case_id, department=name, stance=stance, words=words, author=author_of(who), revision=revision
        )

    def checked(self, case_id: str, position: int) -> Checked:
        """The pre-check of a round.

        Raises:
            UnknownRecord: no such case or round.
            BadInput: it has none.
        """
        kept = self.cases.content(case_id, position)
        return checked_of(kept.result, kept.papers)

    def decisions(self, case_id: str, position: int) -> dict[str, DecisionView]:
        """What was decided on the findings of a round."""
        return self.store.decisions.of(self._papers(case_id, position))

    def decide(
        self,
        who: Principal,
        case_id: str,
        position: int,
        key: str,
        *,
        decision: Decided | None,
        reason: str = "",
        seen: Seen = ANY,
    ) -> DecisionView | None:
        """Accept or dismiss a finding, or take that back (None); the history says who.

        Raises:
            UnknownRecord: no such case, round or finding, or nothing to take back.
            BadInput: a dismissal without a reason.
            Stale: somebody else decided meanwhile.
        """
        checked, content = self.checked(case_id, position), self._papers(case_id, position)
        keys = finding_keys(checked.result, checked.submission.papers)
        rule_id = next((f.rule_id for k, f in zip(keys, checked.result.findings, strict=True) if k == key), "")
        if not rule_id:
            raise UnknownRecord("这次预检没有这条发现", hint="刷新页面后再看", en="no such finding")
        made, kept = None, self.store.decisions
        if decision is None:
            kept.take_back(content, key, seen=seen)
        else:
            made = kept.decide(content, key, rule_id=rule_id, decision=decision, reason=reason, seen=seen)
        case = self.cases.get(case_id)
        words = {"accepted": "采纳", "dismissed": "驳回", None: "收回处理"}[decision]
        detail = {"round": position, "finding": key, "rule_id": rule_id, "decision": decision}
        said = f"{words} {rule_id}" + (f"：{made.reason}" if made and made.reason else "")
        self.cases.note(case_id, Change("decide", case.state, case.state_on, author_of(who), said, detail))
        return made

    def as_decided(self, case_id: str, position: int) -> tuple[Checked, tuple[Dismissed, ...]]:
        """The pre-check of a round without what was dismissed, and that."""
        decided = self.decisions(case_id, position)
        reasons = {k: d.reason for k, d in decided.items() if d.decision == "dismissed"}
        return without(self.checked(case_id, position), reasons)

    def comparison(self, case_id: str, position: int) -> Comparison:
        """What a re-submission changed against the round before it.

        Raises:
            UnknownRecord: no such case or round.
            BadInput: it is the first, or one of the two was not pre-checked.
        """
        self.cases.get(case_id)
        if position < 2:
            raise BadInput(
                "这是第一次提交，没有可比的", hint="补正之后再看", en="the first submission has nothing before"
            )
        before, after = (self.checked(case_id, n) for n in (position - 1, position))
        names = (f"第 {position - 1} 次", f"第 {position} 次")
        return resubmission.compare(before.result, after.result, load_criteria(self._kb_dir), names=names)

    def credit(self, uscc: str) -> credit.Credit:
        """The points of an enterprise with their reasons."""
        code = uscc.strip().upper()
        own = {c.id for c in self.cases.find(uscc=code)}
        cases = [self.cases.get(one) for one in sorted(own)]
        scheme = credit.load_scheme(self._kb_dir)
        return credit.credit_of(code, self.store.review_facts.of(code), cases, scheme=scheme, today=self.today)

    def record_fact(self, who: Principal, uscc: str, item: str, *, day: dt.date, source: str) -> FactView:
        """Keep a fact of an enterprise's record, with where it stands.

        Raises:
            BadInput: no such item, no source, a wrong code, a day to come.
        """
        code = credit_code(uscc)
        credit.load_scheme(self._kb_dir).recorded(item)
        if not source.strip():
            raise BadInput("没有写出处", hint="写明文书名称、文号或者登记依据", en="the source is missing")
        author = author_of(who)
        return self.store.review_facts.record(
            code, item, day=day_of(day, today=self.today), source=short(source), author=author
        )

    def statistics(self) -> statistics.Statistics:
        """The counts of the office."""
        results = self.cases.results()
        decided = {content: self.store.decisions.of(content) for content in {r[2] for r in results}}
        return statistics.count(self.cases.all(), results, decided)

    def _current(self, case_id: str, revision: int) -> CaseView:
        """The case, when it is as the writer read it: what is wrong with an act is told of the state that they saw."""
        case = self.cases.get(case_id)
        self.cases.expect(case, revision)
        return case

    def _papers(self, case_id: str, position: int) -> str:
        """The key of a round's papers; empty: not read."""
        return next((r.content for r in self.cases.get(case_id).rounds if r.position == position), "")

    def _due(self, case: CaseView, act: str, day: dt.date, due_on: dt.date | None) -> dt.date | None:
        if act != "supplement":
            return None
        if case.kind in clocks.FILER:
            if due_on is not None:
                raise BadInput(
                    "这种手续的补正期限由备案指南规定，不另写日期", hint="去掉期限再发", en="the guide sets this time"
                )
            return None
        if due_on is not None and due_on <= day:
            raise BadInput("补正的最后一天要在通知之后", hint="改正日期", en="the last day is not after the notice")
        return due_on

    def _handed(
        self,
        name: str,
        files: Mapping[str, bytes],
        received_on: dt.date | None,
        asked: Mapping[str, object],
        *,
        not_before: dt.date | None = None,
    ) -> Handed:
        if not files:
            raise BadInput("没有材料", hint="上传 zip 或者文件", en="no files")
        return Handed(name, day_of(received_on, not_before=not_before, today=self.today), asked, packed(files))
