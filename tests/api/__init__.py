"""The JSON API: each route with its owner, colleague, viewer, stranger and nobody."""
