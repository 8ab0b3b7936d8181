"""What the public edition prints in place of each cell of the report.

Belongs here: text and symbols of cells. Does not belong: the choice of cells (suppress.py), pages and colours (the
renderers).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from orchestration.disclosure.direction import direction
from orchestration.disclosure.issues import Report, Words, read_reports
from orchestration.disclosure.printed_cells import PrintedCell, has_digit
from orchestration.disclosure.relations import month_before
from orchestration.disclosure.rounding import UnknownCell, number_shown, printed
from orchestration.disclosure.suppress import Choice, PublicIssues
from orchestration.disclosure.symbols import cell_symbols, instead_of_number

# Months that the next monthly run counts again, in the usual window: the newest and the one before it.
PROVISIONAL_MONTHS = 2


@dataclass(frozen=True)
class PublicCell:
    """One cell of the public edition: its text, its symbols (symbols.py), and why it is held back.

    `held_back` is primary (small itself), secondary (would give a small number away), whole (nothing of its row is
    printed, because nothing less would do) or empty. `is_as_first_printed` tells that the restricted edition has
    another number, known later. `number` is that of the text, None where it shows none.
    """

    text: str
    symbols: tuple[str, ...] = ()
    held_back: str = ""
    is_as_first_printed: bool = False
    number: float | None = None


def public_cells(published_db: Path, la_code: str, report_month: date) -> dict[tuple, str]:
    """Text of every printed cell of the report in the public edition, by the cell's key.

    Keys: ("figure", page, key, breakdown, period_kind, period, part) as in report_figures; ("scorecard", row_key,
    column) as in report_scorecard, for months, year to date, years before, dot, dot_reason, rag and rag_reason.
    Targets and the benchmarks of the scorecard are not in it: they are printed as they are. The same published file
    gives the same answer, and a longer one gives the same answer for the months it held before. Raises NoSuchReport,
    UnknownCell, UndecidedIndicator.
    """
    return {key: cell.text for key, cell in public_edition(published_db, la_code, report_month).items()}


def public_edition(published_db: Path, la_code: str, report_month: date) -> dict[tuple, PublicCell]:
    """The same with symbols and reasons."""
    return public_editions(published_db, la_code, report_month)[report_month]


def public_editions(
    published_db: Path, la_code: str, report_month: date, *, with_secondary: bool = True
) -> dict[date, dict[tuple, PublicCell]]:
    """Every public issue up to that of `report_month`, by month.

    `with_secondary=False` is unsafe and there to be attacked in a test.
    """
    reports, words = read_reports(published_db, la_code, report_month)
    issues = PublicIssues(with_secondary)
    return {report.report_month: _printed_cells(report, issues.add(report.issue), words) for report in reports}


def _printed_cells(report: Report, choice: Choice, words: Words) -> dict[tuple, PublicCell]:
    heads = {cell.key[:-1]: cell for cell in report.cells if cell.style == "brackets" and cell.part == "count"}
    shares = {cell.key[:-1]: cell for cell in report.cells if cell.style == "brackets" and cell.part == "percent"}
    cells = {}
    for cell in report.cells:
        if cell.style == "brackets" and cell.group[2] != "annual":
            pair = [_text(one[cell.key[:-1]], choice, words) for one in (shares, heads)]
            text = f"{pair[0]} ({pair[1]})"
        else:
            text = _text(cell, choice, words)
        cells[cell.key] = _cell(cell, text, report, choice, words)
    for row in report.scorecard:
        cells |= _judgements(row, cells)
    return cells


def _cell(cell: PrintedCell, text: str, report: Report, choice: Choice, words: Words) -> PublicCell:
    kinds = {"whole": choice.whole, "primary": choice.primary, "secondary": choice.secondary}
    held = next((kind for kind, keys in kinds.items() if cell.key in keys), "")
    month = report.report_month.isoformat()
    figures = choice.figures.get(cell.group)
    symbols = cell_symbols(
        _status(cell, choice),
        is_confidential=bool(held),
        rounds_to_zero=bool(
            cell.quantity == "value" and figures and figures.numerator and not text.strip("0.%") and text != "-"
        ),
        is_provisional=cell.group[2] == "month" and cell.group[3] > month_before(month, PROVISIONAL_MONTHS),
        is_revised=cell.group in choice.revised,
        is_break=_has_break(cell, report, words),
    )
    instead = instead_of_number(symbols)
    number = None if instead else cell.number if text == cell.printed else _number(cell, choice, words)
    return PublicCell(instead or text, symbols, held, instead is None and text != cell.printed, number)


def _has_break(cell: PrintedCell, report: Report, words: Words) -> bool:
    """The month in which a series breaks, and a year to date that runs across it."""
    indicator, _, kind, period = cell.group
    first = {"month": period, "ytd": report.issue.first_months.get((indicator, period), period)}.get(kind)
    within = [one for one in words.breaks.get(indicator, ()) if first and first[:7] <= one <= period[:7]]
    return bool(within) and (kind == "month" or within[0] > first[:7])


def _text(cell: PrintedCell, choice: Choice, words: Words) -> str:
    """The cell as the public first had it; outturns and benchmarks as they stand; nothing where a symbol will stand."""
    if cell.group[2] in ("annual", "benchmark"):
        return cell.printed
    if _status(cell, choice) != "reported":
        return ""
    figures = choice.figures.get(cell.group)
    if figures is None:
        if has_digit(cell.printed):
            raise UnknownCell(cell)
        return cell.printed
    base = figures.population if figures.denominator is None else figures.denominator
    return printed(cell, figures.numerator, base, words.units[cell.group[0]])


def _number(cell: PrintedCell, choice: Choice, words: Words) -> float | None:
    """The number of a cell that stands as the public first had it."""
    if _status(cell, choice) != "reported":
        return None
    figures = choice.figures[cell.group]
    base = figures.population if figures.denominator is None else figures.denominator
    return number_shown(cell, figures.numerator, base, words.units[cell.group[0]])


def _status(cell: PrintedCell, choice: Choice) -> str:
    """Status of what the public edition shows; nothing to divide by leaves a number that is zero, and no share."""
    figures = choice.figures.get(cell.group)
    status = figures.value_status if figures and cell.group[2] != "annual" else cell.value_status
    return "reported" if status == "no_cases" and cell.quantity != "value" else status


def _judgements(row: dict, cells: dict[tuple, PublicCell]) -> dict[tuple, PublicCell]:
    """Direction and rating of a scorecard row, judged by what the public edition prints."""
    name = row["row_key"]
    before, now = (cells.get(("scorecard", name, column)) for column in ("month_before", "this_month"))
    made = {}
    is_hidden = {column: bool(cell and cell.held_back) for column, cell in (("before", before), ("now", now))}
    if any(is_hidden.values()):
        dot, reason = PublicCell("c", ("c",), "secondary"), PublicCell("c", ("c",), "secondary")
    else:
        was = ((one.text, one.number) for one in (before, now))
        dot, reason = (PublicCell(text) for text in direction(row, *was))
    made["scorecard", name, "dot"], made["scorecard", name, "dot_reason"] = dot, reason
    for column in ("rag", "rag_reason"):
        made["scorecard", name, column] = (
            PublicCell("c", ("c",), "secondary") if is_hidden["now"] else PublicCell(row[column])
        )
    return made
