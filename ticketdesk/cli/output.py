"""What the headless commands print: words or one JSON object on stdout, notes and progress on stderr."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping

from ticketdesk.domain.moments import from_ms

DONE, FINDINGS, COULD_NOT = 0, 1, 2
_CONTROLS = {code: " " for code in (*range(32), *range(127, 160), 0x2028, 0x2029) if code != 9}
_TURNING = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C))


def plain(text: str) -> str:
    """Return ``text`` as one line that cannot move the cursor, colour the terminal or turn the line around."""
    return text.translate(_CONTROLS).translate(_TURNING)


def iso(ms: int | None) -> str | None:
    """Return UTC ms as ISO 8601 in shop time, e.g. ``2026-02-28T14:00:58+08:00``."""
    return None if ms is None else from_ms(ms).isoformat(timespec="seconds")


class Output:
    """The two streams of one command; ``json`` tells which of the two forms stdout gets."""

    def __init__(self, *, json: bool) -> None:
        self.json = json
        self._shown = 0
        self._watched = sys.stderr is not None and sys.stderr.isatty()

    def say(self, line: str) -> None:
        """Print a line of the result, in the wordy form only."""
        if not self.json:
            self.end_progress()
            print(plain(line))

    def give(self, value: Mapping[str, object]) -> None:
        """Print the one object of the result, in the JSON form only."""
        if self.json:
            self.end_progress()
            sys.stdout.flush()
            text = json.dumps(value, ensure_ascii=False)
            # A lone surrogate (a file name that is no UTF-8) must not stop the output half-way.
            sys.stdout.buffer.write(text.encode("utf-8", "replace") + b"\n") if _has_bytes() else print(text)
            sys.stdout.flush()

    def note(self, line: str) -> None:
        """Print a remark for people on stderr."""
        self.end_progress()
        print(plain(line), file=sys.stderr)

    def refuse(self, key: str, sentence: str, **more: object) -> None:
        """Say on stderr what could not be done; in the JSON form the object says it too."""
        self.note(sentence)
        self.give({**more, "error": sentence, "key": key})

    def progress(self, words: str) -> None:
        """Show how far the work is, over what was shown before, where somebody watches."""
        if self._watched:
            print("\r" + plain(words).ljust(self._shown), end="", file=sys.stderr, flush=True)
            self._shown = max(self._shown, len(words))

    def end_progress(self) -> None:
        """Wipe the progress away before anything else is printed."""
        if self._shown:
            print("\r" + " " * self._shown + "\r", end="", file=sys.stderr, flush=True)
            self._shown = 0

    def table(self, rows: Iterable[tuple[str, object]]) -> None:
        """Print pairs of a name and a value, in the wordy form only."""
        for name, value in rows:
            self.say(f"{name}: {value}")


def _has_bytes() -> bool:
    return hasattr(sys.stdout, "buffer")
