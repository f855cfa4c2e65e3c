"""Workbooks and archives, opened in a child process with limits; it imports little."""
