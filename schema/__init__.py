"""What migrate.py does: keep the schema, move the data, check and sweep it."""
