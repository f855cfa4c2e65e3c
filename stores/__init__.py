"""The only code that queries the models; one module per store."""
