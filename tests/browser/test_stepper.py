"""The Stepper in JupyterLab: by mouse and by keyboard, a failing function, both themes, a restart."""

import re
from pathlib import Path

import pytest
from lab import Lab, Notebook, use_theme, violations
from playwright.sync_api import Locator, expect

pytestmark = pytest.mark.browser

BROKEN = """
def backward_2321(A, W, y):
    return nothing

Stepper(backward_2321)
"""
WRONG = """
from nncore.widgets.stepper import walk_back

def backward_2321(A, W, y):
    delta, dW = walk_back(A, W, y)
    delta[0] = W[1] @ delta[1]
    return delta, dW

Stepper(backward_2321)
"""
CELLS = ("from nncore.widgets.stepper import Stepper", "Stepper()", BROKEN, WRONG, "'the last cell'")


@pytest.fixture(scope="module")
def notebook(lab: Lab) -> Notebook:
    """One notebook, opened once: the course's walk, one that fails, one that is wrong."""
    return lab.run("stepper", *CELLS)


def stepper(notebook: Notebook, cell: str = "c1") -> Locator:
    area = notebook.cell(cell).locator(".nn-widget")
    expect(area.locator(".nw-network")).to_be_visible()
    return area


def status(area: Locator) -> Locator:
    return area.locator("[role=status]")


def test_by_mouse(notebook: Notebook) -> None:
    area = stepper(notebook)
    for _ in range(2):
        area.get_by_role("button", name="Next").click()
    expect(status(area)).to_contain_text("Step 3 of 19, forward 3 of 7.")
    expect(status(area)).to_contain_text("a2 = σ(1.800) = 0.858")
    expect(area.get_by_role("img")).to_have_accessible_name(re.compile("Step 3 of 19.*a2 = σ"))
    expect(area.locator(".nw-network .nw-node.nw-result")).to_have_count(1)
    expect(area.locator(".nw-network .nw-node.nw-source")).to_have_count(2)
    area.get_by_role("button", name="backward").click()
    expect(status(area)).to_contain_text("Step 9 of 19, backward 1 of 5.")
    expect(area.get_by_role("button", name="backward 1 of 5")).to_have_attribute("aria-current", "step")
    expect(area.locator(".st-formula")).to_contain_text("(w56 δ6) · a5 (1 − a5)")
    area.locator("[data-key=back]").click()
    expect(status(area)).to_contain_text("Step 8 of 19, error 1 of 1.")
    area.get_by_role("button", name="To the start").click()
    expect(status(area)).to_contain_text("Step 1 of 19")


def test_by_keyboard(notebook: Notebook) -> None:
    area = stepper(notebook)
    keyboard = notebook.page.keyboard
    area.get_by_role("button", name="Next").focus()
    keyboard.press("Home")
    expect(status(area)).to_contain_text("Step 1 of 19")
    for _ in range(11):  # faster than answers come
        keyboard.press("ArrowRight")
    expect(status(area)).to_contain_text("Step 12 of 19, backward 4 of 5.")
    keyboard.press("ArrowLeft")
    expect(status(area)).to_contain_text("Step 11 of 19")
    keyboard.press("Enter")
    expect(status(area)).to_contain_text("Step 12 of 19")
    keyboard.press("End")
    expect(status(area)).to_contain_text("Step 19 of 19, update 6 of 6.")
    keyboard.press("ArrowRight")
    expect(area.get_by_role("button", name="Next")).to_be_focused()
    cells = len(notebook.code_cells())
    for key in ("a", "b", "d", "d"):  # JupyterLab's keys to add and delete cells
        keyboard.press(key)
    assert len(notebook.code_cells()) == cells
    area.get_by_role("slider", name="Step").focus()
    keyboard.press("ArrowLeft")
    expect(status(area)).to_contain_text("Step 18 of 19")
    expect(area.get_by_role("slider", name="Step")).to_have_attribute("aria-valuetext", "18 of 19")
    box = area.get_by_role("checkbox")
    box.focus()
    keyboard.press("Space")
    expect(status(area)).to_contain_text("The step is 4.4 times too long")
    keyboard.press("Space")
    expect(status(area)).not_to_contain_text("too long")


def test_as_on_the_slide_by_mouse(notebook: Notebook) -> None:
    area = stepper(notebook)
    area.get_by_role("button", name="backward").click()
    for _ in range(3):
        area.get_by_role("button", name="Next").click()
    area.get_by_role("checkbox", name="As on the slide").check()
    expect(area.locator(".st-note")).to_contain_text("the wrong way, uphill")
    area.get_by_role("checkbox", name="As on the slide").uncheck()
    expect(area.locator(".st-note")).to_be_empty()
    expect(area.locator(".nw-network")).to_contain_text("δ = 0.0027")


def test_a_learners_function(notebook: Notebook) -> None:
    area = stepper(notebook, "c2")
    alert = area.get_by_role("alert")
    expect(alert).to_contain_text("backward_2321 stopped in line 2 of its cell: return nothing. NameError")
    expect(alert).to_contain_text("Meanwhile the course's own walk is shown")
    area = stepper(notebook, "c3")
    area.get_by_role("button", name="backward").click()
    for _ in range(3):
        area.get_by_role("button", name="Next").click()
    expect(area.locator(".st-note")).to_contain_text("Your function has δ2 = 0.02")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_nothing_serious_for_axe(notebook: Notebook, axe_core: str, artifacts: Path, dark: bool) -> None:
    use_theme(notebook.page, dark)
    for name, cell in {"right": "c1", "broken": "c2", "wrong": "c3"}.items():
        area = stepper(notebook, cell)
        area.screenshot(path=artifacts / f"stepper-{name}-{'dark' if dark else 'light'}.png")
        area.evaluate("element => { element.id = 'looked-at'; }")
        found = violations(notebook.page, "#looked-at", axe_core)
        area.evaluate("element => element.removeAttribute('id')")
        assert found == [], name


def test_after_a_restart_the_cell_run_again_works(notebook: Notebook) -> None:
    notebook.page.evaluate("() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart()")
    area = stepper(notebook)
    area.get_by_role("button", name="Next").click()
    expect(area.get_by_role("alert")).to_contain_text("run this cell again", timeout=60_000)
    notebook.run("c4")  # the new kernel counts from 1 again
    notebook.run("c0")
    notebook.run("c1")
    area = stepper(notebook)
    area.get_by_role("button", name="Next").click()
    expect(status(area)).to_contain_text("Step 2 of 19")
