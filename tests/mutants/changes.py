"""Small wrong changes of a model, one token each, found by sqlglot's tokenizer.

Jinja is masked before: an expression becomes a name of the same length, the rest blanks, so that positions are those
of the file. Numbers in an expression, `{{ add_months('started_on', 24) }}`, are changed as well. Two things are left
alone: `=`, since nearly all stand in joins, where a change breaks everything at once, and inner joins, since what
follows mostly asks for the joined row anyway.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlglot import Dialect
from sqlglot.tokens import Token, TokenType

FOLDERS = ("staging", "episodes", "by_month", "indicators", "reporting")
QUOTED_OR_NOT = r"""(?:'[^']*'|"[^"]*"|[^'"])*?"""
JINJA = re.compile(rf"\{{\{{{QUOTED_OR_NOT}\}}\}}|\{{%{QUOTED_OR_NOT}%\}}|\{{#.*?#\}}", re.DOTALL)
NUMBER_ARGUMENT = re.compile(r"(?<=[ (=])\d+(?=[,) ])")
SWAPPED = {
    "<": "<=",
    "<=": "<",
    ">": ">=",
    ">=": ">",
    "and": "or",
    "or": "and",
    "max": "min",
    "min": "max",
    "greatest": "least",
    "least": "greatest",
    "bool_or": "bool_and",
    "bool_and": "bool_or",
    "true": "false",
    "false": "true",
    "desc": "asc",
}
OPERATORS = {TokenType.PLUS, TokenType.DASH}
DIALECT = Dialect.get_or_raise("duckdb")


@dataclass(frozen=True)
class Change:
    """One place of a model's file and what stands there instead."""

    model: str
    folder: str
    line: int
    start: int
    end: int
    before: str
    after: str
    right: str
    wrong: str

    def __str__(self) -> str:
        return f"{self.model}.sql line {self.line}: {self.right!r} as {self.wrong!r}"


def changes_of_models(models: Path) -> list[Change]:
    """Every change of every model of the folders looked at, in the order of files and lines."""
    return [
        change
        for folder in FOLDERS
        for path in sorted((models / folder).rglob("*.sql"))
        for change in changes_of(path.read_text(encoding="utf-8"), path.stem, folder)
    ]


def changes_of(text: str, model: str, folder: str) -> Iterator[Change]:
    """Every change of one model; `right` and `wrong` are its line before and after."""
    for start, end, after in sorted([*_in_sql(text), *_in_jinja(text)]):
        first, last = text.rfind("\n", 0, start) + 1, (text + "\n").index("\n", end)
        lines = text[first:last], text[first:start] + after + text[end:last]
        right, wrong = (" ".join(line.split()) for line in lines)
        line = text.count("\n", 0, start) + 1
        yield Change(model, folder, line, start, end, text[start:end], after, right, wrong)


def _in_sql(text: str) -> Iterator[tuple[int, int, str]]:
    tokens = DIALECT.tokenize(JINJA.sub(_masked, text))
    ranges = set(_ands_of_ranges(tokens))
    for at, token in enumerate(tokens):
        after = _swapped(tokens, at) if at not in ranges else None
        if after is not None:
            yield token.start, token.end + 1, after
        if token.token_type in OPERATORS and _type(tokens, at + 1) == TokenType.NUMBER:
            yield token.start, tokens[at + 1].end + 1, ""


def _swapped(tokens: Sequence[Token], at: int) -> str | None:
    """What stands in the place of a token, where it is one that is changed."""
    token, text = tokens[at], tokens[at].text.lower()
    match token.token_type:
        case TokenType.LEFT if _type(tokens, at + 1) == TokenType.JOIN:
            return "inner"
        case TokenType.IS if _type(tokens, at + 1) == TokenType.NULL:
            return "is not"
        case TokenType.NOT:
            return ""
        case TokenType.NUMBER if text.isdigit():
            return str(int(text) + 1)
        case TokenType.VAR | TokenType.IDENTIFIER if _type(tokens, at + 1) != TokenType.L_PAREN:
            return None
        case TokenType.STRING:
            return None
    return SWAPPED.get(text)


def _ands_of_ranges(tokens: Sequence[Token]) -> Iterator[int]:
    """The `and` of `between`, which is no condition."""
    waiting, depth = [], 0
    for at, token in enumerate(tokens):
        match token.token_type:
            case TokenType.L_PAREN:
                depth += 1
            case TokenType.R_PAREN:
                depth -= 1
            case TokenType.BETWEEN:
                waiting.append(depth)
            case TokenType.AND if waiting and waiting[-1] == depth:
                waiting.pop()
                yield at


def _in_jinja(text: str) -> Iterator[tuple[int, int, str]]:
    for block in JINJA.finditer(text):
        if block[0].startswith("{{") and not re.match(r"\{\{-?\s*config\b", block[0]):
            for number in NUMBER_ARGUMENT.finditer(block[0]):
                after = block[0][: number.start()] + str(int(number[0]) + 1) + block[0][number.end() :]
                yield block.start(), block.end(), after


def _masked(block: re.Match[str]) -> str:
    character = "j" if block[0].startswith("{{") else " "
    return re.sub(r"[^\n]", character, block[0])


def _type(tokens: Sequence[Token], at: int) -> TokenType | None:
    return tokens[at].token_type if at < len(tokens) else None
