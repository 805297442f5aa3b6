"""Converts a transformer encoder to int8 ONNX, once, in a process of its own.

    python -m copilot.retrieval.onnx_export MODEL_FOLDER TARGET_FOLDER

The target holds model.onnx (int8), tokenizer.json and embedder.json; it can be copied to another machine and
named there by COPILOT_EMBEDDING_MODEL. Needs the `embed` extra (torch and transformers only where the folder
carries no ONNX model of its own). The serving process never imports this module's libraries.

Source: dynamic quantisation of onnxruntime, weights per channel.
"""

from __future__ import annotations

import dataclasses
import errno
import hashlib
import json
import logging
import shutil
import sys
from pathlib import Path
from typing import Any

from copilot.errors import CopilotError, ModelUnavailable, StorageFull
from copilot.retrieval.model_folder import ModelFolder, read

EXPORT_VERSION = "1"
MANIFEST, MODEL, TOKENISER = "embedder.json", "model.onnx", "tokenizer.json"
MIN_COSINE = 0.98
_OPSET = 17
_SAMPLE = (
    "向境外提供个人信息前要做哪些准备",
    "我们公司的客户资料存在上海，总部在德国，需要远程查看。",
    "重要数据的处理者每年应当对其数据处理活动开展风险评估，并向主管部门报送报告。" * 3,
    "What must an exporter file before personal information leaves the country?",
    "12",
)  # our own sentences: short, long, English, a number


def export(source: Path, target: Path) -> dict[str, Any]:
    """Writes the converted model to `target` (made here); returns its manifest.

    Raises:
        ModelUnavailable: a package is missing, the folder is no model, or int8 differs too much from float.
        StorageFull: no room.
    """
    model = read(source)
    target.mkdir(parents=True, exist_ok=True)
    plain = target / ".float" / "model.onnx"
    plain.parent.mkdir(exist_ok=True)
    try:
        _tokeniser(model, target / TOKENISER)
        made = model.onnx or _trace(model, plain)
        cosine = _quantise(model, made, target)
    except ImportError as error:
        raise ModelUnavailable(
            f"转换向量模型缺少软件包 {error.name}",
            hint="运行 scripts/setup.sh embed（含 torch，约 1.2 GB），或换用已转换好的模型文件夹",
            en=f"package {error.name} is missing; run scripts/setup.sh embed",
        ) from error
    finally:
        shutil.rmtree(plain.parent, ignore_errors=True)
    files = {name: [(target / name).stat().st_size, checksum(target / name)] for name in (MODEL, TOKENISER)}
    manifest = {
        "version": EXPORT_VERSION, "name": source.name, "cosine": round(cosine, 4),
        "recipe": dataclasses.asdict(model.recipe), "files": files,
    }  # fmt: skip
    (target / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=1), "utf-8")
    return manifest


def checksum(path: Path) -> str:
    """blake2b of a file, 32 hex digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "blake2b").hexdigest()[:32]


def _tokeniser(model: ModelFolder, target: Path) -> None:
    if (made := model.base / TOKENISER).exists():
        shutil.copyfile(made, target)
        return
    from transformers import AutoTokenizer

    AutoTokenizer.from_pretrained(model.base, local_files_only=True).backend_tokenizer.save(str(target))


def _trace(model: ModelFolder, target: Path) -> Path:
    """The encoder as float ONNX: ids, mask (and types) to hidden states, any batch and length."""
    import torch
    from transformers import AutoModel

    encoder = AutoModel.from_pretrained(model.base, attn_implementation="eager", local_files_only=True)
    with_types = (getattr(encoder.config, "type_vocab_size", 0) or 0) > 1

    class Hidden(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.encoder = encoder

        def forward(self, ids, mask, types=None):
            more = {} if types is None else {"token_type_ids": types}
            return self.encoder(input_ids=ids, attention_mask=mask, return_dict=True, **more).last_hidden_state

    ids = torch.full((2, 6), 5)
    mask = torch.ones_like(ids)
    mask[1, 4:] = 0
    inputs = (ids, mask, torch.zeros_like(ids)) if with_types else (ids, mask)
    names = ["input_ids", "attention_mask", "token_type_ids"][: len(inputs)]
    axes = {name: {0: "batch", 1: "length"} for name in (*names, "last_hidden_state")}
    torch.onnx.export(
        Hidden().eval(), inputs, str(target), input_names=names, output_names=["last_hidden_state"],
        dynamic_axes=axes, opset_version=_OPSET, dynamo=False,
    )  # fmt: skip
    return target


def _quantise(model: ModelFolder, made: Path, target: Path) -> float:
    """Writes the int8 model; returns the lowest cosine to float over sample sentences.

    Full range first; the reduced range is for processors whose 8-bit products overflow (no VNNI).
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic

    from copilot.retrieval.onnx_embedder import Encoder

    logging.getLogger().setLevel(logging.ERROR)
    wanted = Encoder(made, target / TOKENISER, model.recipe).encode(_SAMPLE)
    for reduced in (False, True):
        quantize_dynamic(
            str(made), str(target / MODEL), weight_type=QuantType.QInt8, per_channel=True, reduce_range=reduced
        )
        cosine = float(
            (wanted * Encoder(target / MODEL, target / TOKENISER, model.recipe).encode(_SAMPLE)).sum(1).min()
        )
        if cosine >= MIN_COSINE:
            return cosine
    raise ModelUnavailable(
        f"模型 {model.folder.name} 转成 int8 后与原模型相差过大（余弦 {cosine:.3f}）",
        hint="换一个模型，或用 COPILOT_EMBEDDER=served 由专门的服务提供向量",
    )


def _die_with_parent() -> None:
    """On Linux: ends when the process that asked for the conversion ends."""
    if sys.platform == "linux":
        import ctypes
        import signal

        ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG


def main(argv: list[str] | None = None) -> int:
    """Exit status 0, or 1 with the error as one line of JSON on standard output."""
    source, target = map(Path, sys.argv[1:] if argv is None else argv)
    try:
        manifest = export(source, target)
    except CopilotError as error:
        print(json.dumps(error.as_dict(), ensure_ascii=False))
        return 1
    except (OSError, RuntimeError, ValueError) as error:  # torch and onnx report a full disk in words only
        full = getattr(error, "errno", 0) in (errno.ENOSPC, errno.EDQUOT) or "No space left" in str(error)
        made: CopilotError = (
            StorageFull("磁盘已满，转换后的向量模型写不下", hint="清出空间后重试")
            if full
            else ModelUnavailable(f"向量模型 {source.name} 转换失败：{error}", hint="检查模型文件是否完整")
        )
        print(json.dumps(made.as_dict(), ensure_ascii=False))
        return 1
    print(json.dumps(manifest, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    _die_with_parent()
    sys.exit(main())
