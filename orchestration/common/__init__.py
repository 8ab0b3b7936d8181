"""What everything else uses: settings, months, errors, the writer lock, encryption. It imports no other folder."""
