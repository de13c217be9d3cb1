"""What one submission may use."""

from __future__ import annotations

from dataclasses import dataclass

MB = 2**20


@dataclass(frozen=True)
class Limits:
    """What one submission may use.

    Attributes
    ----------
    notebook_bytes : int
        Size of the notebook file.
    cells : int
        Number of cells.
    source_characters : int
        Length of one cell.
    memory_bytes : int
        Address space of the process, its libraries (about 300 MB) included.
    cpu_seconds : int
        Processor time of one process, from the fork to its end.
    statement_seconds : float
        Time for one statement of a cell.
    notebook_seconds : float
        Time for all cells together; those that come later only define functions.
    total_seconds : float
        Time for the whole submission; exercises that come later are not judged.
    file_bytes, folder_bytes : int
        Size of one file and of all files in the submission's own folder.
    open_files, threads : int
        Number of open files and of threads. There are no further processes.
    processes : int
        How many processes may be used up one after the other: each end costs one.
    crashes : int
        How often the process may end within one exercise before its further calls are refused.
    frame_bytes, numbers, items, depth : int
        Size of one answer: bytes, numbers in all arrays together, things in lists, lists within lists.
    callbacks : int
        How often a student's function may call a function it was given, in one call.
    callback_numbers : int
        Numbers that it may hand to such a function, which is the grader's own.
    """

    notebook_bytes: int = 20 * MB
    cells: int = 2_000
    source_characters: int = 200_000
    memory_bytes: int = 2_000 * MB
    cpu_seconds: int = 60
    statement_seconds: float = 4.0
    notebook_seconds: float = 20.0
    total_seconds: float = 60.0
    file_bytes: int = 16 * MB
    folder_bytes: int = 32 * MB
    open_files: int = 64
    threads: int = 64
    processes: int = 40
    crashes: int = 2
    frame_bytes: int = 16 * MB
    numbers: int = 1_000_000
    items: int = 20_000
    depth: int = 8
    callbacks: int = 20_000
    callback_numbers: int = 5_000


USUAL = Limits()
"""Generous for an answer, small beside a teacher's machine."""
