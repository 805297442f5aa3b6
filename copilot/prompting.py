"""Prompts as strict, versioned files: `prompts/<name>/vN.md`, never changed once landed.

A file has YAML front matter (name, version, purpose, inputs, output, why) and one or more blocks
`<system>…</system>`, `<user>…</user>`, `<assistant>…</assistant>`. `{{ name }}` stands for an input.
The fixed text comes first, so that a model server reads it once and reuses it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml
from jinja2 import StrictUndefined, TemplateError, meta
from jinja2.sandbox import SandboxedEnvironment

from copilot.errors import BadInput, UnknownRecord
from copilot.settings import ROOT

_KEYS = {"name", "version", "purpose", "inputs", "output", "why"}
_FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---\n(.*)\Z", re.DOTALL)
_BLOCK = re.compile(r"<(system|user|assistant)>\n(.*?)\n</\1>", re.DOTALL)
_JINJA = SandboxedEnvironment(undefined=StrictUndefined, autoescape=False, keep_trailing_newline=True)
_FENCE = '"""'


@dataclass(frozen=True)
class Prompt:
    """One version of a prompt. `blocks` are (role, template) in order."""

    name: str
    version: int
    purpose: str
    inputs: tuple[str, ...]
    output: Any
    why: str
    blocks: tuple[tuple[str, str], ...]

    @property
    def id(self) -> str:
        """`answer/v1`."""
        return f"{self.name}/v{self.version}"

    def messages(self, **inputs: object) -> list[dict[str, str]]:
        """Chat messages with every input filled in.

        Raises:
            BadInput: an input is missing, or one is given that the prompt does not declare.
        """
        if missing := set(self.inputs) - inputs.keys():
            raise BadInput(
                f"提示词 {self.id} 缺少输入：{'、'.join(sorted(missing))}", en=f"{self.id}: missing {missing}"
            )
        if unknown := inputs.keys() - set(self.inputs):
            raise BadInput(
                f"提示词 {self.id} 不认识输入：{'、'.join(sorted(unknown))}", en=f"{self.id}: unknown {unknown}"
            )
        return [{"role": role, "content": template.render(inputs)} for role, template in self._templates]

    def render(self, **inputs: object) -> str:
        """All blocks as one text, in order; for logs and for models without chat roles. Raises as `messages`."""
        return "\n\n".join(message["content"] for message in self.messages(**inputs))

    def fixed_messages(self) -> list[dict[str, str]]:
        """The beginning that is the same in every request: up to the first input. Warms a server's prompt cache."""
        fixed = []
        for role, template in self.blocks:
            head, found, _ = template.partition("{{")
            fixed.append({"role": role, "content": head.rstrip()})
            if found:
                break
        return fixed

    @cached_property
    def _templates(self) -> list[tuple[str, Any]]:
        return [(role, _JINJA.from_string(template)) for role, template in self.blocks]


def load(name: str, version: int | None = None, *, folder: Path = ROOT / "prompts") -> Prompt:
    """The prompt `name` in that version, the newest when none is given.

    Raises:
        UnknownRecord: no such prompt or version.
        BadInput: the file is not a well-formed prompt; the message says what is wrong.
    """
    if not re.fullmatch(r"[a-z][a-z0-9_-]*", name):
        raise UnknownRecord(f"没有名为“{name}”的提示词", en=f"no prompt {name!r}")
    versions = {int(path.stem[1:]): path for path in (folder / name).glob("v*.md") if path.stem[1:].isdigit()}
    chosen = max(versions, default=None) if version is None else version
    if chosen not in versions:
        known = "、".join(f"v{number}" for number in sorted(versions)) or "无"
        raise UnknownRecord(f"没有提示词 {name}/v{version or ''}", hint=f"现有版本：{known}", en=f"no prompt {name}")
    return parse(versions[chosen].read_text(encoding="utf-8"), name=name, version=chosen)


def parse(text: str, *, name: str, version: int) -> Prompt:
    """A prompt from a file's text; `name` and `version` are those of its path.

    Raises:
        BadInput: as `load`.
    """
    where = f"prompts/{name}/v{version}.md"
    matched = _FRONT_MATTER.match(text)
    if not matched:
        raise BadInput(f"{where}：缺少以 --- 包住的文件头", en=f"{where}: no front matter")
    head, body = _front_matter(matched[1], where), matched[2]
    if head["name"] != name or head["version"] != version:
        raise BadInput(f"{where}：文件头的名称或版本与路径不符", en=f"{where}: name or version differs from the path")
    blocks = tuple((m[1], m[2]) for m in _BLOCK.finditer(body))
    if not blocks or _BLOCK.sub("", body).strip():
        raise BadInput(
            f"{where}：正文只能由 <system>、<user>、<assistant> 块组成", en=f"{where}: text outside the blocks"
        )
    try:
        used = set().union(*(meta.find_undeclared_variables(_JINJA.parse(template)) for _, template in blocks))
    except TemplateError as error:
        raise BadInput(f"{where}：{error}", en=f"{where}: {error}") from error
    if used != set(head["inputs"]):
        raise BadInput(
            f"{where}：正文用到 {sorted(used)}，文件头声明 {sorted(head['inputs'])}",
            en=f"{where}: inputs differ from use",
        )
    rest = {key: head[key] for key in ("purpose", "output", "why")}
    return Prompt(name, version, inputs=tuple(head["inputs"]), blocks=blocks, **rest)


def _front_matter(text: str, where: str) -> Mapping[str, Any]:
    try:
        head = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise BadInput(f"{where}：文件头不是合法的 YAML：{error}", en=f"{where}: bad YAML") from error
    if not isinstance(head, dict) or set(head) != _KEYS:
        odd = sorted(set(head) ^ _KEYS) if isinstance(head, dict) else []
        raise BadInput(f"{where}：文件头的键应恰为 {sorted(_KEYS)}，多余或缺少 {odd}", en=f"{where}: keys {odd}")
    if not isinstance(head["inputs"], list) or not all(isinstance(item, str) for item in head["inputs"]):
        raise BadInput(f"{where}：inputs 应为字符串列表", en=f"{where}: inputs must be a list of strings")
    return head


def fence(text: str) -> str:
    """Untrusted text (a question, a passage, an upload) as data between triple quotes.

    It can neither close the fence, nor open a section 【…】 of ours, nor speak as another chat role:
    control tokens such as `<|im_start|>` are broken up and control characters dropped.
    """
    clean = "".join(char for char in text if char in "\n\t" or char.isprintable())
    clean = clean.replace("<|", "<｜").replace("|>", "｜>").replace(_FENCE, "“”")
    clean = clean.replace("【", "〔").replace("】", "〕")
    return f"{_FENCE}\n{clean.strip()}\n{_FENCE}"
