"""Says where built pages are: as paths and as addresses that a browser takes."""

from __future__ import annotations

import sys
from pathlib import Path


def main(arguments: list[str]) -> int:
    """Print the places of the pages; 1 where there is none at one of them."""
    pages = [Path(argument).resolve() for argument in arguments]
    for page in pages:
        if not page.is_file():
            print(f"There is no page at {page}.", file=sys.stderr)
            return 1
    print("\nThe page is built. Open it in a browser:" if len(pages) == 1 else "\nThe pages are built:")
    for page in pages:
        print(f"  {page}\n  {page.as_uri()}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
