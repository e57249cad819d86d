"""Segue: an exchange for customer leads between a vendor and its partner companies."""

__version__ = "0.1.0"
