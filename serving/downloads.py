"""Files handed to the browser to be saved."""

from __future__ import annotations

from fastapi.responses import Response


def download(content: bytes, *, name: str, media_type: str) -> Response:
    """The reply that the browser saves under a name; the name is ours, in ASCII."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=media_type, headers=headers)
