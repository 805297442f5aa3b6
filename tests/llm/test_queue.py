"""First come, first served; a visible place; no place lost when someone leaves."""

from __future__ import annotations

import asyncio

import pytest

from copilot.errors import QueueFull
from copilot.llm.queue import Queue


async def hold(queue: Queue, name: str, log: list[str], places: dict[str, list[int]], leave: asyncio.Event) -> None:
    async with queue.place(on_position=places.setdefault(name, []).append):
        log.append(name)
        await leave.wait()


async def test_places_count_down_in_order() -> None:
    queue, log, places = Queue(5), [], {}
    gates = {name: asyncio.Event() for name in "abc"}
    tasks = []
    for name, gate in gates.items():
        tasks.append(asyncio.create_task(hold(queue, name, log, places, gate)))
        await asyncio.sleep(0)
    assert (queue.active, queue.depth) == (1, 2)
    for gate in gates.values():
        gate.set()
        await asyncio.sleep(0.01)
    await asyncio.gather(*tasks)
    assert log == ["a", "b", "c"]
    assert places == {"a": [0], "b": [1, 0], "c": [2, 1, 0]} or (places["c"][0] == 2 and places["c"][-1] == 0)
    assert places["c"] == sorted(places["c"], reverse=True)
    assert (queue.active, queue.depth) == (0, 0)


async def test_refuses_beyond_its_size_and_recovers() -> None:
    queue, leave = Queue(1), asyncio.Event()
    first = asyncio.create_task(hold(queue, "a", [], {}, leave))
    second = asyncio.create_task(hold(queue, "b", [], {}, leave))
    await asyncio.sleep(0)
    with pytest.raises(QueueFull) as refused:
        async with queue.place():
            pytest.fail("the third must not get in")
    assert refused.value.http_status == 429 and refused.value.exit_status == 3
    leave.set()
    await asyncio.gather(first, second)
    async with queue.place():
        assert queue.active == 1


async def test_a_waiter_who_leaves_moves_the_others_up() -> None:
    queue, log, places = Queue(5), [], {}
    gates = {name: asyncio.Event() for name in "abc"}
    tasks = {}
    for name, gate in gates.items():
        tasks[name] = asyncio.create_task(hold(queue, name, log, places, gate))
        await asyncio.sleep(0)
    tasks["b"].cancel()
    await asyncio.gather(tasks["b"], return_exceptions=True)
    assert places["c"][-1] == 1
    gates["a"].set()
    gates["c"].set()
    await asyncio.gather(tasks["a"], tasks["c"])
    assert log == ["a", "c"]


async def test_cancelled_in_the_moment_of_its_turn() -> None:
    queue, leave = Queue(5), asyncio.Event()
    first = asyncio.create_task(hold(queue, "a", [], {}, leave))
    await asyncio.sleep(0)
    second = asyncio.create_task(hold(queue, "b", [], {}, leave))
    await asyncio.sleep(0)
    leave.set()
    await first  # lets b through, b has not run yet
    second.cancel()
    await asyncio.gather(second, return_exceptions=True)
    assert (queue.active, queue.depth) == (0, 0)


async def test_an_error_inside_frees_the_place() -> None:
    queue = Queue(1)
    with pytest.raises(RuntimeError):
        async with queue.place():
            raise RuntimeError
    assert queue.active == 0


async def test_several_at_once() -> None:
    queue, leave, log = Queue(5, concurrency=2), asyncio.Event(), []
    tasks = [asyncio.create_task(hold(queue, name, log, {}, leave)) for name in "abc"]
    await asyncio.sleep(0.01)
    assert log == ["a", "b"]
    leave.set()
    await asyncio.gather(*tasks)
    assert log == ["a", "b", "c"]
