"""Chinese numerals, under the name that users of the law package know."""

from copilot.numerals import NUMERAL, article_label, article_number, chinese, is_canonical, number

__all__ = ["NUMERAL", "article_label", "article_number", "chinese", "is_canonical", "number"]
