"""A real but tiny BERT-like encoder in a sentence-transformers folder, random weights, made without torch."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

DIM, LONGEST = 32, 48


def write(folder: Path, *, seed: int = 1, text: str = "", pooling: str = "mean", prompts: Any = None) -> Path:
    """Writes the folder: onnx/model.onnx, tokenizer.json over the characters of `text`, the settings files."""
    (folder / "onnx").mkdir(parents=True)
    (folder / "1_Pooling").mkdir()
    size = _write_tokeniser(folder / "tokenizer.json", text)
    _write_onnx(folder / "onnx" / "model.onnx", size, seed)
    kinds = {"": "Transformer", "1_Pooling": "Pooling", "2_Normalize": "Normalize"}
    modules = [{"path": path, "type": f"sentence_transformers.models.{kind}"} for path, kind in kinds.items()]
    flag = "cls_token" if pooling == "cls" else f"{pooling}_tokens"
    settings: dict[str, Any] = {
        "modules.json": modules,
        "config.json": {"model_type": "bert", "max_position_embeddings": LONGEST, "pad_token_id": 0},
        "sentence_bert_config.json": {"max_seq_length": LONGEST - 8, "do_lower_case": False},
        "1_Pooling/config.json": {"word_embedding_dimension": DIM, f"pooling_mode_{flag}": True},
        "config_sentence_transformers.json": {"prompts": prompts or {}},
    }
    for name, content in settings.items():
        (folder / name).write_text(json.dumps(content), "utf-8")
    return folder


def _write_tokeniser(path: Path, text: str) -> int:
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *sorted(set(text) - {" "})]
    vocabulary = {word: n for n, word in enumerate(words)}
    made = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]"))
    made.normalizer = normalizers.BertNormalizer()
    made.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    made.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    made.save(str(path))
    return len(words)


def _write_onnx(path: Path, vocabulary: int, seed: int) -> None:
    """One attention head, one feed-forward layer, both with residual and layer norm."""
    import onnx
    from onnx import TensorProto, helper, numpy_helper

    random = np.random.default_rng(seed)
    shapes = {
        "words": (vocabulary, DIM), "places": (LONGEST, DIM), "types": (2, DIM), "wq": (DIM, DIM), "wk": (DIM, DIM),
        "wv": (DIM, DIM), "wo": (DIM, DIM), "w1": (DIM, 4 * DIM), "w2": (4 * DIM, DIM),
    }  # fmt: skip
    weights = {name: random.normal(0, DIM**-0.5, shape).astype(np.float32) for name, shape in shapes.items()}
    weights |= {"words": random.normal(0, 1, shapes["words"]).astype(np.float32)}
    weights |= {"one": np.ones(DIM, np.float32), "root": np.float32(DIM**0.5), "far": np.float32(-1e4)}
    weights |= {"unit": np.float32(1), "zero": np.int64(0), "step": np.int64(1), "axis": np.array([1], np.int64)}
    steps = [
        ("Gather", "words input_ids", "a"), ("Gather", "types token_type_ids", "b"), ("Shape", "input_ids", "shape"),
        ("Gather", "shape step", "length"), ("Range", "zero length step", "order"), ("Gather", "places order", "c"),
        ("Add", "a b", "ab"), ("Add", "ab c", "x"),
        ("MatMul", "x wq", "q"), ("MatMul", "x wk", "k"), ("MatMul", "x wv", "v"), ("Transpose", "k", "kt"),
        ("MatMul", "q kt", "raw"), ("Div", "raw root", "scaled"), ("Cast", "attention_mask", "mask"),
        ("Sub", "unit mask", "out"), ("Mul", "out far", "bar"), ("Unsqueeze", "bar axis", "wide"),
        ("Add", "scaled wide", "logits"), ("Softmax", "logits", "share"), ("MatMul", "share v", "mixed"),
        ("MatMul", "mixed wo", "moved"), ("Add", "x moved", "y"), ("LayerNormalization", "y one", "z"),
        ("MatMul", "z w1", "h"), ("Relu", "h", "r"), ("MatMul", "r w2", "f"), ("Add", "z f", "zf"),
        ("LayerNormalization", "zf one", "last_hidden_state"),
    ]  # fmt: skip
    more: dict[str, dict[str, Any]] = {
        "Transpose": {"perm": [0, 2, 1]}, "Cast": {"to": TensorProto.FLOAT}, "Softmax": {"axis": -1},
    }  # fmt: skip
    nodes = [helper.make_node(kind, ins.split(), [out], **more.get(kind, {})) for kind, ins, out in steps]
    names = ("input_ids", "attention_mask", "token_type_ids")
    inputs = [helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "length"]) for name in names]
    output = helper.make_tensor_value_info("last_hidden_state", TensorProto.FLOAT, ["batch", "length", DIM])
    tensors = [numpy_helper.from_array(np.asarray(value), name) for name, value in weights.items()]
    graph = helper.make_graph(nodes, "tiny", inputs, [output], tensors)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(model)
    onnx.save(model, str(path))
