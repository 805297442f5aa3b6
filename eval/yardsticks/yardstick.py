"""What a yardstick is, what it returns, and how it is shown."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from copilot.errors import BadInput, ModelUnavailable, TooLarge
from eval.progress import Progress

if TYPE_CHECKING:
    from copilot.llm.client import ChatClient
    from copilot.settings import Settings

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Reference:
    """A published figure: whose, how much, where it stands. `value` None: not found; `source` says where to look."""

    system: str
    value: float | None
    source: str


@dataclass(frozen=True, slots=True)
class Row:
    """One figure of ours beside the published ones. `value` None: nothing could be scored."""

    metric: str
    title: str
    value: float | None
    n: int
    unscored: int = 0
    better: str = "higher"
    references: tuple[Reference, ...] = ()
    note: str = ""

    def as_dict(self) -> Json:
        """JSON-ready."""
        references = [{"system": r.system, "value": r.value, "source": r.source} for r in self.references]
        own = {name: getattr(self, name) for name in ("metric", "title", "value", "n", "unscored", "better", "note")}
        return {**own, "references": references}


@dataclass(frozen=True, slots=True)
class Yardstick:
    """A benchmark that can be run.

    Args:
        name, title: for the command line and the reader.
        address: where its files are had; `licence` as stated there.
        needs: what must lie in the folder, in words.
        run: from the folder and the bench to the figures.
        asks: `model` (the bare model), `product` (questions to the product) or nothing.
    """

    name: str
    title: str
    address: str
    licence: str
    needs: str
    run: Callable[[Path, Bench], Awaitable[Sequence[Row]]]
    asks: str = ""


@dataclass
class Bench:
    """What a run is given: settings, how many cases, and the model with its answers kept, so that a kill loses none."""

    yardstick: Yardstick
    settings: Settings
    limit: int = 0
    client: ChatClient | None = None
    url: str = ""
    ask: Callable[[str], Awaitable[Json]] | None = None
    unscored: dict[str, int] = field(default_factory=dict)
    _kept: dict[str, str | None] | None = None

    def first(self, rows: Sequence[Any]) -> Sequence[Any]:
        """The first `limit` rows; all where no limit is set."""
        return rows[: self.limit or None]

    def progress(self, total: int, title: str = "") -> Progress:
        """Progress on stderr."""
        return Progress(title or self.yardstick.title, total)

    async def answer(self, messages: Sequence[Mapping[str, str]], *, max_tokens: int) -> str | None:
        """The model's answer at temperature 0; None where it does not fit the context or does not come in time.

        Raises:
            ModelUnavailable: the model is gone.
        """
        assert self.client is not None
        kept, key = self._answers(), _key(messages, self.client.model, max_tokens)
        if key not in kept:
            kept[key] = await self._asked(messages, max_tokens)
            with self.file.open("a", encoding="utf-8") as file:
                file.write(json.dumps({"key": key, "answer": kept[key]}, ensure_ascii=False) + "\n")
        if kept[key] is None:
            self.unscored["过长或超时"] = self.unscored.get("过长或超时", 0) + 1
        return kept[key]

    async def _asked(self, messages: Sequence[Mapping[str, str]], max_tokens: int) -> str | None:
        assert self.client is not None
        try:
            return await self.client.complete(messages, max_tokens=max_tokens, temperature=0.0, seed=0)
        except TooLarge:
            return None
        except ModelUnavailable as error:
            if error.en != "model timed out":
                raise
            return None

    @property
    def file(self) -> Path:
        """Where the model's answers to this yardstick are kept."""
        return self.settings.data_dir / "eval" / "yardsticks" / f"{self.yardstick.name}.jsonl"

    def _answers(self) -> dict[str, str | None]:
        if self._kept is None:
            self._kept = {}
            self.file.parent.mkdir(parents=True, exist_ok=True)
            for line in self.file.read_text("utf-8").splitlines() if self.file.is_file() else ():
                try:
                    row = json.loads(line)
                except ValueError:
                    continue  # cut short by a kill
                self._kept[row["key"]] = row["answer"]
        return self._kept


def _key(messages: Sequence[Mapping[str, str]], model: str, max_tokens: int) -> str:
    body = json.dumps([list(map(dict, messages)), model, max_tokens], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(body.encode()).hexdigest()


def needed(folder: Path, *names: str, of: Yardstick) -> Path:
    """The first of `names` (paths in the folder, any one will do) that is there.

    Raises:
        BadInput: none is; the message says which file, from where, under which licence.
    """
    for name in names:
        if (folder / name).exists():
            return folder / name
    raise BadInput(
        f"{folder} 里没有 {' 或 '.join(names)}",
        hint=f"{of.title} 需要：{of.needs}。取自 {of.address}（许可：{of.licence}），再用 --files 指向该目录",
        en=f"{of.name}: no {' or '.join(names)} in {folder}; get it from {of.address}",
    )


def rows_of(file: Path, *, keys: Iterable[str] = ()) -> list[Json]:
    """The objects of a .json array, or of a file with one object a line.

    Raises:
        BadInput: it is neither, or an object lacks one of `keys`.
    """
    try:
        text = file.read_text("utf-8-sig")
        if text.lstrip().startswith("["):
            rows = json.loads(text)
        else:
            rows = [json.loads(line) for line in text.splitlines() if line.strip()]
    except (OSError, ValueError) as error:
        raise BadInput(
            f"{file} 无法读取：{error}", hint="应为 JSON 或逐行 JSON", en=f"{file} cannot be read"
        ) from error
    for number, row in enumerate(rows, 1):
        if not isinstance(row, dict) or (missing := [key for key in keys if key not in row]):
            lack = "、".join(missing) if isinstance(row, dict) else "键"
            raise BadInput(
                f"{file} 第 {number} 条缺少 {lack}", hint="文件格式与该评测公布的不同", en=f"{file}: bad row"
            )
    return rows


def mean(values: Sequence[float | None]) -> float | None:
    """Mean of what was scored, None where nothing was."""
    scored = [value for value in values if value is not None]
    return round(sum(scored) / len(scored), 4) if scored else None


def table(rows: Sequence[Row]) -> str:
    """Our figures with the published ones under each, Chinese first."""
    lines = []
    for row in rows:
        ours = "—" if row.value is None else f"{row.value:.4f}"
        unscored = f"，未能评分 {row.unscored}" if row.unscored else ""
        lines.append(
            f"{row.title}（{row.metric}）：本项目 {ours}（{row.n} 题{unscored}）"
            + (f"  {row.note}" if row.note else "")
        )
        for reference in row.references:
            value = "未查到" if reference.value is None else f"{reference.value:.4f}"
            lines.append(f"    {reference.system}：{value}  〔{reference.source}〕")
    return "\n".join(lines)
