"""The desk on the local model: passages within a second, something to say within fifteen, and what it says holds.

The questions are callers' lines; the same bounds as in `eval.tasks.desk` hold for what the model took part in.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import statistics
import tempfile
from pathlib import Path

from copilot.desk.service import SPOKEN_WITHIN_S, Calls
from copilot.desk.similar import SimilarTickets, terms_of
from copilot.settings import Settings
from copilot.store.tickets import Tickets
from copilot.wiring import Parts, build
from eval.bench import Section
from eval.tasks.desk import check
from eval.tasks.questions import questions

QUESTIONS = (
    "那个，标准合同签完了以后多长时间之内要去登记来着",
    "我就想问下那个安评的结果能管几年",
    "就是那个，嗯，小孩子的信息出去是不是要家长同意啊",
    "喂，我们有八万个会员的资料要同步到新加坡总部，要不要备案啊",
    "哎，美国那边法院发了个函过来，要我们把两百个员工的邮件给他们，能给不",
    "续期，就那个评估的续期，提前多久要递上去啊",
    "能不能帮我查一下我们公司评估到哪一步了",
    "国外同事在国外登录看一眼我们国内的系统，没下载，这算出境吗",
)
PAST = 200  # tickets that similar ones are looked for in


def run() -> Section:
    """Measure `QUESTIONS` one after another on an otherwise quiet machine."""
    return asyncio.run(_run())


async def _run() -> Section:
    with tempfile.TemporaryDirectory() as folder:
        async with build(Settings(backend="local", data_dir=Path(folder))) as parts:
            calls = await _calls(parts)
            found = [await calls.answer(q, agent="bench", as_of=dt.date.today(), pinned=False) for q in QUESTIONS]
    times = [f.timings_ms for f in found]
    wrong = sum(len(faults) for f in found for faults in check(f.answer, f.spoken).values())
    section = Section()
    section.values = {
        "questions": len(found),
        "past_tickets": PAST,
        "passages_s_max": max(t["sources"] for t in times) / 1000,
        "first_spoken_s_max": max(t["spoken"] for t in times) / 1000,
        "final_spoken_s_p50": statistics.median(t["final"] for t in times) / 1000,
        "final_spoken_s_max": max(t["final"] for t in times) / 1000,
        "complete_s_max": max(t["total"] for t in times) / 1000,
        "by_model": sum(f.answer.mode == "model" for f in found),
        "faults": wrong,
    }
    section.gates = {
        "passages_s_max": (max(t["sources"] for t in times) / 1000, "<=", 1),
        "first_spoken_s_max": (max(t["spoken"] for t in times) / 1000, "<=", 2),
        "final_spoken_s_max": (max(t["final"] for t in times) / 1000, "<=", SPOKEN_WITHIN_S),
        "faults": (wrong, "<=", 0),
    }
    return section


def _fill(tickets: Tickets) -> None:
    """Past tickets out of the question sets, as many as `PAST`."""
    asked = [str(c.data["question"]) for c in questions()]
    for n in range(PAST):
        question = asked[n % len(asked)]
        tickets.ask(tickets.open(agent="bench").id, question, terms=terms_of(question), author="bench")


async def _calls(parts: Parts) -> Calls:
    """The desk, warm, with past tickets."""
    chat = await parts.chat()
    parts.retriever.wait()
    desk, tickets = parts.make_desk(chat), parts.store.tickets
    _fill(tickets)
    calls = Calls(desk, parts.store, SimilarTickets(tickets))
    await desk.warm(dt.date.today())
    await asyncio.to_thread(calls.like, QUESTIONS[0])
    return calls
