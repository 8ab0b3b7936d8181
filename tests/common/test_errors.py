"""What is told of an error: own words whole, of others kind and place, and of the machine what to do."""

import duckdb
import pytest

from orchestration.common.errors import NotPossible, Unexpected, in_own_words, told
from orchestration.common.months import month_end


def caught(call):
    with pytest.raises(Exception) as found:
        call()
    return found.value


def test_words_of_a_library_are_not_told():
    text = told(caught(lambda: duckdb.sql("select error('P0001')").fetchall()))
    assert text.startswith("InvalidInputException in test_errors.py line ") and "P0001" not in text


def test_own_words_and_those_on_files_are_told_once():
    assert told(caught(lambda: month_end("2020-13"))) == "not a month: '2020-13'; write it as 2020-12"
    text = told(OSError(28, "No space left on device", "children.duckdb"))
    assert "'children.duckdb'\nThe disk is full." in text
    assert told(Unexpected(text)) == text


def test_no_error_takes_along_the_one_it_came_from():
    def asked():
        try:
            int("P0001")
        except ValueError:
            raise NotPossible("not a number") from RuntimeError("P0001")

    with pytest.raises(NotPossible) as own, in_own_words():
        asked()
    with pytest.raises(Unexpected) as other, in_own_words():
        int("P0001")
    for error in (own.value, other.value):
        assert error.__cause__ is None and error.__suppress_context__
    assert "P0001" not in str(other.value)
