"""The checks by name: pure functions over a `Case`, by group, with the parameters they take and the words they give.

A criterion names one of these. There is no other way in: what is not in `CHECKS` does not run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from copilot.precheck.case import Case, Hit
from copilot.precheck.checks import (
    completeness,
    consistency,
    contract_text,
    form,
    gaps,
    identity,
    path,
    safety,
    substance,
    suspicion,
    time,
)

Run = Callable[[Case, Mapping[str, Any]], Iterable[Hit]]


@dataclass(frozen=True)
class Check:
    """A check: its function, the parameters it needs and takes, and the placeholders its hits fill."""

    run: Run
    needs: frozenset[str]
    takes: frozenset[str]
    gives: frozenset[str]


def _check(run: Run, needs: str = "", may: str = "", gives: str = "") -> Check:
    required = frozenset(needs.split())
    return Check(run, required, required | frozenset(may.split()), frozenset(gives.split()))


CHECKS: dict[str, Check] = {
    "material_missing": _check(completeness.material_missing, "materials", "when when_value offline instead", "name"),
    "material_unreadable": _check(completeness.material_unreadable, "", "materials", "name file reason"),
    "material_unexpected": _check(completeness.material_unexpected, "roles", "", "name file"),
    "same_file_twice": _check(completeness.same_file_twice, "", "", "file other"),
    "unplaced_file": _check(completeness.unplaced_file, "", "", "file"),
    "name_only": _check(completeness.name_only, "", "", "file name reason"),
    "cards_unresolved": _check(completeness.cards_unresolved, "", "", "file name reason"),
    "field_blank": _check(completeness.field_blank, "fields", "when when_value unless_filled none_too", "label"),
    "field_not_found": _check(completeness.field_not_found, "fields", "unless", "label"),
    "either_filled": _check(completeness.either_filled, "fields", "role", "label other"),
    "filled_unticked": _check(completeness.filled_unticked, "fields when option", "", "label option"),
    "column_blank": _check(completeness.column_blank, "fields column", "", "label column rows count"),
    "columns_differ": _check(completeness.columns_differ, "fields columns", "", "label missing"),
    "chapter_missing": _check(completeness.chapter_missing, "role fields", "", "label"),
    "chapter_order": _check(completeness.chapter_order, "role fields", "", "label other"),
    "words_missing": _check(completeness.words_missing, "roles points", "", "name point"),
    "below_one": _check(gaps.below_one, "fields", "", "label value"),
    "points_open": _check(gaps.points_open, "fields count", "", "label point"),
    "all_refused": _check(gaps.all_refused, "role fields", "", "label other"),
    "counted_before": _check(gaps.counted_before, "roles", "", "value name"),
    "seal_missing": _check(form.seal_missing, "roles", "", "name"),
    "sign_missing": _check(form.sign_missing, "fields", "", "label"),
    "date_missing": _check(form.date_missing, "roles fields", "last", "name"),
    "format_odd": _check(form.format_odd, "formats", "", "file format"),
    "illegible": _check(form.illegible, "roles", "percent", "name percent"),
    "not_chinese": _check(form.not_chinese, "roles", "percent translation", "name percent"),
    "not_ticked": _check(form.not_ticked, "fields", "", "label"),
    "two_ticked": _check(form.two_ticked, "fields", "", "label value"),
    "outside_options": _check(form.outside_options, "fields", "", "label value options"),
    "too_long": _check(form.too_long, "fields limit", "", "label count limit"),
    "unmarked_terms": _check(form.unmarked_terms, "roles", "", "name"),
    "tracked_changes": _check(form.tracked_changes, "roles", "", "name count value"),
    "comments_left": _check(form.comments_left, "roles", "", "name count value"),
    "fonts_differ": _check(form.fonts_differ, "role", "body size", "name value percent"),
    "heading_fonts_differ": _check(form.heading_fonts_differ, "role fonts", "", "name value level font"),
    "template_left": _check(form.template_left, "roles patterns", "", "name value"),
    "old_form": _check(form.old_form, "roles patterns", "", "name value"),
    "annex_missing": _check(form.annex_missing, "roles", "", "value name"),
    "code_wrong": _check(identity.code_wrong, "fields", "", "label value reason"),
    "code_elsewhere": _check(identity.code_elsewhere, "fields", "", "label value place wanted"),
    "id_wrong": _check(identity.id_wrong, "fields", "", "label value reason"),
    "id_age": _check(identity.id_age, "fields", "", "label value age"),
    "contact_wrong": _check(identity.contact_wrong, "fields", "", "label value"),
    "paper_expired": _check(identity.paper_expired, "fields", "", "label value date"),
    "seal_of_other": _check(identity.seal_of_other, "roles fields", "", "name value wanted"),
    "address_elsewhere": _check(identity.address_elsewhere, "left right", "", "label value other"),
    "older_than": _check(time.older_than, "fields parameter", "", "label date limit months"),
    "after_filing": _check(time.after_filing, "fields", "", "label date filed"),
    "filed_late": _check(time.filed_late, "fields parameter", "", "label date days limit due"),
    "not_yet_effective": _check(time.not_yet_effective, "fields", "", "label date filed"),
    "dates_reversed": _check(time.dates_reversed, "left right", "", "label other date other_date"),
    "term_blank": _check(time.term_blank, "fields", "", "label value"),
    "term_open": _check(time.term_open, "fields", "", "label value"),
    "term_reversed": _check(time.term_reversed, "fields", "", "label date other_date"),
    "term_over": _check(time.term_over, "fields", "", "label date filed"),
    "term_short": _check(time.term_short, "fields parameter", "", "label date due"),
    "outside_window": _check(time.outside_window, "fields parameter", "", "date opens filed"),
    "expired_result": _check(time.expired_result, "fields", "", "date filed"),
    "window_short": _check(time.window_short, "fields parameters", "", "date days needed"),
    "renewal_late": _check(time.renewal_late, "fields parameter", "", "date due"),
    "export_before": _check(time.export_before, "roles effective", "", "date other_date value"),
    "impossible_dates": _check(time.impossible_dates, "", "roles", "name value"),
    "retention_short": _check(time.retention_short, "roles", "", "value"),
    "differ": _check(consistency.differ, "left right", "as", "label other value other_value"),
    "differ_any": _check(consistency.differ_any, "left right", "as", "label other value other_value"),
    "counts_differ": _check(consistency.counts_differ, "left right", "part", "label other value other_value"),
    "items_differ": _check(consistency.items_differ, "left right", "", "label other missing extra"),
    "scenes_differ": _check(consistency.scenes_differ, "role against field", "", "count other"),
    "business_absent": _check(consistency.business_absent, "fields against", "", "label value name"),
    "compliance_differs": _check(consistency.compliance_differs, "left right", "", "label other value"),
    "denied_elsewhere": _check(consistency.denied_elsewhere, "field where", "", "label value other evidence"),
    "absent_in": _check(consistency.absent_in, "fields against", "as", "label value name"),
    "given_differs": _check(consistency.given_differs, "fields given", "", "label value wanted"),
    "sensitive_denied": _check(consistency.sensitive_denied, "fields where", "", "label value"),
    "path_other": _check(path.path_other, "fields wanted", "sensitive_fields", "path persons sensitive"),
    "over_threshold": _check(path.over_threshold, "fields parameter", "", "label value limit"),
    "below_threshold": _check(path.below_threshold, "fields parameter", "sensitive", "value limit"),
    "field_is": _check(path.field_is, "fields value", "", "label"),
    "growth_over": _check(path.growth_over, "fields parameter", "", "label value limit"),
    "mentions": _check(path.mentions, "patterns", "roles fields unless sure near without", "value name"),
    "offline_mismatch": _check(path.offline_mismatch, "fields", "", "value"),
    "place_outside": _check(path.place_outside, "fields places", "", "label value"),
    "list_edition": _check(path.list_edition, "fields", "", "value current"),
    "sector_uncovered": _check(path.sector_uncovered, "fields list", "", "label value domains"),
    "no_count": _check(path.no_count, "fields", "sensitive_where", "label"),
    "export_over_total": _check(suspicion.export_over_total, "left right", "", "label other value other_value"),
    "year_over_three": _check(suspicion.year_over_three, "fields", "", "label value other_value"),
    "just_below": _check(suspicion.just_below, "fields parameters", "percent", "label value limit"),
    "not_persons": _check(suspicion.not_persons, "roles patterns", "unless near", "value name"),
    "no_forecast": _check(suspicion.no_forecast, "fields", "", "label part"),
    "odd_number": _check(suspicion.odd_number, "fields", "most", "label value"),
    "copied_text": _check(suspicion.copied_text, "role", "chars", "label other value"),
    "same_answer": _check(suspicion.same_answer, "fields column", "percent", "label column value count"),
    "repeated_rows": _check(suspicion.repeated_rows, "fields column", "", "label value"),
    "split_entities": _check(suspicion.split_entities, "roles parameters", "", "value count limit"),
    "old_law": _check(suspicion.old_law, "roles patterns", "", "value name"),
    "thin": _check(substance.thin, "fields chars", "", "label count limit"),
    "points_missing": _check(substance.points_missing, "roles points", "fields", "name point"),
    "words_in_section": _check(substance.words_in_section, "fields points", "", "label point"),
    "conclusion_contradicts": _check(substance.conclusion_contradicts, "fields", "", "label value other"),
    "when_then": _check(substance.when_then, "roles when then", "unless within fields", "name value"),
    "sensitive_unargued": _check(substance.sensitive_unargued, "fields where", "", "label value"),
    "dispute_open": _check(substance.dispute_open, "fields", "", "label"),
    "annex_two": _check(substance.annex_two, "roles patterns", "", "value"),
    "model_says": _check(substance.model_says, "question", "", "value quote"),
    "contract_text": _check(contract_text.contract_text, "roles", "", "value other explanation"),
    "hazard": _check(safety.hazard, "codes", "", "file value"),
    "hidden_text": _check(safety.hidden_text, "", "", "file value"),
    "orders_to_machines": _check(safety.orders_to_machines, "", "", "file value"),
}
