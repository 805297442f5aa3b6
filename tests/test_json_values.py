"""JSON read strictly: each key once, no number of absurd length; both refused by the key."""

from __future__ import annotations

import json

import pytest

from copilot.errors import BadInput
from copilot.json_values import MAX_DIGITS, read_json

LONG = "9" * 5000


def test_plain_json_is_read_as_ever() -> None:
    text = '{"a": [1, -2.5, {"b": null}], "中": true, "n": ' + "9" * MAX_DIGITS + "}"
    assert read_json(text) == json.loads(text)
    assert read_json(text.encode()) == json.loads(text)


@pytest.mark.parametrize("text", ['{"a": 1, "a": 1}', '{"x": [{"a": 1, "b": 2, "a": 3}]}'])
def test_a_key_written_twice_is_refused_wherever_it_stands(text: str) -> None:
    with pytest.raises(BadInput, match="“a”写了不止一次") as caught:
        read_json(text)
    assert caught.value.en == "duplicate key: a"


@pytest.mark.parametrize(
    "text", [f'{{"pi_count": {LONG}}}', f'{{"pi_count": [[1, -{LONG}]]}}', f'{{"x": [{{"pi_count": {LONG}}}]}}']
)
def test_an_integer_of_thousands_of_digits_is_refused_by_its_key(text: str) -> None:
    with pytest.raises(BadInput, match="“pi_count”的整数超过") as caught:
        read_json(text)
    assert "pi_count" in caught.value.en


def test_a_bare_integer_of_thousands_of_digits_has_no_key() -> None:
    with pytest.raises(BadInput, match="有一个整数超过"):
        read_json(f"[{LONG}]")


def test_what_is_no_json_stays_a_value_error_and_a_key_is_shown_cut() -> None:
    with pytest.raises(json.JSONDecodeError):
        read_json('{"a": }')
    with pytest.raises(BadInput) as caught:
        read_json('{"KEY": 1, "KEY": 2}'.replace("KEY", "\\ud800" + "k" * 500))
    assert len(caught.value.message) < 150
    caught.value.message.encode("utf-8")


def test_half_characters_are_refused_where_they_cannot_go_on() -> None:
    assert read_json('{"a": "\\ud800"}') == {"a": "\ud800"}
    whole = read_json('{"a": ["\\ud83d\\ude00", {"b": "甲"}]}', encodable=True)
    assert whole == {"a": ["😀", {"b": "甲"}]}
    for text in ('{"a": "\\ud800"}', '{"a": [["x\\udfff"]]}', b'{"a": {"a": "\\ud800"}}', '{"a\\ud800": 1}'):
        with pytest.raises(BadInput, match="半个字符") as caught:
            read_json(text, encodable=True)
        assert "a" in caught.value.message
        str(caught.value).encode("utf-8")
