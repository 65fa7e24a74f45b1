"""What a talkative audio language model says, in English, Chinese and Arabic: as long as asked, made by chance.

Rule 1: the same chance gives the same words. Rule 2: paragraphs, lists and moments, as such models write them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Tongue:
    """One language's words: what is filled into sentences, and the sentences."""

    nouns: tuple[str, ...]
    looks: tuple[str, ...]
    thoughts: tuple[str, ...]
    answers: tuple[str, ...]
    question: str
    between: str


ENGLISH = Tongue(
    nouns=(
        "a dog",
        "the engine",
        "steady rain",
        "a door",
        "the woman's voice",
        "a kettle",
        "a plucked string",
        "the crowd",
        "a passing train",
        "the microphone's hum",
        "a child's laughter",
        "footsteps on gravel",
    ),
    looks=("bright", "muffled", "close to the microphone", "far away", "rough", "regular", "fading", "uneven"),
    thoughts=(
        "At {a} s I hear {noun}, {look}, which does not fit my first guess.",
        "The attack at {a} s is sharp, most of it below {hz} Hz, so {noun} is more likely than {other}.",
        "Let me go back to the beginning: between {a} s and {b} s there is {noun}, then {other}.",
        "If it were {noun}, I would expect harmonics near {hz} Hz, and there are none.",
        "Wait, the level rises by about {n} dB there; that could be the room rather than {noun}.",
        "The decay lasts {n} tenths of a second, so the room is small and {look}.",
        "I count {n} events up to {b} s, and they are {look}.",
        "Two readings remain: {noun} that is {look}, or {other} behind a wall.",
        "Speech cannot be excluded, but the formants near {hz} Hz move too slowly for a sentence.",
        "The question asks for what is heard, not for its cause, so I should not overstate {noun}.",
        "Compared with the first {n} seconds, {other} is {look} here.",
        "Hmm, at {b} s the spectrum opens up to {hz} Hz; {noun} does that, {other} does not.",
    ),
    answers=(
        "The recording begins with {noun}, {look}, and after {a} seconds {other} joins in.",
        "In the background there is {noun}; it stays {look} to the end.",
        "Around {b} seconds the scene changes: {other} becomes {look}.",
        "The room is {look}, with little reverberation.",
        "No music is played, although {noun} might be taken for it.",
        "The speaker sounds calm and talks for about {n} seconds.",
    ),
    question="What happens in this recording, and where was it made?",
    between=" ",
)

CHINESE = Tongue(
    nouns=(
        "一只狗",
        "发动机",
        "持续的雨声",
        "关门声",
        "女人的嗓音",
        "水壶",
        "拨弦声",
        "人群",
        "驶过的火车",
        "话筒的嗡嗡声",
        "孩子的笑声",
        "砾石上的脚步",
    ),
    looks=("明亮", "沉闷", "离话筒很近", "很远", "粗糙", "有规律", "逐渐减弱", "不均匀"),
    thoughts=(
        "在第{a}秒我听到{noun}，听起来{look}，这和我最初的猜测不一致。",
        "第{a}秒的起音很尖锐，大部分能量低于{hz}赫兹，所以更可能是{noun}，而不是{other}。",
        "回到开头再听一遍：第{a}秒到第{b}秒之间是{noun}，随后是{other}。",
        "如果是{noun}，{hz}赫兹附近应该有谐波，但是没有。",
        "等一下，那里的音量上升了大约{n}分贝，可能是房间的影响，而不是{noun}。",
        "余音持续了十分之{n}秒，说明房间不大，而且声音{look}。",
        "到第{b}秒为止我数到{n}次，它们听起来{look}。",
        "还剩两种可能：{look}的{noun}，或者墙后面的{other}。",
        "不能排除有人说话，但{hz}赫兹附近的共振峰变化太慢，不像一句话。",
        "问题问的是听到了什么，而不是原因，所以不应过分强调{noun}。",
    ),
    answers=(
        "录音开头是{noun}，听起来{look}，{a}秒之后又出现了{other}。",
        "背景里有{noun}，一直到结尾都{look}。",
        "大约在第{b}秒，场景发生了变化：{other}变得{look}。",
        "房间里的声音{look}，混响很少。",
        "没有音乐，虽然{noun}容易被误认为音乐。",
        "说话的人语气平静，大约讲了{n}秒。",
    ),
    question="这段录音里发生了什么？是在哪里录的？",
    between="",
)

ARABIC = Tongue(
    nouns=(
        "كلب",
        "صوت المحرك",
        "مطر متواصل",
        "صوت باب",
        "صوت امرأة",
        "غلاية ماء",
        "وتر منقور",
        "حشد من الناس",
        "قطار عابر",
        "طنين الميكروفون",
        "ضحكة طفل",
        "خطوات على الحصى",
    ),
    looks=("واضح", "مكتوم", "قريب من الميكروفون", "بعيد", "خشن", "منتظم", "متلاشٍ", "غير منتظم"),
    thoughts=(
        "عند الثانية {a} أسمع {noun}، وهو {look}، وهذا لا يوافق تخميني الأول.",
        "البداية عند الثانية {a} حادة، ومعظم الطاقة تحت {hz} هرتز، لذلك فالأرجح أنه {noun} وليس {other}.",
        "لنعد إلى البداية: بين الثانية {a} والثانية {b} يوجد {noun}، ثم {other}.",
        "لو كان {noun} لتوقعت وجود توافقيات قرب {hz} هرتز، لكنها غير موجودة.",
        "مهلاً، يرتفع المستوى هنا بنحو {n} ديسيبل، وقد يكون السبب الغرفة لا {noun}.",
        "يستمر التلاشي {n} أعشار من الثانية، إذن فالغرفة صغيرة والصوت {look}.",
        "أعدّ {n} أحداث حتى الثانية {b}، وكل منها {look}.",
        "يبقى احتمالان: {noun} وهو {look}، أو {other} خلف جدار.",
        "لا يمكن استبعاد الكلام، لكن الحزم الصوتية قرب {hz} هرتز أبطأ من أن تكون جملة.",
        "السؤال عما يُسمع لا عن سببه، لذلك لا ينبغي أن أبالغ في ذكر {noun}.",
    ),
    answers=(
        "يبدأ التسجيل مع {noun}، وهو {look}، وبعد {a} ثوانٍ يظهر {other}.",
        "في الخلفية {noun}، ويبقى {look} حتى النهاية.",
        "قرابة الثانية {b} يتغير المشهد: يصبح {other} {look}.",
        "الصوت في الغرفة {look}، والصدى قليل.",
        "لا توجد موسيقى، مع أن {noun} قد يُظن موسيقى.",
        "المتحدث هادئ، ويتكلم نحو {n} ثوانٍ.",
    ),
    question="ماذا يحدث في هذا التسجيل، وأين سُجّل؟",
    between=" ",
)

TONGUES: Mapping[str, Tongue] = MappingProxyType({"English": ENGLISH, "Chinese": CHINESE, "Arabic": ARABIC})


def _sentence(chance: Random, tongue: Tongue, pattern: str) -> str:
    noun, other = chance.sample(tongue.nouns, 2)
    start = chance.randint(1, 40) / 10
    return pattern.format(
        noun=noun,
        other=other,
        look=chance.choice(tongue.looks),
        a=f"{start:.1f}",
        b=f"{start + chance.randint(3, 60) / 10:.1f}",
        hz=50 * chance.randint(4, 120),
        n=chance.randint(2, 9),
    )


def _until(length: int, part: Callable[[], str]) -> str:
    text = part()
    while len(text) < length:
        text += "\n\n" + part()
    return text


def thought(chance: Random, tongue: Tongue, length: int) -> str:
    """What it thought, in paragraphs: at least so many characters, and at most a paragraph more."""

    def paragraph() -> str:
        patterns = chance.sample(tongue.thoughts, chance.randint(2, 5))
        return tongue.between.join(_sentence(chance, tongue, pattern) for pattern in patterns)

    return _until(length, paragraph)


def answer(chance: Random, tongue: Tongue, length: int) -> str:
    """What it says in the end: sentences and a list of moments, of about this length."""

    def paragraph() -> str:
        patterns = chance.sample(tongue.answers, 3)
        said = [_sentence(chance, tongue, pattern) for pattern in patterns]
        if chance.random() < 0.4:
            return "\n".join(f"{number}. {one}" for number, one in enumerate(said, start=1))
        return tongue.between.join(said)

    return _until(length, paragraph)


def runaway(chance: Random, tongue: Tongue, length: int) -> str:
    """An answer that does not find its end: it begins well and then says the same again and again."""
    again = _sentence(chance, tongue, tongue.answers[2]) + tongue.between
    return answer(chance, tongue, 200) + "\n\n" + (again * (length // len(again))).strip()
