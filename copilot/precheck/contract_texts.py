"""The official model contracts that the user loaded, kept under the data folder; without them nothing is compared.

data_dir/precheck/contracts/<id>-<in force from>.json      lines, dates, sha256 of the file and of the lines
data_dir/precheck/contracts/originals/<sha256>              the file as it was given
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from copilot.errors import BadDocument, BadInput, UnknownRecord
from copilot.precheck.case import Compare
from copilot.precheck.contract import comparison
from copilot.precheck.contract_form import (
    ContractEntry,
    ContractsFile,
    ModelContract,
    load_contracts,
    looks_filled,
    model_contract,
)
from copilot.precheck.intake import Given
from copilot.precheck.paper import FilingKind
from copilot.precheck.reading import read_one
from copilot.precheck.sandbox import Sandbox

FOLDER = "precheck/contracts"


class ContractText(BaseModel):
    """A model contract that was loaded. `articles`, `blanks`: how many were found in it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(description="name of what is kept, to remove it by")
    contract: str = Field(description="which model contract: standard_contract or gba_hk")
    name: str
    kinds: list[FilingKind] = Field(description="filings whose contracts are compared with it")
    file: str
    sha256: str = Field(description="of the file as it was given")
    in_force_from: dt.date
    repealed_from: dt.date | None = None
    added_on: dt.date
    articles: int
    blanks: int

    def holds(self, kind: FilingKind, day: dt.date) -> bool:
        """Whether a filing of this kind on that day is compared with it."""
        ends = self.repealed_from
        return kind in self.kinds and self.in_force_from <= day and (ends is None or day < ends)


class _Kept(ContractText):
    lines: list[str]
    lines_sha256: str


class ContractTexts:
    """The loaded model contracts.

    Args:
        data_dir: where they are kept.
        kb_dir: the knowledge base, for what is known of the model contracts.
        shared: others that serve beside, to be read only; one's own of the same contract and date goes first.
    """

    def __init__(self, data_dir: Path, kb_dir: Path, *, shared: ContractTexts | None = None) -> None:
        self.folder, self.kb_dir, self.shared = data_dir / FOLDER, kb_dir, shared

    @property
    def known(self) -> ContractsFile:
        """What is known of the model contracts."""
        return load_contracts(self.kb_dir)

    def all(self) -> list[ContractText]:
        """What was loaded, by contract and date.

        Raises:
            BadDocument: something kept was changed by hand or is damaged.
        """
        return [ContractText(**kept.model_dump(exclude={"lines", "lines_sha256"})) for kept in self._kept()]

    def compare(self) -> Compare | None:
        """The comparison of filed contracts; None where nothing was loaded. Raises as `all`."""
        kept = self._kept()

        def models(kind: FilingKind, day: dt.date) -> ModelContract | None:
            fitting = [k for k in kept if k.holds(kind, day)]
            newest = max(fitting, key=lambda k: k.in_force_from, default=None)
            return _model(self.kb_dir, tuple(newest.lines)) if newest else None

        return comparison(models, self.known) if kept else None

    def digest(self) -> str:
        """Changes when another text is loaded or one removed."""
        names = sorted(f"{k.id} {k.lines_sha256} {k.repealed_from}" for k in self._kept())
        return hashlib.sha256("\n".join(names).encode()).hexdigest()[:16] if names else ""

    def add(
        self,
        name: str,
        raw: bytes,
        *,
        sandbox: Sandbox,
        today: dt.date,
        contract: str | None = None,
        in_force_from: dt.date | None = None,
        repealed_from: dt.date | None = None,
        force: bool = False,
    ) -> tuple[ContractText, bool]:
        """Load a model contract; the text, and whether it took the place of another.

        Args:
            name: of the file.
            raw: its content.
            sandbox: the reading processes.
            today: the day noted with it.
            contract: which one it is; None: told by its title.
            in_force_from, repealed_from: None: those known of this contract.
            force: take it although it looks filled in, or has another number of articles.

        Raises:
            BadDocument: it cannot be read, or is a scan.
            BadInput: it is not told which contract it is, or it does not look like it.
        """
        lines = _lines(name, raw, sandbox)
        entry = self._entry(contract, lines)
        model = model_contract(lines, self.known)
        if not force:
            _refuse_other(name, lines, model, entry)
        if model is None:
            raise BadInput(f"{name} 里没有条文", hint="请给出官方范本全文", en="no articles in the file")
        since = in_force_from or dt.date.fromisoformat(entry.in_force_from)
        until = repealed_from or (dt.date.fromisoformat(entry.repealed_from) if entry.repealed_from else None)
        if until is not None and until <= since:
            raise BadInput("废止日不在施行日之后", hint="请核对两个日期", en="repealed before it is in force")
        kept = _Kept(
            id=f"{entry.id}-{since}", contract=entry.id, name=entry.name, kinds=entry.kinds, file=name,
            sha256=hashlib.sha256(raw).hexdigest(), in_force_from=since, repealed_from=until, added_on=today,
            articles=model.articles, blanks=model.blanks, lines=list(lines), lines_sha256=_digest(lines),
        )  # fmt: skip
        target = self.folder / f"{kept.id}.json"
        replaced = target.exists()
        _write(self.folder / "originals" / kept.sha256, raw)
        _write(target, json.dumps(kept.model_dump(mode="json"), ensure_ascii=False, indent=1).encode())
        return ContractText(**kept.model_dump(exclude={"lines", "lines_sha256"})), replaced

    def remove(self, text_id: str) -> ContractText:
        """Forget a text.

        Raises:
            UnknownRecord: none has that id.
        """
        found = next((t for t in self._own() if t.id == text_id), None)
        if found is None:
            raise UnknownRecord(
                f"没有导入过“{text_id}”", hint="用 precheck contract-text list 查看", en="no such contract text"
            )
        (self.folder / f"{found.id}.json").unlink()
        if not any(t.sha256 == found.sha256 for t in self._own()):
            (self.folder / "originals" / found.sha256).unlink(missing_ok=True)
        return ContractText(**found.model_dump(exclude={"lines", "lines_sha256"}))

    def _entry(self, contract: str | None, lines: tuple[str, ...]) -> ContractEntry:
        entries = self.known.entries
        if contract is None:
            top = "".join("".join(lines).split())[:600]
            contract = "gba_hk" if "粤港澳大湾区" in top else "standard_contract" if "出境标准合同" in top else ""
        found = next((e for e in entries if e.id == contract), None)
        if found is None:
            raise BadInput(
                "看不出是哪一种合同的范本" if not contract else f"没有名为“{contract}”的范本",
                hint="请用 --contract 指明：" + "、".join(f"{e.id}（{e.name}）" for e in entries),
                en="say which model contract it is",
            )
        return found

    def _kept(self) -> list[_Kept]:
        own = self._own()
        beside = self.shared._kept() if self.shared else []
        return sorted([*own, *(k for k in beside if k.id not in {o.id for o in own})], key=lambda k: k.id)

    def _own(self) -> list[_Kept]:
        found = []
        for path in sorted(self.folder.glob("*.json")):
            try:
                kept = _Kept.model_validate_json(path.read_bytes())
                whole = _digest(tuple(kept.lines)) == kept.lines_sha256
            except (ValidationError, OSError):
                whole = False
            if not whole:
                raise BadDocument(
                    f"导入的合同范本 {path.name} 已损坏或者被改动",
                    hint="请删除这个文件，重新导入官方范本",
                    en="a loaded model contract is damaged",
                )
            found.append(kept)
        return found


@lru_cache(maxsize=8)
def _model(kb_dir: Path, lines: tuple[str, ...]) -> ModelContract | None:
    return model_contract(lines, load_contracts(kb_dir))


def _lines(name: str, raw: bytes, sandbox: Sandbox) -> tuple[str, ...]:
    paper = read_one(Given(name, raw), sandbox)
    if paper.format == "unreadable":
        raise BadDocument(f"{name} 不能读取：{paper.unread}", hint="请给出 .docx、.pdf 或文本", en="cannot be read")
    if paper.format in ("scan", "image"):
        raise BadDocument(
            f"{name} 是扫描件，识别的文字不能作为范本", hint="请给出官方发布的电子文本", en="a scan is no model text"
        )
    shown = (b for b in paper.blocks if b.visible and b.kind not in ("header", "footer", "comment", "footnote"))
    return tuple(line for b in shown for line in b.text.splitlines() if line.strip())


def _refuse_other(name: str, lines: tuple[str, ...], model: ModelContract | None, entry: ContractEntry) -> None:
    """Raises BadInput where a file does not look like the blank model contract."""
    if model is None or model.articles != entry.articles:
        found = model.articles if model else 0
        raise BadInput(
            f"{name} 有 {found} 条，{entry.name}是 {entry.articles} 条",
            hint="请核对是不是官方范本全文；确认无误可加 --force",
            en="not the number of articles of the model contract",
        )
    if looks_filled("\n".join(lines)):
        raise BadInput(
            f"{name} 像是已经填写的合同", hint="范本应当是空白的；确认无误可加 --force", en="looks filled in"
        )


def _digest(lines: tuple[str, ...]) -> str:
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _write(path: Path, content: bytes) -> None:
    """A file that appears complete or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        part.write_bytes(content)
        os.replace(part, path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise BadInput(
            f"保存不了 {path.name}：{error.strerror}", hint="请核对权限和磁盘空间", en="cannot save"
        ) from error
