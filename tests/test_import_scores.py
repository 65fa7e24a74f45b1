"""Numbers of a table as scores: which columns, whose, in which direction; long tables and listeners."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from statistics import fmean, stdev

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from imported import imported, run, task_of
from projects import encoded, tone
from soundcase.model import Task
from soundcase.scores import ErrorRate, ScoreValue
from soundcase.site.transcripts import compared_examples
from soundcase_import.importer import run as run_import
from soundcase_import.measures import MEASURES, describes, measure_of, score_of
from soundcase_import.options import ImportOptions
from soundcase_import.results.long_tables import student
from soundcase_import.results.score_columns import number_in


def from_text(folder: Path, name: str, text: str, *options: object) -> Task:
    (folder / name).write_text(text, encoding="utf-8")
    return imported(folder / "made", folder / name, "--without-audio", *options)


def scores_of(task: Task) -> list[dict[str, dict[str, ScoreValue]]]:
    """The scores of each example by system and name."""
    return [
        {model: dict(pieces[0].scores) for model, pieces in one.outputs.items()}  # type: ignore[arg-type]
        for one in task.examples
    ]


def means(task: Task, name: str) -> dict[str, float]:
    """The mean of a score of each system."""
    rows = scores_of(task)
    models = dict.fromkeys(model for row in rows for model in row)
    return {
        model: fmean(row[model][name].value for row in rows if name in row.get(model, {})) for model in models
    }


def pooled(task: Task, name: str) -> dict[str, tuple[int, int]]:
    """All errors and all words of each system, as the build counts them."""
    found: dict[str, tuple[int, int]] = {}
    for example in compared_examples(task.examples, task):
        for model, (piece,) in example.outputs.items():
            rate = piece.scores[name]
            assert isinstance(rate, ErrorRate)
            errors, units = found.get(model, (0, 0))
            found[model] = (errors + rate.errors, units + rate.units)
    return found


def declared(task: Task) -> dict[str, tuple[str, str]]:
    return {score.name: (score.better, score.unit) for score in task.scores}


@pytest.mark.parametrize(
    ("columns", "better"),
    [
        ("wer CER whisper_wer espnet_cer MCD mcd f0_rmse", "lower"),
        ("LSD FAD fad_vggish kl_passt EER min_dcf RTF latency_ms", "lower"),
        ("val_loss ppl mel_distance scoreq_ref", "lower"),
        ("word_error_rate asr_match_error_rate DER log_spectral_distance", "lower"),
        ("pesq PESQ(WB) nb_pesq STOI estoi UTMOS", "higher"),
        ("utmosv2 dnsmos_overall nisqa_mos_pred si_sdr SI-SDRi SDR", "higher"),
        ("ViSQOL visqol_moslqo torch_squim_stoi spk_similarity SECS", "higher"),
        ("clap_score BLEU sacrebleu CIDEr SPIDEr-FL", "higher"),
        ("accuracy ser_acc is_correct exact_match F1 macro_f1", "higher"),
        ("mAP AUROC speech_bert f0_corr SRMR MOS nmos", "higher"),
        ("warpq_↑ something(↑)", "higher"),
        ("strange_↓ MOS-gap↓", "lower"),
    ],
)  # fmt: skip
def test_the_direction_of_common_measures_is_known(columns: str, better: str) -> None:
    for name in columns.split():
        found = measure_of(name)
        assert found is not None, name
        assert found.better == better, name


@pytest.mark.parametrize("name", ["duration", "n_tokens", "sample_rate", "utt_id", "seed", "snr", "wer_insert"])
def test_what_counts_or_describes_is_no_measure(name: str) -> None:
    assert describes(name)


def test_every_measure_has_a_source_and_no_two_share_a_name() -> None:
    assert all(one.source for one in MEASURES)
    names = ["".join(filter(str.isalnum, name.lower())) for one in MEASURES for name in (one.name, *one.also)]
    assert [name for name in names if names.count(name) > 1] == []


VERSA = """
    dnsmos_overall dnsmos_p808 nisqa_mos_pred nisqa_noi_pred utmos plcmos torch_squim_pesq
    torch_squim_stoi torch_squim_si_sdr singmos sheet_ssqa utmosv2 scoreq_nr se_si_snr se_ci_sdr se_sar
    se_sdr pam srmr audiobox_aesthetics_CE audiobox_aesthetics_CU audiobox_aesthetics_PQ universa_mos
    wvmos SIGMOS_OVRL vqscore f0_corr sir sar sdr ci-sdr si-snr pesq stoi speech_bert visqol
    pysepm_fwsegsnr pysepm_Csig pysepm_ncm log_wmse pysepm_csii_mid torch_squim_mos emotion_similarity
    spk_similarity clap_score apa singer_similarity
"""
VERSA_LOWER = """
    mcd f0_rmse asr_match_error_rate pysepm_wss pysepm_cd pysepm_llr dpam_distance cdpam_distance
    espnet_wer owsm_wer whisper_cer nomad fad kl_embedding scoreq_ref chroma_stft_cosine_dtw
"""


@pytest.mark.parametrize(("names", "better"), [(VERSA, "higher"), (VERSA_LOWER, "lower")])
def test_the_directions_of_what_versa_reports(names: str, better: str) -> None:
    found = {name: known.better if (known := measure_of(name)) else None for name in names.split()}
    assert {name: one for name, one in found.items() if one != better} == {}


def test_the_table_of_a_predictor_of_quality_names_no_system(tmp_path: Path) -> None:
    """NISQA writes its own name into the column `model`."""
    sources = folders_of_systems(tmp_path)
    for source, numbers in zip(sources, ("4.1 4.3", "3.1 3.2"), strict=True):
        rows = [f"u{at}.wav,{one},NISQAv2" for at, one in enumerate(numbers.split(), 1)]
        path = tmp_path / f"NISQA_results_{source.name}.csv"
        path.write_text("deg,mos_pred,model\n" + "\n".join(rows) + "\n", encoding="utf-8")
        sources = [*sources, path]
    task = imported(tmp_path / "made", *sources)
    assert means(task, "mos_pred") == {"ours": pytest.approx(4.2), "base": pytest.approx(3.15)}


def test_the_direction_of_an_unknown_name_is_asked() -> None:
    assert score_of("blurb").doubts == ("is a higher 'blurb' better, or a lower one?",)
    assert score_of("SI-SDR [dB]").unit == "dB"


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("4.210", "4.210"), ("-3", "-3"), (" 1e-3 ", "1e-3"), ("4.21 ± 0.08", "4.21 ± 0.08"),
        ("4.21 (0.08)", "4.21 ± 0.08"), ("12.5%", "12.5"), ("3,5", "3.5"), ("nan", ""), ("N/A", ""),
        ("-inf", ""),
        ("–", ""), ("1,234", None), ("a.wav", None), ("1 2", None), ("12:30", None), ("v1.0", None),
    ],
)  # fmt: skip
def test_the_numbers_in_cells(cell: str, number: str | None) -> None:
    assert number_in(cell) == number


def test_number_columns_of_results_become_scores(tmp_path: Path) -> None:
    task = from_text(
        tmp_path,
        "r.jsonl",
        '{"audio": "a.wav", "pred": "p", "utmos": 3.20, "SI-SDR": "inf", "duration": 2.5, "blurb": 1.5}\n'
        '{"audio": "b.wav", "pred": "q", "utmos": 4.0, "SI-SDR": -1.5, "duration": 1.0, "blurb": 2.5}\n',
    )
    assert declared(task) == {"UTMOS": ("higher", ""), "SI-SDR": ("higher", "dB"), "blurb": ("higher", "")}
    first, second = ({name: one.value for name, one in row["r"].items()} for row in scores_of(task))
    assert first == {"UTMOS": 3.2, "blurb": 1.5}
    assert second == {"UTMOS": 4.0, "SI-SDR": -1.5, "blurb": 2.5}
    written = (tmp_path / "made" / "examples" / "r.yaml").read_text("utf-8")
    assert "# check: is a higher 'blurb' better, or a lower one?" in written
    assert "UTMOS: 3.20" in written


def test_a_direction_can_be_said(tmp_path: Path) -> None:
    text = "audio,pred,blurb\na.wav,p,2\nb.wav,q,2\n"
    task = from_text(tmp_path, "r.csv", text, "--map", "lower=blurb")
    assert declared(task) == {"blurb": ("lower", "")}
    assert "check:" not in (tmp_path / "made" / "examples" / "r.yaml").read_text("utf-8")


def test_numbers_that_never_change_or_only_number_are_no_scores(tmp_path: Path) -> None:
    text = "audio,pred,temp_used,place\na.wav,p,0.7,10\nb.wav,q,0.7,11\nc.wav,q,0.7,12\n"
    assert from_text(tmp_path, "r.csv", text).scores == ()


def test_truth_values_are_the_numbers_of_an_accuracy(tmp_path: Path) -> None:
    text = "".join(
        f'{{"audio": "{name}.wav", "pred": "p", "is_correct": {right}, "cached": true}}\n'
        for name, right in (("a", "true"), ("b", "false"), ("c", "true"))
    )
    task = from_text(tmp_path, "r.jsonl", text)
    assert means(task, "is_correct") == {"r": pytest.approx(2 / 3)}
    assert list(declared(task)) == ["is_correct"]


def test_units_and_decimal_commas_of_other_countries(tmp_path: Path) -> None:
    text = "audio;pred;MOS;EER\na.wav;p;3,5;1,2 %\nb.wav;q;4,25;0,8 %\n"
    task = from_text(tmp_path, "r.csv", text)
    assert declared(task) == {"MOS": ("higher", ""), "EER": ("lower", "%")}
    assert means(task, "MOS") == {"r": 3.875}


def test_each_system_of_a_wide_table_has_its_own(tmp_path: Path) -> None:
    head = "audio,reference,ours_pred,base_pred,ours_BLEU,base_BLEU,words"
    text = f"{head}\na.wav,x,x,y,90.5,12,3\nb.wav,z,z,z,80,77,4\n"
    task = from_text(tmp_path, "r.csv", text)
    assert means(task, "BLEU") == {"ours": 85.25, "base": 44.5}
    assert declared(task) == {"BLEU": ("higher", "")}


def test_clips_of_several_systems_with_their_scores(tmp_path: Path) -> None:
    for name in ("n1", "o1", "b1", "n2", "o2", "b2"):
        (tmp_path / f"{name}.wav").write_bytes(encoded(tone()))
    head = "file_name,ours_file_name,base_file_name,ours_PESQ,ours_PESQ_ci,ours_PESQ_n,base_PESQ,noise\n"
    rows = "n1.wav,o1.wav,b1.wav,3.1,0.2,12,2.0,x\nn2.wav,o2.wav,b2.wav,3.5,,,2.5,y\n"
    (tmp_path / "metadata.csv").write_text(head + rows, encoding="utf-8")
    task = imported(tmp_path / "made", tmp_path)
    first, second = scores_of(task)
    assert first["ours"]["PESQ"] == ScoreValue(3.1, 0.2, 12)
    assert second["ours"]["PESQ"] == ScoreValue(3.5)
    assert means(task, "PESQ")["base"] == 2.25


LONG: Mapping[str, str] = {
    "clips of each system": "file,system,MOS,wav\n"
    "u1,ours,4.5,ours/u1.wav\nu1,base,3.5,base/u1.wav\nu2,ours,4.1,ours/u2.wav\nu2,base,3.1,base/u2.wav\n",
    "a line for each measure": "utt,model,metric,value\n"
    "u1,ours,MOS,4.5\nu1,base,MOS,3.5\nu2,ours,MOS,4.1\nu2,base,MOS,3.1\n"
    "u1,ours,PESQ,2\nu1,base,PESQ,2\nu2,ours,PESQ,2\nu2,base,PESQ,2\n",
    "in any order, keyed by the sentence": "method;sentence;MOS\n"
    "base;one two;3.5\nbase;three;3.1\nours;one two;4.5\nours;three;4.1\n",
    "what they heard is the same for all": "sample,codec,mos,input_wav,output_wav\n"
    "1,ours,4.5,in/1.wav,o/1.wav\n1,base,3.5,in/1.wav,b/1.wav\n"
    "2,ours,4.1,in/2.wav,o/2.wav\n2,base,3.1,in/2.wav,b/2.wav\n",
}


@pytest.mark.parametrize("form", list(LONG))
def test_long_tables(tmp_path: Path, form: str) -> None:
    task = from_text(tmp_path, "r.csv", LONG[form])
    assert len(task.examples) == 2
    assert means(task, "MOS") == {"ours": pytest.approx(4.3), "base": pytest.approx(3.3)}
    assert set(task.models) == {"ours", "base"}


def test_the_clips_of_a_long_table_are_outputs(tmp_path: Path) -> None:
    for name in ("in/1", "in/2", "o/1", "o/2", "b/1", "b/2"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / f"{name}.wav").write_bytes(encoded(tone()))
    (tmp_path / "r.csv").write_text(LONG["what they heard is the same for all"], encoding="utf-8")
    first, _ = imported(tmp_path / "made", tmp_path / "r.csv").examples
    assert [piece.audio for piece in first.audio] == ["in/1.wav"]
    assert {model: piece.audio for model, (piece,) in first.outputs.items()} == {
        "ours": "o/1.wav",
        "base": "b/1.wav",
    }


def test_several_listeners_give_a_mean_with_its_interval(tmp_path: Path) -> None:
    ratings = {
        ("u1", "ours"): (5, 4, 4),
        ("u1", "base"): (3, 2, 4),
        ("u2", "ours"): (5, 5, 5),
        ("u2", "base"): (1, 2, 1),
    }
    lines = [
        f"L{listener},{file},{system},{rating},2024-01-0{listener + 1}"
        for (file, system), given in ratings.items()
        for listener, rating in enumerate(given)
    ]
    task = from_text(tmp_path, "r.csv", "listener_id,file,system,MOS,date\n" + "\n".join(lines) + "\n")
    first, second = scores_of(task)
    told = first["base"]["MOS"]
    assert (told.value, told.n) == (3.0, 3)
    assert told.ci == pytest.approx(4.303 * stdev((3, 2, 4)) / 3**0.5, rel=1e-3)
    assert second["ours"]["MOS"].value == 5.0
    assert means(task, "MOS")["ours"] == pytest.approx(fmean((5, 4, 4, 5, 5, 5)), rel=1e-5)


def test_the_quantile_of_student() -> None:
    expected = {1: 12.706, 2: 4.303, 3: 3.182, 4: 2.776, 10: 2.228, 1000: 1.962}
    assert {freedom: student(freedom) for freedom in expected} == pytest.approx(expected, abs=0.01)


FORMS: Mapping[str, tuple[str, str]] = {
    "scores in an object": (
        "r.jsonl",
        '{"audio": "a.wav", "pred": "p", "metrics": {"asr": {"pesq": 3}, "sim": {"overall": 0.5, "n": 2}}}\n'
        '{"audio": "b.wav", "pred": "q", "metrics": {"asr": {"pesq": 2}, "sim": {"overall": 0.7, "n": 2}}}\n',
    ),
    "columns as pandas writes them": (
        "r.json",
        '{"audio": {"0": "a.wav", "1": "b.wav"}, "pred": {"0": "p", "1": "q"}, "pesq": {"0": 3, "1": 2}, '
        '"similarity": {"0": 0.5, "1": 0.7}}',
    ),
    "rows with their number, and a last one that sums up": (
        "r.csv",
        ",audio,pred,pesq,SIM ↑\n0,a.wav,p,3,0.5\n1,b.wav,q,2,0.7\n,mean,,2.5,0.6\n",
    ),
}


@pytest.mark.parametrize("form", list(FORMS))
def test_forms_in_which_programs_write_scores(tmp_path: Path, form: str) -> None:
    name, text = FORMS[form]
    task = from_text(tmp_path, name, text)
    assert len(task.examples) == 2
    assert means(task, "PESQ") == {"r": 2.5}
    (other,) = {score.name for score in task.scores} - {"PESQ"}
    assert means(task, other) == {"r": pytest.approx(0.6)}


def test_fields_that_sort_the_examples_become_tags(tmp_path: Path) -> None:
    text = "audio,pred,answer,category,snr,place\na.wav,p,x,music,0,here\nb.wav,q,y,speech,5,there\n"
    task = from_text(tmp_path, "r.csv", text)
    assert [one.tags for one in task.examples] == [
        {"category": "music", "snr": "0"},
        {"category": "speech", "snr": "5"},
    ]
    assert task.output == "text"


def test_a_long_table_without_clips_says_which_example_is_which(tmp_path: Path) -> None:
    task = from_text(tmp_path, "r.csv", LONG["a line for each measure"])
    assert [one.title for one in task.examples] == ["u1", "u2"]


APART: Mapping[str, Mapping[str, str]] = {
    "a table for each system": {
        "ours.csv": "file,PESQ\nu1.wav,3.1\nu2.wav,3.3\n",
        "base.csv": "file,PESQ\nu1.wav,2.1\nu2.wav,2.0\n",
    },
    "a column for each system": {"all.csv": "file,ours_PESQ,PESQ_base\nu1,3.1,2.1\nu2,3.3,2.0\n"},
    "a line for each system": {
        "all.csv": "file,system,PESQ\nu1,ours,3.1\nu1,base,2.1\nu2,ours,3.3\nu2,base,2\n"
    },
    "a line for each clip": {
        "all.csv": "path,PESQ\nours/u1.wav,3.1\nours/u2.wav,3.3\nbase/u1.wav,2.1\nbase/u2.wav,2.0\n"
    },
}


def folders_of_systems(folder: Path) -> list[Path]:
    names = [folder / system / f"{name}.wav" for system in ("ours", "base") for name in ("u1", "u2")]
    for path in names:
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(encoded(tone()))
    return [folder / "ours", folder / "base"]


@pytest.mark.parametrize("form", list(APART))
def test_numbers_beside_the_folders_of_the_systems(tmp_path: Path, form: str) -> None:
    sources = folders_of_systems(tmp_path)
    for name, text in APART[form].items():
        (tmp_path / name).write_text(text, encoding="utf-8")
        sources.append(tmp_path / name)
    task = imported(tmp_path / "made", *sources)
    assert means(task, "PESQ") == {"ours": pytest.approx(3.2), "base": pytest.approx(2.05)}
    assert all(not one.audio for one in task.examples)
    assert [{piece.audio for (piece,) in one.outputs.values()} for one in task.examples] == [
        {"ours/u1.wav", "base/u1.wav"},
        {"ours/u2.wav", "base/u2.wav"},
    ]


@pytest.mark.parametrize("form", ["a line for each system", "a line for each clip"])
def test_a_table_of_numbers_leads_to_the_clips_beside_it(tmp_path: Path, form: str) -> None:
    folders_of_systems(tmp_path)
    (tmp_path / "all.csv").write_text(APART[form]["all.csv"], encoding="utf-8")
    task = imported(tmp_path / "made", tmp_path / "all.csv")
    assert means(task, "PESQ") == {"ours": pytest.approx(3.2), "base": pytest.approx(2.05)}
    assert sorted(path.name for path in (tmp_path / "made" / "data" / "audio" / "ours").iterdir()) == [
        "u1.wav",
        "u2.wav",
    ]


def test_a_table_of_final_figures_is_no_example(tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_text("system,WER,PESQ\nours,3.2,3.1\nbase,4.5,2.7\n", encoding="utf-8")
    result = run(tmp_path / "made", tmp_path / "r.csv")
    assert result.exit_code == 1
    assert "import-field" in result.output
    assert "'results'" in result.output
    assert not (tmp_path / "made").exists()


def asr(tmp_path: Path, rates: tuple[object, ...]) -> Task:
    texts = (("the cat sat on the mat", "the cat sat on a mat"), ("no", "know"), ("yes it is", "Yes, it is."))
    lines = (
        json.dumps({"audio": f"{at}.wav", "text": right, "pred_text": said, "wer": rate})
        for at, ((right, said), rate) in enumerate(zip(texts, rates, strict=True))
    )
    return from_text(tmp_path, "ours.jsonl", "\n".join(lines))


@pytest.mark.parametrize("rates", [(1 / 6, 1.0, 0.0), (16.67, 100, 0), ("16.667%", "100%", "0%")])
def test_error_rates_of_texts_are_counted_where_the_build_finds_the_same(
    tmp_path: Path, rates: tuple[object, ...]
) -> None:
    """The rate of a set is that of sclite and jiwer, 2 of 10 words, and not the mean of the three rates."""
    task = asr(tmp_path, rates)
    (score,) = task.scores
    assert (score.name, score.measure, score.average) == ("WER", "wer", "pooled")
    assert pooled(task, "WER") == {"ours": (2, 10)}


def test_error_rates_that_were_counted_otherwise_stay_as_they_are(tmp_path: Path) -> None:
    task = asr(tmp_path, (0.5, 0.25, 0.75))
    assert means(task, "WER") == {"ours": 0.5}
    assert "'measure: wer' counts that" in (tmp_path / "made" / "examples" / "ours.yaml").read_text("utf-8")


def test_rates_that_count_case_are_compared_to_the_letter(tmp_path: Path) -> None:
    task = asr(tmp_path, (1 / 6, 1.0, 2 / 3))
    assert task.text_match == "exact"
    assert pooled(task, "WER") == {"ours": (4, 10)}


def test_scores_of_long_results_stand_in_their_records(tmp_path: Path) -> None:
    text = "".join(f'{{"audio": "{at}.wav", "pred": "p", "utmos": 3.{at % 10}}}\n' for at in range(600))
    task = from_text(tmp_path, "r.jsonl", text)
    assert len(task.examples) == 600
    assert means(task, "UTMOS") == {"r": pytest.approx(3.45)}


NAMES = (
    "audio", "path", "file", "wav", "system", "model", "utt", "text", "answer", "label", "pred",
    "ours_pred", "base_pred", "wer", "ours_wer", "PESQ", "pesq_ours", "mos_n", "mos", "listener", "metric",
    "value", "choices", "A", "B", "question", "task", "snr", "duration", "hit", "ours_wav",
    "ours_file_name", "MOS↑", "title", "x",
)  # fmt: skip
CELLS = st.sampled_from([
    "", "0", "1", "3.5", "-2", "1e3", "nan", "-inf", "-", "4.2 ± 0.1", "12%", "3,5", "1,234", "true",
    "null", "~", "a: b", "- x", "²", "٣", "1.", "u1.wav", "u2.wav", "ours/u1.wav", "base/u1.wav", "ours",
    "base", "['a', 'b']", '["A", "B"]', "(B) Cat", "hello there", "B", "no",
])  # fmt: skip


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_table_is_refused_or_becomes_a_catalogue(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("any")
    columns = data.draw(st.lists(st.sampled_from(NAMES), min_size=2, max_size=7, unique=True))
    rows = data.draw(
        st.lists(st.lists(CELLS, min_size=len(columns), max_size=len(columns)), min_size=1, max_size=6)
    )
    lines = [json.dumps(dict(zip(columns, row, strict=True)), ensure_ascii=False) for row in rows]
    (folder / "r.jsonl").write_text("\n".join(lines), encoding="utf-8")
    silent = data.draw(st.booleans())
    made = run_import(ImportOptions((folder / "r.jsonl",), without_audio=silent), folder / "made")
    if made.problems:
        assert not (folder / "made").exists()
    else:
        task_of(folder / "made")
