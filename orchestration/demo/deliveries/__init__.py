"""Histories written as deliveries, with the faults of a source."""
