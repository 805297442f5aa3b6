"""Work on another thread takes its turn at the model, and leaves it however it ends."""

from __future__ import annotations

import asyncio
import threading

from copilot.llm.queue import Queue
from serving.turns import Turns


async def worker(turns: Turns, entered: threading.Event, leave: threading.Event) -> None:
    async with turns.take():
        entered.set()
        while not leave.is_set():
            await asyncio.sleep(0.01)


async def settled(true) -> None:
    for _ in range(500):
        if true():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("not in time")


async def test_a_question_waits_for_the_section_and_the_section_for_the_question() -> None:
    queue = Queue(4)
    turns = Turns(queue, asyncio.get_running_loop())
    entered, leave, places = threading.Event(), threading.Event(), []
    work = asyncio.create_task(asyncio.to_thread(lambda: asyncio.run(worker(turns, entered, leave))))
    await settled(entered.is_set)
    assert queue.active == 1

    async def question() -> None:
        async with queue.place(on_position=places.append):
            again.set()
            await asyncio.sleep(0.05)
            assert not second.is_set(), "a section and a question at once"

    again, second = asyncio.Event(), threading.Event()
    asked = asyncio.create_task(question())
    await settled(lambda: places == [1])
    leave.set()
    later = asyncio.create_task(asyncio.to_thread(lambda: asyncio.run(worker(turns, second, leave))))
    await asyncio.gather(work, asked, later)
    assert places[-1] == 0
    await settled(lambda: (queue.active, queue.depth) == (0, 0))


async def test_a_full_line_is_waited_for_and_a_cancelled_turn_is_free_again() -> None:
    queue = Queue(0)
    turns = Turns(queue, asyncio.get_running_loop())
    entered, leave = threading.Event(), threading.Event()

    async def cancelled() -> None:
        task = asyncio.create_task(worker(turns, entered, leave))
        while not entered.is_set():
            await asyncio.sleep(0.01)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    async with queue.place():
        work = asyncio.create_task(asyncio.to_thread(lambda: asyncio.run(cancelled())))
        await asyncio.sleep(0.2)
        assert not entered.is_set()
    await work
    await settled(lambda: queue.active == 0)
