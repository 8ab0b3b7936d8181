"""Finds ids and dates of birth of a delivery, thousands of them, in a content.

Belongs here: what they look like. Does not belong here: opening files (searching.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime

from tests.canaries.searching import is_text

SHORT = 6  # an id with fewer letters is looked for as a word of a text, and T27 of a sheet is a place there
AS_WORD = rb"""(?<![\w.:#-])(?<!R=")%b(?![\w.-])"""
WRITTEN_DATE = re.compile(rb"\d{4}-\d\d-\d\d|\d\d?/\d\d?/\d{4}|\d\d? [A-Z][a-z]{2,8} \d{4}")
DATE_FORMS = ("%Y-%m-%d", "%d/%m/%Y", "%d %B %Y", "%d %b %Y")


class Ids:
    """Ids by their shapes, so that one pass a shape finds them all: P0001551 is a P and seven digits."""

    def __init__(self, ids: Iterable[str]) -> None:
        self.ids = {one.upper().encode() for one in ids}
        shapes = {_shape(one): len(one) for one in self.ids}
        self.anywhere = [re.compile(shape) for shape, length in shapes.items() if length >= SHORT]
        self.as_words = [re.compile(AS_WORD % shape) for shape, length in shapes.items() if length < SHORT]

    def found_in(self, content: bytes) -> set[str]:
        """The ids that stand in a content, in capitals."""
        written = content.upper()
        patterns = self.anywhere + (self.as_words if is_text(content) else [])
        return {one.decode() for pattern in patterns for one in set(pattern.findall(written)) & self.ids}


def _shape(one: bytes) -> bytes:
    return re.sub(rb"[0-9]+", lambda run: b"[0-9]{%d}" % len(run[0]), re.escape(one))


def dates_in(content: bytes) -> set[date]:
    """The dates written as 2012-01-06, 06/01/2012, 6 January 2012 or 6 Jan 2012."""
    return {day for text in set(WRITTEN_DATE.findall(content)) if (day := _day(text))}


def _day(text: bytes) -> date | None:
    for form in DATE_FORMS:
        try:
            return datetime.strptime(text.decode(), form).date()
        except ValueError:
            continue
    return None
