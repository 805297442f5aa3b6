"""Questions of substance put to a model: it quotes the passage and says how sure it is; code decides what is shown.

An answer is only ever advice. A quotation that does not stand in the paper is dropped with the answer it carries, and
nothing that a paper says to a machine changes which questions are asked or how the answers are read.
"""

from __future__ import annotations

from dataclasses import dataclass

from copilot.precheck.paper import Place


@dataclass(frozen=True, slots=True)
class Answer:
    """What a model found on a question: what is missing, and the words of the paper it rests on. `sure`: 0 to 1."""

    question: str
    role: str
    place: Place
    says: str
    quote: str
    sure: float = 0.5
