"""Whether a CSV file is so tidy that DuckDB reads it exactly as the careful reader would.

Looked at block by block while the file is copied. Tidy is narrower than good: of a file that is not, nothing is said
here, the careful reader (readers.py) judges it. Belongs here: bytes. Does not belong: what the columns mean, or SQL.
"""

from __future__ import annotations

import codecs
import csv

import numpy as np

from orchestration.landing.limits import limit
from orchestration.landing.values import is_total

LINE_FEED, QUOTE, SEPARATOR = b'\n",'
BESIDE_QUOTES = np.isin(np.arange(256), list(b'\r\n",'))
NONE = np.empty(0, np.intp)


class TidyCsv:
    """Tidy are lines in UTF-8 with one kind of end, each a record; quotes stand around whole cells only.

    No null byte, no very long line, no line of totals. Whether each line has as many cells as
    the header, DuckDB finds out itself, but for an empty one too many: so separators are counted. `feed` it all blocks,
    then `close` it; the rest holds if `is_tidy`.
    """

    def __init__(self) -> None:
        self.is_tidy = True
        self.lines = 0
        self._line_end = b""
        self.header: list[str] = []
        self._separators = self._size = 0
        self._begun = self._last = b""

    def feed(self, block: bytes) -> None:
        """Look at the next bytes of the file; a line that is not whole waits for its end."""
        if self.is_tidy:
            end = block.rfind(b"\n") + 1
            whole, self._begun = (self._begun + block[:end], block[end:]) if end else (b"", self._begun + block)
            self.is_tidy = len(self._begun) <= _line_bytes() and (not whole or self._is_tidy(whole))

    def close(self) -> None:
        """The file ends here, whether its last line has an end or not."""
        if self.is_tidy and self._begun:
            self.is_tidy = self._is_tidy(self._begun + (self._line_end or b"\n"))
        if self.is_tidy:
            self.is_tidy = (
                self._separators == self.lines * (len(self.header) - 1)
                and self._size <= limit("table_characters")
                and not is_total(_cells(self._last))
            )

    def _is_tidy(self, lines: bytes) -> bool:
        """The same for some whole lines, at the speed of C; line ends are counted before quotes are looked at, so that
        one between quotes makes a record too few for DuckDB.
        """
        if not self._line_end:
            self._line_end = b"\r\n" if b"\r" in lines else b"\n"
            lines = lines.removeprefix(codecs.BOM_UTF8)
        if not (b"\0" not in lines and self._has_one_line_end(lines) and _is_utf8(lines) and not _has_long_line(lines)):
            return False
        codes = np.frombuffer(lines, np.uint8)
        quotes = np.flatnonzero(codes == QUOTE) if b'"' in lines else NONE
        if not _stand_around_cells(codes, quotes):
            return False
        if not self.lines:
            self.header = _cells(lines[: lines.find(b"\n") + 1])
        self.lines += np.count_nonzero(codes == LINE_FEED)
        self._separators += _count_outside(codes == SEPARATOR, quotes)
        self._size += len(lines)
        self._last = lines[lines.rfind(b"\n", 0, -1) + 1 :]
        return self.header != []

    def _has_one_line_end(self, lines: bytes) -> bool:
        if self._line_end == b"\n":
            return b"\r" not in lines
        return lines.count(b"\r") == lines.count(b"\r\n") == lines.count(b"\n")


def _line_bytes() -> int:
    """A line no longer than this holds no cell that is too long."""
    return min(limit("cell_characters"), limit("line_bytes"))


def _has_long_line(lines: bytes) -> bool:
    """Whether a line may be longer than allowed: none is if each stretch of half that length holds a line end."""
    step = max(1, _line_bytes() // 2)
    return any(lines.find(b"\n", start, start + step) < 0 for start in range(0, len(lines) - step, step))


def _is_utf8(lines: bytes) -> bool:
    if lines.isascii():
        return True
    try:
        lines.decode()
    except UnicodeDecodeError:
        return False
    return True


def _stand_around_cells(codes: np.ndarray, quotes: np.ndarray) -> bool:
    """Whether quotes, by turns, open at the start of a cell and close at its end, or do both where one is doubled."""
    if len(quotes) % 2:
        return False
    before, after = codes[quotes[::2] - 1], codes[quotes[1::2] + 1]
    return bool(BESIDE_QUOTES[before].all() and BESIDE_QUOTES[after].all())


def _count_outside(found: np.ndarray, quotes: np.ndarray) -> int:
    """How many of what was found stand outside of quotes."""
    inside = np.add.reduceat(found, quotes, dtype=np.int64)[::2].sum() if len(quotes) else 0
    return int(np.count_nonzero(found) - inside)


def _cells(line: bytes) -> list[str]:
    """The cells of one line; none when it is blank or no record."""
    try:
        return next(csv.reader([line.decode()], strict=True), [])
    except csv.Error:
        return []
