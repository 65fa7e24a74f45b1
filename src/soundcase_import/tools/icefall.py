"""icefall's `recogs-….txt`: the reference and what was recognised, a line each, as lists of words.

Source: `store_transcripts` in https://github.com/k2-fsa/icefall/blob/master/icefall/utils.py
"""

from __future__ import annotations

import re
from pathlib import Path

from soundcase_import.label_list import listed
from soundcase_import.options import refused
from soundcase_import.results.importers import Importer
from soundcase_import.results.records import Results, head_of
from soundcase_import.tools.transcripts import lines_of, utterances

_LINE = re.compile(r"(\S+):\t(ref|hyp)=(\[.*\])")


def _recognised(source: Path) -> Results:
    texts: dict[str, dict[str, str]] = {}
    for number, line in lines_of(source):
        found = _LINE.fullmatch(line)
        words = listed(found[3]) if found else ()
        if found and not words and found[3] != "[]":
            raise refused("import-record", "this is no list of words", source, line=number)
        if found:
            texts.setdefault(found[1], {})[found[2]] = " ".join(words)
    records = tuple({"id": name, **said} for name, said in texts.items())
    roles = {"id": "id", "reference": "ref", "output": "hyp"}
    return utterances(source, {}, truth=False, records=records, roles=roles)


IMPORTER = Importer(
    "icefall's transcripts (recogs-….txt)",
    lambda source: _LINE.match(head_of(source)) is not None,
    lambda sources: map(_recognised, sources),
)
