"""Codecs between text and records; they know no world."""
