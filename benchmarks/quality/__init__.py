"""How well quotations and speakers are found: our own annotated articles, a scorer, and every error in context."""
