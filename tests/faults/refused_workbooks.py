"""Deliveries refused for a workbook, as data: how each is spoiled, and all that is said of it."""

from __future__ import annotations

from orchestration.landing.limits import limit
from tests.faults.files import (
    MAIN,
    SHEET,
    locked,
    lying_about_size,
    packed,
    sheet_of,
    with_part,
    workbook,
)
from tests.faults.small import HOUSEHOLDS, Refused

GOOD_WORKBOOK = workbook(HOUSEHOLDS)
NO_XLSX = "the file cannot be read as XLSX"


def households(name: str, reason: str, content: bytes) -> Refused:
    """The workbook is another one."""
    return Refused(
        name,
        lambda small: small.put("lcs_foster_households", "households.xlsx", content, 1),
        (("households.xlsx", None, reason),),
    )


EXTENT = f"the sheet reaches over more than {limit('workbook_cells')} cells"
ENTITIES = "the workbook declares entities or a document type"
LAUGHS = '<!DOCTYPE w [<!ENTITY a "CANARY"><!ENTITY b "&a;&a;&a;&a;">]>'
WORKBOOKS = (
    households("workbook_nonsense", NO_XLSX, b"CANARY"),
    households("workbook_cut_short", NO_XLSX, GOOD_WORKBOOK[:-30]),
    households("workbook_damaged", NO_XLSX, GOOD_WORKBOOK.replace(b"xl/styles.xml", b"xl/styles.xmx", 1)),
    households(
        "workbook_encrypted",
        "the workbook is encrypted, or of the format before .xlsx",
        bytes.fromhex("D0CF11E0A1B11AE1") + bytes(512),
    ),
    households("workbook_part_encrypted", "a part of the workbook is encrypted", locked(GOOD_WORKBOOK, SHEET)),
    households(
        "workbook_zip_bomb",
        f"the workbook unpacks to more than {limit('workbook_unpacked_bytes')} bytes",
        with_part(GOOD_WORKBOOK, "xl/media/a.bin", bytes(limit("workbook_unpacked_bytes"))),
    ),
    households(
        "workbook_of_much_air",
        f"the workbook unpacks to more than {limit('workbook_ratio')} times its size",
        with_part(GOOD_WORKBOOK, "xl/media/a.bin", bytes(5_000_000)),
    ),
    households("workbook_lying_about_size", NO_XLSX, lying_about_size(GOOD_WORKBOOK, SHEET)),
    households(
        "workbook_of_many_parts",
        f"the workbook holds more than {limit('workbook_members')} parts",
        packed(sheet_of("") | {f"xl/media/{n}.bin": "" for n in range(limit("workbook_members"))}),
    ),
    households("workbook_part_twice", "the workbook holds two parts of one name", packed(sheet_of(""), twice=SHEET)),
    households(
        "workbook_billion_laughs",
        ENTITIES,
        with_part(GOOD_WORKBOOK, SHEET, f'{LAUGHS}<worksheet xmlns="{MAIN}"><sheetData/></worksheet>'),
    ),
    households(
        "workbook_entity_of_a_file",
        ENTITIES,
        with_part(GOOD_WORKBOOK, "xl/sharedStrings.xml", '<!DOCTYPE s [<!ENTITY a SYSTEM "file:///etc/passwd">]><s/>'),
    ),
    households(
        "workbook_entities_in_utf_16", ENTITIES, with_part(GOOD_WORKBOOK, SHEET, f"{LAUGHS}<w/>".encode("utf-16"))
    ),
    households(
        "workbook_with_macros", "the workbook holds macros", with_part(GOOD_WORKBOOK, "xl/vbaProject.bin", b"x")
    ),
    households(
        "workbook_with_a_macro_sheet",
        "the workbook holds macros",
        with_part(GOOD_WORKBOOK, "xl/macrosheets/sheet1.xml", "<m/>"),
    ),
    households(
        "workbook_renamed_from_xlsm",
        "the workbook holds macros",
        with_part(
            GOOD_WORKBOOK,
            "[Content_Types].xml",
            '<Types><Override ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>',
        ),
    ),
    households(
        "workbook_with_links_to_others",
        "the workbook takes values from elsewhere",
        with_part(GOOD_WORKBOOK, "xl/externalLinks/externalLink1.xml", "<e/>"),
    ),
    households(
        "workbook_with_a_document_in_it",
        "the workbook holds other documents or controls",
        with_part(GOOD_WORKBOOK, "xl/embeddings/a.docx", b"x"),
    ),
    households(
        "workbook_of_two_sheets", "the workbook holds 2 sheets, not one", packed(sheet_of("", names=("a", "b")))
    ),
    households(
        "workbook_counting_from_1904",
        "the workbook counts its days from 1904",
        packed(sheet_of("", properties='<workbookPr date1904="1"/>')),
    ),
    households(
        "workbook_cell_far_away",
        EXTENT,
        packed(sheet_of('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')),
    ),
    households("workbook_cell_nowhere", NO_XLSX, packed(sheet_of('<row r="1"><c r="1A"/></row>'))),
    households("workbook_without_rows", "the file is empty, not even a header", packed(sheet_of(""))),
    households("workbook_not_xml", NO_XLSX, with_part(GOOD_WORKBOOK, SHEET, "<worksheet>CANARY")),
)


CASES = WORKBOOKS
