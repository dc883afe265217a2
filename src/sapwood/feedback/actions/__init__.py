"""Deeds of the feedback room: each guards itself, is one transaction and records one event; a sealed answer none."""
