"""What can happen to a desk, with the sentence that history shows."""

MADE = "desk.made"

SENTENCES = {MADE: "A desk was made, as things stood at its hour."}
