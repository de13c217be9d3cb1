"""Draw a digit in JupyterLab: by mouse and by keyboard, a function that fails, both themes, a restart."""

import re
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from lab import TIMEOUT, Lab, Notebook, use_theme, violations
from playwright.sync_api import Locator, expect

pytestmark = pytest.mark.browser

TRAINED = """
import numpy as np
from nncore import Network, fit, one_hot
from nncore.data import load_mnist
from nncore.widgets import DrawDigit

mnist = load_mnist(download=False)
net = Network((784, 16, 16, 10), rng=np.random.default_rng(1), dtype=np.float32)
X, Y = mnist.X_train[:4000], one_hot(mnist.y_train[:4000], 10).astype(np.float32)
fit(net, X, Y, epochs=6, rng=np.random.default_rng(1))


def forward(X, W, b):
    return net.forward(X)
"""
GOOD = "DrawDigit(forward, net.W, net.b, examples=mnist.X_test, labels=mnist.y_test)"
BROKEN = """
def forward(X, W, b):
    if X.sum() > 60:
        return nothing
    return net.forward(X)

DrawDigit(forward, net.W, net.b)
"""
WITHOUT_A_NETWORK = """
import numpy as np
from nncore.widgets import DrawDigit

DrawDigit(lambda X: np.full((1, 10), 0.1))
"""
CELLS = (TRAINED, GOOD, BROKEN, WITHOUT_A_NETWORK, "'the last cell'")

ONE = [(14, 4), (14, 24)]
SEVEN = [(8, 6), (19, 6), (15, 14), (12, 23)]


@pytest.fixture(scope="module")
def notebook(lab: Lab) -> Notebook:
    """One notebook, opened once: a trained network, and one that fails at much ink."""
    return lab.run("digit", *CELLS)


def blank(notebook: Notebook, cell: str = "c1") -> Locator:
    """Return the widget below a cell, with nothing drawn."""
    area = notebook.cell(cell).locator(".nn-widget")
    area.get_by_role("button", name="Clear").click()
    expect(said(area)).to_have_text("Nothing is drawn.")
    return area


def said(area: Locator) -> Locator:
    return area.locator(".nn-status")


def sheet(area: Locator) -> Locator:
    return area.get_by_role("application", name="Sheet to draw on")


def stroke(area: Locator, points: Sequence[tuple[float, float]], steps: int = 6) -> None:
    """Draw a line with the mouse, in pixels of the picture."""
    mouse, canvas = area.page.mouse, area.locator(".dd-sheet canvas")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box is not None
    at = [(box["x"] + x / 28 * box["width"], box["y"] + y / 28 * box["height"]) for x, y in points]
    mouse.move(*at[0])
    mouse.down()
    for place in at[1:]:
        mouse.move(*place, steps=steps)
    mouse.up()


def best(area: Locator) -> Locator:
    return area.locator(".dd-best .dd-digit")


def dark_pixels(area: Locator, selector: str) -> int:
    """Count the pixels of a canvas that are nearly black."""
    script = """canvas => {
        const {data} = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
        let count = 0;
        for (let i = 0; i < data.length; i += 4) count += data[i] + data[i + 1] + data[i + 2] < 200;
        return count;
    }"""
    return int(area.locator(selector).evaluate(script))


def wait_for(holds: Callable[[], bool]) -> None:
    """Wait until something holds; fail after TIMEOUT seconds."""
    end = time.monotonic() + TIMEOUT
    while not holds():
        assert time.monotonic() < end


def test_by_mouse(notebook: Notebook, artifacts: Path) -> None:
    area = blank(notebook)
    stroke(area, SEVEN)
    expect(said(area)).to_contain_text("Your network says 7:")
    expect(area.locator("[role=status].nn-hidden")).to_contain_text("Your network says 7:")  # spoken, at rest
    expect(best(area)).to_have_text("7")
    expect(area.locator(".dd-best .dd-percent")).to_have_text(re.compile(r"^>?\d+\.\d%"))
    expect(area.get_by_role("img")).to_have_accessible_name(re.compile("28 by 28 pixels, ink in rows 9 to 28 and"))
    expect(area.locator(".dd-units")).to_have_count(2)
    assert area.locator(".dd-fired").count() > 2
    assert dark_pixels(area, ".dd-answer canvas") > 20 * 36  # 6 by 6 to a pixel
    before = dark_pixels(area, ".dd-sheet canvas")
    stroke(area, [(8, 14), (20, 14)])
    expect(said(area)).to_contain_text("Your network says")
    area.screenshot(path=artifacts / "digit-barred.png")
    area.get_by_role("button", name="Undo").click()
    wait_for(lambda: dark_pixels(area, ".dd-sheet canvas") == before)
    expect(best(area)).to_have_text("7")
    area.get_by_role("button", name="Eraser").click()
    stroke(area, [(4, 8), (22, 8), (22, 16), (4, 16), (4, 24), (22, 24)], steps=3)
    area.get_by_role("button", name="Eraser").click()
    expect(area.get_by_role("button", name="Eraser")).to_have_attribute("aria-pressed", "false")
    assert dark_pixels(area, ".dd-sheet canvas") < before
    area.get_by_role("button", name="Load a 4").click()
    expect(said(area)).to_contain_text(re.compile(r"Unchanged: example \d+, labelled 4\."))
    stroke(area, [(2, 2), (3, 3)])
    expect(said(area)).to_contain_text("Changed: example")


def test_by_keyboard(notebook: Notebook) -> None:
    area = blank(notebook)
    keyboard = notebook.page.keyboard
    sheet(area).focus()
    cells = len(notebook.code_cells())
    for _ in range(30):  # to the left upper corner, and no further
        keyboard.press("Home")
    expect(area.locator(".dd-where")).to_have_text("Pen up, row 1, column 1")
    for _ in range(14):
        keyboard.press("ArrowRight")
    for _ in range(3):
        keyboard.press("ArrowDown")
    keyboard.press("Space")
    for _ in range(20):  # faster than answers come
        keyboard.press("ArrowDown")
    expect(area.locator(".dd-where")).to_have_text("Pen down, row 24, column 15")
    keyboard.press("Space")
    expect(said(area)).to_contain_text("Your network says 1:")
    expect(area.get_by_role("img")).to_have_accessible_name(re.compile("ink in rows 5 to 24 and columns 14 to 16"))
    keyboard.press("ArrowLeft")
    keyboard.press("e")
    expect(area.locator(".dd-where")).to_have_text("Eraser up, row 24, column 14")
    keyboard.press("e")
    keyboard.press("Control+z")
    expect(said(area)).to_have_text("Nothing is drawn.")
    for key in ("a", "b", "d", "d", "Escape"):  # JupyterLab's keys to add and delete cells
        keyboard.press(key)
    assert len(notebook.code_cells()) == cells
    area.get_by_role("button", name="Load a 0").focus()
    keyboard.press("Enter")
    expect(said(area)).to_contain_text("labelled 0")
    area.get_by_role("slider", name="Width").focus()
    keyboard.press("ArrowLeft")
    expect(area.get_by_role("slider", name="Width")).to_have_attribute("aria-valuetext", "2 pixels")
    keyboard.press("ArrowRight")
    unit = area.locator("[data-key=unit-0-0]")
    unit.focus()
    keyboard.press("End")
    expect(area.locator("[data-key=unit-0-15]")).to_be_focused()
    expect(area.locator(".dd-number")).to_have_text(re.compile(r"Hidden layer 1, unit 16: \d"))
    keyboard.press("Home")
    expect(unit).to_be_focused()


def test_a_learners_function_that_fails_keeps_the_drawing(notebook: Notebook) -> None:
    area = blank(notebook, "c2")
    stroke(area, ONE)
    expect(said(area)).to_contain_text("Your network says")
    stroke(area, SEVEN)
    alert = area.get_by_role("alert")
    expect(alert).to_contain_text("forward stopped in line 3 of its cell: return nothing. NameError")
    expect(alert).to_contain_text("The drawing stays as it is.")
    assert dark_pixels(area, ".dd-sheet canvas") > 3000
    area.get_by_role("button", name="Undo").click()
    expect(area.locator(".nn-alert")).to_be_empty()
    expect(said(area)).to_contain_text("Your network says")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_nothing_serious_for_axe(notebook: Notebook, axe_core: str, artifacts: Path, dark: bool) -> None:
    use_theme(notebook.page, dark)
    for name, cell in {"right": "c1", "broken": "c2"}.items():
        area = blank(notebook, cell)
        stroke(area, [(9, 9), (11, 5), (16, 5), (18, 9), (14, 15), (9, 22), (20, 22)], steps=2)
        if name == "broken":
            stroke(area, SEVEN, steps=2)
        spoken = area.locator("[role=status].nn-hidden")  # at rest
        expect(spoken).to_contain_text("No answer" if name == "broken" else "Your network says 2")
        notebook.page.keyboard.press("ArrowRight")  # shows the keys' frame
        area.screenshot(path=artifacts / f"digit-{name}-{'dark' if dark else 'light'}.png")
        area.evaluate("element => { element.id = 'looked-at'; }")
        found = violations(notebook.page, "#looked-at", axe_core)
        area.evaluate("element => element.removeAttribute('id')")
        assert found == [], name


def test_after_a_restart_the_cell_run_again_works(notebook: Notebook) -> None:
    notebook.page.evaluate("() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart()")
    notebook.run("c4")  # the new kernel counts from 1 again
    notebook.run("c3")
    area = blank(notebook, "c3")
    stroke(area, ONE)
    expect(said(area)).to_contain_text("Your network says 0: 10.0%")
