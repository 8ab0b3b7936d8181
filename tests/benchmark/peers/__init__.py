"""The same three pages in four engines. Here is only the moment at which a process begins to import its engine."""

from time import perf_counter

STARTED = perf_counter()
