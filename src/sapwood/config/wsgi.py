"""The web process."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sapwood.config.settings")
application = get_wsgi_application()

if os.environ.get("SAPWOOD_SUPERVISED"):
    from sapwood.config import lifeline

    lifeline.tie_to_parent()
