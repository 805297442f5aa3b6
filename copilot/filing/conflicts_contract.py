"""Contracts on an official model: places typed otherwise than the model has them, points that the model leaves open."""

from __future__ import annotations

from collections.abc import Iterator

from copilot.domain import Basis
from copilot.filing.conflict import MEASURES, Asked, Check, Conflict
from copilot.filing.contracts import concluded
from copilot.filing.model_contracts import model_of


def _places(asked: Asked) -> Iterator[Conflict]:
    """A place typed for a contract on a model, which has its own."""
    for path, contract in concluded(asked.filing):
        model = model_of(contract.title, asked.kind, as_of=asked.as_of)
        odd = [name for name, said in contract.points if model and said not in (None, "", getattr(model.points, name))]
        if model and odd:
            of = [f"{path}.points.{name}" for name in odd]
            named = "、".join(f"“{getattr(contract.points, name)}”" for name in odd)
            said = f"用《{model.title}》订立的合同，条款位置以范本为准；填写的{named}没有采用"
            en = "The contract is on the official model: its places are the model's, not those that were typed"
            yield asked.about(said, *of, en=en, basis=(Basis(instrument=MEASURES, article="第九条"),), warning=True)


def _open(asked: Asked) -> Iterator[Conflict]:
    """A security assessment on a model contract that says nothing of changes of control."""
    for path, contract in concluded(asked.filing) if asked.kind == "security_assessment" else ():
        model = model_of(contract.title, asked.kind, as_of=asked.as_of)
        if model and "changes" in model.open and not contract.additional:
            said = (
                f"《{model.title}》没有写接收方实际控制权、经营范围变化和其他不可抗力时的安全措施，"
                "申报安全评估的应当在附录二另行约定"
            )
            en = "The model is silent on changes of control or business and on force majeure: agree in annex 2"
            yield asked.about(
                said, f"{path}.additional", en=en, basis=(Basis(instrument=MEASURES, article="第九条"),), warning=True
            )


CHECKS: tuple[Check, ...] = (_places, _open)
