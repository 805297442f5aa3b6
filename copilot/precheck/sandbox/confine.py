"""What the process that reads uploads gives up before it sees the first byte of one.

Limits of the operating system everywhere; on Linux also a system-call filter: no network, no new programs or
processes, no signals to others, nothing written, renamed or removed. A process cannot take any of it back.

Source: Linux man-pages setrlimit(2), prctl(2), seccomp(2).
"""

from __future__ import annotations

import ctypes
import os
import platform
import resource
import struct
import sys
import threading
import time
from dataclasses import dataclass

NO_NEW_PRIVILEGES, SET_SECCOMP, SET_DUMPABLE = 38, 22, 4
WATCH_S = 1.0
ALLOW, REFUSE, KILL = 0x7FFF0000, 0x00050000, 0x80000000
EPERM, ENOSYS = 1, 38
WRITES = 0o1 | 0o2 | 0o100 | 0o1000  # O_WRONLY, O_RDWR, O_CREAT, O_TRUNC
OF_THREAD = 0x00010000  # CLONE_THREAD
LOAD, EQUAL, ANY_BIT, AT_LEAST, RETURN = 0x20, 0x15, 0x45, 0x35, 0x06


@dataclass(frozen=True)
class Calls:
    """Numbers of system calls. `opens`: `(number, which argument has the flags)`."""

    arch: int
    refused: tuple[int, ...]
    clone: int
    unknown: tuple[int, ...]
    opens: tuple[tuple[int, int], ...]


# Refused: sockets, programs, processes, signals, other processes' memory, mounts and namespaces, changes to files.
_X86_64 = Calls(
    arch=0xC000003E,
    refused=(41, 42, 43, 49, 50, 53, 57, 58, 59, 62, 76, 77, 82, 83, 84, 85, 86, 87, 88, 90, 91, 92, 93, 94, 101, 133,
             165, 166, 188, 189, 190, 197, 198, 199, 200, 234, 235, 250, 256, 258, 259, 260, 263, 264, 265, 266, 268,
             272, 279, 280, 285, 288, 298, 304, 308, 310, 311, 316, 321, 322, 323, 424, 434, 438),
    clone=56,
    unknown=(425, 426, 427, 435, 437),
    opens=((2, 1), (257, 2)),
)  # fmt: skip
_ARM64 = Calls(
    arch=0xC00000B7,
    refused=(5, 6, 7, 14, 15, 16, 33, 34, 35, 36, 37, 38, 39, 40, 45, 46, 47, 52, 53, 54, 55, 88, 97, 117, 129, 130,
             131, 198, 199, 200, 201, 202, 203, 219, 221, 239, 241, 242, 265, 268, 270, 271, 276, 280, 281, 282, 424,
             434, 438),
    clone=220,
    unknown=(425, 426, 427, 435, 437),
    opens=((56, 2),),
)  # fmt: skip
CALLS = {"x86_64": _X86_64, "aarch64": _ARM64}


def confine(*, memory_mib: int, cpu_s: int, files: int = 128) -> list[str]:
    """Give up what reading does not need; the names of the means that took hold (`limits`, `filter`).

    Args:
        memory_mib: address space.
        cpu_s: processor time; see `more_time`.
        files: open files.
    """
    for kind, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, files),
        (resource.RLIMIT_AS, memory_mib * 1024 * 1024),
    ):
        try:
            resource.setrlimit(kind, (most, most))
        except (ValueError, OSError):  # macOS knows no limit of address space; a lower hard limit stands already
            continue
    more_time(cpu_s)
    held = ["limits"]
    if sys.platform == "linux" and (calls := CALLS.get(platform.machine())) is not None and _filter(calls):
        held.append("filter")
    return held


def more_time(seconds: int) -> None:
    """Let the process use that many seconds of processor time more."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + seconds, resource.RLIM_INFINITY))


def die_with_parent() -> None:
    """Watch from a thread of its own, and end this process soon after its parent has gone, however that came about.

    The system's own death signal is of no use: it comes with the end of the parent's thread, not of the parent.
    """
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(WATCH_S)
        os._exit(1)

    threading.Thread(target=watch, name="watch", daemon=True).start()


def program(calls: Calls) -> bytes:
    """The filter as instructions of the classic BPF machine."""
    words: list[bytes] = [_word(LOAD, 4), _word(EQUAL, calls.arch, 1, 0), _word(RETURN, KILL), _word(LOAD, 0)]
    if calls is _X86_64:  # the x32 numbers are a way around
        words += [_word(AT_LEAST, 0x40000000, 0, 1), _word(RETURN, REFUSE | EPERM)]
    for number in calls.refused:
        words += [_word(EQUAL, number, 0, 1), _word(RETURN, REFUSE | EPERM)]
    for number in calls.unknown:  # the caller falls back to an older call that is filtered
        words += [_word(EQUAL, number, 0, 1), _word(RETURN, REFUSE | ENOSYS)]
    words += [_word(EQUAL, calls.clone, 0, 4), _word(LOAD, 16), _word(ANY_BIT, OF_THREAD, 1, 0)]
    words += [_word(RETURN, REFUSE | EPERM), _word(RETURN, ALLOW)]
    for number, argument in calls.opens:
        words += [_word(EQUAL, number, 0, 4), _word(LOAD, 16 + 8 * argument), _word(ANY_BIT, WRITES, 0, 1)]
        words += [_word(RETURN, REFUSE | EPERM), _word(RETURN, ALLOW)]
    return b"".join([*words, _word(RETURN, ALLOW)])


def _word(code: int, value: int, if_so: int = 0, if_not: int = 0) -> bytes:
    return struct.pack("HBBI", code, if_so, if_not, value)


class _Program(ctypes.Structure):
    _fields_ = (("len", ctypes.c_ushort), ("filter", ctypes.c_void_p))


def _filter(calls: Calls) -> bool:
    """Set the filter for this process and all threads it starts; False where the system has none."""
    code = program(calls)
    buffer = ctypes.create_string_buffer(code)
    whole = _Program(len(code) // 8, ctypes.cast(buffer, ctypes.c_void_p).value)
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(SET_DUMPABLE, 0, 0, 0, 0)
    if libc.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0):
        return False
    return bool(libc.prctl(SET_SECCOMP, 2, ctypes.byref(whole), 0, 0) == 0)
