"""The door for a WSGI server."""

import os
import sys

from django.core.wsgi import get_wsgi_application

# Seconds after which a thread that computes makes room for another. Python's 5 ms interrupt a page in its middle, time
# and again; a page takes less than 50 ms and makes room at each statement anyway (18.6 -> 14.7 CPU ms a list).
sys.setswitchinterval(0.05)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "segue.settings")
application = get_wsgi_application()
