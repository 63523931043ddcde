"""Chromium as a buyer has it: one per size and wish, each with its own empty profile."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service

PHONE = (390, 844)
DESKTOP = (1280, 800)
_FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--disable-default-apps",
    "--disable-dev-shm-usage",
    "--disable-background-timer-throttling", "--disable-backgrounding-occluded-windows",
    "--disable-renderer-backgrounding",
    "--hide-scrollbars", "--force-device-scale-factor=1",
)  # fmt: skip


def chromium() -> str:
    """The browser's path, "" where none is installed."""
    return shutil.which("chromium") or shutil.which("google-chrome") or ""


def driver() -> str:
    """The path of its driver, "" where none is installed."""
    return shutil.which("chromedriver") or ""


def missing() -> str:
    """Why no browser test can run here, "" where they can."""
    if chromium() and driver():
        return ""
    return "Chromium and its driver are not installed (Debian: chromium, chromium-driver)"


class Browser:
    """A Chromium of its own; ``close`` removes its profile too."""

    def __init__(
        self, size: tuple[int, int] = PHONE, *, language: str = "zh-CN", dark: bool = False, rules: str = ""
    ) -> None:
        self.profile = tempfile.mkdtemp(prefix="webchat-")
        options = ChromeOptions()
        options.binary_location = chromium()
        for flag in (
            *_FLAGS,
            f"--user-data-dir={self.profile}",
            f"--lang={language}",
            f"--host-resolver-rules={rules}",
        ):
            options.add_argument(flag)
        options.add_experimental_option("prefs", {"intl.accept_languages": language})
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        self.driver = Chrome(options=options, service=Service(driver()))
        self.driver.set_page_load_timeout(60)
        self.driver.set_script_timeout(60)
        self.size(size)
        self.prefers("dark" if dark else "light")

    def size(self, size: tuple[int, int]) -> None:
        """Take the size of a device; a narrow one is touched with fingers."""
        width, height = size
        facts: dict[str, Any] = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", facts)

    def prefers(self, scheme: str, *, still: bool = False) -> None:
        """Ask for light or dark, and for less motion."""
        features = [
            {"name": "prefers-color-scheme", "value": scheme},
            {"name": "prefers-reduced-motion", "value": "reduce" if still else "no-preference"},
        ]
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})

    def complaints(self) -> list[str]:
        """What the page wrote to its console as errors, but for lines that were cut on purpose."""
        lines = [entry for entry in self.driver.get_log("browser") if entry["level"] == "SEVERE"]
        return [entry["message"] for entry in lines if "WebSocket connection" not in entry["message"]]

    def picture(self, path: Path) -> None:
        """Keep what is on the screen as a PNG."""
        self.driver.save_screenshot(str(path))

    def close(self) -> None:
        """End the browser."""
        self.driver.quit()
        shutil.rmtree(self.profile, ignore_errors=True)
