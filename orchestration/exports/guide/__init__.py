"""The guide for analysts: what the published file holds, as one HTML page.

Belongs here: reading the catalogue and the words of the indicators, and laying them out. Does not belong: a value of a
mart, or words about a mart or an indicator, which stand with the models.
"""

from orchestration.exports.guide.page import write_guide

__all__ = ["write_guide"]
