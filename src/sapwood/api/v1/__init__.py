"""The addresses under /api/v1/. What stands here stays compatible; what must break comes as v2."""
