"""Running the application under uvicorn: address, signals, logs."""

from __future__ import annotations

import asyncio
import errno
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from copilot import logs
from copilot.errors import BadInput, Unavailable
from copilot.settings import Settings
from copilot.wiring import build
from serving.app import create_app
from serving.backend import progress
from serving.first_run import how_to_sign_in
from serving.page import Page

GRACE_S = 5


def run(settings: Settings) -> None:
    """Serve until told to stop (Ctrl-C, SIGTERM).

    Raises:
        Refused: an address that others can reach, without accounts or an API key, or with a weak secret.
        Unavailable: the port is in use, or the database can't serve.
        BadInput: no such address.
    """
    logs.configure(as_json=True, level=settings.log_level)
    with _listen(settings) as listening:
        asyncio.run(_serve(settings, listening))


class _Server(uvicorn.Server):
    """Leaves signals to us: uvicorn raises them again at the end, and nothing of ours would be closed."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield


async def _serve(settings: Settings, listening: socket.socket) -> None:
    async with build(settings) as parts:
        app = create_app(parts, page=Page())
        await asyncio.to_thread(lambda: parts.store)  # a database that can't serve ends us here, with its own message
        config = uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=GRACE_S,
            timeout_keep_alive=30,
            h11_max_incomplete_event_size=64 << 10,
        )
        host, port = listening.getsockname()[:2]
        shown = f"[{host}]" if ":" in host else host
        server = _Server(config)
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, server.handle_exit, number, None)
        progress(f"服务地址 http://{shown}:{port}/ （接口说明 /docs，停止按 Ctrl-C）")
        progress(await asyncio.to_thread(how_to_sign_in, settings, app.state.backend.accounts))
        await server.serve(sockets=[listening])
    progress("已停止。")


def _listen(settings: Settings) -> socket.socket:
    host, port = settings.host, settings.port
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        listening = socket.socket(family, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(128)
    except OverflowError:
        raise BadInput(f"端口 {port} 不在 0 到 65535 之间", en="no such port") from None
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise Unavailable(
                f"端口 {port} 已被占用", hint="停止占用它的程序，或者用 --port 换一个端口", en=f"port {port} is in use"
            ) from None
        raise BadInput(
            f"不能监听 {host}:{port}：{error.strerror}",
            hint="检查 --host 与 --port",
            en=f"cannot listen on {host}:{port}",
        ) from None
    return listening
