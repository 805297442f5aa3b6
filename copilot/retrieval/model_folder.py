"""A sentence-transformers model folder, read: which files count, how it pools, its prompts, its longest input.

Source: the folder layout of sentence-transformers (modules.json, 1_Pooling/config.json,
sentence_bert_config.json, config_sentence_transformers.json).
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from copilot.errors import ModelUnavailable

POOLINGS = ("mean", "cls", "max", "lasttoken")
_OLD_FLAGS = {
    "pooling_mode_mean_tokens": "mean", "pooling_mode_cls_token": "cls", "pooling_mode_max_tokens": "max",
    "pooling_mode_lasttoken": "lasttoken", "pooling_mode_mean_sqrt_len_tokens": "mean_sqrt_len_tokens",
    "pooling_mode_weightedmean_tokens": "weightedmean",
}  # fmt: skip
_OFFSET_POSITIONS = ("roberta", "xlm-roberta", "camembert", "mpnet")  # positions count from pad_id + 1
_MADE_ONNX = ("onnx/model.onnx", "model.onnx")
MAX_TOKENS = 1024  # attention grows with the square; 99 % of our passages are below 450 characters


@dataclass(frozen=True)
class Recipe:
    """How hidden states become a vector; kept beside the converted model. Vectors are always scaled to length 1."""

    pooling: str
    max_tokens: int
    pad_id: int
    include_prompt: bool = True
    lower_case: bool = False
    query_prompt: str = ""
    passage_prompt: str = ""


@dataclass(frozen=True)
class ModelFolder:
    """`base` holds config, weights and tokeniser; `files` are all that shape a vector; `onnx` is one made already."""

    folder: Path
    base: Path
    files: tuple[Path, ...]
    onnx: Path | None
    recipe: Recipe

    def digest(self, *, notes: Path) -> str:
        """16 hex digits over the content of `files`; `notes` remembers the digest of files that did not change."""
        known = _load(notes) if notes.exists() else {}
        total, changed = hashlib.blake2b(digest_size=8), False
        for path in self.files:
            stat = path.stat()
            stamp = [stat.st_size, stat.st_mtime_ns]
            note = known.get(str(path.resolve()), [])
            if note[:2] != stamp:
                with path.open("rb") as file:
                    note = [*stamp, hashlib.file_digest(file, "blake2b").hexdigest()[:32]]
                known[str(path.resolve())], changed = note, True
            total.update(f"{path.relative_to(self.folder)}={note[2]}\n".encode())
        if changed:
            notes.parent.mkdir(parents=True, exist_ok=True)
            temporary = notes.with_name(f".{notes.name}-{os.getpid()}")
            temporary.write_text(json.dumps(known))
            temporary.replace(notes)
        return total.hexdigest()

    @property
    def weight_bytes(self) -> int:
        """Size of what is converted."""
        return sum(path.stat().st_size for path in self.files if path.suffix != ".json")


def locate(name: str, cache_dir: Path) -> Path:
    """The folder of a model given by path, or by the name under which `models pull` keeps it.

    Raises:
        ModelUnavailable: neither.
    """
    if name and (folder := Path(name).expanduser()).is_dir():
        return folder
    short = name.rsplit("/", 1)[-1].lower()
    if short and (folder := cache_dir / "models" / short).is_dir():
        return folder
    raise ModelUnavailable(
        f"找不到向量模型“{name}”" if name else "没有指定向量模型",
        hint=f"COPILOT_EMBEDDING_MODEL 写模型文件夹，或先运行 compliance-copilot models pull {short or '名称'}",
        en="no such embedding model",
    )


def read(folder: Path) -> ModelFolder:
    """What the folder says of itself. Without modules.json: mean pooling, as sentence-transformers does.

    Raises:
        ModelUnavailable: not a model folder, or one with layers or pooling that are not supported.
    """
    modules = _load(folder / "modules.json") if (folder / "modules.json").exists() else []
    kinds = {str(m.get("type", "")).rsplit(".", 1)[-1]: str(m.get("path", "")) for m in modules}
    if unknown := sorted(set(kinds) - {"Transformer", "Pooling", "Normalize"}):
        raise _unfit(folder, f"含有不支持的层 {'、'.join(unknown)}")
    base = folder / kinds.get("Transformer", "")
    if not (base / "config.json").exists():
        raise _unfit(folder, "缺 config.json")
    onnx = next((base / name for name in _MADE_ONNX if (base / name).exists()), None)
    weights = sorted(base.glob("model*.safetensors")) or sorted(base.glob("pytorch_model*.bin"))
    if onnx:
        weights = [onnx, *sorted(onnx.parent.glob(f"{onnx.name}_data*")), *sorted(onnx.parent.glob("*.onnx.data"))]
    if not weights:
        raise _unfit(folder, "没有权重文件（model.safetensors、pytorch_model.bin 或 onnx/model.onnx）")
    pooling, include_prompt, pooling_file = _pooling(folder, kinds)
    settings = (*base.glob("*.json"), *base.glob("*.txt"), *base.glob("*.model"), folder / "modules.json")
    also = [p for p in (*settings, folder / "config_sentence_transformers.json", pooling_file) if p and p.exists()]
    return ModelFolder(
        folder, base, tuple(sorted({*weights, *also})), onnx, _recipe(folder, base, pooling, include_prompt)
    )


def _pooling(folder: Path, kinds: dict[str, str]) -> tuple[str, bool, Path | None]:
    if "Pooling" not in kinds:
        return "mean", True, None
    path = folder / kinds["Pooling"] / "config.json"
    told = _load(path)
    modes = [mode for flag, mode in _OLD_FLAGS.items() if told.get(flag)]
    if new := told.get("pooling_mode"):
        modes = [new] if isinstance(new, str) else list(new)
    if len(modes) != 1 or modes[0] not in POOLINGS:
        raise _unfit(folder, f"不支持的汇聚方式 {'+'.join(modes) or '（未写明）'}")
    return modes[0], bool(told.get("include_prompt", True)), path


def _recipe(folder: Path, base: Path, pooling: str, include_prompt: bool) -> Recipe:
    config = _load(base / "config.json")
    bert = _optional(base / "sentence_bert_config.json")
    prompts = _optional(folder / "config_sentence_transformers.json").get("prompts") or {}
    tokeniser = _optional(base / "tokenizer_config.json")
    pad_id = config.get("pad_token_id") or 0
    positions = config.get("max_position_embeddings") or MAX_TOKENS
    if config.get("model_type") in _OFFSET_POSITIONS:
        positions -= pad_id + 1
    limits = (bert.get("max_seq_length"), tokeniser.get("model_max_length"), positions, MAX_TOKENS)
    return Recipe(
        pooling=pooling,
        max_tokens=int(min(limit for limit in limits if limit)),
        pad_id=int(pad_id),
        include_prompt=include_prompt,
        lower_case=bool(bert.get("do_lower_case")),
        query_prompt=str(prompts.get("query") or ""),
        passage_prompt=str(prompts.get("document") or prompts.get("passage") or ""),
    )


def _optional(path: Path) -> dict[str, Any]:
    return _load(path) if path.exists() else {}


def _load(path: Path) -> Any:
    try:
        return json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise ModelUnavailable(
            f"读不了 {path.parent.name}/{path.name}：{error}", hint="重新取得该模型的完整文件夹"
        ) from error


def _unfit(folder: Path, why: str) -> ModelUnavailable:
    return ModelUnavailable(
        f"{folder} 不是可用的向量模型文件夹：{why}",
        hint="COPILOT_EMBEDDING_MODEL 应当是含 config.json、分词器与权重的文件夹；或设 COPILOT_EMBEDDER=static",
        en="not a usable embedding model folder",
    )
