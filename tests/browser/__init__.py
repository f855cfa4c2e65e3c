"""Poppy in Chromium: real clicks, real drawing, screenshots in build/screenshots."""
