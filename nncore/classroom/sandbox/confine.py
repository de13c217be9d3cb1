"""Take away from a process what a student's code does not need. For Linux, where the sandbox is; no root is left.

The zygote lives in bubblewrap: no network, nothing to write to, few files to read. Each submission's process goes
further: process numbers, System V memory and a folder of its own, no capabilities, limits, and a filter that refuses
the system calls by which it could start programs or processes, or reach for the kernel.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import platform
import resource
import struct
import sys
from pathlib import Path

from nncore.classroom.sandbox.limits import Limits

NOBODY = 65534
_NEEDED = [Path(path).resolve() for path in (__file__, sys.prefix, sys.base_prefix)]
OWN_FOLDER = "/nncore-tmp" if any(Path("/tmp") in path.parents for path in _NEEDED) else "/tmp"
"""What each submission can write to; not ``/tmp`` where that would hide this package or the interpreter."""
_NEW_MOUNTS, _NEW_IPC, _NEW_PROCESSES, _THREAD = 0x20000, 0x08000000, 0x20000000, 0x10000
_NOSUID_NODEV_NOEXEC = 2 | 4 | 8
_DIE_WITH_PARENT, _DUMPABLE, _NO_NEW_PRIVILEGES, _SECCOMP = 1, 4, 38, 22

# Name: number on x86_64, on aarch64 (None: does not exist there). Linux, include/uapi/asm-generic/unistd.h and
# arch/x86/entry/syscalls/syscall_64.tbl.
_REFUSED: dict[str, tuple[int | None, int | None]] = {
    "fork": (57, None), "vfork": (58, None), "execve": (59, 221), "execveat": (322, 281),
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271),
    "pidfd_open": (434, 434), "pidfd_getfd": (438, 438), "socket": (41, 198), "memfd_create": (319, 279),
    "unshare": (272, 97), "setns": (308, 268), "mount": (165, 40), "umount2": (166, 39), "pivot_root": (155, 41),
    "open_tree": (428, 428), "move_mount": (429, 429), "fsopen": (430, 430), "fsmount": (432, 432),
    "open_by_handle_at": (304, 265), "add_key": (248, 217), "request_key": (249, 218), "keyctl": (250, 219),
    "bpf": (321, 280), "perf_event_open": (298, 241), "userfaultfd": (323, 282), "io_uring_setup": (425, 425),
    "shmget": (29, 194), "msgget": (68, 186), "semget": (64, 190), "mq_open": (240, 180), "personality": (135, 92),
}  # fmt: skip
_CLONE, _CLONE3 = (56, 220), (435, 435)
_MACHINES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}


def _check(result: int, what: str) -> None:
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")


def own_namespaces() -> None:
    """Give the children of this process their own process numbers, and this process its own mounts and IPC."""
    libc = ctypes.CDLL(None, use_errno=True)
    _check(libc.unshare(_NEW_MOUNTS | _NEW_IPC | _NEW_PROCESSES), "unshare")


def protect() -> None:
    """Keep other processes of the same user from looking into this one."""
    _prctl(_DUMPABLE, 0)


def confine(limits: Limits) -> None:
    """Give up every right for good: a folder of its own, no capabilities, no new ones, refused system calls.

    Raises
    ------
    OSError
        If the kernel does not do one of these; the process must not go on then.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    options = f"size={limits.folder_bytes},nr_inodes=1000,mode=1777".encode()
    _check(libc.mount(b"tmpfs", OWN_FOLDER.encode(), b"tmpfs", _NOSUID_NODEV_NOEXEC, options), "mount")
    os.chdir(OWN_FOLDER)
    if os.getuid() == 0:
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
    _drop_capabilities(libc)
    _prctl(_DIE_WITH_PARENT, 9)
    _prctl(_DUMPABLE, 0)
    _prctl(_NO_NEW_PRIVILEGES, 1)
    _refuse_calls(libc)


def limit(limits: Limits) -> None:
    """Set the kernel's limits for this process and what it starts; those that a system does not know are left out."""
    for name, most in {
        "RLIMIT_AS": limits.memory_bytes,
        "RLIMIT_CPU": limits.cpu_seconds,
        "RLIMIT_FSIZE": limits.file_bytes,
        "RLIMIT_NOFILE": limits.open_files,
        "RLIMIT_NPROC": limits.threads,
        "RLIMIT_CORE": 0,
        "RLIMIT_MSGQUEUE": 0,
        "RLIMIT_MEMLOCK": 0,
    }.items():
        with contextlib.suppress(AttributeError, ValueError, OSError):
            resource.setrlimit(getattr(resource, name), (most, most))


def _prctl(option: int, value: int) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    _check(libc.prctl(option, value, 0, 0, 0), "prctl")


def _drop_capabilities(libc: ctypes.CDLL) -> None:
    """Empty the effective, permitted and inheritable sets (and with them the ambient one)."""
    version_3 = struct.pack("=Ii", 0x20080522, 0)
    _check(libc.capset(version_3, bytes(24)), "capset")


def _refuse_calls(libc: ctypes.CDLL) -> None:
    """Install a filter (seccomp); nothing is filtered on machines whose call numbers are not listed here."""
    if platform.machine() not in _MACHINES:
        return
    program = _filter(*_MACHINES[platform.machine()])
    buffer = ctypes.create_string_buffer(b"".join(program))
    head = struct.pack("@HP", len(program), ctypes.addressof(buffer))
    _check(libc.prctl(_SECCOMP, 2, head, 0, 0), "seccomp")


def _filter(column: int, architecture: int) -> list[bytes]:
    """Write the filter's program: classic BPF over struct seccomp_data (number, architecture, address, arguments)."""
    load, equal, at_least, any_bit, give = 0x20, 0x15, 0x35, 0x45, 0x06
    allow, refuse, unknown = 0x7FFF0000, 0x50000 | 1, 0x50000 | 38  # EPERM; ENOSYS: glibc then takes clone

    def step(code: int, value: int, then: int = 0, otherwise: int = 0) -> bytes:
        return struct.pack("=HBBI", code, then, otherwise, value)

    program = [step(load, 4), step(equal, architecture, 1), step(give, refuse), step(load, 0)]
    program += [step(at_least, 0x40000000, 0, 1), step(give, refuse)]  # the x32 numbers
    program += [step(equal, _CLONE3[column], 0, 1), step(give, unknown)]
    for numbers in _REFUSED.values():
        number = numbers[column]
        if number is not None:
            program += [step(equal, number, 0, 1), step(give, refuse)]
    program += [step(equal, _CLONE[column], 0, 3), step(load, 16), step(any_bit, _THREAD, 1, 0), step(give, refuse)]
    return [*program, step(give, allow)]
