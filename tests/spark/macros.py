"""Every macro that engines spell differently says the same on DuckDB and on Spark.

Belongs here: one case per dispatched macro, on the values that engines are known to treat differently. Does not belong:
macros of one wording for all engines, whose outcome the marts show (compare.py).
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from orchestration.build.spark.build import run_dbt

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

DISPATCHED = re.compile(r"adapter\.dispatch\('(\w+)'\)")
DATES = """
    from (
        values ('2020-01-31'), ('2020-02-29'), ('2021-02-28'), ('2020-12-31'), ('2019-12-30'), ('1900-01-01'), (null)
    ) as texts (text)
    cross join (select cast('2020-03-01' as date) as spring_on) as fixed
"""
DAY = "cast(text as date)"

# By the macro: a query, of which every row is compared.
CASES = {
    "add_months": f"select text, {{{{ add_months('{DAY}', 1) }}}}, {{{{ add_months('{DAY}', -12) }}}} {DATES}",
    "days_between": f"""
        select text, {{{{ days_between('{DAY}', 'spring_on') }}}}, {{{{ days_between('spring_on', '{DAY}') }}}} {DATES}
    """,
    "day_of_week": f"select text, {{{{ day_of_week('{DAY}') }}}} {DATES}",
    "days_of_span": f"select text, {{{{ days_of_span('{DAY}', 'spring_on') }}}} {DATES}",
    "month_ends_of_span": f"select text, {{{{ month_ends_of_span('{DAY}', 'spring_on') }}}} {DATES}",
    "long_date": f"select text, {{{{ long_date('{DAY}') }}}} {DATES}",
    "each_of": "select {% call each_of() %}a, b, 'c'{% endcall %} from (values ('x', 'y'), (null, '')) as texts (a, b)",
    "each_word": """
        select text, {{ each_word('text', ', ') }}
        from (values ('one'), ('one, two, three'), (''), ('one,two'), (null)) as texts (text)
    """,
    "last_known": """
        select place, {{ last_known('text') }} over (order by place)
        from (values (1, null), (2, 'a'), (3, null), (4, 'b'), (5, null)) as texts (place, text)
    """,
    "is_written_as": """
        select text, {{ is_written_as('text', '[0-9]{2}|x[.]y') }}
        from (values ('12'), ('123'), ('a12'), ('x.y'), ('xzy'), ('12 '), (''), (null)) as texts (text)
    """,
    "is_ascii": """
        select text, {{ is_ascii('text') }}
        from (values ('abc'), (''), ('caf\u00e9'), ('\u200b1'), ('1\u00a0'), ('\U0001f600'), (null)) as texts (text)
    """,
    # Not dispatched, but engines could take letters that show nothing otherwise.
    "bare": """
        select text, {{ bare('text') }}
        from (
            values (' a b '), ('\ufeffa\u200b'), ('a\u2011b\u2010c'), ('\u00a0a\u202f'), ('1\u202f001'), ('a\u00adb'),
            (''), (null)
        ) as texts (text)
    """,
    "each_cell": """
        select {{ each_cell('unless_nothing', 'cells', ['_row'], 'lcs_referral_details') }}
        from (
            values (1, 'NULL', 'N'), (2, '', 'null'), (3, '<NA>', 'nan'), (4, '(NULL)', 'NONE'), (5, null, 'NULLED')
        ) as cells (_row, referral_id, referral_reason)
    """,
    "is_json": """
        select text, {{ is_json('text') }}
        from (
            values ('{"a": 1}'), ('{}'), ('[1, 2]'), ('{"a": {"b": []}}'), ('1'), ('"a"'), ('null'), (' {} '), (null),
            ('{"a": 1'), ('a'), ('{a: 1}'), (''), ('01')
        ) as texts (text)
    """,
    "json_key": """
        select text, {{ json_key('text', 'a') }}
        from (
            values ('{"a": 1}'), ('{"a": "x y"}'), ('{"a": null}'), ('{"a": true}'), ('{"a": ""}'), ('{"b": 1}'), (null)
        ) as texts (text)
    """,
    # Not dispatched, but doubles become decimals here, in each engine's own way.
    "with_decimals": """
        select number, {{ with_decimals('number', 1) }}, {{ with_decimals('number', 2) }}
        from (
            select cast(text as double) as number
            from (
                values ('0'), ('0.25'), ('0.35'), ('2.675'), ('19.95'), ('1234567.125'), ('-1.5'), (null)
            ) as texts (text)
        ) as numbers
    """,
    "escaped": """
        select {{ literal("O'Brien") }}, {{ literal('a \\\\ b') }}, {{ literal('"two"\\nlines') }}, {{ literal(none) }}
    """,
    # Its text is each engine's own: compared is which rows are told apart.
    "content_fingerprint": """
        with inputs as (
            select * from (
                values (1, 'a', 'b'), (2, 'a', 'b'), (3, 'a', null), (4, 'a', ''),
                (5, 'ab', ''), (6, '', 'ab'), (7, 'a"', 'b')
            ) as texts (nth, one, two)
        ),
        printed as (select inputs.nth, {{ content_fingerprint('inputs', 'nth') }} as print from inputs)
        select mine.nth, other.nth
        from printed as mine inner join printed as other on mine.print = other.print
    """,
}


def compared(place: Path, spark: SparkSession) -> bool:
    """Whether each macro gives the same rows on both engines; says which do not, or have no case."""
    on_duckdb, on_spark = (compiled(place, target) for target in ("duckdb", "spark"))
    differing = dispatched(place / "project" / "macros") - set(CASES)
    for macro, ours, theirs in zip(CASES, on_duckdb, on_spark, strict=True):
        expected = sorted(map(repr, duckdb.sql(ours).fetchall()))
        found = sorted(repr(tuple(row)) for row in spark.sql(theirs).collect())
        if found != expected or not found:
            differing.add(macro)
            print(f"{macro}:", *sorted(set(expected) ^ set(found)), sep="\n  ")
    print(f"{len(CASES)} macros on DuckDB and on Spark: {len(differing)} differ or have no case")
    for macro in sorted(differing):
        print(f"  {macro}")
    return not differing


def dispatched(macros: Path) -> set[str]:
    """The macros that are written once for each engine."""
    return {name for path in macros.glob("*.sql") for name in DISPATCHED.findall(path.read_text(encoding="utf-8"))}


def compiled(place: Path, target: str) -> list[str]:
    """The queries as dbt writes them for one engine."""
    text = "\n;\n".join(CASES.values())
    done = run_dbt(place / "project", target, place / target, "compile", "--inline", text, "--log-level", "none")
    return done.results[0].node.compiled_code.split("\n;\n")
