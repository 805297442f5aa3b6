"""A model server on this machine that speaks the OpenAI protocol and does what the prompt before it asks.

Asked to mark its sources, it copies the first statement of the first material with its mark. Not asked to, it talks in
general. With `lie` it writes a figure of its own under a mark.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

TALK = "企业通常要先弄清楚业务流程再安排专人跟进有关事项。"
LIE = "数据处理者应当在九百九十九个工作日内向省级网信部门备案[1]。"


def reply(prompt: str, *, lie: bool) -> str:
    """What the stand-in says to a prompt."""
    if lie:
        return LIE
    asked = prompt.rsplit("【资料】", 1)[-1]
    found = re.search(r"\[1\] [^：\n]*：([^。\n]+)", asked)
    if "方括号" not in prompt or not found:
        return TALK
    return f"{found[1]}[1]。"


class _Handler(BaseHTTPRequestHandler):
    lie = False

    def do_GET(self) -> None:
        self._send(json.dumps({"object": "list", "data": [{"id": "stand-in", "object": "model"}]}), "application/json")

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        prompt = "\n".join(m["content"] for m in body.get("messages", []))
        said = reply(prompt, lie=self.lie)
        chunk = {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": "stand-in"}
        events = [
            {**chunk, "choices": [{"index": 0, "delta": {"content": said}, "finish_reason": None}]},
            {**chunk, "choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]},
        ]
        lines = [f"data: {json.dumps(e, ensure_ascii=False)}\n\n" for e in events]
        self._send("".join([*lines, "data: [DONE]\n\n"]), "text/event-stream")

    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing."""

    def _send(self, text: str, kind: str) -> None:
        body = text.encode()
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def model_server(*, lie: bool = False) -> Iterator[str]:
    """The address of a running stand-in, ended with the block."""
    handler = type("Handler", (_Handler,), {"lie": lie})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
