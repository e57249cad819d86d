"""Backups of the whole installation in one file, taken while it runs, and restored whole or not at all."""
