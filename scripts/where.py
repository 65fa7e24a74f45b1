"""Says where a built page is: as a path and as an address that a browser takes."""

from __future__ import annotations

import sys
from pathlib import Path


def main(arguments: list[str]) -> int:
    """Print the page's place; 1 where there is no page."""
    page = Path(arguments[0]).resolve()
    if not page.is_file():
        print(f"There is no page at {page}.", file=sys.stderr)
        return 1
    print(f"\nThe demo page is built. Open it in a browser:\n  {page}\n  {page.as_uri()}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
