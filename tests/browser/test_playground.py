"""The Playground in JupyterLab: by mouse, by keyboard, on a learner's functions, after a restart, in both themes."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from lab import Lab, Notebook, use_theme, violations
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser

LEARNER = """
import numpy as np
from nncore.exercises import check

def forward(X, W, b):
    Z, A = [], [X]
    for layer in range(len(W)):
        Z.append(A[layer] @ W[layer] + b[layer])
        A.append(np.tanh(Z[layer]) if layer < len(W) - 1 else 1 / (1 + np.exp(-Z[layer])))
    return Z, A

def backward(Z, A, W, Y):
    dW, db = [None] * len(W), [None] * len(W)
    D = START
    for layer in reversed(range(len(W))):
        dW[layer], db[layer] = A[layer].T @ D, D.sum(axis=0, keepdims=True)
        if layer > 0:
            D = (D @ W[layer].T) * (1 - np.tanh(Z[layer - 1]) ** 2)
    return dW, db

Playground(forward=forward, backward=backward, check=check, data="circle", hidden=(3, 3, 2))
"""


class Play:
    """The Playground below a cell, as a person sees it."""

    def __init__(self, page: Page, area: Locator) -> None:
        self.page = page
        self.area = area.locator(".nn-widget")
        expect(self.button("Play")).to_be_visible()

    def button(self, name: str) -> Locator:
        return self.area.get_by_role("button", name=name)

    def key(self, name: str) -> Locator:
        """The control with a data-key: it survives that the network is drawn anew."""
        return self.area.locator(f'[data-key="{name}"]')

    @property
    def status(self) -> str:
        return self.area.locator(".nn-status").inner_text()

    @property
    def epoch(self) -> int:
        return int(re.search(r"Epoch (\d+)", self.status)[1])

    @property
    def train_loss(self) -> float:
        return float(self.area.get_by_label("train loss").inner_text())

    def wait_for_epoch(self, epoch: int) -> None:
        self.page.wait_for_function(
            "([e, n]) => Number(e.querySelector('.pg-epoch').textContent.replace(',', '')) >= n",
            arg=[self.area.element_handle(), epoch],
        )


@pytest.fixture
def start(lab: Lab, request: pytest.FixtureRequest) -> Callable[..., tuple[Play, Notebook]]:
    """Function from the code of a cell to the Playground that it shows, in a notebook of the test's own."""

    def run(code: str) -> tuple[Play, Notebook]:
        notebook = lab.run(request.node.name, f"from nncore.widgets import Playground\n{code}", "'another cell'")
        return Play(lab.page, notebook.cell("c0")), notebook

    return run


def test_by_mouse(start: Callable[..., tuple[Play, Notebook]], artifacts: Path) -> None:
    play, _ = start("Playground(task=4)")
    assert "test loss of 0.177" in play.area.inner_text()
    assert play.epoch == 0
    first = play.train_loss
    play.button("Play").click()
    play.wait_for_epoch(60)
    play.button("Pause").click()
    assert play.train_loss < first / 2
    expect(play.area.locator(".nn-status")).not_to_contain_text("Playing")
    play.area.screenshot(path=artifacts / "playground-light.png")

    before = play.epoch
    play.button("Step").click()
    play.wait_for_epoch(before + 1)
    play.button("Reset").click()
    expect(play.area.locator(".nn-status")).to_contain_text("Epoch 0:")
    assert play.train_loss == first

    units = play.area.get_by_role("group", name="Hidden layer 1")
    play.button("Add a unit to hidden layer 1").click()
    expect(units).to_contain_text("4 units")
    play.button("Remove the last hidden layer").click()
    expect(play.area).to_contain_text("2 hidden layers")
    feature = play.area.get_by_role("button", name="Feature x₁²")
    feature.click()
    expect(feature).to_have_attribute("aria-pressed", "true")
    play.button("Spiral").click()
    expect(play.button("Spiral")).to_have_attribute("aria-pressed", "true")
    play.area.get_by_role("group", name="Hidden layer 2").get_by_role("button").last.hover()
    expect(play.area.locator(".pg-detail")).to_contain_text("Hidden layer 2, unit 3: bias 0.10; weights from")
    expect(play.area.locator(".pg-map-name")).to_have_text("Layer 2, unit 3")
    play.area.get_by_label("Activation").select_option("sigmoid")
    play.area.get_by_label("Exercise").select_option("Task 3")
    expect(play.area.locator(".pg-question")).to_contain_text("Three ReLU neurons")
    expect(play.area.get_by_label("Activation")).to_have_value("relu")

    play.area.get_by_label("epochs a run").select_option("100")
    play.button("Run 40 seeds").click()
    text = play.area.locator(".pg-seeds-text")
    expect(text).to_have_text(re.compile(r"\d+ of 40 runs end with a test loss of 0.177 or lower\. Best: seed \d+"))
    play.area.get_by_label("epochs a run").select_option("1000")
    play.button("Run 40 seeds").click()
    play.button("Stop").click()
    expect(play.button("Run 40 seeds")).to_be_enabled()
    expect(text).to_contain_text("% done")


def test_by_keyboard(start: Callable[..., tuple[Play, Notebook]]) -> None:
    play, notebook = start('Playground(data="xor", hidden=(3,))')
    keyboard = play.page.keyboard
    play.area.get_by_label("Exercise").focus()
    keyboard.press("Tab")
    expect(play.key("play")).to_be_focused()
    keyboard.press("Space")
    play.wait_for_epoch(10)
    keyboard.press("Enter")
    expect(play.key("play")).to_contain_text("Play")
    paused = play.epoch
    keyboard.press("Tab")
    keyboard.press("Enter")
    play.wait_for_epoch(paused + 1)

    noise = play.area.get_by_label("Noise")
    noise.focus()
    keyboard.press("ArrowRight")
    expect(noise).to_have_attribute("aria-valuetext", "0.05")
    expect(play.area.locator(".nn-status")).to_contain_text("Epoch 0:")

    play.key("plus-0").focus()
    for n in (4, 5):
        keyboard.press("Enter")
        expect(play.area.get_by_role("group", name="Hidden layer 1")).to_contain_text(f"{n} units")
        expect(play.key("plus-0")).to_be_focused()  # though the network was drawn anew
    keyboard.press("Tab")
    expect(play.key("unit-0-0")).to_be_focused()
    spoken = play.key("unit-0-0").get_attribute("aria-label")
    assert re.fullmatch(r"Hidden layer 1, unit 1: bias 0\.10; weights from x₁ [−\d.]+, x₂ [−\d.]+", spoken), spoken
    keyboard.press("Enter")
    expect(play.key("unit-0-0")).to_have_attribute("aria-pressed", "true")
    keyboard.press("Tab")
    expect(play.area.locator(".pg-map-name")).to_have_text("Layer 1, unit 2")

    play.key("feature-x2").focus()
    keyboard.press("Space")
    expect(play.key("feature-x2")).to_have_attribute("aria-pressed", "false")
    cells = len(notebook.code_cells())
    for key in ("a", "b", "d", "d"):  # JupyterLab's keys to add and delete cells
        keyboard.press(key)
    assert len(notebook.code_cells()) == cells


def test_clicks_that_come_before_the_answer_are_not_lost(start: Callable[..., tuple[Play, Notebook]]) -> None:
    play, _ = start("Playground(hidden=(3,))")
    play.key("plus-0").evaluate("button => { button.click(); button.click(); }")
    expect(play.area.get_by_role("group", name="Hidden layer 1")).to_contain_text("5 units")
    play.area.evaluate(
        """area => {
            for (const key of ["reset", "data-spiral", "play"]) area.querySelector(`[data-key="${key}"]`).click();
        }"""
    )
    play.wait_for_epoch(3)
    expect(play.button("Spiral")).to_have_attribute("aria-pressed", "true")


def test_a_wrong_gradient_is_seen_and_named(start: Callable[..., tuple[Play, Notebook]], artifacts: Path) -> None:
    play, _ = start(LEARNER.replace("START", "(Y - A[-1]) / len(Y)"))
    first = play.train_loss
    play.button("Play").click()
    play.wait_for_epoch(40)
    play.button("Pause").click()
    assert play.train_loss > 2 * first
    expect(play.area.get_by_role("alert")).to_contain_text("The loss has climbed")
    play.button("What is wrong with it?").click()
    verdict = play.area.get_by_role("region", name="What the check says")
    expect(verdict).to_contain_text("All signs are opposite")
    play.area.screenshot(path=artifacts / "playground-wrong-gradient.png")


def test_an_exception_is_said_and_nothing_is_lost(start: Callable[..., tuple[Play, Notebook]]) -> None:
    play, _ = start(LEARNER.replace("START", "(A[-1] - Y) / len(Y) if W[0][0, 0] == W[0][0, 0].round(2) else nothing"))
    play.button("Play").click()
    alert = play.area.get_by_role("alert")
    expect(alert).to_contain_text("NameError: name 'nothing' is not defined")
    expect(alert).to_contain_text("Training is paused after epoch 0")
    expect(play.button("Play")).to_be_visible()
    assert play.train_loss > 0


def test_after_a_restart_the_cell_run_again_works(start: Callable[..., tuple[Play, Notebook]]) -> None:
    play, notebook = start("Playground()")
    play.page.evaluate("() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart()")
    play.button("Step").click()
    expect(play.area.get_by_role("alert")).to_contain_text("run this cell again", timeout=60_000)
    notebook.run("c1")  # the new kernel counts from 1 again, and so the next cell's number is another than before
    notebook.run("c0")
    again = Play(play.page, notebook.cell("c0"))
    again.button("Step").click()
    again.wait_for_epoch(1)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_nothing_serious_for_axe(
    start: Callable[..., tuple[Play, Notebook]], axe_core: str, artifacts: Path, dark: bool
) -> None:
    play, _ = start(LEARNER.replace("START", "(A[-1] - Y) / len(Y)"))
    play.button("Play").click()
    play.wait_for_epoch(30)
    play.button("Pause").click()
    play.area.get_by_label("epochs a run").select_option("100")
    play.button("Run 40 seeds").click()
    play.page.wait_for_function("() => document.querySelector('.pg-seeds progress').value > 0.1")
    play.button("Stop").click()
    expect(play.button("Run 40 seeds")).to_be_enabled()
    use_theme(play.page, dark)
    play.area.screenshot(path=artifacts / f"playground-own-{'dark' if dark else 'light'}.png")
    assert violations(play.page, ".nn-widget", axe_core) == []
