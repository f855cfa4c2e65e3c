"""The Flask side: parse a request, call one service, render."""
