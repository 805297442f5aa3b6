"""Defects planted into the layouts of this part only, each from the dossier's list, in words of its own."""

from __future__ import annotations

from eval.precheck.layouts.heldout3 import defects_content, defects_papers

DEFECTS = (*defects_papers.DEFECTS, *defects_content.DEFECTS)
