"""Take the README's picture: the Playground in JupyterLab, trained by the functions of lesson 09.

    uv run python tests/browser/readme_picture.py

Writes course/playground.png and course/playground-dark.png. The learner's code in them is that of the lesson's
solution, and the network is learning while the picture is taken.
"""

import ast
import io
import tempfile
from pathlib import Path

from lab import Notebook, browser, find_chromium, serve, use_theme, write_notebook
from PIL import Image
from playwright.sync_api import FloatRect, Page

ROOT = Path(__file__).resolve().parents[2]
LESSON = ROOT / "solutions" / "09-backprop-in-matrices" / "09-backprop-in-matrices.py"
PICTURES = {False: ROOT / "course" / "playground.png", True: ROOT / "course" / "playground-dark.png"}
NEEDED = ("forward", "loss_delta", "dense_backward", "backward")
IMPORTS = """import numpy as np

from nncore import sigmoid
from nncore.exercises import check
from nncore.widgets import Playground"""
CALL = 'Playground(forward=forward, backward=backward, check=check, data="spiral", hidden=(8, 8), learning_rate=0.1)'
EPOCHS = 400
COLOURS = 255  # enough for text, greys and the two ramps, at half the bytes


def lesson_functions() -> dict[str, str]:
    """Return the source of what lesson 09 trains with, by name: what a learner has written in the end."""
    text = LESSON.read_text(encoding="utf-8")
    found = {
        node.name: ast.get_source_segment(text, node) or ""
        for node in ast.parse(text).body
        if isinstance(node, ast.FunctionDef)
    }
    markers = ("### BEGIN SOLUTION", "### END SOLUTION")
    return {
        name: "\n".join(line for line in found[name].splitlines() if line.strip() not in markers) for name in NEEDED
    }


def learners_code() -> str:
    """Return all of it as one cell, with what it imports."""
    return "\n\n\n".join([IMPORTS, *lesson_functions().values()])


def play(page: Page, epochs: int) -> None:
    """Press Play, train fast for most of the way, and leave the network learning."""
    area = page.locator(".nn-widget")
    area.get_by_label("Speed").select_option("20 epochs a frame")
    area.get_by_role("button", name="Play").click()
    shown = "n => Number(document.querySelector('.pg-epoch').textContent.replace(',', '')) >= n"
    page.wait_for_function(shown, arg=epochs)
    area.get_by_label("Speed").select_option("1 epoch a frame")
    page.wait_for_function(shown, arg=epochs + 40)


def frame(page: Page, notebook: Notebook) -> FloatRect:
    """Return the part of the page from the cell of backward to the Playground's loss curve."""
    notebook.cell("c1").scroll_into_view_if_needed()
    top, bottom = notebook.cell("c1").bounding_box(), page.locator(".pg-curve").bounding_box()
    if top is None or bottom is None:
        raise RuntimeError("the cells do not fit on the page")
    height = bottom["y"] + bottom["height"] - top["y"] + 8
    return {"x": top["x"], "y": top["y"], "width": top["width"], "height": height}


def save(screenshot: bytes, file: Path) -> None:
    """Write a screenshot with few colours, without dither, as small as it gets."""
    image = Image.open(io.BytesIO(screenshot)).convert("RGB")
    few = image.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    few.save(file, optimize=True)
    print(f"{file.relative_to(ROOT)}: {image.width} x {image.height}, {file.stat().st_size / 1000:.0f} kB")


def main() -> None:
    """Open JupyterLab, play, and take both pictures."""
    functions = lesson_functions()
    backward = functions.pop("backward")
    cells = "\n\n\n".join([IMPORTS, *functions.values()]), backward, CALL, "'end'"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_notebook(folder / "picture.ipynb", *cells)
        with serve(folder, folder / "jupyter") as url, browser(find_chromium()) as page:
            page.set_viewport_size({"width": 1300, "height": 1500})
            notebook = Notebook.open(page, url, "picture.ipynb")
            page.evaluate("() => window.jupyterapp.commands.execute('application:toggle-left-area')")
            for cell in ("c0", "c1", "c2"):
                notebook.run(cell)
            notebook.cell("c3").click()
            for dark, file in PICTURES.items():
                use_theme(page, dark)
                play(page, EPOCHS)
                save(page.screenshot(clip=frame(page, notebook)), file)
                page.locator(".nn-widget").get_by_role("button", name="Reset").click()


if __name__ == "__main__":
    main()
