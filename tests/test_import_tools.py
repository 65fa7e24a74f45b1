"""Result files of tools, as their tools write them: what they become, and that their numbers stay the same."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from bench import REPOSITORY
from imported import catalogue_of, imported, run
from projects import encoded, tone
from soundcase.cli import commands
from soundcase.model import Task
from soundcase.scores import ErrorRate, ScoreValue
from soundcase.site.transcripts import compared
from soundcase_import.results import importers


def put(folder: Path, **files: str) -> Path:
    """A folder with files; `__` in a name is a slash, `_DOT_` a point."""
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_DOT_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def clips(folder: Path, *names: str) -> Path:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(encoded(tone()))
    return folder


def numbers(target: Path) -> dict[str, dict[str, float]]:
    """What the build makes of the scores of each system: errors pooled, others averaged; to two decimals."""
    found: dict[str, dict[str, list[ErrorRate | ScoreValue]]] = {}
    for _, example in compared(catalogue_of(target)).examples():
        for model, pieces in example.outputs.items():
            for piece in pieces:
                for name, score in piece.scores.items():
                    found.setdefault(model, {}).setdefault(name, []).append(score)
    return {
        model: {name: round(average(values), 2) for name, values in scores.items()}
        for model, scores in found.items()
    }


def average(values: list[ErrorRate | ScoreValue]) -> float:
    rates = [one for one in values if isinstance(one, ErrorRate)]
    if rates:
        return 100 * sum(one.errors for one in rates) / sum(one.units for one in rates)
    return sum(one.value or 0 for one in values) / len(values)


def answers(task: Task) -> list[dict[str, str | None]]:
    return [{model: pieces[0].text for model, pieces in one.outputs.items()} for one in task.examples]


def references(task: Task) -> list[str | None]:
    return [piece.text for one in task.examples for piece in one.reference]


def refusal(target: Path, *arguments: object) -> str:
    """The codes and messages of an import that wrote nothing."""
    result = run(target, *arguments)
    assert result.exit_code == 1, result.output
    assert not target.exists()
    return result.stderr


NEMO = """\
{"audio_filepath": "/data/LibriSpeech/test-clean/121-121726-0000.wav", "duration": 8.335, "text": "also a popular contrivance whereby love making may be suspended but not stopped during the picnic season", "pred_text": "also a popular contrivance whereby love-making may be suspended but not stopped during the picnic season"}
{"audio_filepath": "/data/LibriSpeech/test-clean/121-121726-0001.wav", "duration": 2.03, "text": "harangue the tiresome product of a tireless tongue", "pred_text": "harangue the tiresome product of a tireless tongue"}
{"audio_filepath": "/data/LibriSpeech/test-clean/121-121726-0002.wav", "duration": 3.1, "text": "angor pain painful to hear", "pred_text": "anger pain painful to hear"}
"""  # noqa: E501 (as the tool writes it)


def test_a_manifest_of_nemo_is_json_lines_with_what_was_recognised(tmp_path: Path) -> None:
    """3 errors in 30 words, as NeMo's `word_error_rate` has it, which splits at blanks."""
    (tmp_path / "conformer_ctc.json").write_text(NEMO)
    task = imported(tmp_path / "o", tmp_path / "conformer_ctc.json")
    assert answers(task)[2] == {"conformer_ctc": "anger pain painful to hear"}
    assert references(task)[2] == "angor pain painful to hear"
    assert task.examples[0].audio[0].audio == "data/LibriSpeech/test-clean/121-121726-0000.wav"
    assert numbers(tmp_path / "o") == {"conformer_ctc": {"WER": 10.0}}
    listed = json.dumps([json.loads(line) for line in NEMO.splitlines()], indent=2)
    (tmp_path / "listed.json").write_text(listed)
    imported(tmp_path / "p", tmp_path / "listed.json")
    assert numbers(tmp_path / "p") == {"listed": {"WER": 10.0}}


def test_a_manifest_of_the_comparison_tool_has_several_systems(tmp_path: Path) -> None:
    rows = (
        {
            "audio_filepath": "a.wav",
            "text": "one two",
            "pred_text_contextnet": "one",
            "pred_text_conformer": "one two",
        },
        {
            "audio_filepath": "b.wav",
            "text": "three",
            "pred_text_contextnet": "tree",
            "pred_text_conformer": "three",
        },
    )
    put(tmp_path, both_DOT_json="".join(json.dumps(row) + "\n" for row in rows))
    assert answers(imported(tmp_path / "o", tmp_path / "both.json"))[0] == {
        "contextnet": "one",
        "conformer": "one two",
    }
    assert numbers(tmp_path / "o") == {"contextnet": {"WER": 66.67}, "conformer": {"WER": 0}}


STM = """\
;; LABEL "O" "Overall" "all"
AlGore_2009 1 AlGore 10.00 14.00 <o,f0,male> last year i showed these two slides
AlGore_2009 1 excluded_region 14.00 16.00 <o,,unknown> ignore_time_segment_in_scoring
AlGore_2009 1 AlGore 16.00 20.00 <o,f0,male> to demonstrate that the arctic ice cap
BillGates_2010 1 BillGates 1.50 4.00 <o,f0,male> i'm going to talk
"""
CTM = """\
;; made by get_ctm.sh
AlGore_2009 1 10.10 0.30 last 1.00
AlGore_2009 1 10.50 0.30 year 0.98
AlGore_2009 1 10.90 0.10 i 1.00
AlGore_2009 1 11.10 0.40 showed 1.00
AlGore_2009 1 11.60 0.30 those 0.61
AlGore_2009 1 12.00 0.30 two 1.00
AlGore_2009 1 12.50 0.50 slides 1.00
AlGore_2009 1 14.60 0.30 um 0.40
AlGore_2009 1 16.10 0.10 to 1.00
AlGore_2009 1 16.30 0.60 demonstrate 1.00
AlGore_2009 1 17.00 0.20 that 1.00
AlGore_2009 1 17.60 0.50 arctic 1.00
AlGore_2009 1 18.20 0.30 ice 1.00
AlGore_2009 1 18.60 0.30 cap 1.00
BillGates_2010 1 1.60 0.20 i'm 1.00
BillGates_2010 1 1.90 0.20 going 1.00
BillGates_2010 1 2.20 0.10 to 1.00
BillGates_2010 1 2.50 0.40 talk 1.00
BillGates_2010 1 3.00 0.20 now 0.55
"""
TRN = {
    "ref": """\
HE HOPED THERE WOULD BE STEW FOR DINNER TURNIPS AND CARROTS\t(1089-134686-1089-134686-0000)
STUFF IT INTO YOU HIS BELLY COUNSELLED HIM\t(1089-134686-1089-134686-0001)
AFTER EARLY NIGHTFALL THE YELLOW LAMPS WOULD LIGHT UP\t(1089-134686-1089-134686-0002)
ANGOR PAIN PAINFUL TO HEAR\t(121-121726-121-121726-0002)
""",
    "hyp": """\
HE HOPED THERE WOULD BE STEW FOR DINNER TURNIPS AND CARROT\t(1089-134686-1089-134686-0000)
STUFFED INTO YOU HIS BELLY COUNSELLED HIM\t(1089-134686-1089-134686-0001)
AFTER AN EARLY NIGHTFALL THE YELLOW LAMPS WOULD LIGHT UP\t(1089-134686-1089-134686-0002)
ANGER PAYNE PAINFUL TO HEAR\t(121-121726-121-121726-0002)
""",
}
SCLITE = 18.18
"""SCTK 2.4.10, `sclite -i rm -o sum`: `Sum/Avg | 4 33 | 84.8 12.1 3.0 3.0 18.2 100.0`, 6 errors in 33."""


def espnet(folder: Path, system: str, **trn: str) -> Path:
    """A folder of ESPnet with what a system recognised, scored."""
    decoded = folder / "exp" / system / "decode_asr_asr_model_valid.acc.ave" / "test_clean"
    put(decoded, text="x y\n", token="x ▁y\n")
    return put(decoded / "score_wer", **{f"{name}_DOT_trn": text for name, text in trn.items()}).parent


def test_transcripts_of_sclite_and_their_error_rate(tmp_path: Path) -> None:
    put(tmp_path, ref_DOT_trn=TRN["ref"], conformer_DOT_trn=TRN["hyp"], oracle_DOT_trn=TRN["ref"])
    sources = (tmp_path / f"{name}.trn" for name in ("conformer", "oracle", "ref"))
    task = imported(tmp_path / "o", *sources)
    assert answers(task)[3]["conformer"] == "ANGER PAYNE PAINFUL TO HEAR"
    assert [one.title for one in task.examples][:2] == ["1089-134686-0000", "1089-134686-0001"]
    assert numbers(tmp_path / "o") == {"conformer": {"WER": SCLITE}, "oracle": {"WER": 0}}
    checked = CliRunner().invoke(commands, ["check", "-C", str(tmp_path / "o")])
    assert checked.exit_code == 0, checked.output


def test_case_counts_for_sclite_only_where_a_transcript_has_punctuation(tmp_path: Path) -> None:
    """`Sum/Avg | 2 7 | 71.4 14.3 14.3 0.0 28.6 50.0` for these."""
    put(
        tmp_path,
        ref_DOT_trn="Hello there my Friend (a-1)\nit is Raining (a-2)\n",
        hyp_DOT_trn="hello there my friend (a-1)\nIt's raining (a-2)\n",
    )
    imported(tmp_path / "o", tmp_path / "ref.trn", tmp_path / "hyp.trn")
    assert list(numbers(tmp_path / "o").values()) == [{"WER": 28.57}]


def test_of_alternatives_in_a_reference_those_count_that_were_said(tmp_path: Path) -> None:
    """`Sum/Avg` of sclite: 16.7 and 22.2 for these, of 18 words; outputs are written as the references are."""
    put(
        tmp_path,
        ref_DOT_trn="so far the { industry's / industry } slide is { um / uh / @ } apparent (a-1)\n"
        "we (really) saw it coming { @ / you know } (a-2)\nand nobody minded it (a-3)\n",
        ours_hyp_DOT_trn="SO FAR THE INDUSTRY SLIDE IS APPARENT (A-1)\n"
        "WE REALLY SAW HIM COMING YOU KNOW (A-2)\nAND NOBODY MINDED (A-3)\n",
        base_hyp_DOT_trn="SO FAR THE INDUSTRY SLIDES IS APPARENT (A-1)\n"
        "WE SAW IT COMING YOU KNOW (A-2)\nAND NOBODY MINDED IT AT ALL (A-3)\n",
    )
    task = imported(tmp_path / "o", *(tmp_path / f"{name}.trn" for name in ("ours_hyp", "base_hyp", "ref")))
    assert references(task)[:2] == [
        "so far the industry slide is apparent",
        "we (really) saw it coming you know",
    ]
    assert answers(task)[2]["ours"] == "and nobody minded"
    assert numbers(tmp_path / "o") == {"ours": {"WER": 16.67}, "base": {"WER": 22.22}}


def test_words_with_times_are_read_by_the_segments_of_the_reference(tmp_path: Path) -> None:
    """`Sum/Avg | 3 18 | 88.9 5.6 5.6 5.6 16.7 100.0` for these."""
    put(tmp_path, r_DOT_stm=STM, tdnn_DOT_ctm=CTM)
    task = imported(tmp_path / "o", tmp_path / "tdnn.ctm", tmp_path / "r.stm")
    assert answers(task) == [
        {"tdnn": "last year i showed those two slides"},
        {"tdnn": "to demonstrate that arctic ice cap"},
        {"tdnn": "i'm going to talk now"},
    ]
    assert dict(task.examples[2].tags) == {"recording": "BillGates_2010", "speaker": "BillGates"}
    assert numbers(tmp_path / "o") == {"tdnn": {"WER": 16.67}}
    whole = imported(tmp_path / "whole", tmp_path / "tdnn.ctm")
    assert [one.title for one in whole.examples] == ["AlGore_2009", "BillGates_2010"]


def test_of_alternatives_the_first_is_what_was_heard(tmp_path: Path) -> None:
    marks = ("<ALT_BEGIN>", "0.50 0.30 cat 0.9", "<ALT>", "0.50 0.30 cap 0.1", "<ALT_END>")
    middle = "".join(f"u 1 {mark if mark[0] != '<' else '* * ' + mark}\n" for mark in marks)
    put(tmp_path, alt_DOT_ctm=f"u 1 0.10 0.30 the 1.00\n{middle}u 1 0.90 0.30 sat 1.00\n")
    assert answers(imported(tmp_path / "o", tmp_path / "alt.ctm")) == [{"alt": "the cat sat"}]


def test_what_is_heard_where_nothing_is_said_counts_as_well(tmp_path: Path) -> None:
    put(tmp_path, ref_DOT_trn="a dog barks (u1)\n (u2)\n", hyp_DOT_trn="a dog barks (u1)\nthank you (u2)\n")
    imported(tmp_path / "o", tmp_path / "ref.trn", tmp_path / "hyp.trn")
    assert [one["WER"] for one in numbers(tmp_path / "o").values()] == [66.67]
    put(tmp_path, asr_DOT_json='{"audio_filepath": "a.wav", "text": "", "pred_text": "hi"}\n')
    (example,) = imported(tmp_path / "p", tmp_path / "asr.json").examples
    assert example.reference == ()


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("a.trn", "one (u1)\n\ntwo\n", 3),
        ("a.ctm", ";; x\nu 1 0.1 word\n", 2),
        ("a.trn", "one (u1)\none (u1)\n", 2),
    ],
)
def test_a_line_that_is_none_is_told_with_its_number(tmp_path: Path, name: str, text: str, line: int) -> None:
    (tmp_path / name).write_text(text)
    assert f"{tmp_path / name}:{line}:1" in refusal(tmp_path / "o", tmp_path / name)


def test_a_folder_of_espnet_has_what_was_scored(tmp_path: Path) -> None:
    sources = [espnet(tmp_path, name, **TRN) for name in ("asr_conformer", "asr_branchformer")]
    assert answers(imported(tmp_path / "o", *sources))[3] == dict.fromkeys(
        ("conformer", "branchformer"), "ANGER PAYNE PAINFUL TO HEAR"
    )
    one = imported(tmp_path / "one", sources[0].parent)
    assert one.title == "test_clean"
    assert numbers(tmp_path / "one") == {"asr_conformer": {"WER": SCLITE}}


def test_a_folder_of_transcripts_holds_several_systems(tmp_path: Path) -> None:
    put(tmp_path / "wer", ref_DOT_trn=TRN["ref"], hyp_a_DOT_trn=TRN["hyp"], hyp_b_DOT_trn=TRN["ref"])
    imported(tmp_path / "o", tmp_path / "wer")
    assert numbers(tmp_path / "o") == {"a": {"WER": SCLITE}, "b": {"WER": 0}}
    put(tmp_path / "ctm", r_DOT_stm=STM, tdnn_DOT_ctm=CTM)
    imported(tmp_path / "p", tmp_path / "ctm")
    assert numbers(tmp_path / "p") == {"tdnn": {"WER": 16.67}}


def test_letters_that_espnet_scored_are_words_again(tmp_path: Path) -> None:
    """`Sum/Avg` of sclite has 2 errors of 13 letters and blanks for these."""
    folder = tmp_path / "exp" / "asr" / "decode" / "dev"
    put(folder / "score_cer", ref_DOT_trn="A <space> D O G\t(s-s-1)\n今 天 天 气 很 好 啊 的\t(s-s-2)\n")
    put(folder / "score_cer", hyp_DOT_trn="A <space> D O T\t(s-s-1)\n今 天 天 气 很 好 的\t(s-s-2)\n")
    for name, source in (("o", folder), ("p", folder / "score_cer")):
        task = imported(tmp_path / name, source)
        assert [one["asr"] for one in answers(task)] == ["A DOT", "今天天气很好的"]
        assert numbers(tmp_path / name) == {"asr": {"CER": 15.38}}


def test_several_test_sets_are_no_comparison(tmp_path: Path) -> None:
    first = espnet(tmp_path, "asr", **TRN)
    espnet(tmp_path, "asr", **{name: text.replace("1", "7") for name, text in TRN.items()}).rename(
        first.with_name("test_other")
    )
    espnet(tmp_path, "asr", **TRN)
    assert "holds 2 test sets" in refusal(tmp_path / "o", first.parent)


def kaldi(folder: Path, system: str, texts: dict[str, str], errors: int, words: int) -> Path:
    """A folder of Kaldi with what a system recognised, scored with several weights."""
    decoded = folder / "exp" / system / "decode_test"
    lines = "".join(f"{name} {text}\n" for name, text in texts.items())
    return put(
        decoded,
        scoring_kaldi__test_filt_DOT_txt="".join(f"{name} {text}\n" for name, text in SAID.items()),
        scoring_kaldi__penalty_0_DOT_5__11_DOT_txt=lines,
        scoring_kaldi__penalty_0_DOT_0__17_DOT_txt=lines.replace("\n", " BUT\n"),
        scoring_kaldi__best_wer=f"%WER {100 * errors / words:.2f} [ {errors} / {words}, 0 ins, 1 del, 3 sub ] "
        f"exp/{system}/decode_test/wer_11_0.5\n",
    )


SAID = {
    "1089-134686-0000": "HE HOPED THERE WOULD BE STEW FOR DINNER",
    "121-121726-0002": "ANGOR PAIN PAINFUL TO HEAR",
}
HEARD = {
    "1089-134686-0000": "HE HOPED THERE BE STEW FOR DINNERS",
    "121-121726-0002": "ANGER PAYNE PAINFUL TO HEAR",
}


def data(folder: Path, clip: str = "flac -c -d -s /corpora/{}.flac |") -> Path:
    """A data folder of Kaldi."""
    return put(
        folder / "data" / "test",
        text="".join(f"{name} {text}\n" for name, text in SAID.items()),
        wav_DOT_scp="".join(f"{name} {clip.format(name)}\n" for name in SAID),
        utt2spk="".join(f"{name} {name.rpartition('-')[0]}\n" for name in SAID),
    )


def test_a_decoding_of_kaldi_with_the_weights_that_won(tmp_path: Path) -> None:
    systems = [kaldi(tmp_path, "tdnn", HEARD, 4, 13), kaldi(tmp_path, "mono", SAID, 0, 13)]
    task = imported(tmp_path / "o", *systems, data(tmp_path))
    assert [answer["tdnn"] for answer in answers(task)] == list(HEARD.values())
    assert references(task) == list(SAID.values())
    assert task.examples[0].audio[0].audio == "corpora/1089-134686-0000.flac"
    assert dict(task.examples[0].tags) == {"speaker": "1089-134686"}
    assert numbers(tmp_path / "o") == {"tdnn": {"WER": 30.77}, "mono": {"WER": 0}}  # %WER 30.77 [ 4 / 13 …


def test_data_of_kaldi_is_what_is_right_and_is_to_be_said_where_systems_speak(tmp_path: Path) -> None:
    clips(tmp_path, *(f"{folder}/{name}.wav" for folder in ("real", "vits", "tacotron") for name in SAID))
    here = data(tmp_path, str(tmp_path / "real" / "{}.wav"))
    assert "no output of a model" in refusal(tmp_path / "no", here)
    task = imported(tmp_path / "o", here, tmp_path / "vits", tmp_path / "tacotron")
    assert (task.output, task.models) == ("audio", ("vits", "tacotron"))
    assert [one.text for one in task.examples] == list(SAID.values())
    assert all(one.reference[0].audio and not one.audio for one in task.examples)


def test_a_whole_recipe_is_one_comparison_with_the_data_that_was_decoded(tmp_path: Path) -> None:
    recipe = tmp_path / "s5"
    data(recipe)
    put(recipe / "data" / "train", text="other A\n", utt2spk="other other\n")
    kaldi(recipe, "tdnn", HEARD, 4, 13)
    kaldi(recipe, "mono", SAID, 0, 13)
    task = imported(tmp_path / "o", recipe)
    assert (task.title, task.models, task.clusters) == ("test", ("mono", "tdnn"), "")
    assert len(task.examples) == 2
    assert numbers(tmp_path / "o")["tdnn"] == {"WER": 30.77}


def test_decodings_lie_in_the_folder_of_their_data(tmp_path: Path) -> None:
    folder = data(tmp_path).rename(tmp_path / "eval92")
    lines = "".join(f"{name} {text}\n" for name, text in HEARD.items())
    put(folder, decode_conformer__text=lines, decode_transformer__text=lines)
    task = imported(tmp_path / "o", folder)
    assert (task.title, task.models) == ("eval92", ("conformer", "transformer"))
    assert numbers(tmp_path / "o")["conformer"] == {"WER": 30.77}


def test_examples_of_one_speaker_belong_together(tmp_path: Path) -> None:
    lines = "".join(f"spk{n // 2}-u{n} WORD\n" for n in range(6))
    speakers = "".join(f"spk{n // 2}-u{n} spk{n // 2}\n" for n in range(6))
    put(tmp_path / "data", text=lines, utt2spk=speakers)
    put(tmp_path / "exp" / "a" / "decode", text=lines)
    assert imported(tmp_path / "o", tmp_path / "data", tmp_path / "exp").clusters == "speaker"


def test_other_data_than_that_which_was_decoded_is_told(tmp_path: Path) -> None:
    other = put(tmp_path / "data" / "dev", text="u1 a\n", wav_DOT_scp="u1 u1.wav\n")
    said = refusal(tmp_path / "o", kaldi(tmp_path, "tdnn", HEARD, 4, 13), other)
    assert "is named as the outputs are" in said


def test_the_alignments_of_a_decoding_are_its_texts_where_nothing_else_is_left(tmp_path: Path) -> None:
    details = (
        "u1 ref  A  DOG  BARKS  ***\nu1 hyp  A  ***  BARKS  AT\nu1 op  C  D  C  I\nu1 #csid 2 0 1 1\n"
        "u2 ref  NO\nu2 hyp  NO\nu2 op  C\nu2 #csid 1 0 0 0\n"
    )
    put(tmp_path / "exp/tdnn/decode_dev", scoring_kaldi__wer_details__per_utt=details)
    task = imported(tmp_path / "o", tmp_path / "exp/tdnn/decode_dev")
    assert (task.title, answers(task)) == ("dev", [{"tdnn": "A BARKS AT"}, {"tdnn": "NO"}])
    assert numbers(tmp_path / "o") == {"tdnn": {"WER": 50.0}}


ICEFALL = """\
1089-134686-0000-12:\tref=['HE', 'HOPED', "THERE'D", 'BE', 'STEW']
1089-134686-0000-12:\thyp=['HE', 'HOPED', "THERE'D", 'STEW']
121-121726-0002-7:\tref=['ANGOR', 'PAIN']
121-121726-0002-7:\thyp=[]
"""


def test_transcripts_of_icefall_hold_what_is_right_too(tmp_path: Path) -> None:
    for name in ("zipformer", "conformer"):
        put(tmp_path, **{f"recogs-test-clean-{name}_DOT_txt": ICEFALL})
    task = imported(tmp_path / "o", *sorted(tmp_path.glob("recogs*")))
    assert answers(task)[0] == dict.fromkeys(("conformer", "zipformer"), "HE HOPED THERE'D STEW")
    assert numbers(tmp_path / "o") == {key: {"WER": 42.86} for key in ("conformer", "zipformer")}


def test_transcripts_are_known_by_their_lines_and_the_one_that_is_no_hypothesis_is_right(
    tmp_path: Path,
) -> None:
    put(tmp_path, **{"hypo_DOT_word-best-test_DOT_txt": "A DOG (None-0)\nNO (None-1)\n"})
    put(tmp_path, **{"ref_DOT_word-best-test_DOT_txt": "A DOG BARKS (None-0)\nNO (None-1)\n"})
    imported(tmp_path / "o", *tmp_path.glob("*.txt"))
    assert [one["WER"] for one in numbers(tmp_path / "o").values()] == [25.0]
    put(tmp_path, test_DOT_trn="A DOG BARKS (u1)\n", ours_hyp_DOT_trn="A DOG (u1)\n")
    task = imported(tmp_path / "p", tmp_path / "test.trn", tmp_path / "ours_hyp.trn")
    assert (references(task), len(task.models)) == (["A DOG BARKS"], 1)


def test_manifests_whose_clips_are_mere_names_and_those_with_labels(tmp_path: Path) -> None:
    put(tmp_path, a_DOT_jsonl='{"audio_filepath": "sample_0", "text": "hi", "pred_text": "ho"}\n')
    (example,) = imported(tmp_path / "o", tmp_path / "a.jsonl").examples
    assert (example.title, example.audio) == ("sample_0", ())
    rows = (
        f'{{"audio_filepath": "{one}.wav", "label": "{one}", "pred_label": "no"}}\n' for one in ("yes", "no")
    )
    put(tmp_path, b_DOT_json="".join(rows))
    example, _ = imported(tmp_path / "p", tmp_path / "b.json").examples
    assert (example.labels, example.outputs["b"][0].labels) == (("yes",), ("no",))


VERSA = """\
{"key": "1.wav", "mcd": 5.914818638172664, "sir": Infinity, "stoi": 0.9499079626664922, "utmos": 3.51533770, \
"whisper_hyp_text": "he hoped there would be stew", "ref_text": "he hoped there would be stew", \
"whisper_wer_delete": 0, "whisper_wer_insert": 0, "whisper_wer_replace": 0, "whisper_wer_equal": 6, \
"whisper_cer_delete": 0, "whisper_cer_insert": 0, "whisper_cer_replace": 0, "whisper_cer_equal": 28, \
"universa_encoded_feat": "torch.Tensor (cannot pack in json)"}
{"key": "3.wav", "mcd": 6.235666038567512, "sir": Infinity, "stoi": 0.9380155495090899, "utmos": 2.90455770, \
"whisper_hyp_text": "stuffed into you", "ref_text": "stuff it into you", \
"whisper_wer_delete": 1, "whisper_wer_insert": 0, "whisper_wer_replace": 1, "whisper_wer_equal": 2, \
"whisper_cer_delete": 1, "whisper_cer_insert": 0, "whisper_cer_replace": 2, "whisper_cer_equal": 14, \
"universa_encoded_feat": "torch.Tensor (cannot pack in json)"}
"""
OLD_VERSA = """\
{'key': '1.wav', 'mcd': 7.9, 'sir': inf, 'utmos': nan}
{'key': '3.wav', 'mcd': 7.2, 'sir': inf, 'utmos': 2.9}
"""


def test_scores_of_versa_keep_every_number_and_belong_to_the_clips_of_their_system(tmp_path: Path) -> None:
    """Means as `show_result.py` has them, of what is finite; rates of all words, from the counts."""
    put(clips(tmp_path, "ours/1.wav", "ours/3.wav", "base/1.wav", "base/3.wav"), v_ours_DOT_txt=VERSA)
    put(tmp_path, v_base_DOT_txt=OLD_VERSA)
    sources = ("v_ours.txt", "v_base.txt", "ours", "base")
    task = imported(tmp_path / "o", *(tmp_path / name for name in sources))
    piece = task.examples[0].outputs["ours"][0]
    assert (piece.audio, piece.text) == ("ours/1.wav", "he hoped there would be stew")
    assert numbers(tmp_path / "o") == {
        "ours": {"WER": 20.0, "CER": 6.67, "mcd": 6.08, "stoi": 0.94, "utmos": 3.21},
        "base": {"mcd": 7.55, "utmos": 2.9},
    }


def test_scores_of_versa_without_clips_and_as_a_list(tmp_path: Path) -> None:
    rows = [json.loads(line) for line in VERSA.splitlines()]
    (tmp_path / "ours.json").write_text(json.dumps([{**row, "key": row["key"][:-4]} for row in rows], indent=1))
    imported(tmp_path / "o", tmp_path / "ours.json")
    assert numbers(tmp_path / "o")["ours"]["utmos"] == 3.21
    checked = CliRunner().invoke(commands, ["build", "-C", str(tmp_path / "o")])
    assert checked.exit_code == 0, checked.output


def test_a_run_of_versa_in_parts_is_one_system(tmp_path: Path) -> None:
    put(
        tmp_path / "score_ours",
        utt_result_DOT_cpu_DOT_txt='{"key": "u1", "mcd": 5.5}\n{"key": "u2", "mcd": 6.5}\n',
        utt_result_DOT_gpu_DOT_txt='{"key": "u1", "utmos": 4.0}\n{"key": "u2", "utmos": 3.0}\n',
    )
    imported(tmp_path / "o", tmp_path / "score_ours")
    assert numbers(tmp_path / "o") == {"score_ours": {"mcd": 6.0, "utmos": 3.5}}
    imported(tmp_path / "p", *sorted((tmp_path / "score_ours").iterdir()))
    assert numbers(tmp_path / "p") == numbers(tmp_path / "o")


def test_several_folders_of_clips_are_systems_and_what_they_are_called(tmp_path: Path) -> None:
    clips(tmp_path, *(f"{name}/{n}.wav" for name in ("ours", "baseline", "clean", "noisy") for n in (1, 2)))
    sources = (tmp_path / name for name in ("ours", "baseline", "clean", "noisy"))
    first, _ = imported(tmp_path / "o", *sources).examples
    assert {model: pieces[0].audio for model, pieces in first.outputs.items()} == {
        "ours": "ours/1.wav", "baseline": "baseline/1.wav",
    }  # fmt: skip
    assert (first.audio[0].audio, first.reference[0].audio) == ("noisy/1.wav", "clean/1.wav")


META = """\
cv_103675-cv_103676|We asked over twenty people.|prompt-wavs/cv_103675.wav|Get the trust fund to the bank early.
cv_108190-cv_108191|In the latter case.|prompt-wavs/cv_108190.wav|Would it?|wavs/cv_108190-cv_108191.wav
"""
RATES = """\
utt\twav_res\tres_wer\ttext_ref\ttext_res\tres_wer_ins\tres_wer_del\tres_wer_sub
/exp/{0}/cv_103675-cv_103676.wav\t{1}\tGet the trust fund to the bank early.\tget the trust fund\t0.0\t0.0\t0.0
/exp/{0}/cv_108190-cv_108191.wav\t{2}\tWould it be acceptable?\twould it be unacceptable\t0.0\t0.0\t0.25
WER: {3}%
"""


def test_a_list_of_seed_tts_eval_with_the_clips_of_its_systems_and_their_scores(tmp_path: Path) -> None:
    names = ("cv_103675-cv_103676", "cv_108190-cv_108191")
    clips(tmp_path, *(f"{system}/{name}.wav" for system in ("ours", "cosyvoice") for name in names))
    clips(tmp_path, "prompt-wavs/cv_103675.wav", "prompt-wavs/cv_108190.wav", f"wavs/{names[1]}.wav")
    put(
        tmp_path,
        meta_DOT_lst=META,
        ours_DOT_wer=RATES.format("ours", 0.5, 0.25, 37.5),
        sim_DOT_out=f"/exp/ours/{names[0]}.wav_0_-1|/p/cv.wav_0_-1\t0.71\navg score: 0.71",
    )
    assert "no output of a model" in refusal(tmp_path / "no", tmp_path / "meta.lst")
    sources = ("meta.lst", "ours", "cosyvoice", "ours.wer", "sim.out")
    first, second = imported(tmp_path / "o", *(tmp_path / name for name in sources)).examples
    assert first.prompt_audio[0].audio == "prompt-wavs/cv_103675.wav"
    assert (first.text, first.prompt_text) == (
        "Get the trust fund to the bank early.", "We asked over twenty people.",
    )  # fmt: skip
    assert [one.audio for one in second.reference] == [f"wavs/{names[1]}.wav"]
    assert list(second.outputs) == ["ours", "cosyvoice"]
    assert numbers(tmp_path / "o") == {"ours": {"WER": 37.5, "SIM": 0.71}}
    checked = CliRunner().invoke(commands, ["check", "-C", str(tmp_path / "o"), "--format", "json"])
    assert {one["code"] for one in json.loads(checked.stdout)} <= {"same-content", "same-content-twice"}


@pytest.mark.parametrize(
    "text",
    ["LJ001-0001|Printing, in 15 cents|Printing, in fifteen cents\n", "LJ001-0001.wav|Printing, in 15 cents\n",
     "wavs/LJ001-0001.wav|0|Printing, in 15 cents\n"],
)  # fmt: skip
def test_a_list_of_recordings_with_what_two_voices_made_of_it(tmp_path: Path, text: str) -> None:
    folder = clips(tmp_path / "LJSpeech", "wavs/LJ001-0001.wav")
    clips(tmp_path, "vits/LJ001-0001.wav", "fastspeech/LJ001-0001.wav")
    put(folder, metadata_DOT_csv=text)
    task = imported(tmp_path / "o", folder / "metadata.csv", tmp_path / "vits", tmp_path / "fastspeech")
    (example,) = task.examples
    assert (task.output, task.models, example.text) == (
        "audio",
        ("vits", "fastspeech"),
        "Printing, in 15 cents",
    )
    assert [one.audio for one in example.reference] == ["wavs/LJ001-0001.wav"]


def test_folders_of_voices_with_lists_of_what_they_say(tmp_path: Path) -> None:
    for name in ("vits", "ground_truth"):
        clips(tmp_path / name, "wavs/u1.wav")
        put(tmp_path / name, metadata_DOT_csv="u1|good morning|good morning\n")
    (example,) = imported(tmp_path / "o", tmp_path / "vits", tmp_path / "ground_truth").examples
    assert (example.text, list(example.outputs)) == ("good morning", ["vits"])
    assert example.reference[0].audio == "ground_truth/wavs/u1.wav"


def test_a_list_without_clips_adds_nothing(tmp_path: Path) -> None:
    put(tmp_path / "data", wav_DOT_scp="u1 dump/raw.ark:14\n")
    put(tmp_path, canary_DOT_json='{"audio_filepath": "u1.wav", "text": "a dog", "pred_text": "a dog"}\n')
    task = imported(tmp_path / "o", tmp_path / "data" / "wav.scp", tmp_path / "canary.json")
    assert answers(task) == [{"canary": "a dog"}]


def test_a_sample_keeps_the_figures_of_the_whole_set(tmp_path: Path) -> None:
    put(tmp_path, ref_DOT_trn=TRN["ref"], ours_DOT_trn=TRN["hyp"])
    task = imported(tmp_path / "o", tmp_path / "ref.trn", tmp_path / "ours.trn", "--sample", 1)
    figure = task.results["WER"]["ours"].value
    assert figure
    assert (len(task.examples), round(figure.value, 2), figure.n) == (1, SCLITE, 33)
    put(
        tmp_path,
        quiz_DOT_jsonl="".join(f'{{"id": "q{n}", "label": "a", "pred": "{"ab"[n % 2]}"}}\n' for n in range(4)),
    )
    task = imported(tmp_path / "p", tmp_path / "quiz.jsonl", "--sample", 2)
    assert [one["quiz"].value for one in task.results.values()][:1] == [ScoreValue(50.0, None, 4)]


def test_sources_of_several_tools_are_one_comparison(tmp_path: Path) -> None:
    put(tmp_path, ref_DOT_trn="a dog barks (u1)\n", whisper_DOT_trn="a dog (u1)\n")
    put(tmp_path, canary_DOT_json='{"audio_filepath": "/x/u1.wav", "pred_text": "a dog barks"}\n')
    task = imported(tmp_path / "o", *(tmp_path / name for name in ("ref.trn", "whisper.trn", "canary.json")))
    assert answers(task) == [{"whisper": "a dog", "canary": "a dog barks"}]
    assert numbers(tmp_path / "o") == {"whisper": {"WER": 33.33}, "canary": {"WER": 0}}


NO_OUTPUTS = {
    "a manifest of NeMo": ("train.json", '{"audio_filepath": "a.wav", "text": "hi", "speaker": "bob"}\n'),
    "a table of recordings": (
        "validated.tsv",
        "client_id\tpath\tsentence\tage\tgender\taccents\tlocale\tsegment\n"
        "9c2f\ta.mp3\tGood morning.\ttwenties\tfemale\tUnited States English\ten\tx\n",
    ),
    "a reference": ("ref.trn", "hi there (bob-1)\n"),
    "a list": ("meta.lst", "u1|hi there|p.wav|good morning\n"),
    "texts in two spellings": (
        "r.jsonl", '{"audio": "a.wav", "transcription": "hi there", "raw_transcription": "Hi, there!"}\n'
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", NO_OUTPUTS)
def test_a_file_without_outputs_is_refused_and_never_dressed_as_models(tmp_path: Path, name: str) -> None:
    file, text = NO_OUTPUTS[name]
    (tmp_path / file).write_text(text, encoding="utf-8")
    assert "import-field" in refusal(tmp_path / "o", tmp_path / file)


def test_columns_of_systems_are_known_by_what_they_say_or_named(tmp_path: Path) -> None:
    said = {"text": "a dog barks", "speaker": "bob", "whisper": "dog barks", "qwen2": "a cat"}
    (tmp_path / "r.jsonl").write_text(json.dumps({"audio": "a.wav", **said}))
    assert answers(imported(tmp_path / "o", tmp_path / "r.jsonl")) == [
        {"whisper": "dog barks", "qwen2": "a cat"}
    ]
    named = imported(tmp_path / "n", tmp_path / "r.jsonl", "--map", "output=whisper,speaker")
    assert answers(named) == [{"whisper": "dog barks", "speaker": "bob"}]


PLUGIN = re.search(r"```python\n(.*?)```", (REPOSITORY / "docs" / "importing.md").read_text("utf-8"), re.DOTALL)


def test_an_importer_of_another_package_is_found_by_its_entry_point(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert PLUGIN
    about = tmp_path / "lab_import-1.0.dist-info"
    put(about, METADATA="Metadata-Version: 2.1\nName: lab_import\nVersion: 1.0\n")
    put(about, entry_points_DOT_txt="[soundcase.importers]\nlab = lab_import:IMPORTER\n")
    put(tmp_path, lab_import_DOT_py=PLUGIN[1], x_DOT_lab9="a.wav\thello\thallo\t4.5\nb.wav\tno\tno\t3.5\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    importers.importers.cache_clear()
    try:
        task = imported(tmp_path / "o", tmp_path / "x.lab9")
        assert answers(imported(tmp_path / "p", tmp_path / "x.lab9", "--as", "lab")) == answers(task)
    finally:
        importers.importers.cache_clear()
        sys.modules.pop("lab_import", None)
    assert (answers(task), references(task)) == ([{"x": "hallo"}, {"x": "no"}], ["hello", "no"])
    assert numbers(tmp_path / "o") == {"x": {"MOS": 4.0}}


def test_a_kind_that_is_not_there_gets_the_nearest_one(tmp_path: Path) -> None:
    put(tmp_path, r_DOT_jsonl='{"audio": "a.wav", "output": "x"}\n')
    assert "did you mean 'nemo'?" in refusal(tmp_path / "o", tmp_path / "r.jsonl", "--as", "nemmo")
