"""From a story to facts: code reads every number, cues and the model place them, a person confirms."""

from copilot.story.reader import read, read_by_rules
from copilot.story.result import StoryFacts

__all__ = ["StoryFacts", "read", "read_by_rules"]
