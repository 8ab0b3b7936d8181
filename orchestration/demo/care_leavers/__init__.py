"""Care leavers and their pathway plans."""
