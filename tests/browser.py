"""Finds a Chromium to look at pages with; installs Debian's where nobody else could have, and says so where it cannot.

`python -m tests.browser` is run by `make test` before the tests.
"""

from __future__ import annotations

import os
import shutil
import subprocess

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_browser() -> str | None:
    """Path of a Chromium: CHILDREN_BROWSER, or one on the PATH."""
    return os.environ.get("CHILDREN_BROWSER") or next(filter(None, map(shutil.which, NAMES)), None)


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
