"""Whole journeys: real server processes, real files, real browsers."""
