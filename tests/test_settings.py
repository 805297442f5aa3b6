"""The settings, and that their documentation is complete and right."""

from __future__ import annotations

import re

import pytest

from copilot.commands.options import settings_with
from copilot.errors import BadInput
from copilot.settings import ROOT, Settings

ROWS = dict(re.findall(r"^\| `COPILOT_(\w+)` \| (.*?) \|", (ROOT / "docs" / "settings.md").read_text("utf-8"), re.M))


def test_every_setting_is_documented_and_nothing_else() -> None:
    assert set(ROWS) == {name.upper() for name in Settings.model_fields}


@pytest.mark.parametrize("name", [n for n in Settings.model_fields if n != "cache_dir"])
def test_the_documented_default_is_the_real_one(name: str) -> None:
    default = Settings.model_fields[name].default
    shown = str(default).lower() if isinstance(default, bool) else str(default).replace(f"{ROOT}/", "")
    assert ROWS[name.upper()] == (f"`{shown}`" if default not in (None, "") else "空")


@pytest.mark.parametrize(("name", "value"), [("COPILOT_PORT", "many"), ("COPILOT_BACKEND", "magic")])
def test_a_setting_that_cannot_be_used_is_named_without_its_value(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(BadInput, match=name.removeprefix("COPILOT_")) as caught:
        settings_with()
    assert (caught.value.exit_status, value in str(caught.value)) == (2, False)
