"""Reads a tagged PDF as a screen reader does: by its tags, in their order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from pypdf import PdfReader
from pypdf.generic import ContentStream, DictionaryObject, IndirectObject


@dataclass(frozen=True)
class Element:
    """One tag: its kind, its alternative text and, in reading order, its pieces of text and the tags inside."""

    kind: str
    alt: str
    parts: tuple[str | Element, ...]

    @property
    def text(self) -> str:
        """All its text, without white space, which a line break eats."""
        return squeezed("".join(part if isinstance(part, str) else part.text for part in self.parts))

    def all(self, *kinds: str) -> list[Element]:
        """Every element of these kinds in it, in reading order."""
        found = [self] if self.kind in kinds else []
        return found + [one for part in self.parts if isinstance(part, Element) for one in part.all(*kinds)]


def squeezed(text: str) -> str:
    """Text without white space, to compare."""
    return re.sub(r"\s+", "", text)


class TaggedPdf:
    """The file's tags as a tree, its metadata and the sizes of its letters."""

    def __init__(self, content: bytes) -> None:
        self.reader = PdfReader(BytesIO(content))
        self.root = self.reader.trailer["/Root"]
        self.sizes: set[float] = set()
        self._texts = {page.indirect_reference.idnum: self._marked_texts(page) for page in self.reader.pages}

    def tree(self) -> Element:
        """The tag that all others are in."""
        return self._element(self.root["/StructTreeRoot"]["/K"], 0)

    def _element(self, node: object, page: int) -> Element:
        node = node.get_object() if isinstance(node, IndirectObject) else node
        node = node[0].get_object() if isinstance(node, list) else node
        page = node.raw_get("/Pg").idnum if "/Pg" in node else page
        kids = node.get("/K", [])
        parts: list[str | Element] = []
        for kid in kids if isinstance(kids, list) else [kids]:
            kid = kid.get_object() if isinstance(kid, IndirectObject) else kid
            if isinstance(kid, int):
                parts.append(self._texts[page].get(kid, ""))
            elif kid.get("/Type") == "/MCR":
                where = kid.raw_get("/Pg").idnum if "/Pg" in kid else page
                parts.append(self._texts[where].get(kid["/MCID"], ""))
            elif "/S" in kid:
                parts.append(self._element(kid, page))
        return Element(node["/S"].lstrip("/"), str(node.get("/Alt", "")), tuple(parts))

    def _marked_texts(self, page: DictionaryObject) -> dict[int, str]:
        fonts = {name: _to_unicode(font.get_object()) for name, font in page["/Resources"].get("/Font", {}).items()}
        texts: dict[int, str] = {}
        marks: list[int | None] = []
        font: dict[int, str] = {}
        for operands, operator in ContentStream(page.get_contents(), self.reader).operations:
            if operator in (b"BDC", b"BMC"):
                is_marked = operator == b"BDC" and "/MCID" in operands[1]
                marks.append(operands[1]["/MCID"] if is_marked else (marks[-1] if marks else None))
            elif operator == b"EMC":
                marks.pop()
            elif operator == b"Tf":
                font = fonts[operands[0]]
                self.sizes.add(float(operands[1]))
            elif operator in (b"Tj", b"TJ") and marks and marks[-1] is not None:
                texts[marks[-1]] = texts.get(marks[-1], "") + "".join(_decoded(operands[0], font))
        return texts


def _decoded(shown: object, font: dict[int, str]) -> Iterator[str]:
    for part in shown if isinstance(shown, list) else [shown]:
        if not isinstance(part, (int, float)):
            codes = part.original_bytes
            yield from (font[int.from_bytes(codes[n : n + 2], "big")] for n in range(0, len(codes), 2))


def _to_unicode(font: DictionaryObject) -> dict[int, str]:
    """What each two-byte code of a font stands for."""
    table = font["/ToUnicode"].get_data().decode("latin-1")
    found: dict[int, str] = {}
    for section in re.findall(r"beginbfchar(.*?)endbfchar", table, re.S):
        for code, text in re.findall(r"<(\w+)>\s*<(\w+)>", section):
            found[int(code, 16)] = bytes.fromhex(text).decode("utf-16-be")
    assert "beginbfrange" not in table
    return found
