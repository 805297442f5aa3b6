"""Charts as SVG text that a page takes in as it is; letters stay letters, so that the reader's own fonts draw them."""

from __future__ import annotations

import io
import logging
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

INK, MUTED, GOOD, BAD = "#1f2a44", "#8a94a8", "#2f6f8f", "#b4452f"


@contextmanager
def _canvas(width: float, height: float) -> Iterator[tuple[Any, Any, io.StringIO]]:
    """A figure drawn without a display and without measuring Chinese letters, written to the buffer at the end."""
    import matplotlib

    matplotlib.use("svg")
    from matplotlib.figure import Figure

    logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
    out = io.StringIO()
    style: dict[Any, Any] = {
        "svg.fonttype": "none",
        "svg.hashsalt": "eval",
        "font.family": "sans-serif",
        "font.size": 9,
    }
    with matplotlib.rc_context(style), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing")
        figure = Figure(figsize=(width, height), layout="constrained")
        axes = figure.add_subplot()
        for side in ("top", "right"):
            axes.spines[side].set_visible(False)
        axes.tick_params(colors=INK, length=0)
        yield figure, axes, out
        figure.savefig(out, format="svg", transparent=True, metadata={"Date": None, "Creator": None})


def _plain(out: io.StringIO) -> str:
    """The <svg> element alone, as wide as its place."""
    svg = out.getvalue()
    return svg[svg.index("<svg") :].replace("<svg", '<svg role="img" style="max-width:100%;height:auto"', 1)


def bars(
    rows: Sequence[tuple[str, float, tuple[float, float] | None]], *, marks: Mapping[str, float] | None = None
) -> str:
    """Shares as lying bars with their intervals; `marks` (by label) are drawn as ticks, e.g. a target."""
    with _canvas(7.2, 0.5 + 0.3 * len(rows)) as (_, axes, out):
        places = range(len(rows), 0, -1)
        axes.barh(list(places), [value for _, value, _ in rows], color=GOOD, height=0.62)
        for place, (label, value, bounds) in zip(places, rows, strict=True):
            if bounds:
                axes.plot(bounds, [place, place], color=INK, linewidth=1.4)
            axes.text(1.02, place, f"{value:.3f}", va="center", color=INK)
            if marks and label in marks:
                axes.plot([marks[label]] * 2, [place - 0.4, place + 0.4], color=BAD, linewidth=2)
        axes.set_yticks(list(places), [label for label, _, _ in rows])
        axes.set_xlim(0, 1.12)
        axes.set_xticks([0, 0.25, 0.5, 0.75, 1])
    return _plain(out)


def line(points: Sequence[tuple[str, float, tuple[float, float] | None]]) -> str:
    """A metric over runs, oldest left, with its interval as a band of whiskers."""
    with _canvas(7.2, 2.4) as (_, axes, out):
        places = range(len(points))
        values = [value for _, value, _ in points]
        axes.plot(list(places), values, color=GOOD, marker="o", markersize=4)
        for place, (_, _, bounds) in zip(places, points, strict=True):
            if bounds:
                axes.plot([place, place], bounds, color=MUTED, linewidth=1)
        axes.set_xticks(list(places), [label for label, _, _ in points], rotation=30, ha="right")
        axes.grid(axis="y", color="#e3e6ee")
    return _plain(out)


def changes(rows: Sequence[tuple[str, float, float, float]]) -> str:
    """Differences between two runs with their intervals, around zero."""
    with _canvas(7.2, 0.6 + 0.3 * len(rows)) as (_, axes, out):
        places = range(len(rows), 0, -1)
        for place, (_, change, low, high) in zip(places, rows, strict=True):
            colour = BAD if high < 0 else GOOD if low > 0 else MUTED
            axes.plot([low, high], [place, place], color=colour, linewidth=2)
            axes.plot([change], [place], marker="o", color=colour, markersize=5)
        axes.axvline(0, color=INK, linewidth=0.8)
        axes.set_yticks(list(places), [label for label, *_ in rows])
    return _plain(out)
