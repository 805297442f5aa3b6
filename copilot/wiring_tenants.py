"""The parts as an organisation sees them: what it keeps is its own, the rest is everybody's.

Files of an organisation lie under data_dir/tenants/<id>; those of the local one directly under data_dir, as ever. What
the local one loaded of official texts serves all beside their own: it is loaded by who runs the service.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from copilot.filing.jobs import DraftJobs
    from copilot.filing.official.store import Templates
    from copilot.filing.service import Drafter
    from copilot.precheck.contract_texts import ContractTexts
    from copilot.precheck.jobs import Jobs
    from copilot.precheck.service import Precheck
    from copilot.store.store import Store
    from copilot.wiring import Parts

FOLDER = "tenants"


class TenantParts:
    """The parts of one organisation but the local one, which has `Parts` itself; what is not named here is that of all.

    Args:
        parts: those of the process.
        tenant: id of the organisation.
    """

    def __init__(self, parts: Parts, tenant: str) -> None:
        self._parts, self.tenant = parts, tenant
        self._folder = parts.settings.data_dir / FOLDER / tenant

    def __getattr__(self, name: str) -> Any:
        return getattr(self._parts, name)

    @property
    def store(self) -> Store:
        """What it keeps."""
        return self._parts.store.of(self.tenant)

    @cached_property
    def contract_texts(self) -> ContractTexts:
        """The official model contracts that it loaded, beside the local ones."""
        from copilot.precheck.contract_texts import ContractTexts

        shared = self._parts.contract_texts
        return ContractTexts(self._folder, self._parts.settings.knowledge_base_dir, shared=shared)

    @cached_property
    def templates(self) -> Templates:
        """The official templates that it loaded, beside the local ones."""
        from copilot.filing.official.use import open_templates

        shared = self._parts.templates
        return open_templates(self._folder, self._parts.settings.knowledge_base_dir, shared=shared)

    @property
    def precheck(self) -> Precheck:
        """The pre-check, with its own texts; the reading processes are those of all."""
        return self._parts.precheck.with_texts(self.contract_texts.compare, self.contract_texts.digest)

    @property
    def precheck_jobs(self) -> Jobs:
        """Its pre-checks, in the line of all."""
        return self._parts.precheck_jobs.seen_by(self.tenant, lambda: self.precheck)

    @cached_property
    def drafter(self) -> Drafter:
        """Drafts with its own templates."""
        return self._parts.drafter_with(self.templates, lambda: self.precheck)

    @property
    def draft_jobs(self) -> DraftJobs:
        """Its drafts, in the lines of all."""
        return self._parts.draft_jobs.seen_by(self.tenant)
