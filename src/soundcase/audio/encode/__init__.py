"""Encoding: what of a clip is offered beside its own file, and how it is made while the clip is decoded.

Rule 1: an original is never touched; an encode is a new file without tags.
Rule 2: an encode offered first begins and ends with its source, to a sample frame, as browsers decode it.
Rule 3: the same sound gives the same bytes for the same `tool_version()`.
"""
