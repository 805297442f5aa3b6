"""The reviewer's bench: the queue, a case, its papers and findings, opinions, notices, records, counts."""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, File, Form, Query, UploadFile
from fastapi.responses import Response

from copilot.accounts.roles import ROLES, Permission
from copilot.errors import UnknownRecord
from copilot.precheck.report import content_of
from copilot.precheck.resubmission import Comparison
from copilot.precheck.words import KINDS, KINDS_EN
from copilot.reviewing import credit, notices
from copilot.reviewing.bench import Bench
from copilot.reviewing.credit import Credit
from copilot.reviewing.shapes import CaseDetail, QueueItem
from copilot.reviewing.states import HERE, STATES, STATES_EN
from copilot.reviewing.statistics import Statistics
from copilot.store.decisions import DecisionView
from copilot.store.review_views import FactView, OpinionView
from copilot.store.reviews import Author
from serving.access import NotAllowed, Who, allow
from serving.backend import Backend
from serving.depends import backend
from serving.downloads import download
from serving.reviewing import Benches, bench, benches
from serving.routes.precheck import named
from serving.routes.precheck_review import DOCX, MAX_SHEETS, TYPES
from serving.shapes_precheck import PrecheckView, SheetView, sheet_of, view_of
from serving.shapes_reviewing import (
    AssignRequest,
    BenchState,
    FactRequest,
    MoveRequest,
    NamedView,
    NationalRequest,
    OpinionRequest,
    ReviewDecision,
    ReviewerView,
    Revision,
    VoidRequest,
)
from serving.strict_json import StrictRoute
from serving.uploads import taken

router = APIRouter(
    prefix="/v1/review", tags=["review"], route_class=StrictRoute, dependencies=[allow(Permission.REVIEW)]
)
LEAD = [allow(Permission.REVIEW_ASSIGN)]
Behind = Annotated[Backend, Depends(backend)]
Mine = Annotated[Bench, Depends(bench)]
Shared = Annotated[Benches, Depends(benches)]
Files = Annotated[list[UploadFile], File(description="一个 zip，或者若干文件；读完即删，只留读出的文字")]


@router.get("", response_model=BenchState)
def state(mine: Mine, who: Who, behind: Behind) -> BenchState:
    """工作台开始时要知道的（who sits here, procedures, states, what may be recorded）。"""
    settings = behind.parts.settings
    scheme = credit.load_scheme(settings.knowledge_base_dir)
    return BenchState(
        user=who.user,
        name=who.name,
        leads=who.may(Permission.REVIEW_ASSIGN),
        today=mine.today,
        kinds=[NamedView(id=k, zh=KINDS[k], en=KINDS_EN[k]) for k in KINDS if k in HERE],
        states=[NamedView(id=s, zh=zh, en=STATES_EN[s]) for s, zh in STATES.items()],
        items=[NamedView(id=i.id, zh=i.zh, en=i.en) for i in scheme.items if i.source == "recorded"],
        max_mib=settings.max_upload_mib,
    )


@router.get("/queue", response_model=list[QueueItem])
def queue(
    mine: Mine, who: Who, q: Annotated[str, Query(max_length=200)] = "", own: bool = False, closed: bool = False
) -> list[QueueItem]:
    """队列，法定工作日剩得最少的在前（the queue, fewest statutory working days left first）。"""
    return mine.queue(query=q, reviewer=who.user if own else "", closed=closed)


@router.post("/cases", response_model=CaseDetail, status_code=201)
async def receive(
    mine: Mine,
    who: Who,
    behind: Behind,
    files: Files,
    kind: Annotated[str, Form(max_length=40)],
    enterprise: Annotated[str, Form(max_length=200)],
    uscc: Annotated[str, Form(max_length=18, description="统一社会信用代码，没有的留空")] = "",
    province: Annotated[str, Form(max_length=2, description="区划代码前两位")] = "",
    offline: Annotated[bool | None, Form()] = None,
    received_on: Annotated[dt.date | None, Form(description="收到之日，默认今天（day of receipt）")] = None,
    expires: Annotated[dt.date | None, Form(description="延期：评估结果有效期届满日")] = None,
    earlier: Annotated[str, Form(max_length=100, description="延期、变更：原来的编号")] = "",
    note: Annotated[str, Form(max_length=2000)] = "",
) -> CaseDetail:
    """收一件，保存后开始预检；认证不由省级受理（take in a case; its pre-check begins）。"""
    name, content = named(await taken(files, most=behind.parts.settings.max_upload_mib << 20))
    given = {k: v for k, v in (("expires", str(expires or "")), ("number", earlier)) if v}

    def take() -> CaseDetail:
        case = mine.receive(
            who,
            kind,
            enterprise,
            name=name,
            files=content,
            uscc=uscc,
            province=province,
            offline=offline,
            received_on=received_on,
            given=given,
            note=note,
        )
        return mine.detail(who, case.id)

    return await asyncio.to_thread(take)


@router.get("/cases/{case_id}", response_model=CaseDetail)
def case(mine: Mine, who: Who, case_id: str) -> CaseDetail:
    """一件的全部：经过、时限、意见、能办什么、同一单位的其他件（a case with all that belongs to it）。"""
    return mine.detail(who, case_id)


@router.post("/cases/{case_id}/moves", response_model=CaseDetail)
def move(mine: Mine, who: Who, case_id: str, asked: MoveRequest) -> CaseDetail:
    """办理一步：补正、上报、备案、不予通过、撤回、终止、恢复（move a case）。"""
    mine.move(
        who,
        case_id,
        asked.act,
        revision=asked.revision,
        on=asked.on,
        text=asked.text,
        number=asked.number,
        due_on=asked.due_on,
    )
    return mine.detail(who, case_id)


@router.post("/cases/{case_id}/rounds", response_model=CaseDetail)
async def resubmit(
    mine: Mine,
    who: Who,
    behind: Behind,
    case_id: str,
    files: Files,
    revision: Annotated[int, Form(ge=1)],
    received_on: Annotated[dt.date | None, Form()] = None,
    text: Annotated[str, Form(max_length=2000)] = "",
) -> CaseDetail:
    """收补正后的材料，再预检（take in a supplement; it is pre-checked again）。"""
    name, content = named(await taken(files, most=behind.parts.settings.max_upload_mib << 20))

    def take() -> CaseDetail:
        mine.resubmit(who, case_id, revision=revision, name=name, files=content, received_on=received_on, text=text)
        return mine.detail(who, case_id)

    return await asyncio.to_thread(take)


@router.post("/cases/{case_id}/take", response_model=CaseDetail)
def take(mine: Mine, who: Who, case_id: str, asked: Revision) -> CaseDetail:
    """认领没有指定办理人的件（take a case that nobody has）。"""
    found = mine.cases.get(case_id)
    if found.reviewer not in ("", who.user):
        raise NotAllowed(
            f"这件由 {found.reviewer_name} 办理", hint="需要转办时请审核组长指定", en="somebody else has this case"
        )
    mine.assign(who, case_id, revision=asked.revision, reviewer=Author(who.user, who.name))
    return mine.detail(who, case_id)


@router.put("/cases/{case_id}/reviewer", response_model=CaseDetail, dependencies=LEAD)
def assign(mine: Mine, who: Who, behind: Behind, case_id: str, asked: AssignRequest) -> CaseDetail:
    """指定办理人（who reviews a case）。"""
    mine.cases.get(case_id)
    people = {one.id: one for one in _reviewers(behind, who)}
    if asked.user and asked.user not in people:
        raise UnknownRecord("本单位没有这位审核人员", hint="从名单中选择", en="no such reviewer here")
    reviewer = Author(asked.user, people[asked.user].name if asked.user else "")
    mine.assign(who, case_id, revision=asked.revision, reviewer=reviewer)
    return mine.detail(who, case_id)


@router.post("/cases/{case_id}/national", response_model=CaseDetail)
def national(mine: Mine, who: Who, case_id: str, asked: NationalRequest) -> CaseDetail:
    """登记国家网信部门的受理、评估、复评、延长结果；只登记，不起草（record what the national authority did）。"""
    mine.record(
        who,
        case_id,
        revision=asked.revision,
        step=asked.step,
        outcome=asked.outcome,
        on=asked.on,
        text=asked.text,
    )
    return mine.detail(who, case_id)


@router.put("/cases/{case_id}/opinion", response_model=OpinionView)
def opinion(mine: Mine, who: Who, case_id: str, asked: OpinionRequest) -> OpinionView:
    """写处室意见，各写各的（one's own opinion on the present round）。"""
    return mine.give_opinion(
        who, case_id, department=asked.department, stance=asked.stance, text=asked.text, revision=asked.revision
    )


@router.get("/cases/{case_id}/rounds/{number}/view", response_model=PrecheckView)
def view(mine: Mine, shared: Shared, case_id: str, number: int) -> PrecheckView:
    """某次提交的预检：各条的位置和处理、各文件（findings with places and decisions, and the papers）。"""
    job = shared.job(mine, case_id, number)
    return view_of(job, mine.decisions(case_id, number))


@router.get("/cases/{case_id}/rounds/{number}/papers/{paper}", response_model=list[SheetView])
def sheets(
    mine: Mine,
    shared: Shared,
    case_id: str,
    number: int,
    paper: int,
    first: Annotated[int, Query(ge=0)] = 0,
    count: Annotated[int, Query(ge=1, le=MAX_SHEETS)] = 10,
) -> list[SheetView]:
    """一个文件读出的文字、表格、章和签名，逐页（a paper as it was read, sheet by sheet）。"""
    job = shared.job(mine, case_id, number)
    if not 0 <= paper < len(job.sheets.papers):
        raise UnknownRecord("没有这个文件", hint="文件见结果中的列表", en="no such paper")
    own, found = job.sheets.papers[paper], job.sheets.of_paper[paper]
    return [sheet_of(own, n, found[n]) for n in range(first, min(first + count, len(found)))]


@router.put("/cases/{case_id}/rounds/{number}/findings/{key}/decision", response_model=DecisionView)
def decide(mine: Mine, who: Who, case_id: str, number: int, key: str, said: ReviewDecision) -> DecisionView:
    """采纳或者驳回一条；别人先处理了的答 409（accept, or dismiss with a reason; 409 where somebody was first）。"""
    made = mine.decide(who, case_id, number, key, decision=said.decision, reason=said.reason, seen=said.seen)
    if made is None:
        raise UnknownRecord("没有这一条", hint="刷新页面后再试", en="no such finding")
    return made


@router.delete("/cases/{case_id}/rounds/{number}/findings/{key}/decision", status_code=204)
def undecide(mine: Mine, who: Who, case_id: str, number: int, key: str, seen: dt.datetime) -> None:
    """收回处理；`seen` 是看到的那次处理的时间（take a decision back）。"""
    mine.decide(who, case_id, number, key, decision=None, seen=seen)


@router.get("/cases/{case_id}/rounds/{number}/comparison", response_model=Comparison)
def comparison(mine: Mine, case_id: str, number: int) -> Comparison:
    """与上一次提交相比改了什么（what this round changed against the one before）。"""
    return mine.comparison(case_id, number)


@router.get("/cases/{case_id}/rounds/{number}/report", response_class=Response)
def report(
    mine: Mine,
    behind: Behind,
    case_id: str,
    number: int,
    as_format: Annotated[Literal["docx", "html", "json"], Query(alias="format")] = "docx",
) -> Response:
    """预检报告（the report of a round）。"""
    checked, dismissed = mine.as_decided(case_id, number)
    content = content_of(checked, f".{as_format}", producer=behind.parts.settings.provider, dismissed=dismissed)
    return download(content, name=f"review-{case_id[:8]}-{number}.{as_format}", media_type=TYPES[as_format])


@router.get("/cases/{case_id}/notice", response_class=Response)
def notice(mine: Mine, behind: Behind, case_id: str, which: Literal["supplement", "filing"] = "supplement") -> Response:
    """省级通知的 Word 草稿：补正（只列形式事项）、备案结果；国家的结果不起草（provincial notices as drafts）。"""
    found, producer = mine.cases.get(case_id), behind.parts.settings.provider
    now = dt.datetime.now(dt.UTC)
    if which == "filing":
        content = notices.filing_docx(found, producer=producer, now=now)
    else:
        checked, _ = mine.as_decided(case_id, found.round)
        content = notices.supplement_docx(found, checked, mine.clock(found), producer=producer, now=now)
    return download(content, name=f"{which}-{case_id[:8]}.docx", media_type=DOCX)


@router.get("/credit", response_model=Credit)
def points(mine: Mine, uscc: Annotated[str, Query(min_length=18, max_length=18)]) -> Credit:
    """一个单位的信用与风险分，逐条说明；只决定抽查比例（points with every reason; they set a sample only）。"""
    return mine.credit(uscc)


@router.post("/facts", response_model=FactView, status_code=201)
def record_fact(mine: Mine, who: Who, asked: FactRequest) -> FactView:
    """登记一条信用与风险的事实，写明出处（record a fact with its source）。"""
    return mine.record_fact(who, asked.uscc, asked.item, day=asked.day, source=asked.source)


@router.post("/facts/{fact_id}/void", response_model=FactView)
def void_fact(mine: Mine, fact_id: str, asked: VoidRequest) -> FactView:
    """作废一条登记，写明理由；原记录保留（let a recorded fact count no more）。"""
    return mine.store.review_facts.void(fact_id, asked.reason)


@router.get("/reviewers", response_model=list[ReviewerView], dependencies=LEAD)
def reviewers(behind: Behind, who: Who) -> list[ReviewerView]:
    """可以指定的办理人（who a case may be given to）。"""
    return _reviewers(behind, who)


@router.get("/statistics", response_model=Statistics, dependencies=LEAD)
def statistics(mine: Mine) -> Statistics:
    """各环节用时、各条标准的发现、各人的件数（time per stage, findings per criterion, load）。"""
    return mine.statistics()


def _reviewers(behind: Backend, who: Who) -> list[ReviewerView]:
    people = behind.accounts.people.users(tenant=who.tenant)
    able = [p for p in people if not p.disabled and any(Permission.REVIEW in ROLES[r] for r in p.roles)]
    found = [ReviewerView(id=p.id, name=p.name) for p in able]
    return found if any(one.id == who.user for one in found) else [ReviewerView(id=who.user, name=who.name), *found]
