"""Towns by name and where they are, known offline: `place_called(text)` is the door for what somebody typed."""

from segue.directory.gazetteer.look_up import place_called, point_of, towns_beginning

__all__ = ["place_called", "point_of", "towns_beginning"]
