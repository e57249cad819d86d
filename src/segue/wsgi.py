"""The door for a WSGI server."""

import gc
import os
import sys
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from segue.turns import in_turns

# Seconds after which a thread that computes makes room for another. Python's 5 ms interrupt a page in its middle, time
# and again; a page takes less than 50 ms and makes room at each statement anyway (18.6 -> 14.7 CPU ms a list).
sys.setswitchinterval(0.05)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "segue.settings")
application = in_turns(get_wsgi_application())

# Every view is loaded now, and stays: the search for cycles of dead objects need not walk all of it again and again
# (0.3 of 4.7 CPU ms of an acceptance).
import_module(settings.ROOT_URLCONF)
# What searches showed is written by a thread of this process; commands and tests write it themselves.
import_module("segue.directory.actions.impression_writer").begin()
gc.collect()
gc.freeze()
