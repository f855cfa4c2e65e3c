"""The pages: every one with its owner, a colleague, a stranger and nobody."""
