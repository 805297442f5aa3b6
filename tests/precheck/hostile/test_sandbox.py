"""The reading process: what it may not do, and what becomes of a file when it fails."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from types import ModuleType

import pytest

from copilot.precheck.intake import Given, Taken
from copilot.precheck.reading import read_files
from copilot.precheck.sandbox import Lost, Sandbox, SandboxLimits, Stopped
from copilot.precheck.sandbox.confine import CALLS, program
from copilot.precheck.sandbox.frames import Broken
from copilot.precheck.sandbox.wire import decoded, encoded
from copilot.settings import ROOT

pytestmark = pytest.mark.thorough

ATTEMPTS = """
import json, os, sys, threading
from copilot.precheck.sandbox.confine import confine
held = confine(memory_mib=600, cpu_s=30)
def tried(work):
    try:
        work()
    except BaseException as error:
        return type(error).__name__
    return "done"
def network():
    import socket
    socket.create_connection(("127.0.0.1", 9), 1)
def thread():
    t = threading.Thread(target=lambda: None); t.start(); t.join()
out = {
    "network": tried(network),
    "program": tried(lambda: os.execv("/bin/true", ["true"])),
    "process": tried(os.fork),
    "signal": tried(lambda: os.kill(os.getppid(), 0)),
    "write": tried(lambda: open(sys.argv[1], "w")),
    "remove": tried(lambda: os.unlink(sys.argv[2])),
    "memory": tried(lambda: bytearray(1 << 30)),
    "thread": tried(thread),
    "read": tried(lambda: open(sys.argv[2]).read()),
}
os.write(1, json.dumps({"held": held, **out}).encode())
"""


def test_what_the_process_may_not_do(tmp_path: object) -> None:
    kept = f"{tmp_path}/kept.txt"
    with open(kept, "w") as out:
        out.write("x")
    command = [sys.executable, "-c", ATTEMPTS, f"{tmp_path}/new.txt", kept]
    run = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=60)
    told = json.loads(run.stdout)
    assert told["memory"] == "MemoryError" and told["thread"] == told["read"] == "done"
    if "filter" not in told["held"]:
        pytest.skip("this system has no system-call filter")
    refused = ("network", "program", "process", "signal", "write", "remove")
    assert {name: told[name] for name in refused} == dict.fromkeys(refused, "PermissionError")
    assert os.path.exists(kept) and not os.path.exists(f"{tmp_path}/new.txt")


def test_the_filter_is_a_whole_program() -> None:
    for calls in CALLS.values():
        code = program(calls)
        assert len(code) % 8 == 0 and len(code) // 8 < 4096


def test_a_process_that_takes_too_long_is_ended(makers: ModuleType) -> None:
    with Sandbox(replace(SandboxLimits(), file_s=0.05)) as sandbox:
        taken = Taken("x", (Given("长.pdf", makers.long_pdf(3000)), Given("b.txt", b"hello")))
        slow, _ = read_files(taken, sandbox)
    assert slow.format == "unreadable" and [h.code for h in slow.hazards] == ["timeout"] and "超时" in slow.unread


def test_too_little_memory_is_told_and_stops_nothing(makers: ModuleType) -> None:
    limits = SandboxLimits()
    with Sandbox(replace(limits, small=replace(limits.small, memory_mib=700))) as sandbox:
        huge = makers.packed({"word/document.xml": b" " * (180 << 20)}, stored=True)
        taken = Taken("x", (Given("大.docx", huge), Given("b.docx", makers.word())))
        large, small = read_files(taken, sandbox)
    assert large.format == "unreadable" and large.hazards
    assert small.format == "docx" and not small.hazards


def test_a_killed_process_is_replaced(makers: ModuleType) -> None:
    limits = SandboxLimits()
    taken = Taken("x", (Given("长.pdf", makers.long_pdf(9000)), Given("b.txt", b"hello")))
    with Sandbox(replace(limits, small=replace(limits.small, processes=1))) as sandbox:
        sandbox.read("a.txt", b"hello")
        worker = sandbox.small.idle.get()
        sandbox.small.idle.put(worker)
        os.kill(worker.process.pid, signal.SIGSTOP)  # held, so that it dies over the file, however fast it reads

        def crash() -> None:
            os.kill(worker.process.pid, signal.SIGSEGV)
            os.kill(worker.process.pid, signal.SIGCONT)

        threading.Timer(0.3, crash).start()
        papers = read_files(taken, sandbox)
        assert [p.format for p in papers] == ["unreadable", "text"] and papers[0].hazards[0].code == "crashed"
        assert sandbox.small.started == 2


def test_work_that_nobody_wants_is_given_up_at_once(makers: ModuleType) -> None:
    limits, stop = SandboxLimits(), threading.Event()
    taken = Taken("x", tuple(Given(f"{n}.pdf", makers.long_pdf(3000)) for n in range(3)))
    with Sandbox(replace(limits, small=replace(limits.small, processes=1))) as sandbox:
        sandbox.read("a.txt", b"hello")
        worker = sandbox.small.idle.get()
        sandbox.small.idle.put(worker)
        os.kill(worker.process.pid, signal.SIGSTOP)  # a file that would take for ever
        threading.Timer(0.3, stop.set).start()
        began = time.monotonic()
        with pytest.raises(Stopped):
            read_files(taken, sandbox.until(stop))
        assert time.monotonic() - began < 20 and worker.process.poll() is not None
        assert sandbox.small.started == 1  # none of the others was begun
        assert sandbox.read("b.txt", b"hello").format == "text"  # and the next submission is read


def test_processes_are_used_again_and_end_with_the_sandbox(makers: ModuleType) -> None:
    with Sandbox() as sandbox:
        for n in range(6):
            sandbox.read(f"{n}.docx", makers.word())
        assert sandbox.small.started == 1
        worker = sandbox.small.idle.get()
        sandbox.small.idle.put(worker)
    assert worker.process.returncode is not None


def test_processes_end_with_their_parent() -> None:
    code = (
        "import os, signal\nfrom copilot.precheck.sandbox import Sandbox\n"
        "s = Sandbox(); s.read('a.txt', b'hello'); w = s.small.idle.get()\n"
        "os.write(1, str(w.process.pid).encode()); os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, cwd=ROOT, timeout=60)
    pid = int(run.stdout)
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and os.path.exists(f"/proc/{pid}") and not _zombie(pid):
        time.sleep(0.1)
    assert not os.path.exists(f"/proc/{pid}") or _zombie(pid)


def _zombie(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/stat") as state:
            return state.read().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def test_a_picture_goes_to_the_process_with_ocr(makers: ModuleType, sandbox: Sandbox) -> None:
    with pytest.raises(Lost, match="ocr"):
        sandbox.read("a.png", picture())


def picture() -> bytes:
    import io

    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (900, 700), "white").save(out, "PNG")
    return out.getvalue()


def test_answers_are_checked(makers: ModuleType, sandbox: Sandbox) -> None:
    paper = sandbox.read("a.docx", makers.word())
    assert decoded(encoded(paper), file="a.docx", sha256=paper.sha256) == paper
    for bad in (
        encoded(replace(paper, file="b.docx")),
        encoded(paper).replace(b'"paragraph"', b'"script"'),
        encoded(paper).replace('"第1段"'.encode(), b"7"),
        b"[]",
        b"\x80\x04",
    ):
        with pytest.raises(Broken):
            decoded(bad, file="a.docx", sha256="")
