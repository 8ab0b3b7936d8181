"""What people write beside the figures: one Markdown file per council, month and page, with figures filled in.

    <data>/commentary/<la_code>/<2020-12>/<anchor of the page>.md            restricted edition
    <data>/commentary/<la_code>/<2020-12>/public/<anchor of the page>.md     public edition

`{{ figure("lac", "2020-12") }}` stands for a printed figure of the same report; a name of more parts is
`figure(key, period, breakdown="...", part="...")`. So text and table cannot disagree: a figure that no mart has is an
error that names file and line. Paragraphs, lists and **bold** are kept; HTML is shown as the text it is.
Where nobody has written, a draft is made from the scorecard and said to be one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment
from markdown_it import MarkdownIt

from orchestration.report.content.editions import FigureKey
from orchestration.report.document import Block, Run

LARGEST = 100_000  # characters of a file
SAID = ("this_month", "month_before", "dot", "dot_reason", "rag", "rag_reason")


class CommentaryError(ValueError):
    """A commentary file that cannot be used; the message names file and line."""


def written(folder: Path, anchor: str, printed: Mapping[FigureKey, str]) -> tuple[Block, ...] | None:
    """The commentary of a page as blocks, or None where there is no file. CommentaryError when it cannot be used.

    `printed` holds every figure of the report as its edition prints it.
    """
    path = folder / f"{anchor}.md"
    if not path.is_file():
        return None
    text = path.read_text(encoding="utf-8")
    if len(text) > LARGEST:
        raise CommentaryError(f"{path.name}: longer than {LARGEST} characters")
    return blocks(filled_in(path.name, text, printed))


def filled_in(name: str, text: str, printed: Mapping[FigureKey, str]) -> str:
    """The text with its figures."""
    environment = SandboxedEnvironment(undefined=StrictUndefined, autoescape=False, keep_trailing_newline=True)
    try:
        return environment.from_string(text).render(figure=_finder(printed))
    except LookupError as error:
        raise CommentaryError(f"{name}, line {_line_of(text, error)}: {error.args[0]}") from None
    except TemplateError as error:
        line = getattr(error, "lineno", None) or 1
        raise CommentaryError(f"{name}, line {line}: {error.message}") from None


def _finder(printed: Mapping[FigureKey, str]) -> Callable[..., str]:
    def figure(key: str, period: str, breakdown: str = "", part: str | None = None) -> str:
        found = {
            text
            for (_, one, category, _, when, piece), text in printed.items()
            if (one, when, category) == (key, period, breakdown) and part in (None, piece)
        }
        if not found:
            raise LookupError(f"no figure {key} {breakdown} of {period} stands in this report".replace("  ", " "))
        if len(found) > 1:
            raise LookupError(f"figure {key} of {period} has several parts; name one with part=")
        return found.pop()

    return figure


def _line_of(text: str, error: LookupError) -> int:
    """The line of the figure that was not found: the first that names its key and period."""
    words = re.findall(r"figure (\S+)", str(error))
    lines = [number for number, line in enumerate(text.splitlines(), 1) if words and f'"{words[0]}"' in line]
    return lines[0] if lines else 1


def blocks(text: str) -> tuple[Block, ...]:
    """Paragraphs and list items of a Markdown text."""
    found: list[Block] = []
    depth = 0
    for token in MarkdownIt("commonmark", {"html": False}).parse(text):
        depth += (token.type == "list_item_open") - (token.type == "list_item_close")
        if token.type == "inline":
            found.append(Block(_runs(token.children or []), depth > 0))
    return tuple(found)


def _runs(children: list) -> tuple[Run, ...]:
    found: list[Run] = []
    strong = 0
    for child in children:
        strong += (child.type == "strong_open") - (child.type == "strong_close")
        if child.type in ("text", "code_inline"):
            found.append(Run(child.content, strong > 0))
        elif child.type in ("softbreak", "hardbreak"):
            found.append(Run(" ", strong > 0))
    return tuple(found)


def drafted(rows: Iterable[dict]) -> tuple[Block, ...]:
    """A draft from the scorecard rows of a page: the month, the month before, direction and target.

    `rows` hold the columns SAID as the edition prints them; a row without a number this month is passed over.
    """
    found = []
    for row in rows:
        if not row["this_month"][:1].isdigit():
            continue
        words = f"{row['title']}: {row['this_month']} this month, {row['month_before']} the month before"
        if row["dot"] in ("up", "down", "none"):
            words += f" ({row['dot_reason']})"
        if row["rag"] in ("green", "amber", "red"):
            words += f"; {row['rag_reason']}"
        found.append(Block((Run(words + "."),), is_item=True))
    return tuple(found)
