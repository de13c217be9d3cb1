"""Which statements of a notebook the answers depend on: those are run, training and plots are not.

A statement is needed if it binds a name that a graded function, or another needed statement, reads, or changes what is
bound to it. The names are those of the compiled code, so that a function's own variables do not count.
"""

from __future__ import annotations

import ast
import dis
import hashlib
import linecache
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import CodeType

_READS = {"LOAD_NAME", "LOAD_GLOBAL", "LOAD_FROM_DICT_OR_GLOBALS"}
_BINDS = {"STORE_NAME", "STORE_GLOBAL", "DELETE_NAME", "DELETE_GLOBAL"}
_TIMED = re.compile(r"\s*%%(time|timeit|capture|prun)\b.*")
_MAGIC = re.compile(r"^(\s*)(?:[\w, ]+=\s*)?[%!?].*$|^(\s*)[\w.]+\?{1,2}\s*$", re.MULTILINE)
STAR = "*"
"""Stands among the names of a statement that binds nobody knows which."""


@dataclass(frozen=True)
class Statement:
    """One statement at the top of a cell.

    Attributes
    ----------
    code : code
        Compiled by itself.
    reads : frozenset of str
        Global names that it, or a function defined in it, reads.
    binds : frozenset of str
        Those that it binds.
    changes : frozenset of str
        Those of the things that it changes: ``x[0] = 1``, ``x.y = 1``, ``x.append(1)``.
    defines, imports : bool
        Whether it is a function, a class or an import.
    """

    code: CodeType
    reads: frozenset[str]
    binds: frozenset[str]
    changes: frozenset[str]
    defines: bool
    imports: bool


@lru_cache(maxsize=4096)
def statements(source: str) -> tuple[Statement, ...]:
    """Take a cell apart.

    Parameters
    ----------
    source : str
        The cell; IPython's magics and shell commands are left out.

    Returns
    -------
    tuple of Statement
        In order.

    Raises
    ------
    SyntaxError, ValueError, RecursionError, MemoryError
        If it is no Python.
    """
    source = source.replace("\r\n", "\n")
    try:
        tree = ast.parse(source)
    except SyntaxError:
        if "\n%%" in "\n" + source.lstrip() and not _TIMED.match(source):
            return ()  # a cell of another language
        source = _TIMED.sub("", source, count=1)
        source = _MAGIC.sub(lambda m: f"{m[1] or m[2] or ''}pass", source)
        tree = ast.parse(source)
    name = f"<cell {hashlib.sha256(source.encode(errors='replace')).hexdigest()[:12]}>"
    linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
    return tuple(_statement(node, name) for node in tree.body)


def _statement(node: ast.stmt, name: str) -> Statement:
    code = compile(ast.Module([node], []), name, "exec", dont_inherit=True)
    reads: set[str] = set()
    binds: set[str] = set()
    for depth, op, argument in _instructions(code):
        if op in _READS:
            reads.add(argument)
        elif op == "STORE_GLOBAL" or (op in _BINDS and depth == 0):
            binds.add(argument)
    if isinstance(node, ast.ImportFrom) and any(alias.name == "*" for alias in node.names):
        binds.add(STAR)
    imports = isinstance(node, ast.Import | ast.ImportFrom)
    defines = imports or isinstance(node, _DEFINITIONS)
    changes = () if defines else _changed(node)
    return Statement(code, frozenset(reads), frozenset(binds), frozenset(changes), defines, imports)


_DEFINITIONS = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def _instructions(code: CodeType, depth: int = 0) -> Iterator[tuple[int, str, str]]:
    for instruction in dis.get_instructions(code):
        if instruction.opname in _READS or instruction.opname in _BINDS:
            yield depth, instruction.opname, instruction.argval
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _instructions(constant, depth + 1)


def _changed(node: ast.stmt) -> Iterator[str]:
    for part in ast.walk(node):
        if isinstance(part, ast.Attribute | ast.Subscript) and isinstance(part.ctx, ast.Store | ast.Del):
            yield from _base(part)
        elif isinstance(part, ast.Expr) and isinstance(part.value, ast.Call):
            yield from _base(part.value.func)


def _base(node: ast.expr) -> Iterator[str]:
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
        if isinstance(node, ast.Name):
            yield node.id


def says_nothing(code: CodeType) -> bool:
    """Tell whether a function's body is nothing but a docstring, ``pass``, ``...`` or ``return None``."""
    steps = [(i.opname, i.argval) for i in dis.get_instructions(code)]
    return all(op in _IDLE and (not op.endswith("_CONST") or value in (None, ...)) for op, value in steps)


_IDLE = {"RESUME", "NOP", "LOAD_CONST", "RETURN_CONST", "RETURN_VALUE"}


def needed(cells: Sequence[Sequence[Statement]], names: Iterable[str], whole: Iterable[int] = ()) -> list[list[int]]:
    """Choose the statements that some names depend on.

    Parameters
    ----------
    cells : sequence of sequence of Statement
        The notebook.
    names : iterable of str
        Names of the graded functions.
    whole : iterable of int
        Cells of which every statement is needed.

    Returns
    -------
    list of list of int
        For each cell, which of its statements to run.
    """
    whole = set(whole)
    imported = {name for cell in cells for s in cell if s.imports for name in s.binds}
    wanted = {*names, STAR}
    waiting = {(i, j): s for i, cell in enumerate(cells) for j, s in enumerate(cell)}
    chosen: list[list[int]] = [[] for _ in cells]
    found = [place for place in waiting if place[0] in whole]
    while True:
        for i, j in found:
            wanted |= waiting.pop((i, j)).reads
            chosen[i].append(j)
        found = [place for place, s in waiting.items() if s.binds & wanted or (s.changes - imported) & wanted]
        if not found:
            return [sorted(js) for js in chosen]
