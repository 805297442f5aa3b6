"""The model server process: llama.cpp (xllamacpp) behind an OpenAI-compatible HTTP API on a loopback port.

Started by `copilot.llm.local`; also runs alone: `python -m copilot.llm.server --model FILE --port 8901`.
It ends when its parent ends, however that happens.
"""

from __future__ import annotations

import argparse
import ctypes
import os
import signal
import sys
import threading
import time

# OpenMP threads spin while they wait for each other. On two cores that other processes use as well, endless spinning
# lets an answer fall from 15 tokens/s to about 1; with this short spin it keeps 4 to 5 under a load of 7, and 14
# beside one busy process. Must be set before OpenMP is loaded.
SPIN_COUNT = "2000"
_PR_SET_PDEATHSIG = 1


def parse_arguments(argv: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="OpenAI-compatible server for one GGUF model")
    parser.add_argument("--model", required=True, help="GGUF file")
    parser.add_argument("--alias", default="local", help="model name shown by the API")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--context", type=int, default=4096, help="tokens a slot holds, prompt and answer")
    parser.add_argument("--threads", type=int, default=0, help="0: all cores")
    parser.add_argument("--slots", type=int, default=1, help="requests served at once")
    parser.add_argument("--cache-mib", type=int, default=512, help="memory for prompts seen before")
    return parser.parse_args(argv)


def die_with_parent(parent_pid: int) -> None:
    """Kills this process when the parent is gone: at once on Linux, within a second elsewhere."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)

    def watch() -> None:
        while os.getppid() == parent_pid:
            time.sleep(1.0)
        os._exit(0)

    threading.Thread(target=watch, daemon=True, name="parent-watch").start()


def serve(options: argparse.Namespace) -> None:
    """Loads the model and serves until killed. The API key, if any, comes in COPILOT_CHILD_KEY."""
    os.environ.setdefault("GOMP_SPINCOUNT", SPIN_COUNT)
    import xllamacpp as llama

    params = llama.CommonParams()
    params.model.path = options.model
    params.model_alias = {options.alias}
    params.hostnames = [options.host]
    params.port = options.port
    params.n_parallel = options.slots
    params.n_ctx = options.context * options.slots
    threads = options.threads or os.cpu_count() or 1
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = threads
    params.flash_attn_type = llama.llama_flash_attn_type.LLAMA_FLASH_ATTN_TYPE_ENABLED
    params.cache_prompt = True
    params.cache_ram_mib = options.cache_mib
    params.ui = False
    params.cors_origins = f"http://{options.host}:{options.port}"  # no other page may call it
    if key := os.environ.get("COPILOT_CHILD_KEY"):
        params.api_keys = [key]
    server = llama.Server(params)
    print(f"listening on {server.listening_address}", flush=True)
    threading.Event().wait()


def main() -> None:
    parent = os.getppid()
    die_with_parent(parent)
    if os.getppid() != parent:  # the parent ended before prctl took hold
        os._exit(0)
    serve(parse_arguments())


if __name__ == "__main__":
    main()
