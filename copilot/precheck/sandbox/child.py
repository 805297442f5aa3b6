"""The process that reads uploads. It gives up its rights first, then answers one request after another.

Requests: `{"do": "read", "file", "limits", "cpu_s"}` or `{"do": "unpack", "file", "limits", "cpu_s"}` with the bytes as
the body. Answers: `{"paper": true}` with the paper as JSON; for an archive one message an event, `{"done": true}` last;
`{"failed": reason}` where it did not work, `ocr` where the file is for the process that may load OCR.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from typing import Any

from copilot.precheck.sandbox.confine import confine, die_with_parent, more_time
from copilot.precheck.sandbox.frames import receive, send


def main() -> None:
    """Serve until the parent closes the line."""
    options = json.loads(sys.argv[1])
    answers = os.dup(1)
    os.dup2(2, 1)  # whatever a library prints does not get into the answers
    held = confine(memory_mib=options["memory_mib"], cpu_s=options["cpu_s"])
    die_with_parent()  # after the filter, so that it holds for this thread too
    sys.setrecursionlimit(3000)
    send(answers, {"ready": True, "held": held})
    while (request := receive(0, max_body=options["max_bytes"])) is not None:
        header, body = request
        more_time(header["cpu_s"])
        try:
            _answer(answers, header, body, ocr=options["ocr"])
        except MemoryError:
            del body, request
            send(answers, {"failed": "memory", "size_mib": _size_mib()})
        except RecursionError:
            send(answers, {"failed": "depth", "size_mib": _size_mib()})


def _answer(answers: int, header: dict[str, Any], body: bytes, *, ocr: bool) -> None:
    if header["do"] == "unpack":
        from copilot.precheck.archives import IntakeLimits, unpack

        for event in unpack(body, IntakeLimits(**header["limits"]), file=header["file"]):
            send(answers, {"event": type(event).__name__, **event.said()}, event.raw)
        send(answers, {"done": True, "size_mib": _size_mib()})
        return
    from copilot.documents.ocr import NotHere, refuse
    from copilot.precheck.readers import ReadLimits, read_paper
    from copilot.precheck.sandbox.wire import encoded

    if not ocr:
        refuse()
    try:
        paper = read_paper(header["file"], body, limits=ReadLimits(**header["limits"]))
    except NotHere:
        send(answers, {"failed": "ocr", "size_mib": _size_mib()})
        return
    except (MemoryError, RecursionError):
        raise
    except Exception as err:  # a reader met what it was not made for: the file is reported, the process goes on
        send(answers, {"failed": "crashed", "detail": type(err).__name__, "size_mib": _size_mib()})
        return
    send(answers, {"paper": True, "size_mib": _size_mib()}, encoded(paper))


def _size_mib() -> int:
    """Resident size; the system's own record of the peak begins with the parent's."""
    try:
        with open("/proc/self/statm", "rb") as state:
            return int(state.read().split()[1]) * resource.getpagesize() >> 20
    except OSError:  # no Linux: the peak, in bytes
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 20


if __name__ == "__main__":
    main()
