"""Forms of the feedback room: a POST in, the keywords of one action out."""
