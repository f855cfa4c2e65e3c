"""The tests mirror the modules; `tests/journeys` drives real server processes."""
