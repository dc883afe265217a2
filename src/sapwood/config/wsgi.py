"""The web process."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sapwood.config.settings")
application = get_wsgi_application()

# What is loaded now stays to the end: looking through it for rubbish again and again costs a tenth of each request.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 50)

if os.environ.get("SAPWOOD_SUPERVISED"):
    from sapwood.config import lifeline

    lifeline.tie_to_parent()
