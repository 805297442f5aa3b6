"""Which submissions are made: clean ones, each defect once a rendering, and defects in combination; all from a seed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from eval.precheck.build import clean
from eval.precheck.defects import Defect, load_defects
from eval.precheck.layouts import Layout
from eval.precheck.render.write import Variant
from eval.precheck.submission import Submission


@dataclass(frozen=True)
class Trial:
    """One submission to make and check; without defects it is clean. `part`: dev or heldout."""

    part: str
    layout: Layout
    kind: str
    seed: int
    variant: Variant
    defects: tuple[Defect, ...] = ()

    @property
    def id(self) -> str:
        """Says all of it."""
        names = "+".join(d.id for d in self.defects) or "clean"
        return f"{self.part}/{self.layout.name}/{self.kind}/{self.seed}/{self.variant}/{names}"

    def clean(self) -> Trial:
        """The same without defects."""
        return Trial(self.part, self.layout, self.kind, self.seed, self.variant)

    def submission(self) -> Submission:
        """The facts, defects planted."""
        made = clean(self.kind, self.seed, self.layout.wording)
        for one in self.defects:
            one.plant(made, Random(f"{one.id}:{self.seed}"))
        return made


@dataclass(frozen=True)
class Wanted:
    """What to make. `seeds`: clean submissions of each layout, kind and variant; `singles`: how often each defect is
    planted in each variant (by another layout and seed each time); `combined`: submissions with two to four defects."""

    part: str
    layouts: tuple[Layout, ...]
    variants: tuple[Variant, ...]
    kinds: tuple[str, ...] = ()
    seeds: int = 2
    singles: int = 1
    combined: int = 0
    only: tuple[str, ...] = ()


def trials(wanted: Wanted, more: Sequence[Defect] = ()) -> list[Trial]:
    """The clean submissions first, then the singles, then the combined; `more`: defects of the part's own."""
    known = [d for d in (*load_defects(), *more) if not wanted.only or d.id in wanted.only]
    found: list[Trial] = []
    for variant in wanted.variants:
        for layout in wanted.layouts:
            for kind in layout.kinds():
                if not wanted.kinds or kind in wanted.kinds:
                    found += [Trial(wanted.part, layout, kind, s, variant) for s in range(wanted.seeds)]
    places = list(found)
    found += [t for d in known for t in _singles(d, places, wanted)]
    for variant in wanted.variants:
        found += _combined(known, [p for p in places if p.variant == variant], wanted.combined)
    return found


def _singles(defect: Defect, places: Sequence[Trial], wanted: Wanted) -> list[Trial]:
    found = []
    for kind in defect.kinds:
        for variant in wanted.variants:
            here = [p for p in places if (p.kind, p.variant) == (kind, variant)]
            here = [p for p in here if defect.fits(p.submission(), variant)]
            picked = Random(f"{defect.id}:{kind}").sample(here, min(wanted.singles, len(here)))
            found += [Trial(p.part, p.layout, kind, p.seed, variant, (defect,)) for p in picked]
    return found


def _combined(known: Sequence[Defect], places: Sequence[Trial], count: int) -> list[Trial]:
    """Two to four defects that touch different papers, so that one does not undo the other."""
    found: list[Trial] = []
    rng = Random(f"combined:{count}")
    while places and len(found) < count:
        place = rng.choice(places)
        picked: list[Defect] = []
        fitting = [d for d in known if d.fits(place.submission(), place.variant)]
        for one in rng.sample(fitting, min(len(fitting), 8)):
            touched = {d.role for d in picked} | {a.partition(".")[0] for d in picked for a in d.also}
            if len(picked) < 4 and not touched & {one.role, *(a.partition(".")[0] for a in one.also)}:
                picked.append(one)
        picked = picked[: rng.randrange(2, 5)]
        trial = Trial(place.part, place.layout, place.kind, place.seed, place.variant, tuple(picked))
        if len(picked) > 1 and trial.submission().papers:
            found.append(trial)
        elif len(fitting) < 2:
            places = [p for p in places if p is not place]
    return found
