"""What somebody lets others see, until they take it back."""

from __future__ import annotations

import datetime as dt

from django.db import models


class Revocable(models.Model):
    """A sharing: it holds from `at` on until it is `revoked`. The row stays, so that one can see that it was."""

    at = models.DateTimeField()
    revoked = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    def revoke(self, at: dt.datetime) -> bool:
        """Take it back; False when that was done before, and then nothing is changed."""
        if self.revoked is not None:
            return False
        self.revoked = at
        self.save(update_fields=["revoked"])
        return True
