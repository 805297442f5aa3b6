"""What Prometheus reads. One registry per application, so that tests don't share counters."""

from __future__ import annotations

from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from copilot.domain import Answer

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_SECONDS = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15, 20, 30, 40, 60, 120)


class Metrics:
    """Counters and histograms of the service."""

    def __init__(self) -> None:
        self.registry = r = CollectorRegistry()
        self.requests = Counter("copilot_requests", "Requests", ("route", "method", "status"), registry=r)
        self.latency = Histogram("copilot_request_seconds", "Whole request", ("route",), buckets=_SECONDS, registry=r)
        self.sources = Histogram("copilot_sources_seconds", "To the sources", buckets=_SECONDS, registry=r)
        self.first = Histogram(
            "copilot_first_sentence_seconds", "To the first verified sentence", buckets=_SECONDS, registry=r
        )
        self.complete = Histogram("copilot_answer_seconds", "To the whole answer", buckets=_SECONDS, registry=r)
        self.answers = Counter("copilot_answers", "Answers", ("mode",), registry=r)
        self.abstentions = Counter("copilot_abstentions", "Abstentions", ("reason",), registry=r)
        self.cancelled = Counter("copilot_cancelled", "Answers that the reader left", registry=r)
        self.failures = Counter("copilot_failures", "Answers that failed", ("code",), registry=r)

    def gauge(self, name: str, help_text: str, read: Callable[[], float]) -> None:
        """A value that is read when asked for."""
        Gauge(name, help_text, registry=self.registry).set_function(read)

    def answered(self, answer: Answer) -> None:
        """Count an answer with its times."""
        self.answers.labels(answer.mode).inc()
        if answer.abstained:
            self.abstentions.labels(answer.abstain_reason or "unsupported").inc()
        for name, histogram in (("sources", self.sources), ("first_sentence", self.first), ("total", self.complete)):
            if name in answer.timings_ms:
                histogram.observe(answer.timings_ms[name] / 1000)

    def text(self) -> bytes:
        """The exposition."""
        return generate_latest(self.registry)
