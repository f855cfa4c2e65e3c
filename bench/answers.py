"""What a person waits for: an answer seen, its chart drawn, an answer taken away.

`python -m bench answers [ROWS]` starts a server over a new folder, uploads a made table
of 1,000,000 rows, asks in Chromium and prints the milliseconds from the key press to
the first visible number and to the drawn chart, then those of each export of an answer
and of the conversation's report. Needs playwright, chromium and vl-convert-python.
"""

import argparse
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from playwright.sync_api import Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import duckdb  # noqa: E402  (the repository is not installed)

from analysis.duck import quoted  # noqa: E402
from bench.questions_speed import COLUMNS, MADE  # noqa: E402
from tests.server import Server  # noqa: E402

ROUNDS = 5
QUESTIONS = {
    "total price": False,
    "average price by region": True,
    "total quantity per month": True,
    "total price by region and month": True,
    "top 10 products by total price": True,
}
FORMS = ("csv", "xlsx", "json", "md", "py", "vega", "svg", "png")
DATASET = re.compile("/datasets/[0-9a-f-]{36}$")
FLAGS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
WAIT_MILLISECONDS = 120_000
# Both moments are taken inside the page, so that no polling rounds them; they are left
# on the body, because the page's policy allows no condition that is text.
WATCH = """
() => {
  const replies = () => [...document.querySelectorAll(".turn.replied")];
  const before = replies().length;
  const seen = document.body.dataset;
  delete seen.answerSeen;
  delete seen.chartSeen;
  let pressed;
  const look = (_, observer) => {
    const last = replies()[before];
    if (!last?.querySelector(".scalar, .cells tbody td")) return;
    seen.answerSeen ??= performance.now() - pressed;
    const chart = last.querySelector("[data-chart]");
    if (chart && !chart.dataset.drawn) return;
    observer.disconnect();
    if (chart) seen.chartSeen = performance.now() - pressed;
  };
  new MutationObserver(look).observe(document.getElementById("turns"), {
    attributes: true, childList: true, subtree: true,
  });
  document.addEventListener("keydown", () => { pressed = performance.now(); },
    { capture: true, once: true });
}
"""


def main(argv: list[str]) -> int:
    """Print both tables."""
    parser = argparse.ArgumentParser(prog="python -m bench answers")
    parser.add_argument("rows", nargs="?", type=int, default=1_000_000)
    rows = parser.parse_args(argv).rows
    with tempfile.TemporaryDirectory(prefix="poppy-answers-") as folder:
        table = _made_table(Path(folder) / "orders.csv", rows)
        with Server(Path(folder) / "data") as server, sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=FLAGS
            )
            page = browser.new_page()
            _begin(page, server.url, table)
            print(f"{rows:,} rows, milliseconds (median of {ROUNDS})")
            _time_questions(page)
            _time_exports(page, server.url)
            browser.close()
    return 0


def _made_table(path: Path, rows: int) -> Path:
    names = ", ".join(f"{each.key} AS {quoted(each.name)}" for each in COLUMNS)
    made = duckdb.sql(f"SELECT {names} FROM ({MADE})", params=[rows])
    made.write_csv(str(path))
    return path


def _begin(page: Page, url: str, table: Path) -> None:
    """Register, upload the table, and open a conversation about it."""
    page.goto(f"{url}/register")
    page.get_by_label("Your name").fill("Anna")
    page.get_by_label("E-mail").fill("anna@example.com")
    page.locator("#password").fill("correct horse battery")
    page.get_by_role("button", name="Create workspace").click()
    page.wait_for_url("**/datasets")
    page.locator("#file").set_input_files(table)
    page.wait_for_url(re.compile("/datasets/[0-9a-f-]{36}$"), timeout=WAIT_MILLISECONDS)
    page.get_by_role("button", name="Ask", exact=True).click()
    page.wait_for_url("**/sessions/*")


def _time_questions(page: Page) -> None:
    print(f"  {'question':34}{'answer':>9}{'chart':>9}")
    for question, drawn in QUESTIONS.items():
        times = [_time_question(page, question, drawn) for _ in range(ROUNDS)]
        answer = median(each["answer"] for each in times)
        chart = f"{median(t['chart'] for t in times):9.0f}" if drawn else f"{'-':>9}"
        print(f"  {question:34}{answer:9.0f}{chart}")


def _time_question(page: Page, question: str, drawn: bool) -> dict[str, float]:
    """Ask; return the milliseconds until the answer is there, and its chart."""
    box = page.get_by_label("Your question")
    box.fill(question)
    page.evaluate(WATCH)
    box.press("Enter")
    wanted = "chart" if drawn else "answer"
    page.wait_for_selector(f"body[data-{wanted}-seen]", timeout=WAIT_MILLISECONDS)
    page.wait_for_selector("#content:placeholder-shown")
    seen = page.evaluate("({...document.body.dataset})")
    return {each: float(seen.get(f"{each}Seen", 0)) for each in ("answer", "chart")}


def _time_exports(page: Page, url: str) -> None:
    behind = page.locator("[data-rows]").last.get_attribute("data-rows")
    answer = f"{url}{behind.removesuffix('/rows')}"
    session = page.url.split("#")[0]
    targets = {form: f"{answer}/file?form={form}" for form in FORMS}
    targets |= {f"report {f}": f"{session}/report?form={f}" for f in ("html", "md")}
    targets["rows behind (CSV)"] = f"{answer}/rows.csv?row=0"
    targets["run again"] = f"{answer}/again"
    print(f"  {'export':34}{'ms':>9}{'bytes':>12}")
    for name, address in targets.items():
        milliseconds, size = _timed(lambda to=address: page.request.get(to))
        print(f"  {name:34}{milliseconds:9.0f}{size:12,}")


def _timed(fetch: Callable) -> tuple[float, int]:
    times, size = [], 0
    for _ in range(ROUNDS):
        start = time.perf_counter()
        answer = fetch()
        size = len(answer.body())
        times.append(1000 * (time.perf_counter() - start))
        assert answer.ok, answer.status
    return median(times), size
