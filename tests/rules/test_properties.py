"""What must hold of every verdict: heavier facts never lighten it, and what is unknown never hides a contradiction.

Burden: not_export = no_procedure_then = exempt < contract_or_certification < security_assessment = approval_required;
need_facts stands apart. Unknown means an explicit null, or a fact left out that is not presumed. Left out of the
unknown: a zone (null means none), and the planned count where only the count so far is known, since such a verdict
is labelled as one on the count so far.
"""

from __future__ import annotations

import datetime as dt
import itertools
import random
from collections.abc import Iterator
from typing import Any

import pytest

from copilot.law.rulebook import RuleBook
from copilot.rules.determination import determine, verdict
from copilot.rules.facts import BadFacts, parse_facts
from copilot.rules.result import BURDEN
from tests.rules.case_files import Case, verdict_cases

ZONES = ("某自贸试验区", "上海自贸试验区", "浙江自贸试验区", "北京自贸试验区", "北京市（自贸试验区外）")
FLAGS = (
    "is_export",
    "contains_pi",
    "contains_important_data",
    "important_data_notified",
    "contains_state_secret_or_core_data",
    "is_ciio",
    "is_state_organ",
    "overseas_origin",
    "domestic_data_introduced",
    "contract_necessary",
    "hr_necessary",
    "hr_rules",
    "hr_collective_contract",
    "emergency",
    "foreign_judicial_request",
    "treaty",
    "under14",
    "recipient_restricted",
    "human_genetic",
    "gba",
)
PRESUMED = {
    "is_state_organ",
    "contains_state_secret_or_core_data",
    "treaty",
    "hr_rules",
    "hr_collective_contract",
    "recipient_restricted",
    "human_genetic",
}
COUNTS: dict[str, tuple[int, ...]] = {
    "pi_count": (0, 1, 9_999, 10_000, 99_999, 100_000, 999_999, 1_000_000, 2_000_000),
    "sensitive_pi_count": (0, 1, 9_999, 10_000),
}
OLD_COUNTS: dict[str, tuple[int, ...]] = {
    "pi_processed_total": (1, 999_999, 1_000_000),
    "pi_count_since_prev_year": (0, 99_999, 100_000),
    "sensitive_pi_count_since_prev_year": (0, 9_999, 10_000),
}
HITS = ("not_covered", "must_assess", "must_contract", "off_list")
NEW_LAW = dt.date(2024, 3, 22)
DAYS = tuple(
    dt.date.fromisoformat(day)
    for day in (
        *("2017-06-01", "2018-10-26", "2021-09-01", "2021-11-01", "2022-08-31", "2022-09-01", "2022-11-04"),
        *("2023-05-31", "2023-06-01", "2024-03-21", "2024-03-22", "2024-08-30", "2025-01-01", "2026-01-01"),
        *("2026-05-11", "2026-09-01", "2026-11-23", "2026-11-23", "2026-11-23", "2026-11-23"),
    )
)


def domain(fact: str) -> tuple[Any, ...]:
    """The values that a fact may take; counts on both sides of every threshold."""
    if fact in COUNTS:
        return COUNTS[fact]
    if fact in OLD_COUNTS:
        return OLD_COUNTS[fact]
    return HITS if fact == "negative_list_hit" else (False, True)


class Judge:
    """Verdicts on raw facts, each judged once; None for facts that are refused."""

    def __init__(self, book: RuleBook, as_of: dt.date) -> None:
        self.book, self.as_of, self.seen = book, as_of, dict[frozenset[tuple[str, Any]], str | None]()

    def __call__(self, facts: dict[str, Any]) -> str | None:
        key = frozenset(facts.items())
        if key not in self.seen:
            try:
                self.seen[key] = verdict(parse_facts(facts), as_of=self.as_of, book=self.book)
            except BadFacts:
                self.seen[key] = None
        return self.seen[key]


def askable(facts: dict[str, Any], as_of: dt.date) -> list[str]:
    """The facts whose absence the law of that day may notice and that may be unknown."""
    names = [*FLAGS, *(COUNTS if as_of >= NEW_LAW else OLD_COUNTS)]
    if facts.get("ftz"):
        names.append("negative_list_hit")
    return [n for n in names if facts.get(f"{n}_to_date") is None]


def contradicted(facts: dict[str, Any], names: tuple[str, ...], judge: Judge) -> dict[str, Any] | None:
    """A completion of the facts, with `names` unknown, that a definite verdict on them denies; None: there is none."""
    said = judge(facts | dict.fromkeys(names))
    if said in (None, "need_facts"):
        return None
    for values in itertools.product(*(domain(n) for n in names)):
        completed = dict(zip(names, values, strict=True))
        if judge(facts | completed) not in (None, said):
            return completed | {"said": said, "but": judge(facts | completed)}
    return None


def _flat(case: Case) -> Case:
    dropped = OLD_COUNTS if case.as_of >= NEW_LAW else {}
    return case.model_copy(update={"facts": {k: v for k, v in case.facts.items() if k not in dropped}})


# One transfer each; without the counts that only the law before 2024-03-22 looked at, once that law is gone.
FLAT = [_flat(case) for case in verdict_cases() if "activities" not in case.facts]


def all_triples(case: Case) -> list[tuple[str, ...]]:
    return list(itertools.combinations(askable(case.facts, case.as_of), 3))


def test_a_few_unknown_facts_around_each_case(book: RuleBook) -> None:
    for case in FLAT:
        judge, chance = Judge(book, case.as_of), random.Random(case.id)
        for names in chance.sample(all_triples(case), 5):
            assert contradicted(case.facts, names, judge) is None, (case.id, names)


@pytest.mark.slow
@pytest.mark.parametrize("case", FLAT, ids=str)
def test_every_three_unknown_facts_around_each_case(case: Case, book: RuleBook) -> None:
    judge = Judge(book, case.as_of)
    for names in all_triples(case):
        assert contradicted(case.facts, names, judge) is None, names


def chance_facts(chance: random.Random, as_of: dt.date) -> dict[str, Any]:
    """Facts drawn at random, about one in sixteen null and one in sixteen left out."""
    facts: dict[str, Any] = {}
    for name in (*FLAGS, *COUNTS, *(OLD_COUNTS if as_of < NEW_LAW else ())):
        draw = chance.random()
        if draw < 0.06:
            facts[name] = None
        elif draw < 0.94:
            facts[name] = _drawn(chance, name)
    if chance.random() < 0.3:
        facts["ftz"] = chance.choice(ZONES)
        facts["negative_list_hit"] = chance.choice((None, *HITS, *HITS))
    return facts


def _drawn(chance: random.Random, name: str) -> Any:
    if name in ("is_export", "contains_pi"):
        return chance.random() < 0.95
    if domain(name) == (False, True):
        return chance.random() < 0.15
    return chance.choice(domain(name)) if chance.random() < 0.7 else chance.randrange(2_000_000)


def completed(facts: dict[str, Any], chance: random.Random, as_of: dt.date) -> dict[str, Any]:
    """The facts with every unknown one drawn; what is presumed and was not said stays so."""
    open_names = [n for n in askable(facts, as_of) if facts.get(n) is None and (n in facts or n not in PRESUMED)]
    return facts | {n: chance.choice(domain(n)) for n in open_names}


def check_sample(chance: random.Random, book: RuleBook) -> bool:
    """Judge one random set of facts and one completion of it; returns whether it tested anything."""
    as_of = chance.choice(DAYS)
    judge, facts = Judge(book, as_of), chance_facts(chance, as_of)
    said = judge(facts)
    if said in (None, "need_facts"):
        return False
    whole = completed(facts, chance, as_of)
    then = judge(whole)
    assert then in (None, said), f"{as_of} {facts} -> {said}; {whole} -> {then}"
    return then is not None and whole != facts


def test_random_facts_and_their_completions(book: RuleBook) -> None:
    chance = random.Random(3)
    assert sum(check_sample(chance, book) for _ in range(3_000)) > 700


@pytest.mark.slow
def test_100000_random_facts_and_their_completions(book: RuleBook) -> None:
    chance = random.Random(20261123)
    assert sum(check_sample(chance, book) for _ in range(100_000)) > 25_000


def heavier(facts: dict[str, Any], chance: random.Random) -> Iterator[tuple[str, dict[str, Any]]]:
    """The same facts with more persons, more sensitive data, or a graver circumstance, one at a time."""
    for name in (*COUNTS, *OLD_COUNTS):
        if facts.get(name) is not None:
            more = facts[name] + chance.choice((1, 2, 10, 9_999, 10_000, 90_000, 900_000, 1_000_000))
            yield name, facts | {name: more}
    for name in ("under14", "is_ciio", "is_state_organ", "foreign_judicial_request"):
        yield name, facts | {name: True}
    yield "contains_state_secret_or_core_data", facts | {"contains_state_secret_or_core_data": True}
    yield "important_data_notified", facts | {"contains_important_data": True, "important_data_notified": True}
    yield "domestic_data_introduced", facts | {"domestic_data_introduced": True}
    if facts.get("contains_pi") is False:
        yield "contains_pi", facts | {"contains_pi": True}
    for name in ("contract_necessary", "hr_necessary", "hr_collective_contract", "emergency", "treaty"):
        yield f"no {name}", facts | {name: False}


def check_heavier(facts: dict[str, Any], as_of: dt.date, chance: random.Random, book: RuleBook) -> int:
    """Compare the facts with each heavier version; returns how many comparisons were made."""
    judge, compared = Judge(book, as_of), 0
    light = judge(facts)
    if light in (None, "need_facts"):
        return 0
    for name, more in heavier(facts, chance):
        heavy = judge(more)
        if heavy in (None, "need_facts"):
            continue
        assert BURDEN[heavy] >= BURDEN[light], f"{as_of} {name}: {light} -> {heavy} for {facts} -> {more}"
        compared += 1
    return compared


def test_heavier_facts_never_lighten_a_case(book: RuleBook) -> None:
    for case in FLAT:
        chance = random.Random(case.id)
        for _ in range(3):
            check_heavier(case.facts, case.as_of, chance, book)


def run_heavier(samples: int, seed: int, book: RuleBook) -> int:
    chance, compared = random.Random(seed), 0
    for _ in range(samples):
        as_of = chance.choice(DAYS)
        facts = completed(chance_facts(chance, as_of), chance, as_of)
        compared += check_heavier(facts, as_of, chance, book)
    return compared


def test_heavier_facts_never_lighten_random_facts(book: RuleBook) -> None:
    assert run_heavier(1_000, 7, book) > 2_000


@pytest.mark.slow
def test_heavier_facts_never_lighten_100000_random_facts(book: RuleBook) -> None:
    assert run_heavier(100_000, 11, book) > 200_000


def chance_activities(chance: random.Random) -> list[dict[str, Any]]:
    """Two to four transfers of one exporter, some of them exempt by their purpose, now and then one fact unknown."""
    common = {"is_ciio": chance.random() < 0.1, "gba": False, "foreign_judicial_request": False, "is_export": True}
    activities = []
    for _ in range(chance.randint(2, 4)):
        one: dict[str, Any] = {name: chance.random() < 0.15 for name in ("contract_necessary", "emergency", "under14")}
        one |= {"hr_necessary": False, "overseas_origin": False, "domestic_data_introduced": False}
        notified = chance.random() < 0.05
        one |= {"contains_pi": True, "contains_important_data": notified, "important_data_notified": notified}
        one |= {"pi_count": chance.choice((0, 5, 40_000, 60_000, 99_999, 100_000, 600_000, 1_000_000))}
        one |= {"sensitive_pi_count": chance.choice((0, 0, 0, 1, 5_000, 9_999, 10_000))}
        if chance.random() < 0.2:
            one[chance.choice(("contract_necessary", "under14", "pi_count", "important_data_notified"))] = None
        activities.append(common | one)
    return activities


def shown(facts: dict[str, Any], book: RuleBook) -> tuple[Any, ...]:
    """What of a result may not depend on the order of the activities."""
    result = determine(parse_facts(facts), as_of=dt.date(2026, 11, 23), book=book, details=False)
    return (
        result.path,
        result.scope,
        result.possible,
        sorted(result.reasons),
        sorted(str(b) for b in result.basis),
        sorted(name.rpartition(".")[2] for name in result.missing),
        sorted(alone.path for alone in result.per_activity),
    )


def check_orders(facts: dict[str, Any], chance: random.Random, book: RuleBook) -> str:
    first = shown(facts, book)
    for _ in range(2):
        order = facts["activities"][:]
        chance.shuffle(order)
        assert shown(facts | {"activities": order}, book) == first, facts
    return str(first[0])


def test_the_order_of_activities_does_not_matter(book: RuleBook) -> None:
    chance = random.Random(5)
    for case in verdict_cases():
        if "activities" in case.facts:
            check_orders(case.facts, chance, book)
    paths = {check_orders({"activities": chance_activities(chance)}, chance, book) for _ in range(100)}
    assert {"exempt", "contract_or_certification", "security_assessment", "need_facts"} <= paths


def test_one_activity_is_judged_like_the_transfer_itself(book: RuleBook) -> None:
    for case in FLAT:
        if case.as_of >= NEW_LAW and "refused" not in case.expect.path_in:
            flat = determine(parse_facts(case.facts), as_of=case.as_of, book=book, details=False)
            listed = determine(parse_facts({"activities": [case.facts]}), as_of=case.as_of, book=book, details=False)
            assert (listed.path, listed.scope) == (flat.path, flat.scope), case.id
            assert [alone.path for alone in listed.per_activity] == [flat.path], case.id


def test_splitting_a_transfer_never_lightens_it(book: RuleBook) -> None:
    """Whatever parts a transfer is cut into, with its persons known together, the path is that of the whole."""
    chance, day = random.Random(9), dt.date(2026, 11, 23)
    base = next(c for c in FLAT if c.id == "TH-001").facts
    for _ in range(300):
        n, s = chance.choice(COUNTS["pi_count"]), chance.choice(COUNTS["sensitive_pi_count"])
        a, b = chance.randint(0, n), chance.randint(0, s)
        parts = [base | {"pi_count": a, "sensitive_pi_count": b}]
        parts.append(base | {"pi_count": n - a, "sensitive_pi_count": s - b})
        judged = [
            verdict(parse_facts(facts), as_of=day, book=book)
            for facts in (
                base | {"pi_count": n, "sensitive_pi_count": s},
                {"activities": parts, "pi_count": n, "sensitive_pi_count": s},
                {"activities": parts},
            )
        ]
        assert judged[1] == judged[0], (n, s, a, b)
        assert judged[2] in ("need_facts", judged[0]), (n, s, a, b)


def test_another_activity_never_lightens_the_whole(book: RuleBook) -> None:
    chance, day = random.Random(13), dt.date(2026, 11, 23)
    for _ in range(300):
        activities = chance_activities(chance)
        fewer = verdict(parse_facts({"activities": activities[1:]}), as_of=day, book=book)
        more = verdict(parse_facts({"activities": activities}), as_of=day, book=book)
        if "need_facts" not in (fewer, more):
            assert BURDEN[more] >= BURDEN[fewer], activities


def test_unknown_facts_of_activities(book: RuleBook) -> None:
    """A definite verdict on activities with an unknown fact holds for every value of it."""
    chance, judge, day, tested = random.Random(17), verdict, dt.date(2026, 11, 23), 0
    for _ in range(200):
        activities = chance_activities(chance)
        i, name = chance.randrange(len(activities)), chance.choice((*FLAGS, *COUNTS))
        activities[i] = activities[i] | {name: None}
        said = judge(parse_facts({"activities": activities}), as_of=day, book=book)
        if said == "need_facts":
            continue
        for value in domain(name):
            try:
                facts = parse_facts(
                    {"activities": [*activities[:i], activities[i] | {name: value}, *activities[i + 1 :]]}
                )
            except BadFacts:
                continue
            assert judge(facts, as_of=day, book=book) == said, (activities, i, name, value)
            tested += 1
    assert tested > 100


def test_asks_only_for_what_decides(book: RuleBook) -> None:
    """Where the case names a verdict, one unknown fact makes it open only if some value of the fact changes it."""
    for case in FLAT:
        judge = Judge(book, case.as_of)
        if judge(case.facts) == "need_facts":
            continue
        for name in askable(case.facts, case.as_of):
            if judge(case.facts | {name: None}) == "need_facts":
                then = {judge(case.facts | {name: value}) for value in domain(name)} - {None}
                assert len(then) > 1 or "need_facts" in then, (case.id, name, then)
