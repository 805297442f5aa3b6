"""Whole stories as people tell them, with the paths that follow: numbers, kinds, scripts and languages."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tests.story.telling import path

STORIES = yaml.safe_load(Path(__file__).with_name("told.yaml").read_text("utf-8"))


@pytest.mark.parametrize(("paths", "text"), [(s["paths"], s["text"]) for s in STORIES])
def test_the_path_of_a_whole_story(paths: str, text: str) -> None:
    assert path(text) in paths.split()
