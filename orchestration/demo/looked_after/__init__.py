"""Periods of care, placements, and what is due to a looked-after child."""
