"""Words that headings use for roles, in English and Chinese. They are hints, which contents may overrule."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from difflib import get_close_matches
from functools import cache, lru_cache
from itertools import pairwise

from soundcase_import.draft import worded

_HEADINGS: Mapping[str, str] = {
    "output": """output generated synthetic synthesis synthesized synthesised synthesize result edited edit
        converted conversion enhanced separated reconstructed reconstruction predicted prediction estimate
        estimated est cloned translated denoised restored decoded our proposed model after inpainted
        extracted dereverberated response reply replies transcribed recognized recognised hypothesis
        合成音频 合成 生成 结果 输出 转换 增强 変換 出力""",
    "prompt": """prompt enroll enrol enrollment enrolment speaker singer voice acoustic timbre melody
        conditioning condition primer 提示音频 提示 音色 参考音频 参考语音 说话人""",
    "truth": """groundtruth truth gold gt correct expected rightanswer trueanswer clean oracle human natural
        highresolution highres wideband fullband 真实 真值 干净 自然音声 正解""",
    "recording": "recording record 录音",
    "target": "target 目标",
    "reference": "reference ref 参考 参考答案",
    "degraded": """noisy noise mixture mixed mix degraded distorted corrupted lossy reverberant
        reverberation reverberated unprocessed silent muted soundless mic microphone raw before input
        bandlimited narrowband lowpass lowresolution lowres clipped masked muffled contaminated damaged
        drumless vocalless inear boneconducted throat 输入 输入音频 带噪 混合 混合音频 噪声""",
    "source": "source original origin orig src 源 源音频 原始 原始音频 原音频",
    "text": """text desc texte texto testo transcript transcription sentence script lyrics caption description
        content utterance word 文本 内容 句子 台词 歌词 文字 テキスト 歌詞 텍스트""",
    "instruction": "instruction question q query style command user 指令 问题 风格",
    "id": "sample id no index name file filename example # case clip 编号 序号 样本 样例 示例",
    "system": "codec vocoder approach algorithm model system method 模型 系统 方法",
    "audio": "audio video sound speech wav clip music correspond corresponding 音频 语音 声音",
    "labels": "label class classes tag 标签 类别",
    "property": """emotion language accent dialect gender genre dataset corpus domain snr iteration duration
        category difficulty task type behavior behaviour scenario scene segment song stimulus stimuli
        instrument topic 情感 情绪 语言 方言 口音 性别 数据集""",
    "matter": """abstract author arxiv paper code repository doi affiliation contact keyword acknowledgement
        citation bibtex 摘要 作者""",
    "context": """retrieved retrieval context demonstration memory history historical previous conversation
        上下文""",
}
ROLES = frozenset(["prompt", "truth", "target", "reference", "degraded", "source", "recording", "output"])
"""Kinds of headings that say what a clip is: what goes in, what comes out, what is right."""
WORDS: Mapping[str, frozenset[str]] = {kind: frozenset(words.split()) for kind, words in _HEADINGS.items()}
NAMED = frozenset(name for name in worded(str) if name not in ("title", "group", *_HEADINGS))
"""What else an example says in words: only a heading that is called as the field speaks of it."""
_GENERIC = frozenset(["audio", "id", "text", "instruction", "labels", "context", "system", "prompt"])
"""Kinds of headings that say what something is, and not who made it."""
_PARTED = """vocals vocal voice drums drum bass piano guitar guitars strings violin accompaniment instrumental
    instruments other others 人声 伴奏 鼓 贝斯"""
_STEMS = frozenset(_PARTED.split())
OURS = re.compile(r"\b(?:ours?|proposed?)\b|我们|本文|提案", re.IGNORECASE)
_NUMBERED = re.compile(
    r"^(?:sample|example|utterance|case|clip|audio|item|no\.?|id|例|样本|样例|示例)?\s*[#.:：_-]?\s*\d{1,4}\s*[:：.)]?$",
    re.IGNORECASE,
)
_PART = re.compile(
    r"^(.*?)[\s_,:(\[-]*\b(spk|speaker|source|src|stem|continuation|sample|take|output|voice|track|stream|channel|说话人)"
    r"\s*[#_-]?\s*(\d{1,2}|[A-D])[)\]]?$",
    re.IGNORECASE,
)


_QUANTITY = re.compile(
    r"[(（].*[)）]|[~≈<>±+-]?\d+(?:[.,]\d+)?\s*(?:%|x|dB|k?Hz|k?bps|kb/s|ms|s|sec|h|M|B|K|steps?|params)?(?:/\w+)?",
    re.IGNORECASE,
)


@cache
def kinds(heading: str) -> frozenset[str]:
    """The kinds of things that a heading may speak of; a slip of the pen is forgiven in a longer word.

    What a system was made with or without is its own affair, and a word of a role beside words that are none is
    part of a name.

    >>> sorted(kinds("Net without speaker prompt") | kinds("Voice Fixer")), sorted(kinds("Target voice (p225)"))
    ([], ['prompt', 'target'])
    >>> sorted(kinds("w/o style reference") | kinds("- speaker prompt") | kinds("Noise-robust"))
    []
    """
    letters = unicodedata.normalize("NFKD", heading.lower())  # those of the Latin script lose their accents
    text = unicodedata.normalize("NFC", re.sub(r"(?<=[a-z])[\u0300-\u036f]", "", letters))
    bare = re.sub(r"\b(de|re|un)-", r"\1", _ABLE.sub("", _WITHOUT.sub("", text)))
    remarks = [_kinds_of(part, strict=True) for part in _REMARKS.findall(_ASIDE.sub("", bare))]
    parts = [_kinds_of(part) for part in _PARTS.split(_REMARKS.sub(" ", bare))]
    joined = "".join(_WORD.findall(bare))
    found = frozenset[str]().union(*parts, *remarks)
    found |= {kind for kind, known in WORDS.items() if joined in known}
    found |= {kind for kind, known in WORDS.items() if any(not one.isascii() and one in text for one in known)}
    field = NAMED & {text.strip(" :：").replace(" ", "_")}
    return found - {"property"} | field if field else found


_WORD = re.compile(r"[^\W_]+|#")
_WITHOUT = re.compile(
    r"(?<=\w)\W+(?:w/o?|without|with no|no|using)\s+.*|^\W*(?:w/o\W|without\W|in\s).*|^[-–−]\s*[a-z].*"
)
_ABLE = re.compile(r"\b\w+[- ](?:robust|aware|invariant|agnostic|guided|conditioned|based|free)\b")
"""What a system can: "noise-robust", "prompt-based"."""
_REMARKS = re.compile(r"[(（\[].*[)）\]]")
_ASIDE = re.compile(r"\b(?:human|natural|clean)\b")
"""What a remark on a system may say of those who wrote or spoke what it got."""
_PARTS = re.compile(r"[:：+,/|]|\s[-–—]\s")
_PLAIN = frozenset(
    re.findall(r"\w+", "the a an of to in on at for from by with and or is it its as this that all editing")
)
"""Words that say nothing."""


def _kinds_of(text: str, *, strict: bool = False) -> frozenset[str]:
    """What some words speak of together; roles where these are most (if `strict` all) of what they say."""
    words = _WORD.findall(text)
    told = {
        word: {kind for kind, known in WORDS.items() if word in known or word.removesuffix("s") in known}
        for word in words
    }
    for pair in pairwise(words):
        both = {kind for kind, known in WORDS.items() if "".join(pair) in known}
        told |= {word: told[word] | both for word in pair if both}
    strange = [word for word in words if not told[word] and word.isalpha() and word.isascii()]
    strange = [word for word in strange if word not in _PLAIN and not is_setting(word)]
    if len(strange) == 1 and len(strange[0]) >= _LONG:
        told |= {word: {kind for kind, known in WORDS.items() if _near(word, known)} for word in strange}
        strange = [word for word in strange if not told[word]]
    strong = sum(bool(found & ROLES - _WEAK) for found in told.values())
    every = frozenset[str]().union(*told.values())
    return every - ROLES if strange and (strict or strong < len(strange)) else every


_LONG = 6
"""Letters of a word from which on one may be wrong."""
_WEAK = frozenset(["prompt", "recording"])
"""Roles whose words are often part of a name."""


def _near(word: str, known: frozenset[str]) -> bool:
    """True where a word is one of them, but for one letter that is too much, missing or another."""
    near = [one for one in known if abs(len(one) - len(word)) < 2 and not word.startswith(one)]
    near = [one for one in near if one[0] == word[0] and one[-1] == word[-1]]
    return bool(get_close_matches(word, near, 1, 0.83))


def without_colon(heading: str) -> str:
    """A heading without the colon that people put behind it, and the little pictures in front."""
    signs = next((at for at, one in enumerate(heading) if one.isalnum() or one in _OPENING), 0)
    bare = heading if any(unicodedata.category(one) == "So" for one in heading[:signs]) else ""
    return (bare[signs:] or heading).strip().rstrip(":：*†‡ ")


_OPENING = "([{<（【#+-~@$&*\"'"
"""Signs that may begin a name."""


def bare_name(heading: str, *, always: bool = False) -> str:
    """A name without its colon, and without the remark in brackets that makes it long, or `always`.

    >>> bare_name("Noisy (noise, packet loss, clipping, reverb):"), bare_name("Net (2 kbps)")
    ('Noisy', 'Net (2 kbps)')
    """
    name = without_colon(heading)
    short = re.sub(r"\s*[(（][^()]*(?:\([^()]*\)[^()]*)*[)）]$", "", name)
    return short if short and (always or is_sentence(name)) else name


def is_generic(name: str) -> bool:
    """True where a name only says what kind of thing something is."""
    words = re.findall(r"[^\W\d_]+", name.lower())
    return bool(words) and all(
        kinds(word) and (kinds(word) <= _GENERIC or "system" in kinds(word)) for word in words
    )


def only_made(name: str) -> bool:
    """True where a name only says that something was made: "Generated speech", but not "Ours".

    >>> only_made("Enhanced sample"), only_made("Proposed"), only_made("Enhanced by Net")
    (True, False, False)
    """
    words = re.findall(r"[^\W\d_]+", name.lower())
    made = "output" in kinds(name) and not OURS.search(name)
    return made and all(kinds(word) & {"output", "audio", "id", "text"} for word in words)


def is_measured(text: str) -> bool:
    """True where a text is a quantity, or a remark in brackets: "24 kHz", "1.5 kbps", "(mono, 32 kHz)"."""
    return _QUANTITY.fullmatch(text.strip()) is not None


LANGUAGE = (
    r"(?:english|chinese|mandarin|cantonese|hokkien|japanese|korean|spanish|german|french|italian|portuguese|"
    r"russian|arabic|hindi|dutch|polish|turkish|vietnamese|中文|英文|英语|日语|韩语|普通话|粤语)"
)
"""The languages that most is spoken in on such pages, as a regular expression in small letters."""
ASKS = "user|human|questioner|customer|用户"
ANSWERS = "assistant|bot|chatbot|agent|ai|model|助手"
"""Who asks and who answers in talks, as regular expressions in small letters."""
_SETTING = re.compile(
    rf"(?:in |to |from )?(?:{LANGUAGE}|american|british|indian|neutral|happy|"
    r"happiness|sad|sadness|angry|anger|surprised?|fear(?:ful)?|disgust(?:ed)?|calm|excited|whisper(?:ed|ing)?|"
    r"(?:fe)?male|man|woman|seen|unseen|slow|normal|fast|low|high|medium|soft|loud|ljspeech|lj|vctk|libri\w*|"
    r"aishell-?\d?|esd|高兴|开心|悲伤|生气|愤怒|惊讶|中性|男声|女声)"
    r"(?: (?:accent|speaker|speech|voice|language|emotion|style))?"
    r"|(?:iter(?:ation)?s?|steps?|epochs?|snr|speed|pitch|scale|seed|(?:speaker|spk|singer)(?: id)?|language|"
    r"accent|emotion|style|domain|dataset|alpha|beta|temperature|[a-zα-ω]) ?[#=:_]? ?[+-]?\d[\w.%]*(?: ?\w+)?"
    r"|(?:to[ _])?[vp]\d{3}|[αβγλτ].*",
    re.IGNORECASE,
)


def is_setting(name: str) -> bool:
    """True where a name is what outputs of one model differ in: a language, a feeling, a speaker, a quantity.

    >>> [is_setting(name) for name in ("Mandarin", "Happy", "10 dB", "iter 4", "Speaker 2", "Tacotron 2")]
    [True, True, True, True, True, False]
    """
    bare = without_colon(name)
    return _SETTING.fullmatch(bare) is not None or is_measured(bare)


def describes(name: str) -> bool:
    """True where a name is plain words that describe, as no model is called: what is heard, what became what.

    >>> [describes(name) for name in ("a dog barks", "Flute -> Organ", "Tacotron 2", "Ours with more data")]
    [True, True, False, False]
    """
    if re.search(r"\w *(?:->|→|⇒) *\w", name):
        return True
    plain = [word for word in name.split() if word.isalpha() and word.islower() and word not in _PLAIN]
    odd = OURS.search(name) or kinds(name) & ROLES or re.search(r"[a-z][A-Z]|[^\W\d][-_]?\d", name)
    return (len(plain) > 1 or (plain != [] and " & " in name)) and not odd


_TASK = re.compile(
    r"(?i)\b(?:text|audio|speech|video|image|music|voice|singing|sound|melody|label|lyrics?)[- ]to[- ]"
    r"|\b(?:generation|synthesis|conversion|enhancement|separation|recognition|captioning|editing|inpainting|"
    r"continuation|translation|understanding|reconstruction|super[- ]resolution|extraction|cloning)\W*$"
)


def names_task(heading: str) -> bool:
    """True where a heading says what is done, and so not who did it.

    >>> names_task("3. Video-to-Audio"), names_task("Zero-shot speech synthesis"), names_task("VoiceFixer")
    (True, True, False)
    """
    return _TASK.search(heading) is not None


_GIVEN = (
    r"(?i:(?:model |text |generated )?"
    r"(?:answers?|responses?|outputs?|predictions?|captions?|descriptions?|repl(?:y|ies)))"
)


def is_given(heading: str) -> bool:
    """True where a heading only says that somebody gave this: "Response", "Model output"."""
    return re.fullmatch(rf"{_GIVEN}[ :：]*", heading) is not None


def system_in(heading: str) -> str:
    """The system in a heading such as "Mia's description" or "GAMA caption"; empty where it names none.

    >>> system_in("Mia's description"), system_in("GAMA caption"), system_in("Original transcript")
    ('Mia', 'GAMA', '')
    """
    owner = re.match(r"(.+?)['’]s? \w", heading)
    if owner:
        return owner.group(1)
    by = re.match(rf"{_GIVEN}\W*(?:\(([^()]+)\)|(?:of|from|by) (.+))$", without_colon(heading))
    if by:
        return (by[1] or by[2]).strip()
    words = without_colon(heading).split()
    while words and kinds(words[-1]) & {"text", "output"} and not OURS.search(words[-1]):
        words.pop()
    return "" if not words or any(map(kinds, words)) else " ".join(words)


def is_stem(heading: str) -> bool:
    """True where a heading names what music is taken apart into, as in "Separated bass #1"."""
    bare = _DONE.sub("", re.sub(r"\s*#\s*\d+$", "", heading.lower().strip(" :：")))
    return bare in _STEMS


_DONE = re.compile(r"^(?:(?:separated|estimated|extracted|isolated|predicted|generated|sampled|output)\s+)")


def is_number(text: str) -> bool:
    """True where a text only numbers an example: "Sample 1:", "3", "#4"."""
    return _NUMBERED.match(text.strip()) is not None


def part_of(heading: str) -> tuple[str, str]:
    """The system and the part of its output in a heading such as "Net (speaker 2)"; empty texts in others.

    >>> part_of("Net (speaker 2)"), part_of("Estimated source 1"), part_of("Sample 3"), part_of("Tacotron 2")
    (('Net', 'speaker 2'), ('Estimated source', 'source 1'), ('', 'Sample 3'), ('', ''))
    """
    found = _PART.match(heading.strip())
    if not found:
        return "", heading.strip() if is_stem(heading) else ""
    system, word, number = found.groups()
    plain = not system or (not kinds(system) - {"output", "audio"} and kinds(system))
    if plain and word.lower() not in ("sample", "output", "take", "audio"):
        system = f"{system} {word}".strip()
    return system, f"{word} {number}"


def is_bare(heading: str) -> bool:
    """True where a heading only says that there are clips below it."""
    return (
        re.fullmatch(r"(?i)(?:audios?|videos?|(?:audio )?samples?|listen|speech|音频)?[ :：]*", heading)
        is not None
    )


@lru_cache(maxsize=1 << 14)
def is_sentence(text: str) -> bool:
    """True where a text is what somebody says rather than a name."""
    words = [word for word in text.split() if re.search(r"\w", word)]
    wide = sum(ord(letter) > 0x2E7F for letter in text)
    ends = text.rstrip()[-1:] in ".?!。？！"
    return len(words) > 5 or wide > 10 or (ends and (len(words) > 2 or wide > 3))


def are_sentences(texts: Collection[str]) -> bool:
    """True where at least half of some texts are what somebody says."""
    return sum(map(is_sentence, texts)) * 2 >= len(texts)


def label_role(label: str) -> str:
    """The field that a label speaks of; empty where it is none of them, and so may name a system."""
    known = kinds(label)
    if {"target", "text"} <= known and "truth" not in known:  # what is to be said or sung
        return "text"
    if {"prompt", "text"} <= known and "text" in kinds(label.split()[-1]):  # "Prompt text", not "Text prompt"
        return "prompt_text"
    for wanted, role in (
        ({"instruction"}, "prompt"),
        ({"truth", "reference", "target"}, "reference"),
        ({"labels"}, "labels"),
        ({"prompt"}, "prompt"),
        ({"id"}, "title"),
        ({"text"}, "text"),
    ):
        if known & wanted:
            return role
    return next(iter(known & NAMED), "")
