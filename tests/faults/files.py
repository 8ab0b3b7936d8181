"""Files of each format made by hand, good and hostile.

Belongs here: bytes. Does not belong: deliveries (small.py).
"""

from __future__ import annotations

import io
import re
import tempfile
import warnings
import zipfile
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import duckdb

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SHEET = "xl/worksheets/sheet1.xml"


class Formula(str):
    """A cell that holds the error of a formula or, where that is empty, a formula that nobody has computed."""


def parquet(query: str) -> bytes:
    """What a query gives, as Parquet."""
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "made.parquet"
        duckdb.sql(query).write_parquet(str(path))
        return path.read_bytes()


def workbook(rows: Iterable[Iterable[object]]) -> bytes:
    """The smallest .xlsx with one sheet. Dates are cells of a date style, numbers are numbers."""
    lines = "".join(
        f'<row r="{line}">{"".join(_cell(value, line, column) for column, value in enumerate(row))}</row>'
        for line, row in enumerate(rows, start=1)
    )
    return packed(sheet_of(lines))


def unplaced(rows: Iterable[Iterable[object]]) -> bytes:
    """The same, but no row and no cell says where it stands."""
    content = workbook(rows)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheet = archive.read(SHEET).decode()
    return with_part(content, SHEET, re.sub(r' r="[A-Z]?[0-9]+"', "", sheet))


def sheet_of(lines: str, names: tuple[str, ...] = ("s",), properties: str = "") -> dict[str, str | bytes]:
    """Parts of a workbook by name; all sheets hold the same rows."""
    sheets = "".join(f'<sheet name="{name}" sheetId="{n}" r:id="s{n}"/>' for n, name in enumerate(names, start=1))
    links = "".join(
        f'<Relationship Id="s{n}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(names) + 1)
    )
    return {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{properties}<sheets>{sheets}</sheets>'
        "</workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{links}'
        f'<Relationship Id="st" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
        "</styleSheet>",
        **{
            f"xl/worksheets/sheet{n}.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{lines}</sheetData></worksheet>'
            for n in range(1, len(names) + 1)
        },
    }


def packed(parts: dict[str, str | bytes], twice: str | None = None) -> bytes:
    """Parts as a zip file; the part named by `twice` stands in it two times."""
    made = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")
        for name, content in [*parts.items(), *([(twice, parts[twice])] if twice else [])]:
            archive.writestr(name, content)
    return made.getvalue()


def with_part(content: bytes, name: str, part: str | bytes) -> bytes:
    """A workbook with one part more, or another one under that name."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts: dict[str, str | bytes] = {one: archive.read(one) for one in archive.namelist()}
    return packed({**parts, name: part})


def lying_about_size(content: bytes, name: str) -> bytes:
    """A workbook whose directory says that a part is one byte long."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        true_size = archive.getinfo(name).file_size.to_bytes(4, "little")
    directory = content.rindex(name.encode()) - 46
    size = content.index(true_size, directory)
    return content[:size] + (1).to_bytes(4, "little") + content[size + 4 :]


def locked(content: bytes, name: str) -> bytes:
    """A workbook whose directory says that a part is encrypted."""
    flags = content.rindex(name.encode()) - 46 + 8
    return content[:flags] + b"\x01" + content[flags + 1 :]


def _cell(value: object, line: int, column: int) -> str:
    place = f'r="{chr(ord("A") + column)}{line}"'
    if value is None:
        return f"<c {place}/>"
    if isinstance(value, Formula):
        return f'<c {place} t="e"><f>1/0</f><v>{value}</v></c>' if value else f"<c {place}><f>A1+1</f></c>"
    if isinstance(value, date):
        return f'<c {place} s="1"><v>{(value - date(1899, 12, 30)).days}</v></c>'
    if isinstance(value, int | float):
        return f"<c {place}><v>{value}</v></c>"
    return f'<c {place} t="inlineStr"><is><t>{value}</t></is></c>'
