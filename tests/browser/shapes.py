"""A project with the shapes that tables, cards and transposed tables must hold."""

from __future__ import annotations

from pathlib import Path

from projects import add_clip, add_picture

CATALOGUE = """\
title: Shapes
models:
  low: {{name: Codec A, group: Baselines, meta: {{bitrate: 1.5 kbit/s, size: 15 M}}}}
  mid: {{name: Codec B, group: Baselines, meta: {{bitrate: 3 kbit/s}}}}
  old: {{name: Codec C, group: Classic, meta: {{bitrate: 6 kbit/s}}}}
  ours: {{name: Codec D, meta: {{bitrate: 1.5 kbit/s, size: 9 M}}, ours: true}}
sections:
  - title: All
    tasks:
      - id: stems
        title: Stems
        layout: {layout}
        output: audio
        models: [low, ours]
        scores: {{SDR: {{better: higher, unit: dB}}}}
        examples:
          - audio: a.wav
            reference: [{{label: voice, audio: a.wav}}, {{label: drums, audio: b.wav}}]
            outputs:
              low:
                - {{label: voice, audio: a.wav, scores: {{SDR: 3}}}}
                - {{label: drums, audio: b.wav, scores: {{SDR: 9.25}}}}
              ours:
                - {{label: voice, audio: a.wav, scores: {{SDR: 4}}}}
                - {{label: drums, audio: b.wav, scores: {{SDR: 9.25}}}}
          - audio: b.wav
            outputs:
              low:
                - {{label: voice, audio: a.wav, scores: {{SDR: 5}}}}
                - {{label: drums, audio: b.wav, scores: {{SDR: 8}}}}
              ours: [{{label: voice, audio: a.wav, scores: {{SDR: 6}}}}, {{label: drums, audio: b.wav}}]
      - id: codecs
        title: Codecs
        layout: {layout}
        output: audio
        tags: columns
        models: [low, mid, old, ours]
        scores: {{WER: {{better: lower, unit: "%"}}}}
        defaults: {{prompt_audio: b.wav, prompt_text: The shared words.}}
        examples:
          - group: seen
            text: One.
            tags: {{RT60: 0.2 s, room: hall}}
            outputs: &all
              low: {{audio: a.wav, scores: {{WER: 5}}}}
              mid: b.wav
              old: a.wav
              ours: {{audio: b.wav, scores: {{WER: 3.5}}}}
          - {{group: seen, text: Two., tags: {{RT60: 1.25 s}}, outputs: *all}}
          - {{group: seen, text: Three., prompt_audio: a.wav, prompt_text: Own words., outputs: *all}}
          - group: unseen
            text: Four.
            context: {{image: score.png, alt: A bar of music.}}
            outputs: {{low: b.wav, ours: a.wav}}
          - {{group: unseen, text: Five., outputs: *all}}
rules: {{empty-cell: off, same-content: off, duration-differs: off}}
"""


def shapes_project(root: Path, layout: str) -> Path:
    """Write the project in one of the layouts; its folder."""
    (root / "examples").mkdir(parents=True)
    (root / "examples" / "catalogue.yaml").write_text(CATALOGUE.format(layout=layout), encoding="utf-8")
    add_clip(root, "a.wav", "tone-a")
    add_clip(root, "b.wav", "tone-b")
    add_picture(root, "score.png")
    return root
