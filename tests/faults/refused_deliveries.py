"""Deliveries that are refused whole.

A reason names a place and what does not fit; the deliveries hold the word CANARY where a value could slip into it.
"""

from __future__ import annotations

from tests.faults import refused_files, refused_manifests, refused_workbooks

CASES = (*refused_manifests.CASES, *refused_files.CASES, *refused_workbooks.CASES)
