"""From opened ballots to what may be published: numbers in, numbers out; the database is not touched here.

What is shown is decided from structure and counts only, never from an answer. Imported by the closing job, not by pages:
`measurement` and its libraries come with it.
"""
