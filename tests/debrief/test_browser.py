"""The page in a real browser: nothing for axe to find, nothing that runs out of a narrow window."""

import shutil
from pathlib import Path

import debrief_scores as made
import pytest
import reading

from simulator.debrief.telling import Order

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no browser on this machine")
ORDERS = {
    "trainer": Order(marking="For official use", draft=True),
    "unit": Order(audience="unit", unit="zhetysu"),
    "individual": Order(audience="individual", participant="p-zh71c3"),
    "coordinator": Order(audience="coordinator"),
    "public": Order(audience="public"),
}


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
    with sync_playwright() as running:
        yield running.chromium.launch(executable_path=CHROMIUM, args=flags)


@pytest.fixture(scope="module")
def pages(tmp_path_factory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    files = {}
    for audience, order in ORDERS.items():
        files[audience] = folder / f"{audience}.html"
        telling = reading.told(made.small(), order, {1: "soaked?"}, {"p-zh71c3": "Aigerim"}, {"p-zh71c3": "zhetysu"})
        files[audience].write_bytes(telling.written("html"))
    return files


@pytest.mark.parametrize("audience", ORDERS)
def test_axe_finds_nothing(audience, browser, pages):
    from axe_playwright_python.sync_playwright import Axe

    page = browser.new_page(viewport={"width": 1366, "height": 900})
    page.goto(pages[audience].as_uri())
    rules = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    found = Axe().run(page, options=rules)
    page.close()
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("width", [1366, 390, 320])
def test_nothing_runs_out_of_the_window(width, browser, pages):
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto(pages["trainer"].as_uri())
    wide = page.evaluate("document.documentElement.scrollWidth")
    page.close()
    assert wide <= width
