"""Pages of kinds that are easily misread, each with where every clip and every text of it belongs.

Nothing but the truth of each page is written down: the role and the model of all its clips and texts.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from import_score import parsed, score
from outlines import outline
from soundcase_import.options import ImportOptions
from soundcase_import.pages.import_page import import_page


def clip(name: str) -> str:
    return f'<audio controls src="{name}.wav"></audio>'


def table(*rows: str, tag: str = "td") -> str:
    """Cells parted by `|`; a word that begins with `@` is a clip."""

    def cell(text: str) -> str:
        words = (clip(word[1:]) if word.startswith("@") else word for word in text.split())
        return f"<{tag}>{' '.join(words)}</{tag}>"

    lines = ("".join(map(cell, row.split("|"))) for row in rows)
    return f"<table>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>"


KINDS: dict[str, tuple[str, str]] = {
    "many questions about the one clip above a table": (
        "<h1>Talks</h1><p>One clip, asked more than once.</p>" + clip("t")
        + table(
            "Instruction | Model output",
            "Who speaks here? | It is a man.",
            "What is heard? | Steps on a stair.",
        ),
        """# Talks
-
t.wav = audio
"Who speaks here?" = prompt
"It is a man." = output Talks|output Model output
-
t.wav = audio
"What is heard?" = prompt
"Steps on a stair." = output Talks|output Model output""",
    ),
    "a table of the speaker above the table of what was said": (
        "<h2>Cloning</h2>"
        + table("Reference speech | Reference text", "@r | She looked up and left the room again.")
        + table(
            "Target text | Cloner | Ours",
            "We meet at the old mill. | @c1 | @o1",
            "Nobody came back here. | @c2 | @o2",
        ),
        """# Cloning
-
r.wav = prompt_audio
"She looked up and left the room again." = prompt_text
"We meet at the old mill." = text
c1.wav = output Cloner
o1.wav = output Ours
-
r.wav = prompt_audio
"Nobody came back here." = text
c2.wav = output Cloner
o2.wav = output Ours""",
    ),
    "systems that had no room in the first table": (
        "<h2>Vocoders</h2>"
        + table("Ground truth | WaveA", "@gt/bell | @a/bell", "@gt/horn | @a/horn")
        + table("WaveB | Ours", "@b/bell | @o/bell", "@b/horn | @o/horn"),
        """# Vocoders
-
gt/bell.wav = reference
a/bell.wav = output WaveA
b/bell.wav = output WaveB
o/bell.wav = output Ours
-
gt/horn.wav = reference
a/horn.wav = output WaveA
b/horn.wav = output WaveB
o/horn.wav = output Ours""",
    ),
    "two tables for each sentence, the first with the recording alone": (
        "<h2>Singing</h2>"
        + "".join(
            f"<p>{n}. The boats come home at number {n}.</p>" + table(" | GT", f"wav | @g{n}")
            + table(" | Full | Half", f"wav | @f{n} | @h{n}")
            for n in (1, 2)
        ),
        "# Singing\n"
        + "\n".join(
            f"-\ng{n}.wav = reference\nf{n}.wav = output Full\nh{n}.wav = output Half\n"
            f'"The boats come home at number {n}." = text'
            for n in (1, 2)
        ),
    ),
    "words of roles that are parts of names": (
        "<h2>TTS</h2>"
        + table(
            "Text | Prompt | Voice Fixer | Net (8 kHz) no speaker prompt | Soft clipper | Net {x}",
            *(f"He walked along the river on day {n}. | @p{n} | @v{n} | @n{n} | @s{n} | @x{n}" for n in (1, 2)),
        ),
        "# TTS\n"
        + "\n".join(
            f'-\n"He walked along the river on day {n}." = text\np{n}.wav = prompt_audio\n'
            f"v{n}.wav = output Voice Fixer\nn{n}.wav = output Net (8 kHz) no speaker prompt\n"
            f"s{n}.wav = output Soft clipper\nx{n}.wav = output Net {{x}}"
            for n in (1, 2)
        ),
    ),
    "a remark at each input": (
        "<h2>Rooms</h2>"
        + "".join(
            f"<p>Noisy ({place}):</p>{clip(f'n{n}')}<p>Enhanced:</p>{clip(f'e{n}')}"
            for n, place in enumerate(("street", "kitchen", "street"))
        ),
        "# Rooms\n"
        + "\n".join(f"-\nn{n}.wav = audio\ne{n}.wav = output Enhanced|output (unnamed)" for n in range(3)),
    ),
    "answers in a small table below each clip": (
        "".join(
            f"<p>Scene {n}</p>{clip(f's{n}')}"
            + table("Lea's caption | Correct caption", f"Bells ring {n} times. | A bell rings {n} times.")
            for n in (1, 2)
        ),
        """# Scenes
-
s1.wav = audio
"Bells ring 1 times." = output Lea
"A bell rings 1 times." = reference
-
s2.wav = audio
"Bells ring 2 times." = output Lea
"A bell rings 2 times." = reference""",
    ),
    "answers under headings in cards": (
        "<h1>Listener</h1><h2>Talks</h2>"
        + "".join(
            f"<div><h3>{name}</h3><div>{clip(name)}</div><h4>Question</h4><p>Who speaks here?</p>"
            f"<h4>Response</h4><p>It seems to be {name}.</p><p>I am sure.</p></div>"
            for name in ("Ada", "Bo")
        ),
        """# Ada
-
Ada.wav = audio
"Who speaks here?" = prompt
"It seems to be Ada." = output Listener
"I am sure." = output Listener
# Bo
-
Bo.wav = audio
"Who speaks here?" = prompt
"It seems to be Bo." = output Listener""",
    ),
    "clips and text answers as columns": (
        table(
            "Audio | Retrieved clips | Ground truth | Small | Ours",
            "@a1 What is played? | @r1 waltz @r2 polka | jig | reel | jig",
            "@a2 What is played? | @r3 tango @r4 salsa | samba | samba | rumba",
        ),
        """# Examples
-
a1.wav = audio
"What is played?" = prompt
r1.wav = context
r2.wav = context
"waltz" = context
"polka" = context
"jig" = reference|labels
"reel" = output Small
"jig" = output Ours
-
a2.wav = audio
r3.wav = context
r4.wav = context
"samba" = output Small
"rumba" = output Ours""",
    ),
    "words and clips in one column": (
        table("Prompt | Result", "sing of the sea | @o1", "hum a waltz | @o2", "@p3 | @o3"),
        """# Examples
-
"sing of the sea" = prompt|text
o1.wav = output Result
-
"hum a waltz" = prompt|text
o2.wav = output Result
-
p3.wav = prompt_audio
o3.wav = output Result""",
    ),
    "names above the players in the cells": (
        "<table>"
        + "".join(
            f"<tr><td rowspan=2>{words}<td><b>Mel</b> {clip(f'm{n}')}<tr><td><b>Wave</b> {clip(f'w{n}')}"
            for n, words in ((1, "A tiger purrs very loudly."), (2, "Two boats leave the old port."))
        )
        + "</table>",
        """# Examples
-
"A tiger purrs very loudly." = text
m1.wav = output Mel
w1.wav = output Wave
-
"Two boats leave the old port." = text
m2.wav = output Mel
w2.wav = output Wave""",
    ),
    "names below the players in the cells": (
        "<table>"
        + "".join(
            "<tr>" + "".join(f"<td>{clip(name + n)}<br>{name}" for name in ("Noisy", "Alpha", "Beta"))
            for n in "12"
        )
        + "</table>",
        """# Examples
-
Noisy1.wav = audio
Alpha1.wav = output Alpha
Beta1.wav = output Beta
-
Noisy2.wav = audio
Alpha2.wav = output Alpha
Beta2.wav = output Beta""",
    ),
    "outputs packed into rows beside what spans them": (
        "<table><tr><th>Source<th>Target<th colspan=2>Converted"
        f"<tr><td rowspan=2>{clip('s')}<td rowspan=2>{clip('t')}<td>Free {clip('f')}<td>Quick {clip('q')}"
        f"<tr><td>Auto {clip('a')}<td>Star {clip('x')}</table>",
        """# Examples
-
s.wav = audio
t.wav = prompt_audio
f.wav = output Free
q.wav = output Quick
a.wav = output Auto
x.wav = output Star""",
    ),
    "a link that downloads what is played": (
        "".join(
            "<div>"
            + "".join(
                f"<div><p>{name}</p>{clip(f'{name}{n}')}<a href='{name}{n}.mp3' download>Download</a></div>"
                for name in ("Noisy", "Fast", "Slow")
            )
            + "</div>"
            for n in (1, 2)
        ),
        """# Examples
-
Noisy1.wav = audio
Fast1.wav = output Fast
Slow1.wav = output Slow
-
Noisy2.wav = audio
Fast2.wav = output Fast
Slow2.wav = output Slow""",
    ),
    "rows are systems with several properties, columns are stems": (
        "<h2>A song</h2>"
        + table(
            "Method | Extra data | Size | Vocals | Drums",
            "Umx | no | 9M | @u1 | @u2",
            "Htd | no | 40M | @h1 | @h2",
            "Htd | yes | 40M | @e1 | @e2",
        ),
        """# A song
-
u1.wav = output Umx (no, 9M)
u2.wav = output Umx (no, 9M)
h1.wav = output Htd (no, 40M)
h2.wav = output Htd (no, 40M)
e1.wav = output Htd (yes, 40M)
e2.wav = output Htd (yes, 40M)""",
    ),
    "turns of a talk in one cell": (
        "<table><tr><th>Audio<th>Dialogue"
        + "".join(
            f"<tr><td>{clip(f't{n}')}<td><b>User:</b> What is it?<br><b>Assistant:</b> It is number {n}."
            for n in (1, 2)
        )
        + "</table>",
        """# Examples
-
t1.wav = audio
"What is it?" = prompt
"It is number 1." = output Assistant
-
t2.wav = audio
"What is it?" = prompt
"It is number 2." = output Assistant""",
    ),
    "turns of a talk for each of several systems": (
        "<table><tr><th>Audio<th>Ada<th>Bob"
        + "".join(
            f"<tr><td>{clip(f't{n}')}" + "".join(
                f"<td>User: What is it?<br>Assistant: {name} hears {n} dogs." for name in ("Ada", "Bob")
            )
            for n in (1, 2)
        )
        + "</table>",
        """# Examples
-
t1.wav = audio
"What is it?" = prompt
"Ada hears 1 dogs." = output Ada
"Bob hears 1 dogs." = output Bob
-
t2.wav = audio
"What is it?" = prompt
"Ada hears 2 dogs." = output Ada
"Bob hears 2 dogs." = output Bob""",
    ),
    "rows are systems that repeat, with what is right among them": (
        table(
            "Name | Encoder | Mixture | Speech | Music",
            "Ground truth | | @m | @g1 | @g2",
            "Net | shared | @m | @a1 | @a2",
            "Net | split | @m | @b1 | @b2",
        ),
        """# Examples
-
m.wav = audio
g1.wav = reference
g2.wav = reference
a1.wav = output Net (shared)
a2.wav = output Net (shared)
b1.wav = output Net (split)
b2.wav = output Net (split)""",
    ),
    "long names in the heads of columns, and what players say to old browsers": (
        "<h2>Azure</h2><p><i>She says that she has more of them.</i></p>"
        + table(
            "Original audio | Fast Net 2 with phones v4 and small vocoder v6",
            "@o | @f Your browser does not support the audio element.",
        )
        + "<p><i>The mouse is asleep in its own bed.</i></p>"
        + table("Original audio | Fast Net 2 with phones v4 and small vocoder v6", "@p | @g"),
        """# Azure
-
"She says that she has more of them." = text
o.wav = audio|reference
f.wav = output Fast Net 2 with phones v4 and small vocoder v6
-
"The mouse is asleep in its own bed." = text
p.wav = audio|reference
g.wav = output Fast Net 2 with phones v4 and small vocoder v6""",
    ),
    "a new row of headings inside a table": (
        table("Id | Noisy | Ada | Bob", "k1 | @n1 | @a1 | @b1", "| | Cem | Dia", "| | @c1 | @d1")[:-8]
        + table("Id | Noisy | Ada | Bob", "k2 | @n2 | @a2 | @b2", "| | Cem | Dia", "| | @c2 | @d2")[7:],
        """# Examples
-
n1.wav = audio
a1.wav = output Ada
b1.wav = output Bob
c1.wav = output Cem
d1.wav = output Dia
-
n2.wav = audio
a2.wav = output Ada
b2.wav = output Bob
c2.wav = output Cem
d2.wav = output Dia""",
    ),
    "a second head row of properties": (
        table(
            "Text | Big | Small", "| (stereo, 44.1 kHz) | (mono, 16 kHz)",
            "A crowd cheers for a long time. | @b1 | @s1", "A door is slammed in the hall. | @b2 | @s2",
        ),
        """# Examples
-
"A crowd cheers for a long time." = text
b1.wav = output Big
s1.wav = output Small
-
b2.wav = output Big
s2.wav = output Small""",
    ),
    "one example over two tables": (
        "".join(
            f"<p><b>Lyrics:</b> la {n} la</p>{table('Prompt | Ground truth', f'@p{n} | @g{n}')}"
            + table("Rise | Fall", f"@r{n} | @f{n}")
            for n in (1, 2)
        ),
        """# Examples
-
"la 1 la" = text
p1.wav = prompt_audio
g1.wav = reference
r1.wav = output Rise
f1.wav = output Fall
-
"la 2 la" = text
p2.wav = prompt_audio
g2.wav = reference
r2.wav = output Rise
f2.wav = output Fall""",
    ),
    "words and a clip that are called alike, over two tables": (
        "<h2>Songs</h2><p>In all of these the singer is not known to any system.</p>"
        + "".join(
            f"<p>{n}. Target word: la {n} la</p><p>Prompt: do {n} do</p><p>Here the whole timbre is kept.</p>"
            + table("Prompt | Ground truth", f"@p{n} | @g{n}") + table("Rise | Fall", f"@r{n} | @f{n}")
            for n in (1, 2)
        ),
        """# Songs
-
"la 1 la" = text
"do 1 do" = prompt_text
p1.wav = prompt_audio
g1.wav = reference
r1.wav = output Rise
f1.wav = output Fall
-
"la 2 la" = text
"do 2 do" = prompt_text
p2.wav = prompt_audio
g2.wav = reference
r2.wav = output Rise
f2.wav = output Fall""",
    ),
    "low and high resolution": (
        "".join(
            f"<h3>Sample {n}</h3><p>High resolution: {clip(f'h{n}')}</p><p>Low resolution: {clip(f'l{n}')}</p>"
            f"<p>Net: {clip(f'n{n}')}</p><p>Spline: {clip(f's{n}')}</p>"
            for n in (1, 2)
        ),
        """# Examples
-
h1.wav = reference
l1.wav = audio
n1.wav = output Net
s1.wav = output Spline
-
h2.wav = reference
l2.wav = audio
n2.wav = output Net
s2.wav = output Spline""",
    ),
    "the text in a line above each of many tables": (
        "".join(
            f"<p>{n}. The {animal} slept until noon.</p>{table('GT | Ada | Bob', f'@g{n} | @a{n} | @b{n}')}"
            for n, animal in ((1, "cat"), (2, "owl"))
        ),
        """# Examples
-
"The cat slept until noon." = text
g1.wav = reference
a1.wav = output Ada
b1.wav = output Bob
-
"The owl slept until noon." = text
g2.wav = reference
a2.wav = output Ada
b2.wav = output Bob""",
    ),
    "headings that carry the number of the file": (
        "".join(
            f"<h4>Noisy clip [x{n}]</h4>{clip(f'n{n}')}<h4>Cleaned clip [x{n}]</h4>{clip(f'c{n}')}"
            for n in (3, 7)
        ),
        """# Examples
-
n3.wav = audio
c3.wav = output Cleaned clip
-
n7.wav = audio
c7.wav = output Cleaned clip""",
    ),
    "only the names of files tell what is what": (
        "<h3>Good</h3>"
        + "".join(clip(f"x/{kind}_{n}") for n in (12, 40) for kind in ("mix", "sep", "clean")),
        """# Good
-
x/mix_12.wav = audio
x/sep_12.wav = output sep
x/clean_12.wav = reference
-
x/mix_40.wav = audio
x/sep_40.wav = output sep
x/clean_40.wav = reference""",
    ),
    "names that end the line above their players": (
        "<h2>Sound effects</h2>"
        + "".join(f"<p>({n}) {what}. made: reference:</p>{clip(f'o{n}')}{clip(f'r{n}')}"
                  for n, what in ((1, "Rain falls on a tin roof"), (2, "A train passes a small station"))),
        """# Sound effects
-
"Rain falls on a tin roof" = text
o1.wav = output made
r1.wav = reference
-
"A train passes a small station" = text
o2.wav = output made
r2.wav = reference""",
    ),
    "players that a script of the page fills": (
        "<table><tr><th>Prompt<th>Ours<tr><td><div id=a></div><td><div id=b></div></table>"
        "<script>const a = WaveSurfer.create({container: '#a'}); a.load('p.wav');"
        "WaveSurfer.create({container: '#b', url: 'o.wav'});</script>",
        """# Examples
-
p.wav = prompt_audio
o.wav = output Ours""",
    ),
    "what a system was made without": (
        "<h2>Ablations</h2>"
        + table(
            "Text | Proposed | without global style | w/o reference encoder | GT",
            "We left before it rained at noon. | @p1 | @s1 | @e1 | @g1",
            "Four lamps were lit along the wall. | @p2 | @s2 | @e2 | @g2",
        ),
        """# Ablations
-
"We left before it rained at noon." = text
p1.wav = output Proposed
s1.wav = output without global style
e1.wav = output w/o reference encoder
g1.wav = reference
-
"Four lamps were lit along the wall." = text
p2.wav = output Proposed
s2.wav = output without global style
e2.wav = output w/o reference encoder
g2.wav = reference""",
    ),
    "a column of models beside one text for all": (
        "<h2>Case study</h2>"
        + table(
            "Model | Target text | Audio",
            "Larch | The gate was painted twice this year. | @l",
            "GT | The gate was painted twice this year. | @g",
            "Proposed | The gate was painted twice this year. | @p",
        ),
        """# Case study
-
"The gate was painted twice this year." = text
l.wav = output Larch
g.wav = reference
p.wav = output Proposed""",
    ),
    "clips with what is heard below them": (
        "<h1>Sono: sounds from words</h1><h2>Directions</h2>"
        + "".join(f"<div>{clip(n)}<p>{what}</p></div>" for n, what in (
            ("a", "dog bark &amp; DOA 60"),
            ("b", "footsteps on snow &amp; DOA 90"),
            ("c", "glass breaks &amp; DOA 10"))),
        """# Directions
-
"dog bark & DOA 60" = title|prompt|text
a.wav = output Sono
-
"footsteps on snow & DOA 90" = title|prompt|text
b.wav = output Sono
-
"glass breaks & DOA 10" = title|prompt|text
c.wav = output Sono""",
    ),
    "what became what above each clip": (
        "<h1>Turner: timbres</h1><h2>Transfer</h2>"
        + "".join(f"<p>{what}</p>{clip(n)}" for n, what in (
            ("a", "Flute -&gt; Organ"), ("b", "Flute -&gt; Viola"), ("c", "Horn -&gt; Horn (reconstruction)"))),
        """# Transfer
-
"Flute -> Organ" = title
a.wav = output Turner
-
"Flute -> Viola" = title
b.wav = output Turner
-
"Horn -> Horn (reconstruction)" = title
c.wav = output Turner""",
    ),
    "several takes of one system under one label": (
        "<h2>Continuations</h2><table><tr><td></td><td>Prime A</td><td>Prime B</td></tr>"
        f"<tr><td>Input</td><td>{clip('ia')}</td><td>{clip('ib')}</td></tr>"
        f"<tr><td rowspan=2>Symph</td><td>{clip('a1')}</td><td>{clip('b1')}</td></tr>"
        f"<tr><td>{clip('a2')}</td><td>{clip('b2')}</td></tr>"
        f"<tr><td>Ground truth</td><td>{clip('ga')}</td><td>{clip('gb')}</td></tr></table>",
        """# Continuations
-
"Prime A" = title
ia.wav = audio
a1.wav = output Symph
a2.wav = output Symph
ga.wav = reference
-
"Prime B" = title
ib.wav = audio
b1.wav = output Symph
b2.wav = output Symph
gb.wav = reference""",
    ),
    "counted names below pictures below clips": (
        "<h2>Separation</h2>"
        + "".join(
            f"<table><tr>{''.join(f'<td>{clip(one + n)}</td>' for one in 'mat')}</tr>"
            f"<tr>{''.join(f'<td><img src={one}{n}.png></td>' for one in 'mat')}</tr>"
            "<tr><td>(a) audio mixture</td><td>(b) Part (human)</td><td>(c) target source</td></tr></table>"
            for n in "12"
        ),
        """# Separation
-
m1.wav = audio
a1.wav = output Part (human)
t1.wav = reference
-
m2.wav = audio
a2.wav = output Part (human)
t2.wav = reference""",
    ),
    "targets of a conversion beside what is said": (
        "<h2>Voice conversion</h2>"
        + table(
            "Type | Text | Source | Target | Again | Proposed",
            "M-F | People look, but no one ever finds it. | @s1 | @t1 | @a1 | @p1",
            "F-M | The bridge was closed for the winter. | @s2 | @t2 | @a2 | @p2",
        ),
        """# Voice conversion
-
"M-F" = tags
"People look, but no one ever finds it." = text
s1.wav = audio
t1.wav = prompt_audio
a1.wav = output Again
p1.wav = output Proposed
-
"F-M" = tags
"The bridge was closed for the winter." = text
s2.wav = audio
t2.wav = prompt_audio
a2.wav = output Again
p2.wav = output Proposed""",
    ),
    "content and style": (
        "<h2>Style transfer</h2>"
        + table("Content | Style | Groover | Ours", "@c1 | @s1 | @g1 | @o1", "@c2 | @s2 | @g2 | @o2"),
        """# Style transfer
-
c1.wav = audio
s1.wav = prompt_audio
g1.wav = output Groover
o1.wav = output Ours
-
c2.wav = audio
s2.wav = prompt_audio
g2.wav = output Groover
o2.wav = output Ours""",
    ),
    "a voice to clone and nothing that is said": (
        "<h2>Zero-shot emotional TTS</h2>"
        + table("Speaker | Reference speech | Styl | Ours", "1284 | @r1 | @s1 | @o1", "260 | @r2 | @s2 | @o2"),
        """# Zero-shot emotional TTS
-
"1284" = tags|title
r1.wav = prompt_audio
s1.wav = output Styl
o1.wav = output Ours
-
"260" = tags|title
r2.wav = prompt_audio
s2.wav = output Styl
o2.wav = output Ours""",
    ),
    "words that span a table above its names": (
        "<h2>Unseen singers</h2><table><tr><td colspan=3>Male singer 1: Dan</td></tr>"
        "<tr><td>Ground truth</td><td>Vevo</td><td>Ours</td></tr>"
        + "".join(
            f"<tr><td colspan=3>{sung}</td></tr>"
            f"<tr>{''.join(f'<td>{clip(one + n)}</td>' for one in 'gvo')}</tr>"
            for n, sung in (
                ("1", "All of the bells in the valley rang"),
                ("2", "Down by the water the children sang"),
            )
        )
        + "</table>",
        """# Unseen singers
-
"Male singer 1: Dan" = group
"All of the bells in the valley rang" = text
g1.wav = reference
v1.wav = output Vevo
o1.wav = output Ours
-
"Male singer 1: Dan" = group
"Down by the water the children sang" = text
g2.wav = reference
v2.wav = output Vevo
o2.wav = output Ours""",
    ),
    "instructions beside the clip, and a talk with all who answer": (
        "<h2>Order</h2>"
        + table(
            "Audio | Ground-truth | Baseline | Flam",
            "Instruction: Describe this sound @a1 | a man speaks, then people clap | a crowd | a man and claps",
            "Instruction: Describe this sound @a2 | a dog barks twice | a cat | a dog that barks",
        )
        + "<h2>Dialogue</h2><table><tr><th>Audio</th><th>Dialogue</th></tr>"
        + "".join(
            f"<tr><td>{clip(f'd{n}')}</td><td><b>User</b>: What is heard in clip {n}?<br>"
            f"<b>Ground-truth</b>: Birds in {n} trees.<br>"
            f"<b>Baseline</b>: Some {n} birds.<br><b>Flam</b>: It is {n} birds.</td></tr>"
            for n in (1, 2)
        )
        + "</table>",
        """# Order
-
a1.wav = audio
"Describe this sound" = prompt
"a man speaks, then people clap" = reference
"a crowd" = output Baseline
"a man and claps" = output Flam
-
a2.wav = audio
"Describe this sound" = prompt
"a dog barks twice" = reference
"a cat" = output Baseline
"a dog that barks" = output Flam
# Dialogue
-
d1.wav = audio
"What is heard in clip 1?" = prompt
"Birds in 1 trees." = reference
"Some 1 birds." = output Baseline
"It is 1 birds." = output Flam
-
d2.wav = audio
"What is heard in clip 2?" = prompt
"Birds in 2 trees." = reference
"Some 2 birds." = output Baseline
"It is 2 birds." = output Flam""",
    ),
    "a heading with a clip that only its file explains": (
        "<h2>Singing conversion</h2>"
        + "".join(
            f"<h3>Long songs, part {n} {clip(f'{n}/source')} first voice</h3>"
            + table("No. | Target | Ours converted", f"1 | @{n}/t1 | @{n}/c1", f"2 | @{n}/t2 | @{n}/c2")
            for n in (1, 2)
        ),
        """# Long songs, part 1
-
1/source.wav = audio
1/t1.wav = prompt_audio
1/c1.wav = output Ours converted
-
1/source.wav = audio
1/t2.wav = prompt_audio
1/c2.wav = output Ours converted
# Long songs, part 2
-
2/source.wav = audio
2/t1.wav = prompt_audio
2/c1.wav = output Ours converted
-
2/source.wav = audio
2/t2.wav = prompt_audio
2/c2.wav = output Ours converted""",
    ),
    "clips that a sentence above the table names": (
        "<h2>Ablation of a conversion</h2>"
        f"<p>We use the same target audio {clip('t')} and source audio {clip('s')} to show what is lost.</p>"
        + table("Method | Converted audio", "Ours | @o", "- emotion encoder | @e"),
        """# Ablation of a conversion
-
t.wav = prompt_audio
s.wav = audio
o.wav = output Ours
e.wav = output - emotion encoder""",
    ),
    "text outputs beside what is said and felt": (
        "<h1>Feeler: a page</h1><h2>Recorded speech</h2>"
        + table(
            "Input | Transcript | Emotion | Text outputs",
            "@a | I leave in the morning. | happy | That is good news, and have a fine journey.",
            "@b | I leave in the morning. | sad | I am sorry that you feel sad to leave.",
            "@c | The train was late again. | sad | I am sorry that it was late.",
        ),
        """# Recorded speech
-
a.wav = audio
"I leave in the morning." = source_text
"happy" = tags
"That is good news, and have a fine journey." = output Feeler
-
b.wav = audio
"I leave in the morning." = source_text
"sad" = tags
"I am sorry that you feel sad to leave." = output Feeler
-
c.wav = audio
"The train was late again." = source_text
"sad" = tags
"I am sorry that it was late." = output Feeler""",
    ),
    "names with footnotes, and two lines of a name": (
        "<h2>Separation</h2><table><tr><th>Mixture</th><th>Sudo<sup>2</sup></th>"
        "<th>FRCNN-16<sup><a href='#4'>4</a></sup></th><th>Net 10<sup>5</sup></th></tr>"
        + "".join(f"<tr>{''.join(f'<td>{clip(one + n)}</td>' for one in 'msfn')}</tr>" for n in "12")
        + "</table><h2>Speech</h2><table><tr><td>GT " + clip("g") + "</td><td>Tall " + clip("t") + "</td></tr>"
        f"<tr><td><p><b>Hier <br>(LT460)</b></p>{clip('h')}</td>"
        f"<td><p><b>Hier <br>(LT960)</b></p>{clip('i')}</td></tr></table>",
        """# Separation
-
m1.wav = audio
s1.wav = output Sudo
f1.wav = output FRCNN-16
n1.wav = output Net 105
-
m2.wav = audio
s2.wav = output Sudo
f2.wav = output FRCNN-16
n2.wav = output Net 105
# Speech
-
g.wav = reference
t.wav = output Tall
h.wav = output Hier (LT460)
i.wav = output Hier (LT960)""",
    ),
    "a face above the text and the players of each card": (
        "<h2>Faces that speak</h2>"
        + "".join(
            f"<h3>Case {n}</h3><img src=face{n}.jpg><p><b>Text</b>: {said}</p>"
            f"<p><b>FaceSpeak</b></p>{clip(f'f{n}')}<p><b>Ours</b></p>{clip(f'o{n}')}"
            for n, said in ((1, "He held out little hope of that."), (2, "It takes the weight off the roof."))
        ),
        """# Faces that speak
-
face1.jpg = audio
"He held out little hope of that." = text
f1.wav = output FaceSpeak
o1.wav = output Ours
-
face2.jpg = audio
"It takes the weight off the roof." = text
f2.wav = output FaceSpeak
o2.wav = output Ours""",
    ),
    "spectrograms above the players, and a figure above all": (
        "<h2>Denoised</h2><p>Here is how it works.</p><img src=plan.png>"
        + "".join(
            f"<p>{name}</p><img src={one}.png>{clip(one)}"
            for name, one in (("Noisy", "n"), ("Clean", "c"), ("Ours", "o"))
        ),
        """# Denoised
-
n.wav = audio
c.wav = reference
o.wav = output Ours""",
    ),
    "what is said in each clip of a talk below it": (
        "<h2>Talks</h2>"
        + "".join(
            f"<h4>Sample {n}</h4><div><p><b>User audio:</b></p>{clip(f'u{n}')}<div>{asked}</div></div>"
            f"<div><p><b>Talker response:</b></p>{clip(f't{n}')}<div>{said}</div></div>"
            for n, asked, said in (
                (1, "Did you see where I put my keys?", "They are on the table by the door."),
                (2, "What a day this was again.", "Tell me what happened to you today."),
            )
        ),
        """# Talks
-
u1.wav = audio
"Did you see where I put my keys?" = source_text
t1.wav = output Talker
"They are on the table by the door." = output Talker
-
u2.wav = audio
"What a day this was again." = source_text
t2.wav = output Talker
"Tell me what happened to you today." = output Talker""",
    ),
    "a context that is all that a model got": (
        "<h2>Music that listens</h2>"
        + table(" | Guitar | Drums", "Context | @c1 | @c2", "Small | @s1 | @s2", "Large | @l1 | @l2"),
        """# Music
-
"Guitar" = title|tags
c1.wav = audio
s1.wav = output Small
l1.wav = output Large
-
"Drums" = title|tags
c2.wav = audio
s2.wav = output Small
l2.wav = output Large""",
    ),
    "a mixture beside the rows of its speakers": (
        "<h2>Separated speech</h2><table><tr><th>Mixture<th>Net<th>Ours<th>Ground truth"
        + "".join(
            f"<tr><td rowspan=2>{clip(f'm{n}')}<td>{clip(f'n{n}')}<td>{clip(f'o{n}')}<td>{clip(f't{n}')}"
            f"<tr><td>{clip(f'n{n}b')}<td>{clip(f'o{n}b')}<td>{clip(f't{n}b')}"
            for n in (1, 2, 3)
        )
        + "</table>",
        "# Separated speech\n"
        + "\n".join(
            f"-\nm{n}.wav = audio\nn{n}.wav = output Net\nn{n}b.wav = output Net\no{n}.wav = output Ours\n"
            f"o{n}b.wav = output Ours\nt{n}.wav = reference\nt{n}b.wav = reference"
            for n in (1, 2, 3)
        ),
    ),
    "long answers with headings, lists and labels of their own below each clip": (
        "<h1>Thinker</h1><h2>Reasoning</h2>"
        + "".join(
            f"<h3>Case {n}</h3>{clip(f'c{n}')}<h4>Question</h4><p>Who speaks in {n}?</p><ul><li>A. He</ul>"
            f"<h4>Right answer: He {n}</h4><h4>Model response</h4><p>First I listen to it all.</p>"
            f"<h5>Thought {n}</h5><ol><li><b>Tone {n}</b>: It is a deep one here.</li></ol>"
            f"<p><b>So {n}</b>: it has to be a man.</p>"
            for n in (1, 2, 3)
        ),
        "# Reasoning\n"
        + "\n".join(
            f'-\nc{n}.wav = audio\n"Who speaks in {n}?" = prompt\n"He {n}" = labels\n'
            f'"First I listen to it all. Thought {n} 1. Tone {n}: It is a deep one here. '
            f'So {n}: it has to be a man." = output Thinker|output Model response'
            for n in (1, 2, 3)
        ),
    ),
    "captions over the clips of one model": (
        "<h1>Noises: sounds from words</h1>"
        + "".join(
            f"<h2>{title}</h2>" + table("|".join(said), "|".join(f"@{title}{n}" for n in (1, 2, 3)))
            for title, said in (
                ("Short", ("Two dogs bark at night", "a dog barks", "Rain falls on a tin roof")),
                ("Long", ("A man walks over gravel", "A bell rings twice", "waves hit the shore")),
            )
        ),
        "# Short\n"
        + "\n".join(
            f'-\n"{said}" = text|prompt\n{name}.wav = output Noises'
            for name, said in (
                ("Short1", "Two dogs bark at night"),
                ("Short2", "a dog barks"),
                ("Short3", "Rain falls on a tin roof"),
                ("Long1", "A man walks over gravel"),
                ("Long2", "A bell rings twice"),
                ("Long3", "waves hit the shore"),
            )
        ),
    ),
    "columns are examples, and each cell says whose it is": (
        "<table><tr><th colspan=3>The old ship was built in the harbour long ago."
        + "".join(
            "<tr>" + "".join(f"<td><p>{name.format(n)}</p>{clip(f'{one}{n}')}" for n in (1, 2, 3))
            for one, name in (("p", "Prompt {} (whispered)"), ("n", "Net"), ("o", "Ours"))
        )
        + "</table>",
        "# Examples\n"
        + "\n".join(
            f'-\n"Prompt {n} (whispered)" = title\n"The old ship was built in the harbour long ago." = text\n'
            f"p{n}.wav = prompt_audio\nn{n}.wav = output Net\no{n}.wav = output Ours"
            for n in (1, 2, 3)
        ),
    ),
    "a film about the work beside sounds": (
        "<h2>Demo</h2><video controls src=demo.mp4></video><h2>Results</h2>"
        + table("Noisy | Net | Ours", "@n | @a | @o"),
        """# Results
-
n.wav = audio
a.wav = output Net
o.wav = output Ours""",
    ),
    "headings inside a table that share the name of the output": (
        "<h2>Cloned</h2>"
        + table(
            "Chinese text | Prompt | Generation",
            "她站在门口看着外面的大雨一直下到天黑。 | @p1 | @g1",
            "English text | Prompt | Generation",
            "She stood at the door and looked out. | @p2 | @g2",
            "It rained until it was dark outside. | @p3 | @g3",
        ),
        """# Cloned
-
"她站在门口看着外面的大雨一直下到天黑。" = text
p1.wav = prompt_audio
g1.wav = output Generation|output (unnamed)
-
"She stood at the door and looked out." = text
p2.wav = prompt_audio
g2.wav = output Generation|output (unnamed)
-
"It rained until it was dark outside." = text
p3.wav = prompt_audio
g3.wav = output Generation|output (unnamed)""",
    ),
    "questions that a line break parts, with answers called A": (
        "<h1>Where: it hears where sounds are</h1><h2>Directions</h2>"
        + "".join(
            f"<div><b>Q:</b> <span>What sound can you hear that comes from<br>the {side}, not far away?</span>"
            f"{clip(side)}</div><div><b>A:</b> <span>{said}</span></div>"
            for side, said in (("left", "a dog"), ("right", "two cars"))
        )
        + "<p>Hint: there are more of them.</p><h2>End</h2>",
        """# Directions
-
"What sound can you hear that comes from the left, not far away?" = prompt
left.wav = audio
"a dog" = output Where
-
"What sound can you hear that comes from the right, not far away?" = prompt
right.wav = audio
"two cars" = output Where
"Hint: there are more of them." = description""",
    ),
    "a prompt that spans the table, between spectrograms and clips": (
        "<table><tr><th>Input<th>Result<th>Ground truth"
        + "".join(
            f"<tr><td><img src=i{n}.png><td><img src=r{n}.png><td><img src=g{n}.png>"
            f"<tr><td colspan=3><b>Prompt</b>: Add a {what} to it."
            f"<tr><td>{clip(f'i{n}')}<td>{clip(f'r{n}')}<td>{clip(f'g{n}')}"
            for n, what in ((1, "dog"), (2, "car"))
        )
        + "</table>",
        """# Examples
-
"Add a dog to it." = prompt
i1.wav = audio
r1.wav = output Result|output (unnamed)
g1.wav = reference
-
"Add a car to it." = prompt
i2.wav = audio
r2.wav = output Result|output (unnamed)
g2.wav = reference""",
    ),
    "what is to be done with a clip below it": (
        "<h2>Editing</h2>"
        + table(
            "Reference audio & edit instruction | Net | Ours",
            "@a1 Make her whisper. | @n1 | @o1",
            "@a2 Make him sound sad. | @n2 | @o2",
        ),
        """# Editing
-
a1.wav = audio|prompt_audio
"Make her whisper." = prompt
n1.wav = output Net
o1.wav = output Ours
-
a2.wav = audio|prompt_audio
"Make him sound sad." = prompt
n2.wav = output Net
o2.wav = output Ours""",
    ),
    "lines that say who speaks": (
        "<h2>Talks</h2>"
        + "".join(
            f"<div><div>{title}</div><div><div><div>User</div><div>{asked}{clip(title)}</div></div>"
            f"<div><div>Talker</div><div><div>thinking...</div><div>{thought}</div><div>{said}</div></div></div></div></div>"
            for title, asked, thought, said in (
                ("Comedy", "Where is this from?", "1. <b>Listen</b>: I know it.", "It is from a play."),
                ("Drama", "Who is it?", "1. <b>Listen</b>: Hard to say.", "It is the man from the sea."),
            )
        ),
        """# Talks
-
"Comedy" = title
"Where is this from?" = prompt
Comedy.wav = audio
"It is from a play." = output Talker
-
"Drama" = title
"Who is it?" = prompt
Drama.wav = audio
"It is the man from the sea." = output Talker""",
    ),
    "one named clip above the headings of a table": (
        "<h2>From alto to bass</h2>"
        + table(
            "| Target singer |",
            "wav | @t |",
            "| Source audio | To bass",
            "wav | @s1 | @o1",
            "| Source audio | To bass",
            "wav | @s2 | @o2",
        ),
        """# From alto to bass
-
t.wav = prompt_audio
s1.wav = audio
o1.wav = output To bass
-
t.wav = prompt_audio
s2.wav = audio
o2.wav = output To bass""",
    ),
    "rows of one cell above the rows that they are about": (
        "<h2>Songs</h2><table><tr><th>Lyrics<th>Net<th>Ours"
        + "".join(
            f"<tr><td>{language}</td>"
            + "".join(f"<tr><td>{said}<td>{clip(f'n{at}')}<td>{clip(f'o{at}')}" for at, said in lines)
            for language, lines in (
                ("English", (("1", "She walks down to the sea at night."), ("2", "He never came back to us."))),
                ("German", (("3", "Sie geht heute Nacht zum Meer hinab."),)),
            )
        )
        + "</table>",
        """# Songs
-
"English" = group|tags
"She walks down to the sea at night." = text
n1.wav = output Net
o1.wav = output Ours
-
"English" = group|tags
"He never came back to us." = text
n2.wav = output Net
o2.wav = output Ours
-
"German" = group|tags
"Sie geht heute Nacht zum Meer hinab." = text
n3.wav = output Net
o3.wav = output Ours""",
    ),
    "the same columns twice, to save room": (
        "<h2>Timed: sounds in order</h2>"
        + table(
            "Caption | Generated | Caption | Generated",
            "A dog barks before a car starts. | @g1 | Rain falls and then it thunders. | @g2",
            "A man sings while others clap. | @g3 | A door is opened, and then it shuts. | @g4",
        ),
        """# Timed
-
"A dog barks before a car starts." = text|prompt
g1.wav = output Generated
-
"Rain falls and then it thunders." = text|prompt
g2.wav = output Generated
-
"A man sings while others clap." = text|prompt
g3.wav = output Generated
-
"A door is opened, and then it shuts." = text|prompt
g4.wav = output Generated""",
    ),
    "a mixture shown once above the sources, in a table without heads": (
        "<h2>Two speakers</h2>"
        + table("Mixture | @m", "Target | @t1 | @t2", "IVA | @i1 | @i2", "Ours | @o1 | @o2"),
        """# Two speakers
-
m.wav = audio
t1.wav = reference
i1.wav = output IVA
o1.wav = output Ours
-
m.wav = audio
t2.wav = reference
i2.wav = output IVA
o2.wav = output Ours""",
    ),
    "inputs and references in a table of their own": (
        "<h2>Inputs</h2>"
        + table("Kind | Sample 1 (a7) | Sample 2 (b9)", "Clean (reference) | @c1 | @c2", "Noisy | @n1 | @n2")
        + "<h2>Outputs</h2>"
        + table("Model | Sample 1 (a7) | Sample 2 (b9)", "Net | @e1 | @e2", "Ours | @o1 | @o2"),
        """# Inputs
-
"Sample 1 (a7)" = title
c1.wav = reference
n1.wav = audio
-
"Sample 2 (b9)" = title
c2.wav = reference
n2.wav = audio
# Outputs
-
"Sample 1 (a7)" = title
e1.wav = output Net
o1.wav = output Ours
-
"Sample 2 (b9)" = title
e2.wav = output Net
o2.wav = output Ours""",
    ),
    "a grid of films without a word, and a film of the demo": (
        "<h1>Foley: sound for films</h1><h2>Introduction</h2><video controls src=intro.mp4></video>"
        "<h2>1. Video-to-audio</h2><table>"
        + "".join(
            "<tr>" + "".join(f"<td><video controls src=f{row}{at}.mp4></video>" for at in "abc") for row in "xy"
        )
        + "</table><h2>2. Text-to-audio</h2>"
        + table("Prompt | Audio", "A dog barks at the moon. | @d", "It rains on a tin roof. | @r"),
        "# Films\n"
        + "\n".join(f"-\nf{row}{at}.mp4 = output Foley" for row in "xy" for at in "abc")
        + """
-
"A dog barks at the moon." = prompt
d.wav = output Foley
-
"It rains on a tin roof." = prompt
r.wav = output Foley""",
    ),
    "bold words with a full stop that say what follows": (
        "<h1>Guard: safe answers</h1><h2>Requests</h2>"
        + "".join(
            f"<h3>{title}</h3>{clip(title)}<p><b>Transcript.</b> {said}</p><p><b>Question.</b> {asked}</p>"
            f"<p><b>Guard</b>: {answer}</p>"
            for title, said, asked, answer in (
                ("Low", "She said that he was at home.", "Who was at home then?", "It was him."),
                ("High", "They went away before it was dark.", "When did they go away?", "Before dark."),
            )
        ),
        """# Requests
-
Low.wav = audio
"She said that he was at home." = source_text|text|reference
"Who was at home then?" = prompt
"It was him." = output Guard
-
High.wav = audio
"They went away before it was dark." = source_text|text|reference
"When did they go away?" = prompt
"Before dark." = output Guard""",
    ),
    "songs taken apart, each from its own mixture": (
        "<h1>Apart: music into stems</h1><h2>More songs</h2>"
        + table("| Mixture | Vocals | Accompaniment", "Rose | @m1 | @v1 | @a1", "Lily | @m2 | @v2 | @a2"),
        """# More songs
-
"Rose" = title|tags
m1.wav = audio
v1.wav = output Apart|output Vocals
a1.wav = output Apart|output Accompaniment
-
"Lily" = title|tags
m2.wav = audio
v2.wav = output Apart|output Vocals
a2.wav = output Apart|output Accompaniment""",
    ),
    "what the headings of inputs say besides, in one table for each": (
        "<h2>Cloned</h2>"
        + "".join(
            f"<table><tr><th colspan=3>{said}<tr><td><p>Prompt ({who})</p>{clip(f'p{n}')}"
            f"<td><p>Net</p>{clip(f'n{n}')}<td><p>Ours</p>{clip(f'o{n}')}</table>"
            for n, (who, said) in enumerate(
                (("a sponge", "Let us go and see them."), ("a squid", "Nobody goes there any more.")), 1
            )
        ),
        """# Cloned
-
"Let us go and see them." = text
"Prompt (a sponge)" = title|note
p1.wav = prompt_audio
n1.wav = output Net
o1.wav = output Ours
-
"Nobody goes there any more." = text
"Prompt (a squid)" = title|note
p2.wav = prompt_audio
n2.wav = output Net
o2.wav = output Ours""",
    ),
    "models called A and B beside a question, under a number": (
        "<h2>1. First round</h2>"
        + table(
            "Audio | Q | A | B",
            "@x | Who speaks here? | It is a man. | It is a child.",
            "@y | What is heard? | Steps on a stair. | Rain on the roof.",
        ),
        """# First round
-
x.wav = audio
"Who speaks here?" = prompt
"It is a man." = output A
"It is a child." = output B
-
y.wav = audio
"What is heard?" = prompt
"Steps on a stair." = output A
"Rain on the roof." = output B""",
    ),
    "numbered headings that each name the system of the clips below": (
        "<h1>Old voices</h1>"
        + "".join(
            f"<h2>{at}. {name}</h2>" + "".join(f"<p>{clip(f'{name}{n}')}</p>" for n in (1, 2, 3))
            for at, name in enumerate(("Original", "Net", "VoiceFixer"), 1)
        ),
        "# Old voices\n"
        + "\n".join(
            f"-\nOriginal{n}.wav = audio|reference\nNet{n}.wav = output Net|output 2. Net\n"
            f"VoiceFixer{n}.wav = output VoiceFixer|output 3. VoiceFixer"
            for n in (1, 2, 3)
        ),
    ),
    "talks of several systems in one cell, not the same ones in each row": (
        "<h2>Dialogues</h2><table><tr><th>Audio<th>Dialogue"
        + "".join(
            f"<tr><td>{clip(name)}<td>"
            + "".join(
                f"<b>User</b>: {asks}<br><b>Ground-truth</b>: {right}<br><b>{other}</b>: {says}<br>"
                f"<b>Flamingo</b>: {ours}<br>"
                for asks, right, says, ours in turns
            )
            for name, other, turns in (
                (
                    "x",
                    "Qwen Audio",
                    (
                        ("Who sings?", "A thrush sings.", "A man does.", "A bird does."),
                        ("Is it near?", "It is quite far.", "Yes, near.", "No, far off."),
                    ),
                ),
                (
                    "y",
                    "LTU",
                    (
                        ("What falls?", "A cup falls down.", "Rain falls.", "A plate falls."),
                        ("Does it break?", "It breaks at once.", "It holds.", "It does break."),
                    ),
                ),
                (
                    "z",
                    "LTU",
                    (
                        ("What runs?", "A tap runs.", "A dog.", "Water runs."),
                        ("How long?", "For ten seconds.", "Not long.", "Some seconds."),
                    ),
                ),
            )
        )
        + "</table>",
        """# Dialogues
-
x.wav = audio
"Who sings?" = prompt
"A thrush sings." = reference
"A man does." = output Qwen Audio
"A bird does." = output Flamingo
"Yes, near." = output Qwen Audio
-
y.wav = audio
"Rain falls." = output LTU
"A plate falls." = output Flamingo
-
z.wav = audio
"Not long." = output LTU
"Some seconds." = output Flamingo""",
    ),
    "numbers with a footnote before the transcripts, under no heading": (
        "<h2>Transcripts</h2>"
        + table(
            " | Audio | SeedNet",
            "Sample1 | @a | They left before the rain had come.",
            "Sample2* | @b | Nobody had told her of it.",
        ),
        """# Transcripts
-
"Sample1" = title
a.wav = audio
"They left before the rain had come." = output SeedNet
-
"Sample2*" = title
b.wav = audio
"Nobody had told her of it." = output SeedNet""",
    ),
    "names in a row below the clips of each of many tables, the sentence in a table above": (
        "<h1>Tales</h1><h2>Stories</h2>"
        + "".join(
            f"<table><tr><td>{genre}: ''{words}''</table>"
            + table(f"@a/{at} | @b/{at} | @c/{at}", "(a) Journey | (b) Tango | (c) Make Audio")
            for at, (genre, words) in enumerate(
                (
                    ("Drama", "Two hearts set out upon a sea that nobody knew."),
                    ("Radio", "Rain stands at the window while she reads a poem."),
                )
            )
        ),
        """# Stories
-
"Two hearts set out upon a sea that nobody knew." = prompt|text
a/0.wav = output Journey
b/0.wav = output Tango
c/0.wav = output Make Audio
-
"Rain stands at the window while she reads a poem." = prompt|text
a/1.wav = output Journey
b/1.wav = output Tango
c/1.wav = output Make Audio""",
    ),
    "headings below the clips that they name, with remarks in brackets": (
        "<h2>Listen</h2><div>"
        + "".join(
            f"<div><div>{clip(f'{at}')}</div><h5>{name}</h5>{remark}</div>"
            for at, (name, remark) in enumerate(
                (
                    ("Noisy", "<p>(simulated)</p>"),
                    ("EbenNet", "<p>(ours)</p>"),
                    ("Clean", ""),
                    ("HifiGAN v3", ""),
                    ("Seanet", ""),
                )
            )
        )
        + "</div>",
        """# Listen
-
0.wav = audio
"(simulated)" = title|note
1.wav = output EbenNet
"(ours)" = title|note
2.wav = reference
3.wav = output HifiGAN v3
4.wav = output Seanet""",
    ),
    "utterances as columns, with the sentences in a row that nothing names": (
        "<h2>Anonymized</h2>"
        + table(
            " | p227_001 | p240_010",
            " | Please call her again tomorrow. | Nobody ever found it there.",
            "Recording | @g1 | @g2",
            "Pitch shift | @p1 | @p2",
            "GAN | @n1 | @n2",
        ),
        """# Anonymized
-
"p227_001" = title
"Please call her again tomorrow." = text|source_text
g1.wav = reference|audio
p1.wav = output Pitch shift
n1.wav = output GAN
-
"Nobody ever found it there." = text|source_text
g2.wav = reference|audio
p2.wav = output Pitch shift
n2.wav = output GAN""",
    ),
    "a system that is called by what it does with a context": (
        "<h2>Ablation</h2>"
        + table(
            "Content | Cross-attention | In context",
            "You see that these were badly drawn. | @a1 | @b1",
            "She could not get it out of her head. | @a2 | @b2",
        ),
        """# Ablation
-
"You see that these were badly drawn." = text
a1.wav = output Cross-attention
b1.wav = output In context
-
"She could not get it out of her head." = text
a2.wav = output Cross-attention
b2.wav = output In context""",
    ),
    "words where other rows have a clip as what went in": (
        "<h2>Instructions</h2>"
        + table(
            "Instruction | Inputs | Outputs",
            "Write down what is said here. | @q1 | I am afraid there are no signs.",
            "Please listen and transcribe it. | @q2 | Did anyone know of the proofs?",
            "Would you say these words aloud? | Today is a sunny day in May. | @s1",
        ),
        """# Instructions
-
"Write down what is said here." = prompt
q1.wav = audio
"I am afraid there are no signs." = output Outputs
-
q2.wav = audio
-
"Would you say these words aloud?" = prompt
"Today is a sunny day in May." = text
s1.wav = output Outputs""",
    ),
    "a column of words that all begin with what they are": (
        "<h2>Long audio</h2><table>"
        + "".join(
            f"<tr><td>Instruction: {words}<td>{clip(name)}"
            for name, words in (
                ("u", "Play a piece on the ukulele in a hall."),
                ("f", "Let a fire engine leave its station."),
            )
        )
        + "</table>",
        """# Long audio
-
"Play a piece on the ukulele in a hall." = prompt
u.wav = output (unnamed)
-
"Let a fire engine leave its station." = prompt
f.wav = output (unnamed)""",
    ),
    "a heading over one model's clips that no other heading stands beside": (
        "<h1>StyleNet: Speech by description</h1><h2>About it</h2><h3>Diversity</h3>"
        + table(
            "Prompt | Audio",
            "He speaks low and slow, without any force. | @a",
            "A mad man speaks in a lower tone than usual. | @b",
        ),
        """# Diversity
-
"He speaks low and slow, without any force." = prompt|text
a.wav = output (unnamed)|output StyleNet
-
"A mad man speaks in a lower tone than usual." = prompt|text
b.wav = output (unnamed)|output StyleNet""",
    ),
    "tags below clips of one model, each in a box with its clip": (
        "<h1>XTune</h1><h2>Tags</h2><p>Here is some music that XTune made.</p><div>"
        + "".join(
            f"<div>{clip(f'tag/{name}')}<p>[Emotion] {name}</p></div>"
            for name in ("happy", "exciting", "sad", "warm")
        )
        + "</div><h2>Films</h2><p>Here are films of others, with music that XTune made for them.</p>"
        + "".join(
            f"<div><div>{clip(f'film/{name}')}<p>{name}.mp4</p></div></div>"
            for name in ("kangaroo", "flower", "lagos")
        ),
        "# Tags\n"
        + "\n".join(
            f'-\ntag/{name}.wav = output (unnamed)|output XTune\n"[Emotion] {name}" = title|prompt|tags'
            for name in ("happy", "exciting", "sad", "warm")
        )
        + "\n# Films\n"
        + "\n".join(
            f'-\nfilm/{name}.wav = output (unnamed)|output XTune\n"{name}.mp4" = title|prompt|tags'
            for name in ("kangaroo", "flower", "lagos")
        ),
    ),
    "names over two columns, the first only once; buttons that play; the target's voice shown once": (
        "<h1>Robust voice conversion</h1><h2>Female to male</h2><table><tr><th>Method<th>Mode<th>20dB<th>5dB"
        + "".join(
            f"<tr><td>{name}<td>{mode}"
            + "".join(f"<td><button data-src='{src}.wav'>▶</button>" if src else "<td>" for src in cells)
            for name, mode, cells in (
                ("Noisy source speech", "-", ("n1", "n2")),
                ("Target speaker's clean speech", "-", ("t", "")),
                ("BeamVC", "Offline", ("bo1", "bo2")),
                ("", "Stream", ("bs1", "bs2")),
                ("SE+VC", "Offline", ("so1", "so2")),
                ("", "Stream", ("ss1", "ss2")),
            )
        )
        + "</table>",
        "# Female to male\n"
        + "\n".join(
            f'-\n"{snr}" = title|tags|group\nn{at}.wav = audio\nt.wav = prompt_audio\n'
            f"bo{at}.wav = output BeamVC (Offline)\nbs{at}.wav = output BeamVC (Stream)\n"
            f"so{at}.wav = output SE+VC (Offline)\nss{at}.wav = output SE+VC (Stream)"
            for at, snr in ((1, "20dB"), (2, "5dB"))
        ),
    ),
    "a wide table with names over two columns, and settings that stand alone in a row": (
        "<h2>Captions</h2><table>"
        "<tr><td colspan=2>Speech"
        + "".join(f"<td>{clip(f's{n}')}" for n in (1, 2, 3))
        + "<tr><td colspan=2>Ground truth caption"
        + "".join(f"<td>The right words about clip {n}." for n in (1, 2, 3))
        + "".join(
            f"<tr><td colspan=2><h3>{setting} rephrasing</h3>"
            + "".join(
                (f"<tr><td rowspan=2>{name}" if feature == "mel" else "<tr>")
                + f"<td>{feature}"
                + "".join(f"<td>{setting} it: {name} and {feature} on {n}." for n in (1, 2, 3))
                for name in ("Transformer", "StyleCap (proposed)")
                for feature in ("mel", "WavLM")
            )
            for setting in ("Without", "With")
        )
        + "</table>",
        "# Captions\n"
        + "\n".join(
            f'-\ns{n}.wav = audio\n"The right words about clip {n}." = reference\n'
            + "\n".join(
                f'"{setting} it: {name} and {feature} on {n}." = output {name} ({feature})'
                for setting in ("Without", "With")
                for name in ("Transformer", "StyleCap (proposed)")
                for feature in ("mel", "WavLM")
            )
            for n in (1, 2, 3)
        ),
    ),
    "a cell in which each system's name, words and clip follow each other": (
        "<h2>Next turn</h2>"
        + "".join(
            f"<table><tr><th>Context<th>Next turn<tr><td>{clip(f'c{n}')}<td><ul>"
            + "".join(
                f"<li><b>{name}: </b></li><p><i>{words}</i></p>{clip(f'{name}{n}')}" for name, words in said
            )
            + "</ul></table>"
            for n, said in (
                (
                    1,
                    (
                        ("SpeechGPT", "Why is there nothing else?"),
                        ("Cascade", "Here they are."),
                        ("Talker", "How do you want it done?"),
                    ),
                ),
                (
                    2,
                    (
                        ("SpeechGPT", "No, it cannot go on."),
                        ("Cascade", "I do think so."),
                        ("Talker", "It was only a joke."),
                    ),
                ),
            )
        ),
        """# Next turn
-
c1.wav = audio
"Why is there nothing else?" = output SpeechGPT
SpeechGPT1.wav = output SpeechGPT
"Here they are." = output Cascade
Cascade1.wav = output Cascade
"How do you want it done?" = output Talker
Talker1.wav = output Talker
-
c2.wav = audio
"No, it cannot go on." = output SpeechGPT
SpeechGPT2.wav = output SpeechGPT
Cascade2.wav = output Cascade
Talker2.wav = output Talker""",
    ),
    "one table of several, each below words that stand alone, with a source of its own": (
        "<h2>Voice conversion</h2><table>"
        + "".join(
            f"<tr><th colspan=3>Sample {n}<tr><th>Source<td>{clip(f'src{n}')}<tr><th>System<td>TEF1<td>TEM1"
            + "".join(
                f"<tr><th>{name}<td>{clip(f'{name}/{n}f')}<td>{clip(f'{name}/{n}m')}"
                for name in ("T10", "T13", "T25")
            )
            for n in (1, 2)
        )
        + "</table>",
        "# Voice conversion\n"
        + "\n".join(
            f'-\n"Sample {n}" = title|group|note|description\nsrc{n}.wav = audio\n"{voice}" = title|tags\n'
            + "\n".join(f"{name}/{n}{voice[2].lower()}.wav = output {name}" for name in ("T10", "T13", "T25"))
            for n in (1, 2)
            for voice in ("TEF1", "TEM1")
        ),
    ),
    "a table whose first row and first column are the clips that each cell was made of": (
        "<h1>Voice conversion</h1><h2>Any to any</h2>"
        + table(
            " | ann | ben | cid",
            "source | @t/a | @t/b | @t/c",
            "@s/1 | @o/1a | @o/1b | @o/1c",
            "@s/2 | @o/2a | @o/2b | @o/2c",
        ),
        "# Any to any\n"
        + "\n".join(
            f'-\n"{name}" = title\ns/{n}.wav = audio\nt/{name[0]}.wav = prompt_audio\n'
            f"o/{n}{name[0]}.wav = output (unnamed)"
            for n in (1, 2)
            for name in ("ann", "ben", "cid")
        ),
    ),
    "columns that are only numbered, and stems by what was done to them": (
        "<h1>Multi Source</h1><h2>Generation</h2>"
        + table("Sample #1 | Sample #2", "@g/1 | @g/2")
        + "<h2>Separation</h2>"
        + table("Mixture | Separated Bass | Separated Drums", "@m1 | @b1 | @d1", "@m2 | @b2 | @d2"),
        """# Generation
-
"Sample #1" = title
g/1.wav = output (unnamed)
-
"Sample #2" = title
g/2.wav = output (unnamed)
# Separation
-
m1.wav = audio
"Separated Bass" = output (unnamed)
b1.wav = output (unnamed)
d1.wav = output (unnamed)
-
m2.wav = audio
b2.wav = output (unnamed)
d2.wav = output (unnamed)""",
    ),
    "columns that are counted, with other words in each cell": (
        "<h2>Zero-shot</h2>"
        + table(
            "Language | Prompt | Generated 1 | Generated 2",
            "EN | People had thought of it before. @p1 | @g11 In the quest for power, cars matter. "
            "| @g12 From the sky down to the ground.",
            "ZH | That was all she ever had said. @p2 | @g21 A present came from far away today. "
            "| @g22 Walking in golden leaves, he sang.",
        ),
        """# Zero-shot
-
p1.wav = prompt_audio
"People had thought of it before." = prompt_text
g11.wav = output Generated|output (unnamed)
"In the quest for power, cars matter." = text
-
p1.wav = prompt_audio
g12.wav = output Generated|output (unnamed)
"From the sky down to the ground." = text
-
p2.wav = prompt_audio
g21.wav = output Generated|output (unnamed)
"A present came from far away today." = text
-
p2.wav = prompt_audio
g22.wav = output Generated|output (unnamed)
"Walking in golden leaves, he sang." = text""",
    ),
    "films about what is heard, each with words of its own": (
        "<h2>Context</h2><table><tr><th>Type<th>Demo<th>Explanation"
        + "".join(
            f"<tr><td>{name}<td><video controls src='{name[-3:]}.mp4'></video><td>{words}"
            for name, words in (
                ("History of talk", "What was said before helps with the name."),
                ("Names of guests", "All who were asked are known by their name."),
            )
        )
        + "</table><h2>Transcripts</h2>"
        + table(
            "Audio | SeedNet", "@a | They left before the rain had come.", "@b | Nobody had told her of it."
        ),
        """# Context
-
"History of talk" = title|tags
alk.mp4 = output Demo|output (unnamed)|output SeedNet
"What was said before helps with the name." = note|text|prompt
-
"Names of guests" = title|tags
sts.mp4 = output Demo|output (unnamed)|output SeedNet
# Transcripts
-
a.wav = audio
"They left before the rain had come." = output SeedNet
-
b.wav = audio""",
    ),
    "clips in frames of their own": (
        "<h1>Mapper</h1><h2>From films</h2><ul>"
        + "".join(f"<li><iframe src='v/{name}.mp4'></iframe></li>" for name in ("car", "snow", "bird"))
        + "</ul>",
        "# From films\n"
        + "\n".join(f"-\nv/{name}.mp4 = output (unnamed)|output Mapper" for name in ("car", "snow", "bird")),
    ),
    "what was translated under the name of its language": (
        "<h1>Speech translation</h1><h2>Into English</h2>"
        + table("Spanish | English (Ground Truth) | SpeechGen", "@s1 | @e1 | @g1", "@s2 | @e2 | @g2"),
        """# Into English
-
s1.wav = audio
e1.wav = reference
g1.wav = output SpeechGen
-
s2.wav = audio
e2.wav = reference
g2.wav = output SpeechGen""",
    ),
    "what is said and how it should sound": (
        "<h2>Results</h2>"
        + table(
            "Transcription | Caption | Parler | PromptTTS",
            "They keep the secret to this very day. | A male speaker talks in a low voice. | @p1 | @t1",
            "From these books we learn to live well. | An old woman speaks slowly and softly. | @p2 | @t2",
        ),
        """# Results
-
"They keep the secret to this very day." = text
"A male speaker talks in a low voice." = prompt
p1.wav = output Parler
t1.wav = output PromptTTS
-
"From these books we learn to live well." = text
"An old woman speaks slowly and softly." = prompt
p2.wav = output Parler
t2.wav = output PromptTTS""",
    ),
    "muted players with controls, under headings that name no system": (
        "<h1>Omni: Spoken dialogues</h1><h2>Samples</h2>"
        + "".join(
            f"<h3>{name}</h3>"
            + "".join(
                f"<div><video autoplay controls muted loop><source src='{name[0]}{n}.mp4'></video></div>"
                for n in (1, 2)
            )
            for name in ("English conversation", "Chinese conversation", "Many turns")
        ),
        "# Samples\n"
        + "\n".join(f"-\n{name}{n}.mp4 = output (unnamed)|output Omni" for name in "ECM" for n in (1, 2)),
    ),
    "headings that only their style tells, and natural noisy speech": (
        "<h1>Enhancement</h1>"
        + "".join(
            f"<div><p class='h5'>{n}. {name}</p></div>"
            + table("Natural noisy | Natural clean | CMGAN | Ours", f"@n{n} | @c{n} | @g{n} | @o{n}")
            for n, name in ((1, "Denoising"), (2, "Dereverberation"))
        ),
        """# Denoising
-
n1.wav = audio
"Denoising" = title|description
c1.wav = reference
g1.wav = output CMGAN
o1.wav = output Ours
# Dereverberation
-
n2.wav = audio
c2.wav = reference
g2.wav = output CMGAN
o2.wav = output Ours""",
    ),
    "headings that are what is said, with what is prompted in brackets": (
        "<h2>Zero-shot</h2>"
        + "".join(
            f"<h5>[Prompt: {id_}] {prompt} [Continuation: {id_}b] {words}</h5>"
            + table("Prompt wav | Ground truth | Laura", f"@{id_}p | @{id_}g | @{id_}l")
            for id_, prompt, words in (
                ("a_1", "Up in the sick room she lay.", "At last it was to all an assured fact."),
                ("a_2", "Humble man that he was.", "Against these boasts he defends his own."),
                ("a_3", "A sudden wave of joy came.", "Nobody had thought it could be done."),
                ("a_4", "To deal with them is hard.", "They left the house before it was light."),
            )
        ),
        "# Zero-shot\n"
        + "\n".join(
            f'-\n"[Prompt: {id_}] {prompt} [Continuation: {id_}b] {words}" = text\n{id_}p.wav = prompt_audio\n'
            f"{id_}g.wav = reference\n{id_}l.wav = output Laura"
            for id_, prompt, words in (
                ("a_1", "Up in the sick room she lay.", "At last it was to all an assured fact."),
                ("a_2", "Humble man that he was.", "Against these boasts he defends his own."),
                ("a_3", "A sudden wave of joy came.", "Nobody had thought it could be done."),
                ("a_4", "To deal with them is hard.", "They left the house before it was light."),
            )
        ),
    ),
    "several clips below each other in every cell": (
        "<h2>Resynthesis</h2>"
        + table("Corpus | original | Vocos", "Drama | @o/0 @o/1 | @v/0 @v/1", "News | @o/2 @o/3 | @v/2 @v/3"),
        "# Resynthesis\n"
        + "\n".join(
            f'-\n"{name}" = title|tags\no/{n}.wav = reference\nv/{n}.wav = output Vocos'
            for n, name in enumerate(("Drama", "Drama", "News", "News"))
        ),
    ),
    "rows of pictures above rows of clips, of one system": (
        "<h2>From pictures</h2><table>"
        + "".join(
            "<tr>"
            + "".join(f"<td><img src={name}.png>" for name in names)
            + "<tr>"
            + "".join(f"<td>{clip(name)}" for name in names)
            for names in (("cat", "car", "bell"), ("rain", "wind", "bird"))
        )
        + "</table>",
        "# From pictures\n"
        + "\n".join(
            f"-\n{name}.wav = output (unnamed)" for name in ("cat", "car", "bell", "rain", "wind", "bird")
        ),
    ),
    "feelings as rows and speakers as columns, of one system": (
        "<h1>ZetSpeech: Emotional speech</h1><h2>Unseen speakers</h2>"
        + table(
            "Emotion | 1284 | 260",
            "Reference speech | @r1 | @r2",
            "Neutral | @n1 | @n2",
            "Happy | @h1 | @h2",
            "Embarrassed | @e1 | @e2",
        ),
        "# Unseen speakers\n"
        + "\n".join(
            f'-\n"{speaker}" = title\n"{name}" = tags\nr{n}.wav = prompt_audio|reference\n'
            f"{name[0].lower()}{n}.wav = output (unnamed)|output ZetSpeech"
            for n, speaker in ((1, "1284"), (2, "260"))
            for name in ("Neutral", "Happy", "Embarrassed")
        ),
    ),
    "talks in which small pictures say who speaks": (
        "<h1>OmniChat</h1><h2>Everyday talks</h2>"
        + "".join(
            f"<div><h3>Case {n}</h3>"
            + "".join(
                f"<div><div><img src=face.png alt='{who} Logo'></div>{clip(f'{n}{at}')}<div>{words}</div></div>"
                for at, (who, words) in enumerate(
                    (
                        ("User", f"I have been painting for {n} weeks."),
                        ("System", "That sounds lovely to me!"),
                        ("User", "Mostly they are landscapes."),
                        ("System", "Have you taken any classes?"),
                    )
                )
            )
            + "</div>"
            for n in (1, 2)
        ),
        "# Everyday talks\n"
        + "\n".join(
            f'-\n"Case {n}" = title|description\n{n}0.wav = audio\n{n}2.wav = audio\n'
            f'"I have been painting for {n} weeks." = prompt|text|source_text\n'
            f"{n}1.wav = output Assistant\n{n}3.wav = output Assistant\n"
            f'"That sounds lovely to me!" = output Assistant\n"Have you taken any classes?" = output Assistant'
            for n in (1, 2)
        ),
    ),
    "results of what is called by a word for noise": (
        "<h2>Parts of the voice</h2>"
        + table(
            "Recording | Results of the noise generator | Results of the whole",
            "@r1 | @n1 | @w1",
            "@r2 | @n2 | @w2",
        ),
        "# Parts of the voice\n"
        + "\n".join(
            f"-\nr{n}.wav = reference|audio\nn{n}.wav = output Results of the noise generator\n"
            f"w{n}.wav = output Results of the whole"
            for n in (1, 2)
        ),
    ),
    "a codec that comes again at other bit rates, which a row of the head tells": (
        "<h2>Codecs</h2>"
        + table(
            "ID | Original | Encodec | DAC | Encodec | DAC",
            "Bit rate | / | 3.0 kbps | 1.4 kbps | 1.5 kbps | 0.5 kbps",
            "ViSQOL | / | 3.8 | 3.1 | 3.3 | 2.4",
            "1 | @o1 | @e1a | @d1a | @e1b | @d1b",
            "2 | @o2 | @e2a | @d2a | @e2b | @d2b",
        ),
        "# Codecs\n"
        + "\n".join(
            f"-\no{n}.wav = reference\n"
            f"e{n}a.wav = output Encodec (3.0 kbps)\nd{n}a.wav = output DAC (1.4 kbps)\n"
            f"e{n}b.wav = output Encodec (1.5 kbps)\nd{n}b.wav = output DAC (0.5 kbps)"
            for n in (1, 2)
        ),
    ),
    "a film beside the result that was made for it": (
        "<h1>SoundNet: Sound for films</h1><h2>Films</h2><table><tr><th>Video<th>Caption<th>Result"
        + "".join(
            f"<tr><td><video controls src='{name}.mp4'></video><td>{words}<td>{clip(name)}"
            for name, words in (
                ("cook", "A man cooks in a kitchen at night."),
                ("train", "A train goes by, quite near."),
            )
        )
        + "</table>",
        """# Films
-
cook.mp4 = audio
"A man cooks in a kitchen at night." = text|prompt
cook.wav = output Result|output SoundNet
-
train.mp4 = audio
train.wav = output Result|output SoundNet""",
    ),
    "systems in headings as high as the title, each over its clips": (
        "<h1>Cleaner: denoising by ear</h1><p>We clean speech.</p>"
        + "".join(
            f"<h1>{name}</h1><div>{clip(f'{key}/a')}{clip(f'{key}/b')}</div>"
            for name, key in (("Ground Truth", "gt"), ("Noisy speech", "n"), ("Ada-Net", "ada"), ("Bob", "bob"))
        ),
        "# Cleaner\n"
        + "\n".join(
            f"-\ngt/{n}.wav = reference\nn/{n}.wav = audio\n"
            f"ada/{n}.wav = output Ada-Net\nbob/{n}.wav = output Bob"
            for n in "ab"
        ),
    ),
    "headings that count over headings that say what is heard": (
        "<h1>Sounds from words</h1>"
        + "".join(
            f"<h3>Prompt {n}</h3><h4>{words}</h4>"
            + table(f"Ada (ours) | @a{n}", f"Bob | @b{n}", f"Ground truth | @t{n}")
            for n, words in enumerate(
                (
                    "Rain falls on a tin roof while a dog barks.",
                    "A man hums quietly in a large hall.",
                    "Steps on gravel come near and then stop.",
                )
            )
        ),
        "# Sounds from words\n"
        + "\n".join(
            f'-\n"Prompt {n}" = title|note|group\n"{words}" = prompt|text\n'
            f"a{n}.wav = output Ada (ours)\nb{n}.wav = output Bob\nt{n}.wav = reference"
            for n, words in enumerate(
                (
                    "Rain falls on a tin roof while a dog barks.",
                    "A man hums quietly in a large hall.",
                    "Steps on gravel come near and then stop.",
                )
            )
        ),
    ),
    "rows of the head that say more of the examples in columns": (
        "<h3>Voice and noise</h3>"
        + table(
            " | Sample 1 | Sample 2 | Sample 3",
            "SIR (dB) | 5 | 6 | 1",
            "SNR (dB) | 9 | 12 | 3",
            "Noisy | @n1 | @n2 | @n3",
            "Ada | @a1 | @a2 | @a3",
            "Ada+ (proposed) | @p1 | @p2 | @p3",
        ),
        "# Voice and noise\n"
        + "\n".join(
            f'-\n"Sample {n}" = title\n"{sir}" = tags\n"{snr}" = tags\n'
            f"n{n}.wav = audio\na{n}.wav = output Ada\np{n}.wav = output Ada+ (proposed)"
            for n, sir, snr in ((1, 5, 9), (2, 6, 12), (3, 1, 3))
        ),
    ),
    "tables side by side, each with its case in the first cell": (
        "<h2>Two ways to guide</h2><div style='display: flex'>"
        + "".join(
            "<div>" + table(f"Case {n} | ", "Plain | Joint", f"@p{n} | @j{n}") + "</div>" for n in (1, 2)
        )
        + "</div>",
        "# Two ways to guide\n"
        + "\n".join(
            f'-\n"Case {n}" = title|group|note\np{n}.wav = output Plain\nj{n}.wav = output Joint'
            for n in (1, 2)
        ),
    ),
    "two tracks that are joined": (
        "<h2>From one song to the next</h2>"
        + table(
            " | Prev | Next | Linear | Rule | Ada",
            "A | @p1 | @n1 | @l1 | @r1 | @a1",
            "B | @p2 | @n2 | @l2 | @r2 | @a2",
        ),
        "# From one song to the next\n"
        + "\n".join(
            f'-\n"{title}" = title\np{n}.wav = audio\nn{n}.wav = audio\n'
            f"l{n}.wav = output Linear\nr{n}.wav = output Rule\na{n}.wav = output Ada"
            for n, title in ((1, "A"), (2, "B"))
        ),
    ),
    "turns of a talk beside clips that span them all": (
        "<h2>Talks</h2><table>"
        + "".join(
            f"<tr><th>User<th>AI ({voice})<th>Ada<th>Bob"
            f"<tr><td>What is the sea like, {voice}?<td>It is wide and blue.<td rowspan=2>{clip(f'a{n}')}"
            f"<td rowspan=2>{clip(f'b{n}')}<tr><td>And who lives there?<td>Fish and whales do."
            for n, voice in ((1, "male"), (2, "female"))
        )
        + "</table>",
        "# Talks\n"
        + "\n".join(
            f'-\n"What is the sea like, {voice}?" = prompt|text|source_text\n'
            f'"And who lives there?" = prompt|text|source_text\n"It is wide and blue." = text|note|prompt\n'
            f'"Fish and whales do." = text|note|prompt\na{n}.wav = output Ada\nb{n}.wav = output Bob'
            for n, voice in ((1, "male"), (2, "female"))
        ),
    ),
    "counted labels over small tables": (
        "<h2>Speech of many speakers</h2>"
        + "".join(
            f"<p>{n}. Text: {words}</p>" + table("Ground Truth | Ada | Bob", f"@t{n} | @a{n} | @b{n}")
            for n, words in ((1, "我们等得起。"), (2, "感情这个东西很痛苦。"))
        ),
        "# Speech of many speakers\n"
        + "\n".join(
            f'-\n"{words}" = text\nt{n}.wav = reference\na{n}.wav = output Ada\nb{n}.wav = output Bob'
            for n, words in ((1, "我们等得起。"), (2, "感情这个东西很痛苦。"))
        ),
    ),
    "speakers as columns, and one model that speaks like all": (
        "<h2>Speakers of Ada</h2><p>Text: It rains on the plain today.</p>"
        + table("Speaker 1 | Speaker 2 | Speaker 3", "@s1 | @s2 | @s3"),
        "# Speakers of Ada\n"
        + "\n".join(
            f'-\n"It rains on the plain today." = text\n"Speaker {n}" = tags|title\n'
            f"s{n}.wav = output (unnamed)|output Ada|output Output|output Speakers of Ada"
            for n in (1, 2, 3)
        ),
    ),
    "the lines of a long talk that one clip says": (
        "<h1>Talker</h1><h2>Long talks</h2>"
        + "".join(
            f"<h4>Dialogue{n}</h4><p>👨 安：你好。</p><p>👩 明：你好，{n} 点了。</p><p>👨 安：OK，走吧。</p>"
            f"<p>👩 明：好的。</p>{clip(f't{n}')}"
            for n in (1, 2)
        ),
        "# Long talks\n"
        + "\n".join(
            f'-\n"Dialogue{n}" = title\n'
            f'"👨 安：你好。 👩 明：你好，{n} 点了。 👨 安：OK，走吧。 👩 明：好的。" = text\n'
            f"t{n}.wav = output (unnamed)|output Talker|output Output"
            for n in (1, 2)
        ),
    ),
    "a voice to speak with, in a study of the effect of something": (
        "<h1>Samples</h1><h2>Audio samples</h2><h3>Effect of the scale</h3>"
        + table(
            "Reference | Ada (scale 1) | Ada (scale 2)",
            "She had your dark suit in greasy wash water all year. | | ",
            "@r1 | @a1 | @b1",
        ).replace("<td></td>", "").replace("<td>She", "<td colspan=3>She"),
        """# Effect of the scale
-
"She had your dark suit in greasy wash water all year." = text
r1.wav = prompt_audio
a1.wav = output Ada (scale 1)
b1.wav = output Ada (scale 2)""",
    ),
    "the parts that others' names end with": (
        "<h2>Two speakers</h2>"
        + table(
            "Mixture | s1 | s2 | Ada-s1 | Ada-s2 | Bob-s1 | Bob-s2",
            "@m1 | @r1 | @q1 | @a1 | @c1 | @b1 | @d1",
            "@m2 | @r2 | @q2 | @a2 | @c2 | @b2 | @d2",
        ),
        "# Two speakers\n"
        + "\n".join(
            f"-\nm{n}.wav = audio\nr{n}.wav = reference\nq{n}.wav = reference\n"
            f"a{n}.wav = output Ada-s1|output Ada\nc{n}.wav = output Ada-s2|output Ada\n"
            f"b{n}.wav = output Bob-s1|output Bob\nd{n}.wav = output Bob-s2|output Bob"
            for n in (1, 2)
        ),
    ),
    "two questions above a small table, and what is said below the one clip of another": (
        "<h2>Apart</h2>"
        + "".join(
            f"<p>Language query (short): a dog, {n}</p><p>Language query (long): a dog that barks, {n}</p>"
            + table("Mixture | Ada", f"@m{n} | @a{n}")
            for n in (1, 2)
        )
        + "<h2>Voices</h2>"
        + "".join(
            table("Source speech", f"@s{n}", f"Text: {words}")
            + table("Prompt | Ada", f"@t{n} | @v{n}", f"@u{n} | @w{n}")
            for n, words in ((1, "She had your dark suit in wash water."), (2, "He will allow a rare lie."))
        ),
        "# Apart\n"
        + "\n".join(
            f'-\n"a dog, {n}" = prompt|text\n"a dog that barks, {n}" = prompt|text\n'
            f"m{n}.wav = audio\na{n}.wav = output Ada"
            for n in (1, 2)
        )
        + "\n# Voices\n"
        + "\n".join(
            f'-\ns{n}.wav = audio\n"{words}" = source_text|text|note\n{like}{n}.wav = prompt_audio\n'
            f"{made}{n}.wav = output Ada"
            for n, words in ((1, "She had your dark suit in wash water."), (2, "He will allow a rare lie."))
            for like, made in ("tv", "uw")
        ),
    ),
    "transcripts below all clips of a row, the first one too": (
        "<h2>Translation to English</h2>"
        + table(
            "Source (Spanish) | Reference (English) | Predicted (English)",
            "@s1 | @r1 | @p1",
            "Creo que puedo hacer eso. | I think I can do that. | I think I could do this.",
            "@s2 | @r2 | @p2",
            "Ver toda la lista de discos. | See the whole list of records. | See all of the records.",
        ),
        """# Translation to English
-
s1.wav = audio
r1.wav = reference
p1.wav = output Predicted (English)
"Creo que puedo hacer eso." = source_text|prompt_text|text
"I think I can do that." = reference|text
"I think I could do this." = output Predicted (English)|note|text
-
s2.wav = audio
r2.wav = reference
p2.wav = output Predicted (English)
"Ver toda la lista de discos." = source_text|prompt_text|text""",
    ),
    "counted sentences above a table whose columns are counted alike": (
        "<h2>Italian</h2><p>Text 1: Che risate abbiamo fatto insieme a loro.</p>"
        "<p>Text 2: Ha ripreso il suo posto con dolore.</p>"
        + table("Method | Text1 | Text2", "Ground truth | @t1 | @t2", "Ada | @a1 | @a2", "Bob | @b1 | @b2"),
        "# Italian\n"
        + "\n".join(
            f'-\n"{words}" = text\nt{n}.wav = reference\na{n}.wav = output Ada\nb{n}.wav = output Bob'
            for n, words in (
                (1, "Che risate abbiamo fatto insieme a loro."),
                (2, "Ha ripreso il suo posto con dolore."),
            )
        ),
    ),
    "sources that differ in a remark in small tables": (
        "<h2>Voice conversion in noise</h2>"
        + "".join(
            table(
                f"Source({level}) | Target(Clean) | Ada | Bob", f"@s{n} | @t{n} | @a{n} | @b{n}"
            )
            for n, level in enumerate(("Clean", "5db", "15db"))
        ),
        "# Voice conversion in noise\n"
        + "\n".join(
            f"-\ns{n}.wav = audio\nt{n}.wav = prompt_audio\na{n}.wav = output Ada\nb{n}.wav = output Bob"
            for n in range(3)
        ),
    ),
    "clips called by files": (
        "<h2>Denoising</h2>"
        + "".join(
            f"<div><div>{clip(f'x{n}')}<p>clean_{n}.wav</p></div><div>{clip(f'y{n}')}<p>mix_{n}.wav</p></div>"
            f"<div>{clip(f'z{n}')}<p>enhanced_{n}.wav</p></div></div>"
            for n in (1, 2, 3)
        ),
        "# Denoising\n"
        + "\n".join(
            f"-\nx{n}.wav = reference\ny{n}.wav = audio\nz{n}.wav = output enhanced|output (unnamed)"
            for n in (1, 2, 3)
        ),
    ),
    "texts in the last row of a turned table": (
        "<h2>Normalised texts</h2>"
        + table(
            "Ground Truth | @t1 | @t2",
            "Ada | @a1 | @a2",
            "Bob using normalised texts | @b1 | @b2",
            " | A third man made a similar attempt in July. | The want of employment and of all discipline.",
        ),
        "# Normalised texts\n"
        + "\n".join(
            f'-\n"{words}" = text\nt{n}.wav = reference\na{n}.wav = output Ada\n'
            f"b{n}.wav = output Bob using normalised texts|output Bob"
            for n, words in (
                (1, "A third man made a similar attempt in July."),
                (2, "The want of employment and of all discipline."),
            )
        ),
    ),
    "what a microphone in the ear hears": (
        "<h2>Speech enhancement</h2><p>We enhance speech that is recorded inside the ear.</p>"
        + table(
            " | In-ear | Ada (ours) | Reference", "quiet | @i1 | @a1 | @r1", "85 dB noise | @i2 | @a2 | @r2"
        ),
        "# Speech enhancement\n"
        + "\n".join(
            f'-\n"{title}" = title|tags\ni{n}.wav = audio\na{n}.wav = output Ada (ours)\nr{n}.wav = reference'
            for n, title in ((1, "quiet"), (2, "85 dB noise"))
        ),
    ),
    "singers to sing like, under a heading that says so": (
        "<h1>Sing</h1><h2>Samples of target singers</h2>" + table("Female | @f1 | @f2", "Male | @m1 | @m2")
        + "<h2>Conversion</h2>" + table("Source | Ada | Bob", "@s1 | @a1 | @b1", "@s2 | @a2 | @b2"),
        "# Samples of target singers\n"
        + "\n".join(
            f'-\n"{voice}" = tags|title|group\n{voice[0].lower()}{n}.wav = prompt_audio|reference'
            for n in (1, 2)
            for voice in ("Female", "Male")
        )
        + "\n# Conversion\n"
        + "\n".join(f"-\ns{n}.wav = audio\na{n}.wav = output Ada\nb{n}.wav = output Bob" for n in (1, 2)),
    ),
    "a label that comes again below each clip of a card": (
        "<h1>Talker</h1><h2>Feelings</h2>"
        + "".join(
            f"<h3>Sample {n}</h3><p>User</p>{clip(f'u{n}')}<p>Transcript: Hello, who are you today, {n}?</p>"
            f"<p>Ada</p>{clip(f'a{n}')}<p>Transcript: My name is Ada, and I am glad, {n}.</p>"
            for n in (1, 2)
        ),
        "# Feelings" + "".join(f'''
-
u{n}.wav = audio
"Hello, who are you today, {n}?" = source_text
a{n}.wav = output Ada
"My name is Ada, and I am glad, {n}." = output Ada''' for n in (1, 2)),
    ),
    "words below each clip that has a name": (
        "<h1>Continuation</h1>"
        + "".join(
            f"<h3>Example {n}</h3><p>Prompt</p>{clip(f'p{n}')}<p>The dark secret of {n}</p>"
            f"<p>Ada</p>{clip(f'a{n}')}<p>The dark secret of {n} old towns was never told.</p>"
            for n in (1, 2)
        ),
        "# Continuation" + "".join(f'''
-
p{n}.wav = prompt_audio
"The dark secret of {n}" = prompt_text
a{n}.wav = output Ada
"The dark secret of {n} old towns was never told." = output Ada|text''' for n in (1, 2)),
    ),
    "a voice under a heading, with what was made of it under deeper ones": (
        "<h1>Conversion</h1>"
        + "".join(
            f"<h2>To {who}</h2><p>Target speaker</p>{clip(f't{at}')}"
            + "".join(
                f"<h3>Sample {n}</h3><p>Source</p>{clip(f's{n}')}<p>Ada</p>{clip(f'a{at}{n}')}"
                f"<p>Ours</p>{clip(f'o{at}{n}')}"
                for n in (1, 2)
            )
            for at, who in enumerate(("a child", "a singer"))
        ),
        "# To a child" + "".join(f'''
-
t{at}.wav = prompt_audio
s{n}.wav = audio
a{at}{n}.wav = output Ada
o{at}{n}.wav = output Ours''' for at in (0, 1) for n in (1, 2)),
    ),
    "runs under headings that are counted, one of them with the same clip twice": (
        "<h1>Dialogues</h1>"
        + "".join(
            f"<h2>Example {n}</h2><p>Prompt [S1]</p>{clip(f'p{n}')}<p>Prompt [S2]</p>{clip(f'q{n % 3}')}"
            f"<p>Text: [S1] We talked about it, {n}. [S2] Did we?</p><p>Ada</p>{clip(f'a{n}')}"
            f"<p>Bob</p>{clip(f'b{n}')}"
            for n in (1, 2, 3)
        ).replace("q0.wav", "p3.wav"),
        "# Dialogues" + "".join(f'''
-
p{n}.wav = prompt_audio
q{n % 3}.wav = prompt_audio
"[S1] We talked about it, {n}. [S2] Did we?" = text
a{n}.wav = output Ada
b{n}.wav = output Bob''' for n in (1, 2, 3)).replace("q0.wav", "p3.wav"),
    ),
    "a table of labels for each example, properties first": (
        "<h1>Translation</h1>"
        + "".join(
            f"<h2>Sample {n}</h2>"
            + table(f"Emotion | {mood}", f"English speech | @e{n}", f"Ada Trans | @a{n}", f"Bob Trans | @b{n}")
            for n, mood in enumerate(("Neutral", "Amused", "Angry"))
        ),
        "# Translation" + "".join(f'''
-
"{mood}" = tags
e{n}.wav = audio
a{n}.wav = output Ada Trans
b{n}.wav = output Bob Trans''' for n, mood in enumerate(("Neutral", "Amused", "Angry"))),
    ),
    "stacks of clips in columns that are examples": (
        "<h1>Decoder</h1>"
        + table(
            "| News | Drama",
            "Original | @a1 @a2 | @b1 @b2",
            "Ada | @c1 @c2 | @d1 @d2",
            "Bob | @e1 @e2 | @f1 @f2",
        ),
        "# Decoder" + "".join(f'''
-
{one}{n}.wav = reference|audio
{two}{n}.wav = output Ada
{three}{n}.wav = output Bob''' for one, two, three in ("ace", "bdf") for n in (1, 2)),
    ),
    "conditions in the corner, and a row of what all were given": (
        "<h1>Noise-robust speech synthesis</h1>"
        + table(
            "Noise conditions | Clean | Noise | Interf. | Reverb",
            "Prompt audio | @pc | @pn | @pi | @pr",
            "Noise-robust | @nc | @nn | @ni | @nr",
            "Ada | @ac | @an | @ai | @ar",
        ),
        "# Noise-robust speech synthesis" + "".join(f'''
-
"{name}" = tags|title
p{one}.wav = prompt_audio
n{one}.wav = output Noise-robust
a{one}.wav = output Ada''' for name, one in zip(("Clean", "Noise", "Interf.", "Reverb"), "cnir", strict=True)),
    ),
    "several clips with their names in the last cell": (
        "<h1>Dubbing</h1><table><tr><th>Source language<th>Source audio<th>Translation<th>Generated"
        + "".join(
            f"<tr><td>French<td>{clip(f's{n}')}<td>Only the denial of freedom, they say, {n}."
            f"<td><h4>Ada</h4>{clip(f'a{n}')}<h4>Bob (pauses)</h4>{clip(f'b{n}')}"
            for n in (1, 2)
        )
        + "</table>",
        "# Dubbing" + "".join(f'''
-
"French" = tags
s{n}.wav = audio
"Only the denial of freedom, they say, {n}." = text
a{n}.wav = output Ada
b{n}.wav = output Bob (pauses)''' for n in (1, 2)),
    ),
    "variants that are called by a word for what is right": (
        "<h1>A codec</h1>"
        + table(
            "Original | Ref-short | Ref-long | Ref-LSTM | Ours",
            "@g1 | @s1 | @l1 | @m1 | @o1",
            "@g2 | @s2 | @l2 | @m2 | @o2",
        ),
        "# A codec" + "".join(f'''
-
g{n}.wav = reference|audio
s{n}.wav = output Ref-short
l{n}.wav = output Ref-long
m{n}.wav = output Ref-LSTM
o{n}.wav = output Ours''' for n in (1, 2)),
    ),
    "words beside a voice that spans them and the clips below": (
        "<h1>Cloning</h1><table><tr><th>Prompt audio<th>Ada<th>Ours</tr>"
        + "".join(
            f"<tr><td rowspan=6>{clip(f'p{n}')}<tr>"
            + "".join(
                f"<tr><td colspan=2>That was before the day of sports, {n}{m}.</tr>"
                f"<tr><td>{clip(f'a{n}{m}')}<td>{clip(f'o{n}{m}')}</tr>"
                for m in (1, 2)
            )
            for n in (1, 2)
        )
        + "</table>",
        "# Cloning" + "".join(f'''
-
p{n}.wav = prompt_audio
"That was before the day of sports, {n}{m}." = text
a{n}{m}.wav = output Ada
o{n}{m}.wav = output Ours''' for n in (1, 2) for m in (1, 2)),
    ),
    "films called a demo, each alone in a table of its own with words": (
        f"<h1>Net</h1><h2>Speech</h2>{table('Noisy | Net', '@n | @o')}<h2>Assistant</h2>"
        + "".join(
            f"<h3>Sample {n}</h3><table><tr><th>Context<th>Demo<tr><td>Names of friends, {n}"
            f"<td><video controls src='d{n}.mp4'></video></table>"
            for n in (1, 2)
        ),
        "# Speech\n-\nn.wav = audio\no.wav = output Net\n# Assistant" + "".join(f'''
-
"Names of friends, {n}" = title|tags|note|context|text|prompt
d{n}.mp4 = output Net|output Demo|output (unnamed)|audio''' for n in (1, 2)),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", KINDS)
def test_every_clip_and_text_is_where_it_belongs(name: str, tmp_path: Path) -> None:
    page, truth = KINDS[name]
    (tmp_path / "index.html").write_text(page, encoding="utf-8")
    for name_ in re.findall(r"<img src=([\w./]+)", page):
        (tmp_path / name_).write_bytes(b"")
    found = score(name, import_page(ImportOptions((tmp_path / "index.html",))), parsed(truth))
    assert found.wrong == []


def outline_of(folder: Path, text: str, name: str = "index.html") -> list[str]:
    (folder / name).write_text(text, encoding="utf-8")
    return outline(import_page(ImportOptions((folder,))))


def test_a_quantity_above_each_player_is_a_score(tmp_path: Path) -> None:
    text = table(
        "Mixture | Ada | Bob", "@m | SI-SDR: 12.5 dB @a | SI-SDR: 9.1 dB @b", "@n | SI-SDR: 3 dB @c | @d"
    )
    (tmp_path / "index.html").write_text(text, encoding="utf-8")
    (task,) = import_page(ImportOptions((tmp_path,))).tasks()
    assert [(name, one.better, one.unit) for name, one in task.scores.items()] == [("SI-SDR", "higher", "dB")]
    outputs = [one.outputs for one in task.examples]
    assert [row["ada"][0].scores for row in outputs] == [{"SI-SDR": "12.5"}, {"SI-SDR": "3"}]
    assert outputs[0]["ada"][0].text is None


def test_cells_that_are_parted_by_their_labels_are_not_empty(tmp_path: Path) -> None:
    said = "<b>User</b>: Who sings?<br><b>Ground-truth</b>: A thrush.<br><b>Ada</b>: A {}."
    rows = "".join(f"<tr><td>{clip(name)}<td>{said.format(name)}" for name in ("man", "bird"))
    (tmp_path / "index.html").write_text(f"<table><tr><th>Audio<th>Dialogue{rows}</table>", encoding="utf-8")
    found = import_page(ImportOptions((tmp_path / "index.html",))).defects
    assert {one.kind for one in found} == {"missing-file"}


def test_numbers_without_a_name_are_asked_for(tmp_path: Path) -> None:
    lines = outline_of(
        tmp_path, table("Rate | Ada | Bob", "1 kbps | 2.5 @a | 3.5 @b", "2 kbps | 4.5 @c | 5.5 @d")
    )
    assert lines[0].endswith(" ?")
    assert lines[1].endswith("| Ada=a'2.5' Bob=b'3.5'")


def test_pictures_that_are_the_input_are_kept_as_such(tmp_path: Path) -> None:
    for name in ("one.png", "two.png"):
        (tmp_path / name).write_bytes(name.encode())
    rows = "".join(f'<tr><td><img src="{name}.png"><td>{clip(f"o{name}")}' for name in ("one", "two"))
    lines = outline_of(tmp_path, f"<table><tr><th>Face<th>Ours{rows}</table>")
    assert lines[1:] == ["audio=<one.png> | Ours=oone", "audio=<two.png> | Ours=otwo"]


def test_blank_lines_part_no_rows_of_one_table(tmp_path: Path) -> None:
    rows = "\n\n".join(f"| {clip(f'n{n}')} | {clip(f'o{n}')} |" for n in (1, 2))
    text = (
        f"| Noisy | Ours |\n|---|---|\n\n{rows}\n\n| Clean | Ada |\n|---|---|\n| {clip('c')} | {clip('a')} |\n"
    )
    assert outline_of(tmp_path, text, "index.md") == [
        "# Examples [audio]",
        "audio=n1 | Ours=o1",
        "audio=n2 | Ours=o2",
        "# Examples [audio]",
        "reference=c | Ada=a",
    ]


def test_two_answers_of_each_model_in_a_row_are_no_talk(tmp_path: Path) -> None:
    said = (
        f"{clip(f'c{n}')}<p><b>Ada:</b> A dog barks, {n}.<p><b>Ada:</b> Rain falls, {n}."
        f"<p><b>Bob:</b> A man hums, {n}.<p><b>Bob:</b> Steps come near, {n}.</p>"
        for n in (1, 2)
    )
    outline_of(tmp_path, f"<h1>Captions</h1>{''.join(said)}")
    draft = import_page(ImportOptions((tmp_path,)))
    assert {one.name for one in draft.models} == {"Ada", "Bob"}
    assert not any(one.text for task in draft.tasks() for one in task.examples)


@pytest.mark.parametrize(("first", "asked"), [("Bob", True), ("Noisy", False), ("Text", False)])
def test_outputs_beside_which_nothing_went_in_are_asked_about(tmp_path: Path, first: str, asked: bool) -> None:
    said = "She had your dark suit in greasy wash water. | @b | @c | @d"
    rows = said if first == "Text" else "@a | @b | @c | @d"
    outline_of(tmp_path, table(f"{first} | Ada | Cleo | Dora", rows))
    (task,) = import_page(ImportOptions((tmp_path,))).tasks()
    doubts = task.doubts.get("examples", ())
    assert any(one.startswith("nothing here says what the models got") for one in doubts) is asked


def test_what_a_page_says_of_a_paper_names_no_system(tmp_path: Path) -> None:
    text = (
        "<h1>Net</h1><p><b>Authors:</b> Ann Lee, Ben Roe<p><b>arXiv:</b> 2305.18975<p><b>Abstract:</b> We turn "
        f"voices into others, with examples alone.<p>Abstract read aloud:{clip('a')}<h2>Samples</h2>"
    )
    (tmp_path / "index.html").write_text(text + table("Noisy | Ada", "@n | @o"), encoding="utf-8")
    assert [one.name for one in import_page(ImportOptions((tmp_path,))).models] == ["Net", "Ada"]


def test_a_row_of_pipes_may_begin_with_a_clip(tmp_path: Path) -> None:
    text = f"| Noisy | Ours | Ada |\n{clip('n')}|{clip('o')}|{clip('a')}|\n"
    assert outline_of(tmp_path, text, "index.md")[1:] == ["audio=n | Ours=o Ada=a"]


def test_a_clip_that_a_query_names_is_called_so(tmp_path: Path) -> None:
    address = "https://store.example/get?file=lab%2F{}.wav&token=1"
    rows = f"<td><audio src='{address.format('n')}'></audio><td><audio src='{address.format('o')}'></audio>"
    lines = outline_of(tmp_path, f"<table><tr><th>Noisy<th>Ours<tr>{rows}</table>")
    assert lines[1] == "audio=lab/n@ | Ours=lab/o@"


def test_the_title_of_the_site_is_that_of_a_page_without_one(tmp_path: Path) -> None:
    (tmp_path / "_config.yml").write_text('theme: plain\ntitle: "Voices of the sea" # ours\n', encoding="utf-8")
    (tmp_path / "index.md").write_text(
        f"| Noisy | Ours |\n|--|--|\n| {clip('n')} | {clip('o')} |\n", encoding="utf-8"
    )
    assert import_page(ImportOptions((tmp_path,))).title == "Voices of the sea"


def test_links_of_the_prose_are_no_links_of_the_page(tmp_path: Path) -> None:
    text = (
        "<div><a href='https://arxiv.org/abs/1'>Paper</a> <a href='https://github.com/a/b'>Code</a></div>"
        "<p>We compare with what others call <a href='https://github.com/c/d'>Net</a>, and find it good.</p>"
        f"<table><tr><th>Noisy<th>Ours<tr><td>{clip('n')}<td>{clip('o')}</table>"
    )
    (tmp_path / "index.html").write_text(text, encoding="utf-8")
    assert [one.label for one in import_page(ImportOptions((tmp_path,))).links] == ["Paper", "Code"]
