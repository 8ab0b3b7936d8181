"""Corrections and late records laid over the histories."""
