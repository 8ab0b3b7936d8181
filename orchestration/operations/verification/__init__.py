"""Proof that everything published is as the run record says."""
