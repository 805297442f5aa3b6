"""Every detector, listed by hand."""

from __future__ import annotations

from copilot.redaction.detectors import (
    account,
    address,
    bank_card,
    company,
    credit_code,
    email,
    network,
    passport,
    person,
    phone,
    plate,
    resident_id,
    travel_permit,
)
from copilot.redaction.found import Detector

DETECTORS: tuple[Detector, ...] = (
    resident_id.find,
    credit_code.find,
    bank_card.find,
    passport.find,
    travel_permit.find,
    phone.find,
    email.find,
    network.find,
    account.find,
    plate.find,
    address.find,
    company.find,
    person.find,
)
