"""What all parts of the demo share: days, people, records and the committed plan."""
