"""How many frames a second the Playground shows: 3-3-2 on 500 points, in JupyterLab, in headless Chromium.

    uv run python tests/browser/playground_speed.py

Prints, for nncore's network and for one trained by a learner's functions, the frames drawn in each of five spells of
two seconds, what one frame costs, and how busy the computer was besides. Processor time a frame is the number to
compare between two versions: it depends less on what else is running. Nothing is asserted, so this is no test.
"""

import os
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import psutil
from lab import Notebook, browser, find_chromium, serve, write_notebook
from playwright.sync_api import Locator, Page
from readme_picture import learners_code

SPELLS, SECONDS = 5, 2.0
NETWORKS = {
    "nncore's network": 'Playground(data="circle", hidden=(3, 3, 2))',
    "a learner's functions": 'Playground(forward=forward, backward=backward, data="circle", hidden=(3, 3, 2))',
}


def processor_seconds() -> Counter[str]:
    """Return the processor time used so far by what this script has started, by part."""
    used: Counter[str] = Counter()
    for process in psutil.Process().children(recursive=True):
        try:
            command, times = " ".join(process.cmdline()), process.cpu_times()
        except psutil.Error:  # it has just ended
            continue
        parts = {"ipykernel": "Python", "--type=renderer": "page", "jupyterlab": "server"}
        part = next((name for mark, name in parts.items() if mark in command), "browser")
        used[part] += times.user + times.system
    return used


def spells(page: Page, playground: Locator) -> Iterator[tuple[int, float]]:
    """Yield the number of frames drawn and the seconds that passed, spell by spell."""

    def frames() -> int:
        return int(playground.get_attribute("data-frames") or 0)

    for _ in range(SPELLS):
        before, began = frames(), time.perf_counter()
        page.wait_for_timeout(1000 * SECONDS)
        yield frames() - before, time.perf_counter() - began


def measure(page: Page, url: str, folder: Path, code: str) -> None:
    """Play one Playground and print what was seen."""
    write_notebook(folder / "speed.ipynb", f"{learners_code()}\n\n{code}")
    notebook = Notebook.open(page, url, "speed.ipynb")
    notebook.run("c0")
    playground = notebook.cell("c0").locator(".nn-widget")
    playground.get_by_role("button", name="Play").click()
    page.wait_for_function("() => Number(document.querySelector('.pg').dataset.frames) > 60")
    used = processor_seconds()
    seen = list(spells(page, playground))
    used = processor_seconds() - used
    n_frames = sum(n for n, _ in seen)
    rates = [n / seconds for n, seconds in seen]
    print(f"  frames/s: {', '.join(f'{rate:.1f}' for rate in rates)}; median {statistics.median(rates):.1f}")
    cost = ", ".join(f"{part} {1000 * seconds / n_frames:.1f}" for part, seconds in used.most_common())
    print(f"  processor time a frame (ms): {1000 * used.total() / n_frames:.1f} ({cost})")


def main() -> None:
    """Measure both networks."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with serve(folder, folder / "jupyter") as url, browser(find_chromium()) as page:
            for title, code in NETWORKS.items():
                print(title)
                measure(page, url, folder, code)
                busy = ", ".join(f"{load:.1f}" for load in os.getloadavg())
                print(f"  {os.cpu_count()} cores, nice {os.nice(0)}, load average {busy}", flush=True)


if __name__ == "__main__":
    main()
