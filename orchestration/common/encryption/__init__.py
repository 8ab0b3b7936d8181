"""Secrets from outside, encrypted databases and pseudonyms.

Belongs here: what a key is needed for. Does not belong here: what is stored or published (landing/, publish/).
"""
