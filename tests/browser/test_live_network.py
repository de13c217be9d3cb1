"""The live network in JupyterLab: by mouse and by keyboard, a failing function, both themes, a restart."""

import re
from pathlib import Path

import pytest
from lab import Lab, Notebook, use_theme, violations
from playwright.sync_api import Locator, expect

pytestmark = pytest.mark.browser

START = """
import numpy as np
from nncore import sigmoid
from nncore.widgets import LiveNetwork

W = [np.array([[1.0, -2.0, 0.8], [0.5, 1.5, -1.0]]), np.array([[2.0], [-1.0], [1.2]])]
b = [np.array([[0.5, -1.0, 0.2]]), np.array([[-0.5]])]
x = np.array([[1.0, -0.5]])

def feedforward(X, W, b):
    if X[0, 0] < -3:
        raise RuntimeError("too far left")
    Z, A = [], [X]
    for layer in range(2):
        Z.append(A[layer] @ W[layer] + b[layer])
        A.append(sigmoid(Z[layer]) if layer == 1 else np.tanh(Z[layer]))
    return Z, A
"""
CELLS = (START, "LiveNetwork(feedforward, W, b, x)", "'the last cell'")


@pytest.fixture(scope="module")
def notebook(lab: Lab) -> Notebook:
    """One notebook, opened once, with a live network in cell c1."""
    return lab.run("live_network", *CELLS)


def network(notebook: Notebook) -> Locator:
    """The widget, in view, as it was at its start."""
    area = notebook.cell("c1").locator(".nn-widget")
    expect(area.locator(".nw-network")).to_be_visible()
    area.get_by_role("button", name="Back to the start").click()
    expect(area.get_by_role("slider", name="x₁", exact=True)).to_have_attribute("aria-valuetext", "1")
    return area


def status(area: Locator) -> Locator:
    return area.locator("[role=status]")


def test_by_mouse(notebook: Notebook) -> None:
    area = network(notebook)
    area.get_by_role("radio", name="node a₂").click()
    expect(area.get_by_role("radio", name="node a₂")).to_be_checked()
    expect(area.locator(".ln-formula")).to_contain_text("−1 + 1·(−2) + (−0.5)·1.5 = −3.750")
    expect(status(area)).to_contain_text("a₂ = tanh(−3.750) = −0.999")
    expect(area.locator(".nw-network .nw-source.nw-node")).to_have_count(2)
    expect(area.locator(".nw-network .nw-source.nw-glow")).to_have_count(2)

    area.locator("[data-for='w-0-0-2']").click()  # the number on the edge from x1 to a3
    edge = area.get_by_role("radio", name="weight from x₁ to a₃: 0.8")
    expect(edge).to_be_checked()
    slider = area.get_by_role("slider", name="Weight x₁ → a₃")
    box = slider.bounding_box()
    assert box is not None
    slider.click(position={"x": box["width"] - 1, "y": box["height"] / 2})
    expect(area.get_by_role("radio", name="weight from x₁ to a₃: 10")).to_be_checked()
    expect(area.locator(".ln-what")).to_have_text("The line from x₁ to a₃ brings 1·10 = 10.000 into the sum of a₃.")
    expect(area.locator(".ln-moved")).to_have_text("The weight from x₁ to a₃ from 0.8 to 10 changes a₃ and p.")
    expect(area.get_by_role("radiogroup")).to_have_accessible_description(re.compile(r"a₃ = 1\.000\. Output: p = "))
    area.get_by_label("Its number").fill("-2.25")
    area.get_by_label("Its number").press("Enter")
    expect(slider).to_have_attribute("aria-valuetext", "−2.25")
    expect(area.locator(".ln-formula")).to_contain_text("0.2 + 1·(−2.25) + (−0.5)·(−1) = −1.550")


def test_by_keyboard(notebook: Notebook) -> None:
    area = network(notebook)
    keyboard = notebook.page.keyboard
    first = area.get_by_role("slider", name="x₁", exact=True)
    first.focus()
    keyboard.press("ArrowRight")
    expect(first).to_have_attribute("aria-valuetext", "1.1")
    expect(status(area)).to_contain_text("x₁ from 1 to 1.1 changes a₁, a₂, a₃ and p.")
    area.get_by_role("button", name="Back to the start").focus()
    keyboard.press("Enter")
    keyboard.press("Tab")
    keyboard.press("Home")
    expect(area.get_by_role("radio", name="input x₁")).to_be_focused()
    for key in ("ArrowRight", "ArrowDown", "ArrowRight", "ArrowDown"):  # faster than answers come
        keyboard.press(key)
    node = area.get_by_role("radio", name="node a₃: 0.905, from z = 1.500, bias 0.2")
    expect(node).to_be_checked()
    expect(node).to_be_focused()  # though the picture was drawn anew
    keyboard.press("ArrowLeft")
    expect(area.get_by_role("radio", name="weight from x₁ to a₃")).to_be_focused()
    keyboard.press("End")
    expect(area.get_by_role("radio", name="output p")).to_be_focused()
    expect(status(area)).to_contain_text("p adds up its bias and what arrives over 3 lines; then the sigmoid.")
    cells = len(notebook.code_cells())
    for key in ("a", "b", "d", "d"):  # JupyterLab's keys to add and delete cells
        keyboard.press(key)
    assert len(notebook.code_cells()) == cells
    bias = area.get_by_role("slider", name="Bias of p")
    bias.focus()
    keyboard.press("ArrowLeft")
    expect(area.get_by_role("radio", name=re.compile("output p: .* bias −0.6"))).to_be_checked()
    expect(bias).to_be_focused()


def test_a_function_that_stops_loses_nothing(notebook: Notebook) -> None:
    area = network(notebook)
    first = area.get_by_role("slider", name="x₁", exact=True)
    first.focus()
    notebook.page.keyboard.press("Home")
    alert = area.get_by_role("alert")
    expect(alert).to_contain_text('feedforward stopped in line 11 of its cell: raise RuntimeError("too far left")')
    expect(alert).to_contain_text("Meanwhile the course's own pass is shown; what you turned stays.")
    expect(first).to_have_attribute("aria-valuetext", "−4")
    notebook.page.keyboard.press("End")
    expect(area.locator(".nn-alert")).to_be_empty()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_nothing_serious_for_axe(notebook: Notebook, axe_core: str, artifacts: Path, dark: bool) -> None:
    use_theme(notebook.page, dark)
    area = network(notebook)
    for key in ("n-1-1", "w-0-1-2"):
        area.locator(f"[data-for={key}]").last.click()
        expect(area.locator(f"[data-key={key}]")).to_be_checked()
        area.screenshot(path=artifacts / f"live-network-{key}-{'dark' if dark else 'light'}.png")
        assert violations(notebook.page, ".nn-widget", axe_core) == []


def test_after_a_restart_the_cell_run_again_works(notebook: Notebook) -> None:
    notebook.page.evaluate("() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart()")
    notebook.run("c2")  # the new kernel counts from 1 again
    notebook.run("c0")
    notebook.run("c1")
    area = network(notebook)
    area.get_by_role("radio", name="output p").click()
    expect(status(area)).to_contain_text("p adds up its bias")
