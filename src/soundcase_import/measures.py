"""The field's common measures: which direction is better, the unit, and where it is defined.

Rule 1: a name is known by the words in it, the longest first, then the last: `whisper_wer`, `PESQ (WB)`,
    `spk_similarity`. An arrow in a name says more than the table.
Rule 2: what counts or describes (a duration, a number of tokens) is no measure, whatever it is a number of.
Rule 3: what is not in the table has no known direction, and is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Literal

from soundcase.values import dataclass
from soundcase_import.draft import DraftScore

Better = Literal["higher", "lower"]


@dataclass(frozen=True, slots=True)
class MeasureKind:
    """One measure, as papers name it."""

    name: str
    better: Better
    unit: str = ""
    """In which it always is; a rate is a fraction or per cent, which its values tell."""
    source: str = ""
    also: tuple[str, ...] = ()
    """Further names, in small letters without signs."""


def _lower(name: str, source: str, *also: str, unit: str = "") -> MeasureKind:
    return MeasureKind(name, "lower", unit, source, also)


def _higher(name: str, source: str, *also: str, unit: str = "") -> MeasureKind:
    return MeasureKind(name, "higher", unit, source, also)


_DCASE = "DCASE challenge, task 6"
_SISEC = "Vincent et al. 2006, doi:10.1109/TSA.2005.858005"
_AUDIOBOX = "Tjandra et al. 2025, arXiv:2502.05139"
_LOIZOU = "Hu and Loizou 2008, doi:10.1109/TASL.2007.911054"

MEASURES: tuple[MeasureKind, ...] = (
    # words, tokens and speakers that are wrong
    _lower("WER", "NIST sclite", "worderrorrate"),
    _lower("CER", "NIST sclite", "charactererrorrate", "charerrorrate"),
    _lower("MER", "Morris et al. 2004, Interspeech", "matcherrorrate"),
    _lower("PER", "NIST sclite", "phonemeerrorrate", "phoneerrorrate"),
    _lower("SER", "NIST sclite", "sentenceerrorrate"),
    _lower("TER", "Snover et al. 2006, AMTA", "tokenerrorrate", "translationeditrate"),
    _lower("cpWER", "Watanabe et al. 2020, arXiv:2004.09249"),
    _lower("DER", "NIST RT-09 evaluation plan", "diarizationerrorrate", "diarisationerrorrate"),
    _lower("JER", "Ryant et al. 2019, arXiv:1906.07839", "jaccarderrorrate"),
    _lower("EER", "NIST SRE evaluation plan", "equalerrorrate"),
    _lower("minDCF", "NIST SRE evaluation plan"),
    _lower("t-DCF", "Kinnunen et al. 2018, arXiv:1804.09618", "mintdcf"),
    _lower("error rate", "the share that is wrong", "error", "errors", "err"),
    # distances between signals
    _lower("MCD", "Kubichek 1993, doi:10.1109/PACRIM.1993.407206", "melcepstraldistortion", unit="dB"),
    _lower("LSD", "Gray and Markel 1976, doi:10.1109/TASSP.1976.1162849", "logspectraldistance", unit="dB"),
    _lower("F0 RMSE", "root mean square error", "rmsef0", "logf0rmse"),
    _lower("GPE", "Nakatani et al. 2008, doi:10.1016/j.specom.2007.09.003", "grosspitcherror"),
    _lower("VDE", "Nakatani et al. 2008, doi:10.1016/j.specom.2007.09.003", "voicingdecisionerror"),
    _lower("FFE", "Chu and Alwan 2009, doi:10.1109/ICASSP.2009.4960497", "f0frameerror"),
    _lower("FAD", "Kilgour et al. 2019, arXiv:1812.08466", "frechetaudiodistance"),
    _lower("KAD", "Chung et al. 2025, arXiv:2502.15602", "kernelaudiodistance"),
    _lower("FD", "Liu et al. 2023, arXiv:2301.12503", "fdopenl3", "fdpanns", "fdpasst", "frechetdistance"),
    _lower("KL", "Kullback and Leibler 1951", "klpasst", "klembedding", "kld", "kldivergence"),
    _lower("WSS", _LOIZOU, "weightedspectralslope"),
    _lower("LLR", _LOIZOU, "loglikelihoodratio"),
    _lower("CD", _LOIZOU, "cepstrumdistance", "cepstraldistance", "pysepmcd"),
    _lower("SCOREQ (reference)", "Ragano et al. 2024, arXiv:2410.06675", "scoreqref"),
    _lower("DPAM", "Manocha et al. 2020, arXiv:2001.04460", "cdpam"),
    _lower("NOMAD", "Ragano et al. 2023, arXiv:2309.16284"),
    _lower("KID", "Bińkowski et al. 2018, arXiv:1801.01401"),
    _lower("DTW", "cost of the best path of dynamic time warping"),
    _lower("distance", "the farther, the worse", "dist", "distortion", "divergence"),
    _lower("MSE", "mean squared error", "rmse", "mae", "l1", "l2", "nmse"),
    _lower("loss", "what training makes small", "nll", "crossentropy"),
    _lower("perplexity", "Jelinek et al. 1977, doi:10.1121/1.2016299", "ppl"),
    # time
    _lower("RTF", "seconds of computing for one of audio", "realtimefactor"),
    _lower("latency", "time until the answer", "delay", "ttft", "ttfa", "rtt"),
    # opinions, given and predicted
    _higher("MOS", "ITU-T P.800", "nmos", "smos", "qmos", "cmos", "dmos", "imos", "emos", "pmos", "mosnet"),
    _higher("MUSHRA", "ITU-R BS.1534"),
    _higher("UTMOS", "Saeki et al. 2022, arXiv:2204.02152", "utmos22", "utmosv2", "utmosv1"),
    _higher("DNSMOS", "Reddy et al. 2022, arXiv:2110.01763", "ovrl", "p808", "sig", "bak"),
    _higher(
        "NISQA", "Mittag et al. 2021, arXiv:2104.09494", "nisqav2", "noipred", "dispred", "colpred", "loudpred"
    ),
    _higher("PLCMOS", "Diener et al. 2023, arXiv:2305.15127"),
    _higher("SIGMOS", "Ristea et al. 2023, arXiv:2309.07385"),
    _higher("WV-MOS", "Andreev et al. 2022, arXiv:2203.13086"),
    _higher("SingMOS", "Tang et al. 2024, arXiv:2406.10911", "singmosv2"),
    _higher("SSQA", "Huang et al. 2024, arXiv:2411.03715", "sheetssqa"),
    _higher("SCOREQ", "Ragano et al. 2024, arXiv:2410.06675", "scoreqnr"),
    _higher("VQScore", "Fu et al. 2024, arXiv:2402.16321"),
    _higher("PAM", "Deshmukh et al. 2024, arXiv:2402.00282"),
    _higher("production quality", _AUDIOBOX, "audioboxaestheticspq"),
    _higher("content enjoyment", _AUDIOBOX, "audioboxaestheticsce"),
    _higher("content usefulness", _AUDIOBOX, "audioboxaestheticscu"),
    _higher("rating", "what listeners like more", "naturalness", "quality", "intelligibility", "preference"),
    # quality against a reference
    _higher("PESQ", "ITU-T P.862", "wbpesq", "nbpesq", "pesqwb", "pesqnb"),
    _higher("POLQA", "ITU-T P.863"),
    _higher("ViSQOL", "Chinen et al. 2020, arXiv:2004.09584", "moslqo"),
    _higher("PEAQ", "ITU-R BS.1387", "odg"),
    _higher("STOI", "Taal et al. 2011, doi:10.1109/TASL.2011.2114881"),
    _higher("ESTOI", "Jensen and Taal 2016, doi:10.1109/TASLP.2016.2585878"),
    _higher("HASPI", "Kates and Arehart 2014, doi:10.1016/j.specom.2014.06.002"),
    _higher("HASQI", "Kates and Arehart 2014, doi:10.17743/jaes.2014.0006"),
    _higher("CSIG", _LOIZOU),
    _higher("CBAK", _LOIZOU),
    _higher("COVL", _LOIZOU),
    _higher("CSII", "Kates and Arehart 2005, doi:10.1121/1.1862575", "csiihigh", "csiimid", "csiilow"),
    _higher("SI-SDR", "Le Roux et al. 2019, arXiv:1811.02508", "sisdri", unit="dB"),
    _higher("SI-SNR", "Luo and Mesgarani 2018, arXiv:1711.00541", "sisnri", unit="dB"),
    _higher("CI-SDR", "Boeddeker et al. 2021, arXiv:2011.15003", unit="dB"),
    _higher("SDR", _SISEC, "sdri", "bsssdr", "usdr", "csdr", unit="dB"),
    _higher("SIR", _SISEC, "siri", unit="dB"),
    _higher("SAR", _SISEC, unit="dB"),
    _higher("ISR", _SISEC, unit="dB"),
    _higher("SNR gain", "signal to noise", "snri", "segsnr", "ssnr", "fwsegsnr", "psnr", unit="dB"),
    _higher("NCM", "Ma et al. 2009, doi:10.1121/1.3097493", "pysepmncm"),
    _higher("SRMR", "Falk et al. 2010, doi:10.1109/TASL.2010.2052247"),
    _higher("log-WMSE", "negative logarithm of a weighted error"),
    # likeness
    _higher("similarity", "the more alike, the better", "sim", "simo", "simr", "secs", "cosine", "cossim"),
    _higher("correlation", "Pearson's, Spearman's or Kendall's", "corr", "pcc", "lcc", "srcc", "plcc", "ktau"),
    _higher("APA", "Grachten 2024, arXiv:2404.00775", "accompanimentpromptadherence"),
    _higher("TTSDS", "Minixhofer et al. 2024, arXiv:2407.12707", "ttsds2"),
    _higher("audio coverage", "Naeem et al. 2020, arXiv:2002.09797", "audiodensity"),
    _higher("CLAP", "Wu et al. 2023, arXiv:2211.06687", "clapscore"),
    _higher("IS", "Salimans et al. 2016, arXiv:1606.03498", "inceptionscore", "isc"),
    _higher("SpeechBERTScore", "Saeki et al. 2024, arXiv:2401.16812", "speechbert"),
    _higher("SpeechBLEU", "Saeki et al. 2024, arXiv:2401.16812", "speechbelu"),
    # texts
    _higher("BLEU", "Papineni et al. 2002, doi:10.3115/1073083.1073135", "sacrebleu", "asrbleu"),
    _higher("chrF", "Popović 2015, doi:10.18653/v1/W15-3049", "chrf2"),
    _higher("COMET", "Rei et al. 2020, arXiv:2009.09025", "xcomet"),
    _higher("BLASER", "Chen et al. 2023, arXiv:2212.08486", "blaser2"),
    _higher("METEOR", "Banerjee and Lavie 2005, ACL W05-0909"),
    _higher("ROUGE", "Lin 2004, ACL W04-1013", "rougel", "rouge1", "rouge2", "rougelsum"),
    _higher("CIDEr", "Vedantam et al. 2015, arXiv:1411.5726", "ciderd"),
    _higher("SPICE", "Anderson et al. 2016, arXiv:1607.08822"),
    _higher("SPIDEr", "Liu et al. 2017, arXiv:1612.00370", "spiderfl"),
    _higher("FENSE", f"Zhou et al. 2022, arXiv:2110.04684; {_DCASE}"),
    _higher("BERTScore", "Zhang et al. 2020, arXiv:1904.09675", "bert"),
    # answers and classes
    _higher(
        "accuracy", "the share that is right", "acc", "correct", "iscorrect", "right", "judgement", "passed"
    ),
    _higher("exact match", "the share that is right to the letter", "em", "match", "hit"),
    _higher("F1", "van Rijsbergen 1979", "f1score", "fscore", "fmeasure", "microf1", "macrof1", "psdsf1"),
    _higher("precision", "van Rijsbergen 1979"),
    _higher("recall", "van Rijsbergen 1979", "uar", "sensitivity", "specificity"),
    _higher("mAP", "Manning et al. 2008, chapter 8", "meanaverageprecision", "averageprecision", "map10"),
    _higher("AUC", "Fawcett 2006, doi:10.1016/j.patrec.2005.10.010", "auroc", "rocauc", "pauc"),
    _higher("PSDS", "Bilen et al. 2020, arXiv:1910.08440", "psds1", "psds2"),
    _higher("IoU", "Jaccard 1901", "miou"),
    _higher("win rate", "how often it is preferred", "wins"),
    _higher(
        "judge's score", "Yang et al. 2024, arXiv:2402.07729", "gptscore", "llmscore", "judgescore", "gpteval"
    ),
    _higher("log likelihood", "what training makes large", "logprob", "logp"),
)

_RATES = frozenset(
    [
        "WER",
        "CER",
        "MER",
        "PER",
        "SER",
        "TER",
        "cpWER",
        "DER",
        "JER",
        "EER",
        "accuracy",
        "precision",
        "recall",
        "F1",
        "mAP",
        "AUC",
        "IoU",
    ]
) | {"error rate", "exact match", "win rate"}
"""Shares of a whole."""

_ONLY_WHOLE = 2
"""A name of so few letters is one only where it is all of the column's name."""
_WHOLE = frozenset({"per", "map", "right", "cosine", "correct", "match", "hit", "bert", "err", "ser"})


def _squeezed(name: str) -> str:
    return "".join(_words(name))


def _words(name: str) -> list[str]:
    return re.findall(r"[^\W_]+", name.lower())


_BY_NAME: Mapping[str, MeasureKind] = {
    alias: kind for kind in MEASURES for alias in (_squeezed(kind.name), *kind.also)
}

_NO_SCORES = frozenset((
    "duration", "dur", "length", "len", "seconds", "secs", "sec", "minutes", "sr", "fs", "hz", "khz",
    "frames", "samples", "bytes", "size", "id", "ids", "idx", "index", "number", "num", "no", "nr", "seed",
    "epoch", "step", "year", "age", "start", "end", "begin", "stop", "offset", "onset", "channel",
    "channels", "speaker", "spk", "timestamp", "time", "date", "tokens", "words", "chars", "characters",
    "count", "rank", "row", "line", "page", "position", "track", "turn", "fold", "split", "temperature",
    "snr", "bitrate", "kbps", "port", "width", "height", "rate", "k",
))  # fmt: skip
"""Last words of what describes or counts."""
_PARTS = frozenset((
    "equal", "insert", "delete", "replace", "insertions", "deletions", "substitutions", "ins", "del", "sub",
    "hits",
))  # fmt: skip
"""Counts that an error rate is made of."""
_ABOUT = frozenset((
    "n", "num", "count", "id", "idx", "std", "stderr", "sd", "var", "ci", "low", "high", "min", "max",
))  # fmt: skip
"""Last words of what says how a measure came about, or how sure it is."""

_ARROWS: Mapping[str, Better] = {**dict.fromkeys("↑⬆▲", "higher"), **dict.fromkeys("↓⬇▼", "lower")}
_UNIT = re.compile(r"\s*[(\[]\s*(%|dB|ms|s|Hz|kHz|kbps)\s*[)\]]")


def measure_of(name: str) -> MeasureKind | None:
    """The measure that a name speaks of, under the name that a page shows; None where it is not known.

    >>> (found := measure_of("whisper_wer")) and (found.name, found.better)
    ('whisper_wer', 'lower')
    >>> (found := measure_of("pesq")) and found.name, (found := measure_of("PESQ (WB)")) and found.name
    ('PESQ', 'PESQ (WB)')
    >>> (found := measure_of("Weird [dB] ↓")) and (found.name, found.better, found.unit)
    ('Weird', 'lower', 'dB')
    """
    arrow = next((better for sign, better in _ARROWS.items() if sign in name), None)
    unit = _UNIT.search(name)
    plain = re.sub(f"[{''.join(_ARROWS)}\ufe0f]", "", _UNIT.sub("", name)).strip(" _-")
    known = next(_known(_words(plain)), None)
    better = arrow or (known.better if known else None)
    if better is None or not plain:
        return None
    whole = known if known and _BY_NAME.get(_squeezed(plain)) is known else None
    own = whole.name if whole and _squeezed(whole.name) == _squeezed(plain) else plain
    return MeasureKind(own, better, unit[1] if unit else known.unit if known else "")


def score_of(name: str) -> DraftScore:
    """A score as a task declares it; one whose direction is not known has a doubt."""
    known = measure_of(name)
    if known:
        return DraftScore(known.better, known.unit)
    unit = _UNIT.search(name)
    doubt = f"is a higher '{name_of(name)}' better, or a lower one?"
    return DraftScore("higher", unit[1] if unit else "", doubts=(doubt,))


def name_of(name: str) -> str:
    """The name of a score on the page: the usual one where a column has just this, without unit and arrow."""
    known = measure_of(name)
    return known.name if known else _UNIT.sub("", name).strip() or name


def is_rate(name: str) -> bool:
    """True for shares of a whole, which are given as fractions or in per cent."""
    known = next(_known(_words(_UNIT.sub("", name))), None)
    return known is not None and known.name in _RATES


def _known(words: list[str]) -> Iterator[MeasureKind]:
    """The measures that runs of words name: the longest first, then the last."""
    for length in range(len(words), 0, -1):
        for start in range(len(words) - length, -1, -1):
            name = "".join(words[start : start + length])
            whole = length == len(words)
            if name in _BY_NAME and (whole or (len(name) > _ONLY_WHOLE and name not in _WHOLE)):
                yield _BY_NAME[name]


def describes(name: str) -> bool:
    """True where a number under this name counts or describes, and so is no score."""
    words = _words(name)
    if not words or words[-1] in _PARTS | _ABOUT:
        return True
    return (words[-1] in _NO_SCORES or words[0] in ("n", "num", "nb")) and measure_of(name) is None
