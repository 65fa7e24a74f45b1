from soundcase.notebook.mistakes import ProblemError as ProblemError
from soundcase.notebook.mistakes import ProblemWarning as ProblemWarning
from soundcase.notebook.opened import OpenedProject as OpenedProject
from soundcase.notebook.opened import open_project as open  # noqa: A004 - as `soundcase.open`
from soundcase.notebook.page import Page as Page
from soundcase.notebook.page import PageExample as PageExample
from soundcase.notebook.page import PageTask as PageTask

__version__: str
__all__ = ["OpenedProject", "Page", "PageExample", "PageTask", "ProblemError", "ProblemWarning", "open"]
