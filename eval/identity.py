"""What a run was made of: code, knowledge base, prompts, model, settings, machine; and the digest that caches go by."""

from __future__ import annotations

import hashlib
import os
import platform
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

from copilot.errors import CopilotError
from copilot.law.added import added_dir
from copilot.law.negative_lists import lists_dir
from copilot.llm.catalogue import load_catalogue
from copilot.settings import ROOT, Settings

# Settings that may change an output; places and limits of the service are left out.
TELLING = ("embedder", "embedding_model", "reranker", "max_question_chars")
TELLING_WITH_MODEL = ("backend", "model", "model_url", "model_context_tokens", "embedding_url")


def digest_of(*folders: Path, suffixes: tuple[str, ...] = ()) -> str:
    """sha256 over the names and bytes of all files under `folders` (of some suffixes), caches left out."""
    whole = hashlib.sha256()
    for folder in folders:
        for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
            if path.is_file() and "__pycache__" not in path.parts and (not suffixes or path.suffix in suffixes):
                whole.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return whole.hexdigest()


@cache
def code_digest() -> str:
    """Identity of the package's own files and of the locked libraries."""
    return digest_of(ROOT / "copilot") + hashlib.sha256((ROOT / "requirements" / "base.txt").read_bytes()).hexdigest()


def kb_digest(settings: Settings) -> str:
    """Identity of the knowledge base with what was added on this machine."""
    return digest_of(settings.knowledge_base_dir, added_dir(settings.data_dir), lists_dir(settings.data_dir))


def prompt_digests(settings: Settings) -> dict[str, str]:
    """Name and version of each prompt with the start of its sha256."""
    files = sorted(settings.prompts_dir.glob("*/v*.md"))
    return {f"{p.parent.name}/{p.stem}": hashlib.sha256(p.read_bytes()).hexdigest()[:16] for p in files}


def model_identity(settings: Settings) -> dict[str, Any]:
    """Backend, model and its sha256 (None where the server does not tell)."""
    if settings.backend == "extractive":
        return {"backend": "extractive", "name": None, "sha256": None}
    if settings.backend == "openai":
        return {"backend": "openai", "name": settings.model or None, "url": settings.model_url, "sha256": None}
    try:
        spec = load_catalogue(settings.models_file).get(settings.model)
    except CopilotError as error:
        return {"backend": "local", "name": settings.model or None, "sha256": None, "error": error.message}
    return {"backend": "local", "name": spec.name, "sha256": spec.files[0].sha256, "licence": spec.licence}


def fingerprint(settings: Settings, *, with_model: bool) -> str:
    """Digest of everything that may change an output; without the model, outputs are shared by all backends."""
    parts: dict[str, Any] = {"code": code_digest(), "kb": kb_digest(settings)}
    parts |= {name: str(getattr(settings, name)) for name in TELLING}
    if with_model:
        parts |= {name: str(getattr(settings, name)) for name in TELLING_WITH_MODEL}
        parts |= {"prompts": prompt_digests(settings), "model": model_identity(settings)}
    return hashlib.sha256(repr(sorted(parts.items())).encode()).hexdigest()


def revision() -> dict[str, Any]:
    """`{"commit", "short", "dirty"}` of the working tree; None where it is no git checkout."""

    def git(*arguments: str) -> str | None:
        done = subprocess.run(["git", "-C", str(ROOT), *arguments], capture_output=True, text=True, check=False)
        return done.stdout.strip() if done.returncode == 0 else None

    try:
        commit, status = git("rev-parse", "HEAD"), git("status", "--porcelain", "--untracked-files=no")
    except FileNotFoundError:  # no git on this machine
        commit = status = None
    return {"commit": commit, "short": commit[:8] if commit else "nogit", "dirty": bool(status)}


def machine() -> dict[str, Any]:
    """Processor, cores, memory in GiB, system and Python."""
    names = (line.partition(":")[2].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name"))
    memory = (int(line.split()[1]) / 2**20 for line in _lines("/proc/meminfo") if line.startswith("MemTotal"))
    return {
        "cpu": next(names, platform.processor() or platform.machine()),
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "memory_gib": round(next(memory, 0.0), 1) or None,
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
    }


def _lines(path: str) -> list[str]:
    file = Path(path)
    return file.read_text("utf-8", errors="replace").splitlines() if file.is_file() else []


def telling_settings(settings: Settings) -> dict[str, Any]:
    """The settings that may change an output, for the header of a run; no secrets among them."""
    return {name: getattr(settings, name) for name in (*TELLING, *TELLING_WITH_MODEL)}
