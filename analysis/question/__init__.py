"""Understanding a question: words, links, a Reading, and from it one Plan."""
