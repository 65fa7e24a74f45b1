"""Pages in the ways of many fields, each with what import makes of it; issue 5.

The pages are short stand-ins for kinds of pages, in words of our own; the outlines were checked by eye.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from outlines import outline
from soundcase_import.options import ImportOptions, RefusedError
from soundcase_import.pages.import_page import import_page


def clip(name: str) -> str:
    return f'<audio controls src="{name}.wav"></audio>'


def table(*rows: str) -> str:
    """Cells parted by `|`; a cell that begins with `@` is a clip, `>2 words` spans two columns."""

    def cell(text: str) -> str:
        across, _, words = text[1:].partition(" ") if text.startswith(">") else ("1", "", text)
        return f"<td colspan={across}>{clip(words[1:]) if words.startswith('@') else words}</td>"

    lines = (f"<tr>{''.join(cell(one.strip()) for one in row.split('|'))}</tr>" for row in rows)
    return f"<table>{''.join(lines)}</table>"


def under(heading: str, *names: str, tag: str = "h5") -> str:
    """Clips under headings of their own, in a card with one above."""
    return heading + "".join(f"<div><{tag}>{name[:-1]}</{tag}>{clip(name)}</div>" for name in names)


PAGES: dict[str, str | bytes] = {
    # tables
    "words that span a table are about the rows below": (
        "<h2>LJ</h2>"
        + table(
            "| Ground truth | Glow",
            ">3 He came home late that very night.",
            "a1 | @g1 | @o1",
            ">3 She was gone before the sun rose.",
            "a2 | @g2 | @o2",
        )
    ),
    "short words that span a table name groups": table(
        "Noisy | Net", ">2 0 dB", "@n1 | @o1", "@n2 | @o2", ">2 5 dB", "@n3 | @o3"
    ),
    "two columns with a heading above each example": table(
        *(
            row
            for n in (1, 2)
            for row in (
                f">2 Utterance {n}",
                f"Text | We went home late that night {n}.",
                f"Prompt | @p{n}",
                f"Ours | @o{n}",
            )
        )
    ),
    "headings that number samples turn a table": table(
        "Model | Sample 1 | Sample 2", "FastSpeech 2 | @f1 | @f2", "Matcha | @m1 | @m2"
    ),
    "parts of one output": table(
        "Mixture | Clean source 1 | Clean source 2 | Net spk 1 | Net spk 2", "@m | @a | @b | @x | @y"
    ),
    "numbered continuations of a prompt": table(
        "Original | Prompt | Continuation 1 | Continuation 2", "@o | @p | @c | @d"
    ),
    "speakers taken from a mixture are no prompts": table("Mixture | Speaker 1 | Speaker 2", "@m | @a | @b"),
    "stems as columns": table("Track | Mixture | Vocals | Drums | Bass", "Song | @m | @v | @d | @b"),
    "systems as rows and stems as columns, the mixture above": (
        f"<h2>Song</h2><p>Mixture</p>{clip('m')}"
        + table("| Vocals | Drums", "Demucs | @v1 | @d1", "Open-Unmix | @v2 | @d2")
    ),
    "source and target speakers": table("Source Speaker | Target Speaker | AutoVC", "@s | @t | @a"),
    "a target where voices are converted is a speaker": table("Source | Target | FreeVC", "@s | @t | @f"),
    "a target where speech is translated is what is right": table(
        "Source (Spanish) | Target (English) | Direct", "@s | @t | @d"
    ),
    "a reference beside names of speakers is doubtful": table("Speaker | Reference | Exp. 1", "p225 | @r | @e"),
    "a melody is a prompt": table(
        "Melody | Description | Net", "@m | A light and cheerful dance with drums | @n"
    ),
    "style, voice and words": table(
        "Style prompt | Content | Speaker prompt | PromptTTS",
        "A man speaks low and slow today. | They went before dawn came. | @p | @t",
    ),
    "numbers below clips say what they measure": table(
        "Text | GT | Net", "He had a big red hat on his head. | @g | @n", "MOS | 4.5 | 4.1"
    ),
    "the user's clips are heard": table("Turn | User | GPT | Ours", "1 | @u | @g | @o"),
    "an answer beside those of models is right": table(
        "Audio | Question | Qwen | Ours | Answer",
        "@1 | What is heard here? | It is a dog that barks. | A dog. | Dog",
    ),
    "French headings, and Latin letters that are no UTF-8": (
        "<meta charset=iso-8859-1>"
        + table("Référence | Net", "@r | @n").replace("Référence", "R\xe9f\xe9rence")
    ).encode("latin-1"),
    "Japanese headings in Shift-JIS": (
        "<meta charset=shift_jis>"
        + table("テキスト | 自然音声 | 提案手法", "今日はとても良い天気ですね。 | @g | @o")
    ).encode("shift_jis"),
    "Chinese headings in GBK": (
        "<meta charset=gbk>" + table("文本 | 提示音频 | 合成音频", "今天天气真好，我们去公园吧 | @p | @o")
    ).encode("gbk"),
    "players in tables of their own inside cells": table("Noisy | Ours", f"{table('@n')} | {table('@o')}"),
    "a table that only lays out another": (
        f"<table><tr><td>{table('Noisy | Ours', '@n | @o')}</td></tr></table>"
    ),
    "codecs as rows, with what they need": table(
        "Codec | Bitrate | Speech | Music",
        "Original | - | @o1 | @o2",
        "Opus | 6 kbps | @p1 | @p2",
        "Ours | 3 kbps | @u1 | @u2",
    ),
    "names of files under a heading for texts": table("Utterance | Noisy | Net", "440c020w | @n | @o"),
    "a name in every cell": table(
        *(" | ".join(f"{name} <br>{clip(f'{name}{n}')}" for name in ("Noisy", "Ours")) for n in (1, 2))
    ),
    "names below the clips of a table": table("@n1 | @o1", "@n2 | @o2", "Noisy | Ours"),
    "columns that only offer files": table("Name | Ours | Download", '1 | @o | <a href="o.wav">wav</a>'),
    "sections that name the one system in them": "<h1>Demo</h1>"
    + "".join(
        f"<h2>{name}</h2>{table('Text | Audio', f'We went home late that night. | @{name}')}"
        for name in ("Net", "Ours")
    ),
    "heads of columns that are no table to HTML": (
        "<div>Noisy</div><div>Ours</div>"
        + "".join(f"<div>{clip(f'n{n}')}{clip(f'o{n}')}</div>" for n in (1, 2))
    ),
    # what stands around tables
    "bold paragraphs and summaries name tables": "".join(
        f"<{tag}>{open_}{name}{close}</{tag}>{table('Source | Ours', f'@s{n} | @o{n}')}"
        for n, (tag, open_, close, name) in enumerate(
            (("p", "<b>", "</b>", "Seen"), ("summary", "", "", "Unseen")), 1
        )
    ),
    "captions stand with their tables": "".join(
        table("Noisy | Ours", f"@n{n} | @o{n}").replace("<table>", f"<table><caption>Noise at {n} dB</caption>")
        for n in (0, 5)
    ),
    "tabs name the panels that they open": (
        '<h2>TTS</h2><ul role=tablist><li><a href="#a">Seen</a>'
        '<li><button data-bs-target="#b">New</button></ul>'
        + "".join(
            f"<div id={name}><h3>Male</h3>{table('Prompt | Ours', f'@p{name} | @o{name}')}</div>"
            for name in "ab"
        )
        + f"<h2>VC</h2>{table('Source | Ours', '@s | @v')}"
    ),
    "a heading that was never closed": "<h2>A"
    + table("Noisy | Ours", "@n | @o")
    + f"<h2>B{table('Noisy|Ours', '@x|@y')}",
    "words before each table that are all it says": "".join(
        f"<h3>Sample {n}</h3><blockquote>We went home late that night {n}.</blockquote>"
        + table("Prompt | Ours", f"@p{n} | @o{n}")
        for n in (1, 2)
    ),
    "one table per utterance with its words before it": "<h2>LJ</h2>"
    + "".join(
        f"<p><b>Sentence {n}:</b> This is number {n} today.</p>"
        + table("Ground truth | VITS (ours)", f"@g{n} | @v{n}")
        for n in (1, 2)
    ),
    # without tables
    "cards with names above their clips": "<h3>Speech</h3>"
    + "".join(under("", f"Reference{n}", f"Lyra (3 kbps){n}", tag="p") for n in (1, 2)),
    "names below their clips": "".join(
        f"<div>{clip(f'n{n}')}<p>Noisy</p>{clip(f'e{n}')}<p>Enhanced</p></div>" for n in (1, 2)
    ),
    "captions of figures": "".join(
        f"<figure>{clip(f'd{n}')}<figcaption>A dog barks at the number {n} bus.</figcaption></figure>"
        for n in (1, 2)
    ),
    "names that repeat under headings are systems": "<h2>Music</h2>"
    + "".join(
        under(f"<h3>{name}</h3>", f"AudioLDM{n}", f"MusicGen{n}", tag="p")
        for n, name in enumerate(("Calm piano", "Loud rock"), 1)
    ),
    "texts above cards with headings": "<h2>Music</h2>"
    + "".join(
        under(f"<p>{name}</p>", f"AudioLDM{n}", f"MusicGen{n}") for n, name in enumerate(("Piano", "Rock"), 1)
    ),
    "numbered samples keep what is said of them": "<h2>Talks</h2>"
    + "".join(f"<h4>Sample {n}</h4><p>Topic: number {n}</p>{clip(f'd{n}')}" for n in (1, 2)),
    "answers below each clip": "".join(
        f"{clip(str(n))}<p><b>Question:</b> What is it?</p><p><b>Ground truth:</b> A dog.</p>"
        f"<p><b>Ours:</b> Dog number {n}.</p>"
        for n in (1, 2)
    ),
    "links to clips": (
        '<ul><li>Female: <a href="f1.wav">original</a>, <a href="f2.wav">synthesized</a></li>'
        '<li>Male: <a href="m1.wav">original</a>, <a href="m2.wav">synthesized</a></li></ul>'
    ),
    "a definition list": f"<dl><dt>Recording<dd>{clip('r')}<dt>WaveNet<dd>{clip('w')}</dl>",
    "one run of inline names": "".join(
        f"<p>Noisy: {clip(f'n{n}')} Enhanced: {clip(f'e{n}')}</p>" for n in (1, 2)
    ),
    # players
    "players that load late": (
        "<table><tr><th>Noisy<th>Net"
        '<tr><td><audio data-src="n1.wav"></audio><td><div class=wave data-audio="o1.wav">'
        '</div><tr><td><audio><source data-src="n2.wav"></audio><td><div data-src="o2.wav"></div></table>'
    ),
    "videos that are heard, not those that decorate": (
        '<video muted autoplay src="teaser.mp4"></video>'
        "<table><tr><th>Text<th>Ours<tr>"
        '<td>A bell is rung up there.<td><video src="bell.mp4"></video></table>'
    ),
    "addresses with blanks, escapes, queries and capitals": (
        '<table><tr><th>Noisy<th>Ours<tr><td><audio src="My Clips/n 1.WAV"></audio>'
        '<td><audio src="My%20Clips/o%201.WAV?raw=1"></audio></table>'
    ),
    "addresses that another machine is the base of": (
        '<base href="https://lab.example.org/demo/">' + table("Noisy | Ours", "@n | @/abs/o")
    ),
    "players of other sites are told of": table("Noisy | Ours", "@n | @o")
    + '<iframe src="//w.site.example/p"></iframe>',
    "scripts that may add more are told of": table("Noisy | Ours", "@n | @o")
    + "<script>fetch('more.json')</script>",
}
MARKDOWN = {
    "rows of pipes without pipes around them": (
        "Text | Original | Ours\n--- | --- | ---\n"
        "It was a cold day in April. | [listen](a/1.wav) | ![](a/2.wav)\n"
        "The clocks \\| struck at thirteen. | [listen](b/1.wav) | ![](b/2.wav)\n\nThe end.\n"
    ),
    "a byte order mark, carriage returns and a TOML head": (
        '\ufeff+++\r\ntitle = "Net"\r\n+++\r\n\r\n| Noisy | Ours |\r\n|---|---|\r\n'
        '| <audio src="n.wav"></audio> | {{< audio "o.wav" >}} |\r\n'
    ),
    "calls of templates that name clips": (
        "## Net\n\n<table><tr><th>Noisy</th><th>Ours</th></tr>\n\n"
        '<tr><td><audio src="{{ "/a/n.wav" | relative_url }}"></audio></td>'
        '<td><audio src="{{ site.baseurl }}/a/o.wav"></audio></td></tr></table>\n'
    ),
    "a list of links": "## Net\n\n* **Noisy**: [n.wav](n.wav)\n* **Enhanced**: [o.wav](o.wav)\n",
}
OUTLINES = {
    "words that span a table are about the rows below": """# LJ [audio]
a1: reference=g1 text='He came home late that very night.' | Glow=o1
a2: reference=g2 text='She was gone before the sun rose.' | Glow=o2""",
    "short words that span a table name groups": """# Examples [audio]
[0 dB] audio=n1 | Net=o1
[0 dB] audio=n2 | Net=o2
[5 dB] audio=n3 | Net=o3""",
    "two columns with a heading above each example": """# Examples [audio]
Utterance 1: prompt_audio=p1 text='We went home late that night 1.' | Ours=o1
Utterance 2: prompt_audio=p2 text='We went home late that night 2.' | Ours=o2""",
    "headings that number samples turn a table": """# Examples [audio]
Sample 1: | FastSpeech 2=f1 Matcha=m1
Sample 2: | FastSpeech 2=f2 Matcha=m2""",
    "parts of one output": """# Examples [audio]
audio=m reference=Clean source 1:a+Clean source 2:b | Net=spk 1:x+spk 2:y ?""",
    "numbered continuations of a prompt": """# Examples [audio]
prompt_audio=p reference=o | Continuation=Continuation 1:c+Continuation 2:d ?""",
    "speakers taken from a mixture are no prompts": """# Examples [audio]
audio=m | Speaker=Speaker 1:a+Speaker 2:b ?""",
    "stems as columns": """# Examples [audio] ?
Track=Song audio=m | Output=Vocals:v+Drums:d+Bass:b ?""",
    "systems as rows and stems as columns, the mixture above": """# Song [audio]
audio=m | Demucs=Vocals:v1+Drums:d1 Open-Unmix=Vocals:v2+Drums:d2 ?""",
    "source and target speakers": """# Examples [audio]
audio=s prompt_audio=t | AutoVC=a""",
    "a target where voices are converted is a speaker": """# Examples [audio]
audio=s prompt_audio=t | FreeVC=f ?""",
    "a target where speech is translated is what is right": """# Examples [audio]
audio=s reference=t | Direct=d ?""",
    "a reference beside names of speakers is doubtful": """# Examples [audio]
Speaker=p225 reference=r | Exp. 1=e ?""",
    "a melody is a prompt": """# Examples [audio]
prompt_audio=m text='A light and cheerful dance with drums' | Net=n""",
    "style, voice and words": """# Examples [audio]
prompt_audio=p prompt='A man speaks low and slow today.' text='They went before dawn came.' | PromptTTS=t""",
    "numbers below clips say what they measure": """# Examples [audio]
reference=g'MOS: 4.5' text='He had a big red hat on his head.' | Net=n[MOS 4.1]""",
    "the user's clips are heard": """# Examples [audio]
Turn=1 audio=u | GPT=g Ours=o""",
    "an answer beside those of models is right": """# Examples [text]
audio=1 reference='Dog' prompt='What is heard here?' | Qwen='It is a dog that barks.' Ours='A dog.' ?""",
    "French headings, and Latin letters that are no UTF-8": """# Examples [audio]
reference=r | Net=n""",
    "Japanese headings in Shift-JIS": """# Examples [audio]
reference=g text='今日はとても良い天気ですね。' | 提案手法=o""",
    "Chinese headings in GBK": """# Examples [audio]
prompt_audio=p text='今天天气真好，我们去公园吧' | 合成音频=o""",
    "players in tables of their own inside cells": """# Examples [audio]
audio=n | Ours=o""",
    "a table that only lays out another": """# Examples [audio]
audio=n | Ours=o""",
    "codecs as rows, with what they need": """# Examples [audio]
Speech: reference=o1 | Opus (6 kbps)=p1 Ours (3 kbps)=u1 ?
Music: reference=o2 | Opus (6 kbps)=p2 Ours (3 kbps)=u2""",
    "names of files under a heading for texts": """# Examples [audio]
440c020w: audio=n | Net=o""",
    "a name in every cell": """# Examples [audio]
audio=Noisy1 | Ours=Ours1
audio=Noisy2 | Ours=Ours2""",
    "names below the clips of a table": """# Examples [audio]
audio=n1 | Ours=o1
audio=n2 | Ours=o2""",
    "columns that only offer files": """# Examples [audio]
1: | Ours=o""",
    "sections that name the one system in them": """# Net [audio]
text='We went home late that night.' | Net=Net
# Ours [audio]
text='We went home late that night.' | Ours=Ours""",
    "heads of columns that are no table to HTML": """# Examples [audio]
audio=n1 | Ours=o1
audio=n2 | Ours=o2""",
    "bold paragraphs and summaries name tables": """# Seen [audio]
audio=s1 | Ours=o1
# Unseen [audio]
audio=s2 | Ours=o2""",
    "captions stand with their tables": """# Noise at 0 dB [audio]
audio=n0 | Ours=o0
# Noise at 5 dB [audio]
audio=n5 | Ours=o5""",
    "tabs name the panels that they open": """# TTS – Seen > Male [audio]
prompt_audio=pa | Ours=oa
# TTS – New > Male [audio]
prompt_audio=pb | Ours=ob
# VC [audio]
audio=s | Ours=v""",
    "a heading that was never closed": """# A [audio]
audio=n | Ours=o
# B [audio]
audio=x | Ours=y""",
    "words before each table that are all it says": """# Examples [audio]
Sample 1: prompt_audio=p1 text='We went home late that night 1.' | Ours=o1 ?
Sample 2: prompt_audio=p2 text='We went home late that night 2.' | Ours=o2""",
    "one table per utterance with its words before it": """# LJ [audio] ?
reference=g1 text='This is number 1 today.' | VITS (ours)=v1
reference=g2 text='This is number 2 today.' | VITS (ours)=v2""",
    "cards with names above their clips": """# Speech [audio]
reference=Reference1 | Lyra (3 kbps)=Lyra (3 kbps)1
reference=Reference2 | Lyra (3 kbps)=Lyra (3 kbps)2""",
    "names below their clips": """# Examples [audio]
audio=n1 | Enhanced=e1
audio=n2 | Enhanced=e2""",
    "captions of figures": """# Examples [audio] ?
text='A dog barks at the number 1 bus.' | Output=d1
text='A dog barks at the number 2 bus.' | Output=d2""",
    "names that repeat under headings are systems": """# Calm piano [audio] ?
| AudioLDM=AudioLDM1 MusicGen=MusicGen1
# Loud rock [audio] ?
| AudioLDM=AudioLDM2 MusicGen=MusicGen2""",
    "texts above cards with headings": """# Music [audio]
Piano: | AudioLDM=AudioLDM1 MusicGen=MusicGen1
Rock: | AudioLDM=AudioLDM2 MusicGen=MusicGen2""",
    "numbered samples keep what is said of them": """# Talks [audio] ?
Sample 1: Topic=number 1 | Output=d1
Sample 2: Topic=number 2 | Output=d2""",
    "answers below each clip": """# Examples [text] ?
* prompt='What is it?'
audio=1 reference='A dog.' | Ours='Dog number 1.'
audio=2 reference='A dog.' | Ours='Dog number 2.'""",
    "links to clips": """# Examples [audio]
Female: audio=f1 | synthesized=f2 ?
Male: audio=m1 | synthesized=m2""",
    "a definition list": """# Examples [audio] ?
reference=r | WaveNet=w""",
    "one run of inline names": """# Examples [audio]
audio=n1 | Enhanced=e1
audio=n2 | Enhanced=e2""",
    "players that load late": """# Examples [audio]
audio=n1 | Net=o1
audio=n2 | Net=o2""",
    "videos that are heard, not those that decorate": """# Examples [audio]
text='A bell is rung up there.' | Ours=bell.mp4""",
    "addresses with blanks, escapes, queries and capitals": """# Examples [audio]
audio=My Clips/n 1.WAV | Ours=My Clips/o 1.WAV""",
    "addresses that another machine is the base of": """# Examples [audio]
audio=n@ | Ours=abs/o@""",
    "players of other sites are told of": """# Examples [audio]
audio=n | Ours=o
! embedded""",
    "scripts that may add more are told of": """# Examples [audio]
audio=n | Ours=o
! scripted""",
    "rows of pipes without pipes around them": """# Examples [audio]
audio=a/1 text='It was a cold day in April.' | Ours=a/2 ?
audio=b/1 text='The clocks | struck at thirteen.' | Ours=b/2""",
    "a byte order mark, carriage returns and a TOML head": """# Examples [audio]
audio=n | Ours=o""",
    "calls of templates that name clips": """# Net [audio]
audio=a/n | Ours=a/o""",
    "a list of links": """# Net [audio] ?
audio=n | Enhanced=o""",
}


@pytest.mark.parametrize("name", [*PAGES, *MARKDOWN])
def test_what_becomes_of(name: str, tmp_path: Path) -> None:
    page = tmp_path / ("page.md" if name in MARKDOWN else "index.html")
    text = PAGES.get(name) or MARKDOWN[name]
    page.write_bytes(text if isinstance(text, bytes) else text.encode())
    assert outline(import_page(ImportOptions((page,)))) == OUTLINES[name].splitlines()


@pytest.mark.parametrize(
    ("text", "code", "reason"),
    [
        ("<div id=root></div><script src=main.js></script>", "import-scripted", "scripts draw its content"),
        ("{% for x in all %}<audio src='{{ x.src }}'></audio>{% endfor %}", "import-scripted", "'{{ x.src }}'"),
        ("<div id=app><audio v-for='x in all' :src='x.url'></audio></div>", "import-scripted", ':src="x.url"'),
        ("<audio src='clips/${name}.wav'></audio>", "import-scripted", "'clips/${name}.wav'"),
        ("<script>fetch('a.json')</script><iframe src='//x.example'></iframe>", "import-scripted", "scripts"),
        ("<iframe src='https://sound.example/player'></iframe>", "import-nothing", "players of sound.example"),
        ("<video muted autoplay loop src=teaser.mp4></video>", "import-nothing", "plays nothing"),
    ],
)
def test_a_page_that_plays_only_in_a_browser_is_refused(
    text: str, code: str, reason: str, tmp_path: Path
) -> None:
    (tmp_path / "index.html").write_text(text, encoding="utf-8")
    with pytest.raises(RefusedError) as refused:
        import_page(ImportOptions((tmp_path / "index.html",)))
    (problem,) = refused.value.problems
    assert problem.code == code
    assert reason in problem.message


@pytest.mark.parametrize(
    "text",
    [
        f"<p>Question</p>{clip('q')}<table><tr><th>Question<th>Answer<tr><td colspan=2>Nobody asked</table>",
        f"<h2>Beside</h2>{table('Net | Ours | Original', '@n | @o | @x', '@q | @r | @y')}"
        f"<h2>Above</h2><p>Original</p>{clip('z')}{table('Net | Ours', '@a | @b', '@c | @d')}",
        "<table><tr><td>Alone<tr><td>And alone again</table>" + clip("z"),
        f"<table><tr><th>Net<th>Ours<tr><td rowspan=2>{clip('n')}<td>{clip('o')}<tr><tr><td>Late</table>",
    ],
)
def test_odd_tables_are_read_or_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "index.html").write_text(f"<h1>Odd</h1>{text}", encoding="utf-8")
    assert list(import_page(ImportOptions((tmp_path / "index.html",))).tasks())


def test_a_page_cannot_take_what_does_not_belong_to_it(tmp_path: Path) -> None:
    site = tmp_path / "home" / "site"
    (site / "docs").mkdir(parents=True)
    for name in ("home/secret.wav", "home/site/own.wav", "home/site/key"):
        (tmp_path / name).write_bytes(name.encode())
    (site / "link.wav").symlink_to(tmp_path / "home" / "secret.wav")
    (site / "named.wav").symlink_to(site / "key")
    sources = ("../own.wav", "../../secret.wav", "../link.wav", "/key", "../named.wav", "file:///etc/passwd")
    text = "".join(f"<p>{at}</p><audio src='{src}'></audio>" for at, src in enumerate(sources))
    (site / "docs" / "index.html").write_text(text, encoding="utf-8")
    draft = import_page(ImportOptions((site,)))
    assert {path.name for path in draft.files.values() if isinstance(path, Path)} == {"own.wav", "named.wav"}
