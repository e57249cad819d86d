"""Ends with 0 when the Segue of this container serves pages; asked under the name that it answers to."""

import os
import sys
from urllib.request import Request, urlopen

PORT = os.environ.get("PORT", "8000")
HOST = os.environ.get("SEGUE_BASE_URL", "http://localhost").split("://")[1]


def main() -> int:
    """Ask once; an answer other than 2xx, or none within 5 s, is an error."""
    request = Request(f"http://127.0.0.1:{PORT}/health", headers={"Host": HOST})
    try:
        with urlopen(request, timeout=5):  # noqa: S310 -- the same
            return 0
    except OSError as error:
        print(error, file=sys.stderr)  # noqa: T201 -- for whoever looks at the container's state
        return 1


if __name__ == "__main__":
    sys.exit(main())
