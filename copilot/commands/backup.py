"""`backup` and `restore`: everything that is kept, in one folder or archive, and back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from copilot.commands.options import AsOf, Json, day, emit, fail, note, settings_with
from copilot.errors import CopilotError


def backup(
    target: Annotated[Path, typer.Argument(help="新文件夹，或者以 .tar、.tar.gz、.tgz 结尾的文件")],
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """备份数据库和全部文件，服务不必停（back everything up; the service may run）。"""
    from copilot.backup import service

    try:
        day(as_of)
        settings = settings_with()
        made = service.backup(target, data_dir=settings.data_dir, url=settings.database)
    except CopilotError as error:
        fail(error, as_json=as_json)
    if as_json:
        emit(made.model_dump(mode="json", exclude={"files"}) | {"files": len(made.files)})
        return
    size = sum(one.bytes for one in made.files) / (1 << 20)
    typer.echo(f"已备份到 {target}：{len(made.files)} 个文件，{size:.1f} MiB，审计记录 {made.audit_entries} 条。")
    if not made.audit_ok:
        note("注意：审计记录链不完整，用 audit verify 查看。")


def restore(
    source: Annotated[Path, typer.Argument(help="backup 写成的文件夹或者文件")],
    force: Annotated[
        bool, typer.Option("--force", help="已有内容也恢复；原来的文件移到 before-…（over what is there）")
    ] = False,
    accept_broken_audit: Annotated[
        bool, typer.Option("--accept-broken-audit", help="审计记录不完整也恢复（even with a broken audit log）")
    ] = False,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """从备份恢复；先停止服务（restore; stop the service first）。"""
    from copilot.backup import service

    try:
        day(as_of)
        s = settings_with()
        made, aside = service.restore(
            source, data_dir=s.data_dir, url=s.database, force=force, accept_broken_audit=accept_broken_audit
        )
    except CopilotError as error:
        fail(error, as_json=as_json)
    if as_json:
        emit({"made_at": made.made_at, "files": len(made.files), "aside": str(aside) if aside else None})
        return
    typer.echo(f"已恢复 {made.made_at:%Y-%m-%d %H:%M} UTC 的备份，清单与审计记录核对无误。")
    if aside:
        note(f"原来的内容在 {aside}，确认无误后可以删除。")
