"""What a ticket keeps, without the name, organisation and number of who called."""

from __future__ import annotations

from typing import Any

from copilot.store.tables_tickets import TicketRow

CALLER = "〔来电人〕"


def without_caller(row: TicketRow, kept: Any) -> Any:
    """A text, or every text of an answer but the law that it cites, without what the ticket knows of its caller."""
    if isinstance(kept, str):
        for known in (row.caller_organisation, row.caller_name, row.caller_phone):
            kept = kept.replace(known, CALLER) if len(known) > 1 else kept
        return kept
    if isinstance(kept, list):
        return [without_caller(row, one) for one in kept]
    if isinstance(kept, dict):
        return {key: one if key == "citations" else without_caller(row, one) for key, one in kept.items()}
    return kept
