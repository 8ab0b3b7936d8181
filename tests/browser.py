"""Looks at pages: finds a Chromium, and asks axe what is wrong with a page.

Installs Debian's Chromium where nobody else could have, and says so where it cannot.

`python -m tests.browser` is run by `make test` before the tests.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
WCAG = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
WIDTHS = {"desktop": 1400, "narrow": 360}
"""Windows to look at a page in, in pixels."""


def find_browser() -> str | None:
    """Path of a Chromium: CHILDREN_BROWSER, or one on the PATH."""
    return os.environ.get("CHILDREN_BROWSER") or next(filter(None, map(shutil.which, NAMES)), None)


def violations(page: Page, *, within: Sequence[str] = (), rule: str | None = None) -> list[str]:
    """What breaks WCAG 2.2 AA or axe's best practice on a page, as rule and element: on the whole page or within these
    selectors, by all rules or by one.
    """
    from axe_playwright_python.sync_playwright import Axe

    run_only = {"type": "rule", "values": [rule]} if rule else WCAG
    context = {"include": [[one] for one in within]} if within else None
    found = Axe().run(page, context=context, options={"runOnly": run_only}).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found]


def main() -> None:
    """Install Chromium with apt when there is none and this is root on Debian; never fails."""
    if find_browser():
        return
    if shutil.which("apt-get") and os.geteuid() == 0:
        print("Installing Chromium for the tests of pages", flush=True)
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", "chromium"]):
            subprocess.run(["apt-get", *command], env=environment, stdout=subprocess.DEVNULL, check=False)
    if not find_browser():
        print(
            "NO BROWSER: install Chromium, or name one in CHILDREN_BROWSER; tests of pages will be skipped", flush=True
        )


if __name__ == "__main__":
    main()
