"""The engine: files and questions in, numbers and sentences out; no web, no tenants."""
