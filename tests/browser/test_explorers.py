"""The lessons' explorers in JupyterLab: each by mouse and by keyboard, a failing function, a restart, both themes."""

import re
from pathlib import Path

import pytest
from lab import Lab, Notebook, use_theme, violations
from playwright.sync_api import Locator, expect

pytestmark = pytest.mark.browser

NAMES = (
    "learning_rates",
    "boundary",
    "activation_gallery",
    "hidden_plane",
    "six_units",
    "regularization",
    "logits",
    "boundary_with_loss",
)
WITH_LOSS = "boundary(loss=lambda p, y: ((p - y) ** 2).mean() / 2)"
BROKEN = """
def softmax(Z):
    return Z / nothing

logits(softmax)
"""


@pytest.fixture(scope="module")
def notebook(lab: Lab) -> Notebook:
    """One notebook, opened once, with an explorer in each cell: cell c1 has the first."""
    cells = (f"{name}()" for name in NAMES[:-1])
    return lab.run("explorers", "from nncore.widgets import *", *cells, WITH_LOSS, BROKEN, "'the last cell'")


def explorer(notebook: Notebook, name: str) -> Locator:
    """The explorer of a name, in view and drawn."""
    number = NAMES.index(name) + 1 if name in NAMES else len(NAMES) + 1
    area = notebook.cell(f"c{number}").locator(".nn-widget")
    expect(area.locator(".ex-plane > svg").first).to_be_visible()
    return area


def words(area: Locator) -> Locator:
    return area.locator(".nn-status")


def at_share(slider: Locator, share: float) -> None:
    """Click on a slider at a share of its width."""
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    assert box is not None
    slider.click(position={"x": share * box["width"], "y": box["height"] / 2})


BY_MOUSE = {
    "learning_rates": ("Learning rate", 0.999, r"Rate 1\.1, from x = 2: .*further away"),
    "boundary": ("b", 0.999, r"b = 10: \d of 4 points"),
    "activation_gallery": ("Place z", 0.001, r"tanh at z = −8\.0: value −1\.000, slope 0\.0000"),
    "hidden_plane": ("All six times", 0.001, r"no line parts them with room to spare"),
    "six_units": ("Units", 0.999, r"The sum of 6 units bends at x = −1\.54, .*Unit 6 bends it up at 1"),
    "regularization": ("log₁₀ λ", 0.001, r"20 units, λ = 1e-06: mean .* 0\.0\d+ on training, 2\.\d+ on validation"),
    "logits": ("Added to all", 0.999, r"Scores 1001, 1002, 1003: softmax gives 0\.0900, 0\.2447, 0\.6652"),
    "boundary_with_loss": ("b", 0.001, r"b = −10: .*Loss E = 0\.12\d\d\. One step leads lower with .*b up \("),
}  # fmt: skip
BY_KEYBOARD = {  # control, keys, what its value says, what the finding says
    "learning_rates": ("Learning rate", ["Home"], "0.001", r"Rate 0\.001, .*hardly moves"),
    "boundary": ("w₁", ["Home", "ArrowRight"], "−9.5", r"w₁ = −9\.5"),
    "activation_gallery": ("Place z", ["End"], "8.0", r"at z = 8\.0: value 1\.000, slope 0\.0000"),
    "hidden_plane": ("Neuron 1: b", ["Home"], "−30", r"\(1, 0\) at \(0\.00, 0\.00\)"),
    "six_units": ("Units", ["Home"], "1", r"The sum of 1 unit bends at x = −1\.54\."),
    "regularization": ("log₁₀ λ", ["End"], "3.00", r"λ = 1e\+03: .*largest 0\.0"),
    "logits": ("Score z₀", ["End", "ArrowLeft"], "5.5", r"Scores 5\.5, 2, 3: .*Class 0 has the most"),
    "boundary_with_loss": ("w₂", ["Home"], "−10.0", r"w₂ = −10, .*Loss E = 0\.\d+\. One step .*w₂ up \("),
}


@pytest.mark.parametrize("name", NAMES)
def test_by_mouse(notebook: Notebook, name: str) -> None:
    area = explorer(notebook, name)
    label, share, finding = BY_MOUSE[name]
    before = words(area).inner_text()
    at_share(area.get_by_role("slider", name=label).first, share)
    expect(words(area)).to_have_text(re.compile(finding))
    expect(area.locator("[role=status]")).to_have_text(re.compile(finding))  # spoken when it rests
    expect(area.get_by_role("img").first).to_have_accessible_name(re.compile(finding))
    area.get_by_role("button", name="Back to the start").click()
    expect(words(area)).to_have_text(before)


@pytest.mark.parametrize("name", NAMES)
def test_by_keyboard(notebook: Notebook, name: str) -> None:
    area = explorer(notebook, name)
    label, keys, value, finding = BY_KEYBOARD[name]
    slider = area.get_by_role("slider", name=label).first
    slider.focus()
    for key in keys:
        notebook.page.keyboard.press(key)
    expect(slider).to_have_attribute("aria-valuetext", value)
    expect(words(area)).to_have_text(re.compile(finding))
    expect(slider).to_be_focused()  # though the picture was drawn anew
    cells = len(notebook.code_cells())
    for key in ("a", "b", "d", "d"):  # JupyterLab's keys to add and delete cells
        notebook.page.keyboard.press(key)
    assert len(notebook.code_cells()) == cells
    button = area.get_by_role("button", name="Back to the start")
    button.focus()
    notebook.page.keyboard.press("Enter")
    expect(words(area)).not_to_have_text(re.compile(finding))


def test_choices_and_places_to_go(notebook: Notebook) -> None:
    area = explorer(notebook, "logits")
    area.get_by_label("Classes").select_option("2")
    expect(words(area)).to_contain_text("The sigmoid of z₁ − z₀ = 1 is 0.7311")
    expect(area.get_by_label("Score z₂")).to_be_disabled()
    area.get_by_label("Go to").select_option("all equal")
    expect(words(area)).to_contain_text("softmax gives 0.5000, 0.5000")
    expect(area.get_by_label("Score z₁")).to_have_attribute("aria-valuetext", "0.0")
    area.get_by_role("button", name="Back to the start").click()

    area = explorer(notebook, "hidden_plane")
    area.get_by_label("Go to").select_option("OR and NAND")
    expect(words(area)).to_contain_text("a line parts them, with a gap of 0.71")
    area.get_by_label("Go to").select_option("OR and NOR")
    expect(words(area)).to_contain_text("no line parts them")
    area.get_by_role("button", name="Back to the start").click()


def test_dragging_is_followed_and_ends_where_it_is_let_go(notebook: Notebook) -> None:
    area = explorer(notebook, "regularization")
    slider = area.get_by_role("slider", name="log₁₀ λ")
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    mouse, y = notebook.page.mouse, box["y"] + box["height"] / 2
    mouse.move(box["x"] + 4, y)
    mouse.down()
    for k in range(1, 41):
        mouse.move(box["x"] + k / 40 * (box["width"] - 4), y)
    mouse.up()
    expect(slider).to_have_attribute("aria-valuetext", "3.00")
    expect(words(area)).to_contain_text("λ = 1e+03")
    area.get_by_role("button", name="Back to the start").click()


def test_an_exception_is_said_and_the_course_helps_out(notebook: Notebook) -> None:
    area = explorer(notebook, "broken")
    alert = area.get_by_role("alert")
    expect(alert).to_contain_text("softmax stopped in line 2 of its cell: return Z / nothing. NameError")
    expect(alert).to_contain_text("Meanwhile the course's own function is drawn")
    expect(words(area)).to_contain_text("softmax gives 0.0900, 0.2447, 0.6652")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_nothing_serious_for_axe(notebook: Notebook, axe_core: str, artifacts: Path, dark: bool) -> None:
    use_theme(notebook.page, dark)
    for name in (*NAMES, "broken"):
        area = explorer(notebook, name)
        area.screenshot(path=artifacts / f"explorer-{name}-{'dark' if dark else 'light'}.png")
        area.evaluate("element => { element.id = 'looked-at'; }")
        found = violations(notebook.page, "#looked-at", axe_core)
        area.evaluate("element => element.removeAttribute('id')")
        assert found == [], name


def test_lines_are_cut_off_at_their_own_panel(notebook: Notebook) -> None:
    explorer(notebook, "boundary")
    ids = notebook.page.locator(".nn-widget clipPath").evaluate_all("found => found.map(({id}) => id)")
    assert len(ids) > 1, "several explorers in the page are needed"
    assert len(set(ids)) == len(ids)


def test_after_a_restart_the_cell_run_again_works(notebook: Notebook) -> None:
    notebook.page.evaluate("() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart()")
    area = explorer(notebook, "learning_rates")
    area.get_by_role("slider", name="Steps").focus()
    notebook.page.keyboard.press("ArrowRight")
    expect(area.get_by_role("alert")).to_contain_text("run this cell again", timeout=60_000)
    notebook.run(f"c{len(NAMES) + 2}")  # the new kernel counts from 1 again
    notebook.run("c0")
    notebook.run("c1")
    area = explorer(notebook, "learning_rates")
    area.get_by_role("slider", name="Steps").focus()
    notebook.page.keyboard.press("ArrowRight")
    expect(words(area)).to_contain_text("After 13 steps x =")
