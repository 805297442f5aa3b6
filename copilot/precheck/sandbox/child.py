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
    die_with_parent()
    options = json.loads(sys.argv[1])
    answers = os.dup(1)
    os.dup2(2, 1)  # whatever a library prints does not get into the answers
    held = confine(memory_mib=options["memory_mib"], cpu_s=options["cpu_s"])
    sys.setrecursionlimit(3000)
    send(answers, {"ready": True, "held": held})
    while (request := receive(0, max_body=options["max_bytes"])) is not None:
        header, body = request
        more_time(header["cpu_s"])
        try:
            _answer(answers, header, body, ocr=options["ocr"])
        except MemoryError:
            del body, request
            send(answers, {"failed": "memory", "peak_mib": _peak_mib()})
        except RecursionError:
            send(answers, {"failed": "depth", "peak_mib": _peak_mib()})


def _answer(answers: int, header: dict[str, Any], body: bytes, *, ocr: bool) -> None:
    if header["do"] == "unpack":
        from copilot.precheck.archives import IntakeLimits, unpack

        for event in unpack(body, IntakeLimits(**header["limits"]), file=header["file"]):
            send(answers, {"event": type(event).__name__, **event.said()}, event.raw)
        send(answers, {"done": True, "peak_mib": _peak_mib()})
        return
    from copilot.documents.ocr import NotHere, refuse
    from copilot.precheck.readers import ReadLimits, read_paper
    from copilot.precheck.sandbox.wire import encoded

    if not ocr:
        refuse()
    try:
        paper = read_paper(header["file"], body, limits=ReadLimits(**header["limits"]))
    except NotHere:
        send(answers, {"failed": "ocr", "peak_mib": _peak_mib()})
        return
    except (MemoryError, RecursionError):
        raise
    except Exception as err:  # a reader met what it was not made for: the file is reported, the process goes on
        send(answers, {"failed": "crashed", "detail": type(err).__name__, "peak_mib": _peak_mib()})
        return
    send(answers, {"paper": True, "peak_mib": _peak_mib()}, encoded(paper))


def _peak_mib() -> int:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak // 1024 if sys.platform == "linux" else peak // 1024 // 1024


if __name__ == "__main__":
    main()
