"""From a loaded knowledge base and the settings to a Retriever."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from copilot.domain import Passage
from copilot.retrieval import dense
from copilot.retrieval.rerank import CrossEncoderReranker
from copilot.retrieval.retriever import Exact, Remark, Retriever
from copilot.settings import Settings


class Knowledge(Protocol):
    """What retrieval needs of the knowledge base."""

    @property
    def passages(self) -> tuple[Passage, ...]:
        """Everything citable."""
        ...

    @property
    def glossary(self) -> Iterable[Any]:
        """Terms with `zh`, `en` and `synonyms`."""
        ...

    @property
    def instruments(self) -> Iterable[Any]:
        """Instruments with `title` and `aliases`."""
        ...


def synonyms_of(kb: Knowledge) -> dict[str, tuple[str, ...]]:
    """Glossary term -> its everyday and English names."""
    return {term.zh: tuple(n for n in (*term.synonyms, term.en) if n) for term in kb.glossary}


def titles_of(kb: Knowledge) -> dict[str, tuple[str, ...]]:
    """Canonical title -> short names, over all versions."""
    out: dict[str, tuple[str, ...]] = {}
    for instrument in kb.instruments:
        out[instrument.title] = tuple(dict.fromkeys((*out.get(instrument.title, ()), *instrument.aliases)))
    return out


def open_retriever(
    kb: Knowledge,
    settings: Settings,
    *,
    exact: Exact | None = None,
    remark: Remark | None = None,
    background: bool = True,
    **options: Any,
) -> Retriever:
    """The retriever that the settings describe; `options` override its arguments."""
    key = settings.model_api_key.get_secret_value() if settings.model_api_key else ""
    arguments: Mapping[str, Any] = {
        "passages": kb.passages,
        "synonyms": synonyms_of(kb),
        "titles": titles_of(kb),
        "cache_dir": settings.cache_dir,
        "make_embedder": lambda tokeniser: dense.make(
            settings.embedder,
            tokeniser,
            cache_dir=settings.cache_dir,
            model=settings.embedding_model,
            url=settings.embedding_url,
            api_key=key,
        ),
        "exact": exact,
        "remark": remark,
        "reranker": CrossEncoderReranker(settings.reranker) if settings.reranker else None,
        "max_chars": settings.max_question_chars,
        "background": background,
        **options,
    }
    return Retriever(**arguments)
