"""Judge one answer: values, shapes, inputs left alone, no overflow; partial credit part by part."""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
import warnings
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np

from nncore.exercises import returned
from nncore.exercises.calling import Crash, Outcome, call, copied, wait_free
from nncore.exercises.diagnose import diagnose
from nncore.exercises.evidence import Diagnosis, Evidence, fill, sizes_of
from nncore.exercises.probing import right_parts
from nncore.exercises.record import Case, Exercise, Finding, Function
from nncore.exercises.values import (
    Leaves,
    Problem,
    as_array,
    close,
    equal_numbers,
    fit_shape,
    leaves,
    lengths_in,
    numbers_in,
    off,
    read,
    same_values,
)
from nncore.exercises.verdict import Picture, Verdict

VISIBLE_SEED = 20
"""Seed of the inputs on which `check` judges; hidden tests draw theirs from the teacher's secret."""

SHARES = {"values": 0.6, "shapes": 0.15, "inputs left unchanged": 0.1, "no overflow": 0.15}
"""Shares of the points. All but the values count only as far as the values are right."""

TOTAL_SECONDS = 20.0
"""After so long, in all calls together, judging stops."""


def judge(f: Function, exercise: Exercise, seed: int = VISIBLE_SEED, *, explain: bool = True) -> Verdict:
    """Judge one answer to one exercise.

    Parameters
    ----------
    f : callable
        The student's function. Nothing it does or returns makes `judge` raise.
    exercise : Exercise
        The record.
    seed : int
        Seed of the inputs.
    explain : bool
        Whether to look for the cause of wrong values, which takes most of the time.

    Returns
    -------
    Verdict
        Score, status, the named mistake or what is certain, hints, pictures.
    """
    base = {"exercise": exercise.name, "points": exercise.points, "hints": exercise.hints}
    if not callable(f):
        message = f"`{exercise.name}` is {type(f).__name__}, not a function. Was its name used for something else?"
        return Verdict(**base, share=0, status="wrong", mistake="not-a-function", message=message)  # type: ignore[arg-type]
    if _is_empty(f):
        return _stub(exercise)
    shares: dict[str, float] = {}
    verdict = None
    if exercise.cases:
        verdict = _judge_values(f, exercise, seed, explain)
        if verdict.status in ("stub", "timeout") or not exercise.properties:
            return verdict
        shares["values"] = 1.0
    return _judge_properties(f, exercise, seed, verdict)


def _stub(exercise: Exercise) -> Verdict:
    message = f"Write `{exercise.name}` in the cell above, run that cell, then run this one again."
    return Verdict(exercise.name, exercise.points, 0, "stub", message=message, hints=exercise.hints)


def _is_empty(f: Function) -> bool:
    """Tell whether a function's body is nothing but a docstring, ``pass``, ``...`` or a bare ``return``."""
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(f)))
    except (OSError, TypeError, SyntaxError, ValueError, IndentationError):
        return False
    if not tree.body or not isinstance(tree.body[0], ast.FunctionDef):
        return False
    return all(
        isinstance(node, ast.Pass)
        or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
        or (isinstance(node, ast.Return) and (node.value is None or _is_none(node.value)))
        for node in tree.body[0].body
    )


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value in (None, ...)


def _judge_values(f: Function, exercise: Exercise, seed: int, explain: bool) -> Verdict:
    cases, want = _posed(exercise, seed)
    ordinary = [case for case in cases if not case.extreme]
    go_on = wait_free(TOTAL_SECONDS)
    outcomes: list[Outcome] = []
    for case in ordinary:
        outcome = call(f, case.args, exercise.time_limit)
        if outcome.stub:
            return _stub(exercise)
        if outcome.too_slow or not go_on():
            return _too_slow(exercise)
        outcomes.append(outcome)
    crashed = next((k for k, outcome in enumerate(outcomes) if outcome.crash), None)
    if crashed is not None:
        return _crashed(exercise, ordinary, outcomes, crashed)
    again = call(f, ordinary[0].args, exercise.time_limit)
    evidence, misfit, problems = _evidence(f, exercise, ordinary, outcomes, want)
    right = [name for name in evidence.names if name not in evidence.wrong]
    share_right = len(right) / len(evidence.names)
    changed = _changed(exercise, outcomes)
    overflow, spoilt = _judge_extremes(f, exercise, [case for case in cases if case.extreme]) if right else (None, None)
    changed = changed or spoilt
    held = {
        "values": share_right == 1,
        "shapes": misfit is None and not problems,
        "inputs left unchanged": changed is None,
        "no overflow": overflow is None,
    }
    if not any(case.extreme for case in cases):
        del held["no overflow"]
    comparable = numbers_in(outcomes[0].value) is not None
    remembers = comparable and not equal_numbers(outcomes[0].value, again.value, rtol=1e-9)
    if remembers and share_right == 1:
        share_right, held["values"] = 0.0, False
    total = sum(SHARES[name] for name in held)
    earned = SHARES["values"] + sum(SHARES[name] for name, holds in held.items() if holds and name != "values")
    share = share_right * earned / total
    properties = tuple(held.items())
    if all(held.values()):
        message = "Every value, shape and property holds."
        return Verdict(exercise.name, exercise.points, 1.0, "full", message=message, properties=properties)
    status = "partial" if share > 0 else "wrong"
    if not explain:
        return Verdict(exercise.name, exercise.points, share, status, properties=properties)
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what a hypothesis overflows on is nobody's fault
        diagnosis = _explain(evidence, misfit, problems, remembers, changed, overflow)
    return Verdict(
        exercise.name, exercise.points, share, status, diagnosis.mistake,
        diagnosis.message, diagnosis.facts, diagnosis.hints or exercise.hints, properties, _pictures(evidence),
    )  # fmt: skip


def _posed(exercise: Exercise, seed: int) -> tuple[list[Case], list[Any]]:
    """Return copies of the inputs of a seed and of the right answers to the ordinary ones."""
    cases, want = _posed_once(exercise, seed)
    return [replace(case, args=copied(case.args)) for case in cases], copied(want)


@lru_cache(maxsize=64)
def _posed_once(exercise: Exercise, seed: int) -> tuple[list[Case], list[Any]]:
    """Make inputs and right answers; only once, since a whole class is judged on the same."""
    assert exercise.cases is not None
    cases = exercise.cases(np.random.default_rng(seed))
    return cases, [_wanted(exercise, case) for case in cases if not case.extreme]


def _wanted(exercise: Exercise, case: Case) -> Any:
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return exercise.reference(*case.args)


def _too_slow(exercise: Exercise) -> Verdict:
    message = (
        f"One call did not return within {exercise.time_limit:g} seconds, so it was stopped. "
        f"Does a `while` loop wait for something that never happens?"
    )
    return Verdict(exercise.name, exercise.points, 0, "timeout", "never-returns", message, hints=exercise.hints)


def _crashed(exercise: Exercise, cases: list[Case], outcomes: list[Outcome], k: int) -> Verdict:
    crash = outcomes[k].crash
    assert crash is not None
    mistake, message = _crash_message(exercise, crash)
    fine = [case for case, outcome in zip(cases, outcomes, strict=True) if not outcome.crash]
    if fine and cases[k].sizes:
        sizes = ", ".join(f"{n} = {v:g}" for n, v in cases[k].sizes.items())
        if all(case.sizes.get("N") == 1 for case in fine):
            message += f" It happens for {sizes}; a single row (N = 1) runs through, since there everything fits."
        else:
            written = crash.kind == "IndexError" or "reshape" in crash.text
            hint = ": is a size written into the code?" if written else "."
            message += f" It happens for {sizes}, not for every input{hint}"
    return Verdict(exercise.name, exercise.points, 0, "error", mistake, message, hints=exercise.hints)


def _crash_message(exercise: Exercise, crash: Crash) -> tuple[str, str]:
    where = f" in `{crash.line}`" if crash.line else ""
    shapes = f" The shapes there: {crash.shapes}." if crash.shapes else ""
    text = f"{crash.kind}: {crash.text}".rstrip(": ")
    if crash.kind == "TypeError" and ("positional argument" in crash.text or "required" in crash.text) and not where:
        return "wrong-arguments", f"It can't be called as asked, `{exercise.signature}`: {crash.text}."
    if crash.kind in ("NameError", "UnboundLocalError"):
        known = ", ".join(f"`{name}`" for name in exercise.arguments)
        advice = f"The arguments are {known}."
        if crash.kind == "UnboundLocalError":
            advice = (
                "The function gives it a value, but not on the way to this line: only further down, in an `if` that "
                "did not hold, or in a loop that ran no time."
            )
        return "unknown-name", f"{text}{where}. {advice}"
    if crash.kind == "ValueError" and ("matmul" in crash.text or "shapes" in crash.text):
        advice = "Two arrays meet entry by entry: along each axis they must be equally long, or one of them 1 long."
        if crash.reduced and _axes_differ(crash.text):
            advice += f" An axis is missing: was it lost in `{crash.reduced}`? `keepdims=True` keeps it."
        if "matmul" in crash.text or "not aligned" in crash.text:
            advice = (
                "In `A @ B` the columns of A must be as many as the rows of B: is one of them to be transposed, or is "
                "the order to be exchanged?"
            )
        return "shapes-do-not-fit", f"The shapes do not fit{where}.{shapes} {advice} (NumPy says: {crash.text})"
    puzzled = crash.kind == "TypeError" or "truth value of an array" in crash.text
    if puzzled and re.search(r"(?<![\w.])(np\.)?(max|min)\(", crash.line):
        advice = "`np.max(A)` is the largest entry of one array; `np.maximum(A, B)` the larger of two, entry by entry."
        return "max-for-maximum", f"{text}{where}.{shapes} {advice}"
    if "truth value of an array" in crash.text:
        advice = "`if` and `while` ask one question, an array answers many: use `np.where`, or a mask such as `z > 0`."
        return "if-on-an-array", f"{text}{where}.{shapes} {advice}"
    if crash.kind == "TypeError" and "converted to" in crash.text and "math." in crash.line:
        return (
            "math-on-an-array",
            f"{text}{where}.{shapes} `math` works on one number; NumPy's function of the same name on arrays.",
        )
    if crash.kind == "SystemExit":
        return "exits", "It calls `exit()` or `quit()`, which would end the notebook. Return a value instead."
    return "crash", f"{text}{where}.{shapes}"


def _axes_differ(text: str) -> bool:
    """Tell whether the shapes in NumPy's words have different numbers of axes."""
    shapes = re.findall(r"\(([\d, ]*)\)", text)
    return len({len(re.findall(r"\d+", shape)) for shape in shapes}) > 1


def _evidence(
    f: Function, exercise: Exercise, cases: list[Case], outcomes: list[Outcome], wanted: list[Any]
) -> tuple[Evidence, Problem | None, list[Problem]]:
    """Read all answers; collect what is wrong before any number is compared: with the whole, and part by part."""
    parts = {part.name: part for part in exercise.returns}
    misfit: Problem | None = None
    problems: dict[str, Problem] = {}
    raws: list[dict[str, np.ndarray | None]] = []
    gots: list[dict[str, np.ndarray | None]] = []
    wants: list[Leaves] = []
    for case, outcome, value in zip(cases, outcomes, wanted, strict=True):
        found, problem = read(outcome.value, value, exercise.returns)
        misfit = misfit or problem
        raw: dict[str, np.ndarray | None] = {}
        got: dict[str, np.ndarray | None] = {}
        want = leaves(value, exercise.returns)
        for name, right in want.items():
            if name not in found:
                raw[name] = got[name] = None
                continue
            raw[name], problem = as_array(name, found[name], right)
            array = raw[name]
            got[name] = array
            if array is not None:
                part = parts[name.split("[")[0]]
                n_rows = case.sizes.get("N")
                got[name], shape_problem = fit_shape(part, name, array, right, n_rows, lengths_in(case.args))
                problem = problem or shape_problem
            if problem:
                problems.setdefault(name, problem)
        raws.append(raw)
        gots.append(got)
        wants.append(want)
    values = [outcome.value for outcome in outcomes]
    return Evidence(exercise, f, cases, raws, gots, wants, wanted, values), misfit, list(problems.values())


def _changed(exercise: Exercise, outcomes: list[Outcome]) -> str | None:
    """Return the name of the first argument that was changed in place."""
    names = exercise.arguments
    return next((names[i] for outcome in outcomes for i in outcome.changed if i < len(names)), None)


def _judge_extremes(
    f: Function, exercise: Exercise, cases: list[Case]
) -> tuple[tuple[Case, Outcome, str] | None, str | None]:
    """Return the first extreme case that fails, and how; and the first argument that was changed in place."""
    outcomes = [call(f, case.args, exercise.time_limit) for case in cases]
    failures = ((case, outcome, _fails(exercise, case, outcome)) for case, outcome in zip(cases, outcomes, strict=True))
    first = next(((case, outcome, how) for case, outcome, how in failures if how), None)
    return first, _changed(exercise, outcomes)


def _fails(exercise: Exercise, case: Case, outcome: Outcome) -> str | None:
    """Say how the answer to an extreme case fails; None if it does not."""
    if outcome.crash or outcome.too_slow:
        return "it stops with an error" if outcome.crash else "it does not return"
    wanted = _wanted(exercise, case)
    found, problem = read(outcome.value, wanted, exercise.returns)
    if problem:
        return problem.message
    for name, right in leaves(wanted, exercise.returns).items():
        array, problem = as_array(name, found.get(name), right)
        if array is None or not np.all(np.isfinite(array)):
            return f"`{name}` becomes NaN or infinite"
        got = array.reshape(right.shape) if array.size == right.size else array
        if not case.finite_only and not close(got, right, exercise.rtol):
            return _wrong_there(name, got, right, exercise.rtol)
    loud = [w for w in outcome.warned if "overflow" in w or "divide by zero" in w or "invalid" in w]
    return f"NumPy warns of it: {loud[0]}" if loud else None


def _wrong_there(name: str, got: np.ndarray, right: np.ndarray, rtol: float) -> str:
    if got.shape != right.shape:
        return f"`{name}` has shape {got.shape}, not {right.shape}"
    at = tuple(np.argwhere(off(got, right, rtol))[0])
    return f"`{name}` is {got[at]:.5g} where {right[at]:.5g} is right"


def _explain(
    evidence: Evidence,
    misfit: Problem | None,
    problems: list[Problem],
    remembers: bool,
    changed: str | None,
    overflow: tuple[Case, Outcome, str] | None,
) -> Diagnosis:
    """Choose what to tell first: things missing, then wrong values, then wrong shapes, then the rest."""
    also = _mutation_fact(changed)
    if remembers:
        message = (
            "The same input gives another result the second time. Is something drawn at random, or kept from call to "
            "call: a global variable, a default argument, an array that is not made anew?"
        )
        return Diagnosis("remembers-or-random", message, also)
    if misfit:
        found = _known_by_values(evidence) or returned.misfit(evidence) or Diagnosis(misfit.mistake, misfit.message)
        return Diagnosis(found.mistake, found.message, right_parts(evidence) + also, found.hints)
    if evidence.wrong:
        found = diagnose(evidence)
        if problems and found.mistake is None:
            found = returned.one_of_several(evidence) or found
        if problems and found.mistake is None:
            rest = tuple(p.message for p in problems[1:3])
            return Diagnosis(problems[0].mistake, problems[0].message + _if_mended(evidence, problems[0]), rest + also)
        if found.mistake is None and changed:
            message = (
                f"It changes its argument `{changed}` in place, so what it reads from it afterwards is no longer what "
                f"was given. Mend that first: work on a copy."
            )
            return Diagnosis("changes-its-input", message, found.facts, found.hints)
        return Diagnosis(found.mistake, found.message, found.facts + also, found.hints)
    if problems:
        named = None if problems[0].mistake == "not-an-array" else _known_by_values(evidence)
        if named:
            return Diagnosis(named.mistake, named.message, (problems[0].message, *also), named.hints)
        message = problems[0].message + " The numbers themselves are right."
        return Diagnosis(problems[0].mistake, message, tuple(p.message for p in problems[1:3]) + also)
    if overflow:
        named = _known_by_overflow(evidence, overflow)
        message = f"Right for ordinary inputs; for very large or very small ones, {overflow[2]}."
        if named:
            return Diagnosis(named.mistake, named.message, (message, *also), named.hints)
        if " is right" in overflow[2]:
            return Diagnosis("wrong-at-extremes", message + " Is something cut off (clipped, rounded) too early?", also)
        return Diagnosis("overflow", message + " Look for exp of a large number, log of 0, or 0 / 0.", also)
    message = (
        f"The values are right, but the function changes its argument `{changed}` in place, and the caller still needs "
        f"it. Make new arrays: `a = a - ...` does, `a -= ...` and `a[...] = ...` overwrite the caller's. A list is "
        f"copied by `list({changed})`."
    )
    return Diagnosis("changes-its-input", message)


def _mutation_fact(changed: str | None) -> tuple[str, ...]:
    return () if changed is None else (f"Besides, the function changes its argument `{changed}` in place.",)


def _if_mended(evidence: Evidence, problem: Problem) -> str:
    """Say whether the numbers would be right if only the shape were mended."""
    mend: dict[str, Callable[[np.ndarray], np.ndarray]] = {
        "transposed": lambda a: a.T,
        "not-summed": lambda a: a.sum(axis=0, keepdims=True),
    }
    if problem.mistake not in mend:
        return ""
    for name in evidence.wrong:
        for k in evidence.having(name):
            raw, want = evidence.raw[k].get(name), evidence.want[k][name]
            if raw is None or raw.shape == want.shape:
                continue
            mended = mend[problem.mistake](raw)
            if mended.size != want.size or not close(mended.reshape(want.shape), want, evidence.exercise.rtol):
                return " And mending that would not be enough: the numbers are wrong too."
    return " Mend that and the numbers are right."


def _known_by_values(evidence: Evidence) -> Diagnosis | None:
    """Find a known mistake that returns the same in every case, structure and shapes included."""
    for mistake in evidence.exercise.known_mistakes:
        if all(_same_answer(evidence, k, mistake.wrong) for k in range(len(evidence.cases))):
            return Diagnosis(mistake.name, fill(mistake.message, evidence.sizes[0]), hints=mistake.hints)
    return None


def _same_answer(evidence: Evidence, k: int, wrong: Function) -> bool:
    outcome = call(wrong, evidence.cases[k].args, evidence.exercise.time_limit)
    if outcome.crash or outcome.too_slow:
        return False
    return same_values(outcome.value, evidence.values[k], evidence.exercise.rtol)


def _known_by_overflow(evidence: Evidence, overflow: tuple[Case, Outcome, str]) -> Diagnosis | None:
    """Find the known mistake that is right for ordinary inputs and fails this extreme case with the same values."""
    case, outcome, _ = overflow
    exercise, fitting = evidence.exercise, []
    for mistake in exercise.known_mistakes:
        theirs = call(mistake.wrong, case.args, exercise.time_limit)
        same = (outcome.crash and theirs.crash) or equal_numbers(outcome.value, theirs.value)
        if not same or bool(outcome.warned) != bool(theirs.warned):
            continue
        if all(_same_answer(evidence, k, mistake.wrong) for k in range(len(evidence.cases))):
            fitting.append(mistake)
    if len(fitting) != 1:
        return None
    return Diagnosis(fitting[0].name, fill(fitting[0].message, sizes_of(exercise, case)), hints=fitting[0].hints)


def _pictures(evidence: Evidence) -> tuple[Picture, ...]:
    """Show the first wrong parts in the first case in which they are wrong and have more than one entry."""
    pictures = []
    for name in evidence.wrong:
        for k in evidence.having(name):
            got, want = evidence.got[k].get(name), evidence.want[k][name]
            if got is None or want.size < 2 or want.ndim > 2 or close(got, want, evidence.exercise.rtol):
                continue
            numbers = _by_numbers(evidence, k, name)
            pictures.append(Picture(name, got, want if numbers is None else numbers, numbers is not None))
            break
    return tuple(pictures[:2])


def _by_numbers(evidence: Evidence, k: int, name: str) -> np.ndarray | None:
    if evidence.exercise.numbers is None:
        return None
    value = evidence.exercise.numbers(*evidence.cases[k].args)
    found: np.ndarray = leaves(value, evidence.exercise.returns)[name]
    return found


def _judge_properties(f: Function, exercise: Exercise, seed: int, values: Verdict | None) -> Verdict:
    """Judge what must hold besides (or instead of) the values."""
    rows: list[tuple[str, float, bool]] = []
    first: Finding | None = None
    status = ""
    if values is not None:
        rows.append(("values", values.share, values.status == "full"))
    weights = [1.0] if values is not None else []
    for prop in exercise.properties:
        finding, kind = _try_property(f, exercise, prop, seed)
        if kind == "stub":
            return _stub(exercise)
        if kind == "timeout":
            return _too_slow(exercise)
        status = status or kind
        first = first or finding
        weights.append(prop.share)
        rows.append((prop.name, float(finding is None), finding is None))
    share = sum(w * s for w, (_, s, _) in zip(weights, rows, strict=True)) / sum(weights)
    properties = tuple((name, holds) for name, _, holds in rows)
    if values is not None and values.properties:
        properties = (*values.properties, *properties[1:])  # which of them fails: the values, or only the overflow
    if all(holds for _, holds in properties):
        message = "Every value and property holds."
        return Verdict(exercise.name, exercise.points, 1.0, "full", message=message, properties=properties)
    if values is not None and values.status != "full":
        return Verdict(
            exercise.name, exercise.points, share, "partial" if share > 0 else values.status, values.mistake,
            values.message, values.facts, values.hints, properties, values.pictures,
        )  # fmt: skip
    assert first is not None
    own = {m.name: m.hints for m in exercise.known_mistakes}.get(first.mistake, ())
    return Verdict(
        exercise.name, exercise.points, share, status or ("partial" if share > 0 else "wrong"), first.mistake,
        first.message, (), own or exercise.hints, properties,
    )  # fmt: skip


def _try_property(f: Function, exercise: Exercise, prop: Any, seed: int) -> tuple[Finding | None, str]:
    """Run one property. Returns what it found, and "stub", "timeout", "error" or ""."""
    outcome = call(lambda: prop.test(f, np.random.default_rng(seed)), (), exercise.time_limit, blame=f)
    if outcome.stub:
        return None, "stub"
    if outcome.too_slow:
        return None, "timeout"
    if outcome.crash:
        mistake, message = _crash_message(exercise, outcome.crash)
        return Finding(mistake, message), "error"
    return outcome.value, ""
