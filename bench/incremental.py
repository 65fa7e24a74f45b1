"""What a build costs after one edit: CPU seconds, peak memory, and their ratios to figures stored before.

    python bench/incremental.py [WHAT ...]         a number of examples, `cards`, `tables`, `scores`, `stems`,
                                                   `turns`, or `demo`; default: 36, 1000 and all of these
    python bench/incremental.py --save FILE        store the figures, too
    python bench/incremental.py --against FILE     other stored figures than `incremental.json` beside this
    python bench/incremental.py --stages WHAT      where the time of one edited text goes, by step

Projects lie in the system's temporary folder; TMPDIR=/dev/shm keeps the disk out of the figures. A child's peak
memory cannot read below that of this process, which therefore imports little.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import wave
from array import array
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from statistics import median

REPOSITORY = Path(__file__).resolve().parent.parent
STORED = Path(__file__).with_suffix(".json")
WORDS = """a the slow distant bright quiet heavy loud soft low high clear muffled rough steady falling rising
far close voice engine street garden kitchen window train crowd child river storm piano guitar drum whistle echo
一段 音乐 背景里 雨声 远处的 车流 随后 有人 大笑 提到 明天 会议 地点 火车站"""
TASKS = 4
SHAPE_SIZE = 1000
CLIPS = 24
"""How many clips the examples of a shape share; in a project of a number each has its own."""
CATALOGUE = """\
title: Measured
models: {base: {name: Baseline}, ours: {name: Ours, ours: true}}
sections:
  - {title: One, tasks: [t0.yaml, t1.yaml]}
  - {title: Two, tasks: [t2.yaml, t3.yaml]}
pages: task
theme: {accent: "#0a7000"}
rules: {same-content: off, same-content-twice: off}
"""
HEADS: Mapping[str, str] = {
    "cards": "output: text\nlayout: cards\nprompt: Describe the sound.\n",
    "tables": "output: audio\nlayout: table\ntags: columns\n",
    "scores": "output: audio\nscores: {MOS: {better: higher}, SI-SDR: {better: higher, unit: dB}}\n",
    "stems": "output: audio\n",
    "turns": "scores: {WER: {measure: wer}}\n",
}
MARK = "edited 0000"
Sample = tuple[float, float]
"""CPU seconds and peak MiB of a command."""


def words(chance: random.Random) -> str:
    """A text of a length by chance."""
    return " ".join(chance.choices(WORDS.split(), k=chance.randint(12, 30)))


def example(shape: str, number: int, chance: random.Random) -> str:
    """What is particular to a shape in an example, in YAML."""
    clips = [f"{chance.randrange(CLIPS):05}.wav" for _ in range(4)]
    base, ours = words(chance), words(chance)
    if shape == "turns":
        turn = f"{{speaker: System, reference: {words(chance)}, outputs: {{base: {base}, ours: {ours}}}}}"
        return f"turns: [{{speaker: User, text: {words(chance)}}}, {turn}, {turn}]"
    if shape != "cards":
        base, ours = clips[:2]
    if shape == "scores":
        score = "{{audio: {}, scores: {{MOS: {:.2f} ± 0.1, SI-SDR: {:.1f}}}}}"
        base, ours = (score.format(clip, chance.uniform(1, 5), chance.uniform(-5, 20)) for clip in (base, ours))
    if shape == "stems":
        part = "[{{label: voice, audio: {}}}, {{label: piano, audio: {}}}]"
        base, ours = part.format(*clips[:2]), part.format(*clips[2:])
    tags = f"group: Part {number % 3}, tags: {{place: p{number % 5}}}, text: {words(chance)}, "
    return f"{'' if shape == 'cards' else tags}outputs: {{base: {base}, ours: {ours}}}"


def write_clip(path: Path, seed: int) -> None:
    """Half a second of quiet noise, as WAV."""
    noise = array("b", random.Random(seed).randbytes(8000))  # noqa: S311
    with wave.open(str(path), "wb") as clip:
        clip.setparams((1, 2, 16000, 0, "NONE", "not compressed"))
        clip.writeframes(array("h", [16 * one for one in noise]).tobytes())


def write_project(root: Path, what: str) -> Path:
    """The project that `what` names."""
    if what == "demo":
        for part in ("examples", "data"):
            shutil.copytree(REPOSITORY / part, root / part)
        return root
    shape, count, shared = ("cards", int(what), False) if what.isdigit() else (what, SHAPE_SIZE, True)
    audio, examples = root / "data" / "audio", root / "examples"
    audio.mkdir(parents=True)
    examples.mkdir()
    chance = random.Random(1)  # noqa: S311
    for number in range(CLIPS if shared else count):
        write_clip(audio / f"{number:05}.wav", number)
    write_clip(audio / "edited.wav", count)
    (examples / "catalogue.yaml").write_text(CATALOGUE, "utf-8")
    for task in range(TASKS):
        lines = [f"title: Task {task}\n{HEADS[shape]}examples:"]
        numbers = range(task, count, TASKS)
        for number in numbers:
            edited = task == 0 and number == numbers[len(numbers) // 2]
            clip = "edited.wav" if edited else f"{number % CLIPS if shared else number:05}.wav"
            note = f", note: {MARK}" if edited else ""
            lines.append(f"  - {{id: e{number}, audio: {clip}, {example(shape, number, chance)}{note}}}")
        (examples / f"t{task}.yaml").write_text("\n".join(lines) + "\n", "utf-8")
    return root


def replace(path: Path, old: str, new: str) -> None:
    """Change a file at one place."""
    content = path.read_text("utf-8")
    assert old in content, (path, old)
    path.write_text(content.replace(old, new, 1), "utf-8")


def edit_text(root: Path, run: int) -> None:
    """Change one text, each time to another."""
    if (root / "examples" / "t0.yaml").exists():
        replace(root / "examples" / "t0.yaml", f"edited {run:04}", f"edited {run + 1:04}")
    else:
        replace(root / "examples" / "speaker-timbre.yaml", "title: ", "title: More ")


def edit_clip(root: Path, run: int) -> None:
    """Replace one clip, each time by another."""
    path = root / "data" / "audio" / "edited.wav"
    write_clip(path if path.exists() else min((root / "data" / "audio").glob("*.wav")), 10**6 + run)


def edit_theme(root: Path, run: int) -> None:
    """Change the colour, each time to another."""
    path = root / "examples" / "catalogue.yaml"
    if run == 0 and "accent" not in path.read_text("utf-8"):
        path.write_text(path.read_text("utf-8") + 'theme: {accent: "#0a7000"}\n', "utf-8")
    replace(path, f"#0a7{run:03}", f"#0a7{run + 1:03}")


CASES: Mapping[str, tuple[Callable[[Path, int], None], tuple[str, ...]]] = {
    "nothing changed": (lambda _, __: None, ()),
    "one text edited": (edit_text, ()),
    "one clip replaced": (edit_clip, ()),
    "all again (--force)": (lambda _, __: None, ("build", "--force")),
    "another theme": (edit_theme, ()),
}


def built(root: Path, *words: str) -> Sample:
    """Build in a process of its own."""
    command = [sys.executable, "-m", "soundcase", *words, "-C", str(root)]
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    assert child.stderr
    told = child.stderr.read()
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    child.stderr.close()
    assert child.returncode == 0, told.decode()
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def measured(root: Path, runs: int) -> Iterator[tuple[str, Sample]]:
    """Each case with the medians of its runs; the cases take turns."""
    yield "first build", built(root)
    built(root)
    samples: dict[str, list[Sample]] = {case: [] for case in CASES}
    for run in range(runs):
        for case, (edit, words) in CASES.items():
            edit(root, run)
            samples[case].append(built(root, *words))
    for case, found in samples.items():
        yield case, (median(cpu for cpu, _ in found), median(peak for _, peak in found))


STAGES = """
import sys, time
began = time.process_time()
from inspect import isfunction
from pathlib import Path
from soundcase import build
from soundcase.commands.summary import remembered
from soundcase.project import Project

spent = {"imports": time.process_time() - began}

def timed(name, function):
    def call(*given, **options):
        start = time.process_time()
        try:
            return function(*given, **options)
        finally:
            spent[name] = spent.get(name, 0) + time.process_time() - start
    return call

for name, function in list(vars(build).items()):
    if isfunction(function) and function.__module__ != build.__name__:
        setattr(build, name, timed(name, function))
root = Path(sys.argv[1])
assert not build.build(Project(root, root / "site"), build.Options(), remembered).failed
spent["all else, as writing"] = time.process_time() - began - sum(spent.values())
for name, seconds in sorted(spent.items(), key=lambda one: -one[1]):
    if seconds >= 0.001:
        print(f"{seconds:8.3f}  {name}")
"""


def print_stages(what: str, folder: Path) -> None:
    """What one edited text costs, by the functions that build.py calls."""
    root = write_project(folder / what, what)
    built(root)
    edit_text(root, 0)
    built(root)
    edit_text(root, 1)
    subprocess.run([sys.executable, "-c", STAGES, str(root)], check=True)


def main() -> None:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", nargs="*", default=["36", "1000", *HEADS, "demo"])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--save", type=Path)
    parser.add_argument("--against", type=Path, default=STORED)
    parser.add_argument("--stages", metavar="WHAT")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if given.stages:
            print_stages(given.stages, Path(folder))
            return
        before = json.loads(given.against.read_text("utf-8")) if given.against.exists() else {}
        figures: dict[str, Sample] = {}
        print(f"{'':29}   CPU s  peak MiB   of what is stored: CPU, peak")
        for what in given.what:
            for case, sample in measured(write_project(Path(folder) / what, what), given.runs):
                figures[f"{what}, {case}"] = (round(sample[0], 3), round(sample[1]))
                ratios = zip(sample, before.get(f"{what}, {case}", ()), strict=False)
                shown = "  ".join(f"{now / then:6.2f}" for now, then in ratios)
                print(f"{what:>8} {case:20} {sample[0]:7.3f} {sample[1]:9.0f}   {shown}", flush=True)
            shutil.rmtree(Path(folder) / what)
    if given.save:
        lines = (f"{json.dumps(name)}: {json.dumps(sample)}" for name, sample in {**before, **figures}.items())
        given.save.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")


if __name__ == "__main__":
    main()
