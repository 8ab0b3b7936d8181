"""Contacts, referrals, assessments and children in need."""
