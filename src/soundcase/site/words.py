"""The theme's own words: everything on a page that no author wrote, in the languages the theme speaks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from soundcase.site import comparing, listening


@dataclass(frozen=True, slots=True)
class Words:
    """One language's words. `{}` marks the place of a name or number."""

    language: str = "en"
    skip: str = "Skip to the examples"
    contents: str = "Contents"
    models: str = "Systems"
    model_section: str = "The systems compared"
    abstract: str = "Abstract"
    citation: str = "Citation"
    ours: str = "ours"
    prompts: str = "Prompts"
    all_models: str = "all systems"
    other_models: str = "the other systems"
    selection: str = "Selection"
    clips: str = "Clips"
    example: str = "Example"
    examples: str = "examples"
    one_example: str = "example"
    answer: str = "Answer"
    video: str = "Video"
    range: str = "{}–{} of {}"
    continued: str = "continued"
    page: str = "page {}"
    page_of: str = "{}, page {}"
    pages_of: str = "Pages of {}"
    more_pages_of: str = "More pages of {}"
    pages: str = "Pages"
    previous: str = "Previous"
    next: str = "Next"
    overview: str = "Overview"
    found: str = "correct"
    added: str = "wrong"
    missed: str = "missed"
    found_by: str = "a correct label"
    added_by: str = "given, but not among the labels"
    missed_by: str = "a label the answer lacks"
    legend: str = "How to read the labels"
    empty: str = "no output"
    higher: str = "higher is better"
    lower: str = "lower is better"
    best: str = "best"
    best_of: str = "best of the example"
    average: str = "Average"
    all_examples: str = "All examples"
    averages: str = "Averages"
    average_of: str = "Average of {}"
    number_of: str = "n = {}"
    number_of_words: str = "{} words"
    one_word: str = "1 word"
    number_of_characters: str = "{} characters"
    one_character: str = "1 character"
    interval: str = "± half of the 95% confidence interval"
    not_scored: str = "no score"
    not_stated: str = "not stated"
    shared: str = "For the {} examples below"
    shared_by: str = "{} (for {} examples)"
    wide_table: str = "Table: {}"
    enlarge: str = "Enlarge: {}"
    system: str = "System"
    measured_wer: str = (
        "{}: errors per word of the reference text, per character in scripts without blanks; {}."
    )
    measured_cer: str = "{}: errors per character of the reference text; {}."
    pooled: str = "Averages: all errors over the length of all references."
    mean_of_rates: str = "Averages: the mean of the examples' rates."
    match_normalised: str = comparing.NORMALISED
    match_exact: str = comparing.EXACT
    at: str = "at {}"
    mono: str = "mono"
    stereo: str = "stereo"
    channels: str = "{} channels"
    mixed: str = "mixed to stereo"
    one_channel: str = "channel {} of {}"
    two_channels: str = "channels {} and {} of {}"
    quieter: str = "{} dB quieter"
    brief: str = "too short to match"
    unmatched: str = "too quiet to match"
    original: str = "Original: {}, {}"
    original_unplayed: str = "Original: {}, {} (not every browser plays it)"
    spectrogram: str = "Spectrogram of {}: {} long, up to {}"
    nothing_above: str = "; nothing above {}"
    link_to: str = "Link to {}"
    caption: str = "{}: one row per example, one column per system"
    caption_transposed: str = "{}: one row per system, one column per example"
    equal: str = "equal contribution"
    license: str = "Licence"
    built: str = "Built with soundcase {}"
    as_data: str = "This page as data"
    checksums: str = "Checksums"
    not_found: str = "Page not found"
    not_found_text: str = "There is nothing at this address. The examples are on the first page."
    home: str = "To the examples"
    parts: Mapping[str, str] = field(
        default_factory=lambda: {
            "context": "Context",
            "audio": "Audio",
            "prompt": "Prompt",
            "text": "Text",
            "prompt_audio": "Prompt audio",
            "prompt_text": "Prompt transcript",
            "turns": "Dialogue",
            "labels": "Label",
            "reference": "Reference",
            "note": "Note",
        }
    )
    """What the parts of an example are called, by the fields of the catalogue."""
    script: Mapping[str, str] = field(
        default_factory=lambda: {
            "play": "Play: {}",
            "pause": "Pause: {}",
            "position": "Position: {}",
            "of": "{} of {}",
            "failed": "This clip could not be played.",
            "unsupported": "This browser cannot play this format.",
            "unreachable": "This clip could not be loaded.",
            "linkCopied": "Link copied",
            "textCopied": "Copied",
            "copyFailed": "Copying is not allowed here: select the text and copy it.",
            "copyText": "Copy",
            **comparing.ENGLISH,
            **listening.ENGLISH,
            "models": "Systems shown",
            "find": "Find in the examples",
            "filter": "Filter",
            "matches": "{} of {} examples",
            "noMatch": "No example matches.",
            "noMatchHere": "No example on this page matches.",
            "elsewhere": "On other pages: {}",
            "moreHits": "Show {} more",
            "reset": "Show all examples",
            "group": "Group",
            "any": "any",
            "answerOf": "Labels of {}",
            "right": "all correct",
            "partly": "partly correct",
            "wrong": "none correct",
            "oneStays": "One system stays visible.",
            "indexFailed": "The other pages cannot be searched.",
        }
    )
    """What the scripts say."""


_ENGLISH = Words()
_CHINESE = Words(
    language="zh",
    skip="跳到示例",
    contents="目录",
    models="系统",
    model_section="参与比较的系统",
    abstract="摘要",
    citation="引用",
    ours="本文",
    prompts="提示词",
    all_models="所有系统",
    other_models="其他系统",
    selection="示例选取",
    clips="音频",
    example="示例",
    examples="个示例",
    one_example="个示例",
    answer="回答",
    video="视频",
    range="第 {}–{} 个，共 {} 个",
    continued="续",
    page="第 {} 页",
    page_of="{}，第 {} 页",
    pages_of="{}的分页",
    more_pages_of="{}的更多分页",
    pages="分页",
    previous="上一页",
    next="下一页",
    overview="概览",
    found="正确",
    added="错误",
    missed="遗漏",
    found_by="正确的标签",
    added_by="给出但不在标签中",
    missed_by="回答中缺少的标签",
    legend="标签说明",
    empty="无输出",
    higher="越高越好",
    lower="越低越好",
    best="最优",
    best_of="该示例中最优",
    average="平均",
    all_examples="全部示例",
    averages="平均得分",
    average_of="{}的平均",
    number_of="n = {}",
    number_of_words="{} 词",
    one_word="1 词",
    number_of_characters="{} 字符",
    one_character="1 字符",
    interval="± 为 95% 置信区间的半宽",
    not_scored="无得分",
    not_stated="未注明",
    shared="用于以下 {} 个示例",
    shared_by="{}（用于 {} 个示例）",
    wide_table="表格：{}",
    enlarge="放大：{}",
    system="系统",
    measured_wer="{}：每词错误数（无空格文字按字计），以参考文本为准；{}。",
    measured_cer="{}：每字符错误数，以参考文本为准；{}。",
    pooled="平均值：总错误数除以参考文本总长度。",
    mean_of_rates="平均值：各示例错误率的平均。",
    match_normalised=comparing.NORMALISED_ZH,
    match_exact=comparing.EXACT_ZH,
    at="{} 处",
    mono="单声道",
    stereo="立体声",
    channels="{} 声道",
    mixed="已混为立体声",
    one_channel="第 {} 声道（共 {} 个）",
    two_channels="第 {} 和第 {} 声道（共 {} 个）",
    quieter="降低 {} dB",
    brief="过短，无法匹配响度",
    unmatched="过轻，无法匹配响度",
    original="原始文件：{}，{}",
    original_unplayed="原始文件：{}，{}（并非所有浏览器都能播放）",
    spectrogram="{}的频谱图：时长 {}，最高 {}",
    nothing_above="；{} 以上无内容",
    link_to="链接到{}",
    caption="{}：每行一个示例，每列一个系统",
    caption_transposed="{}：每行一个系统，每列一个示例",
    equal="同等贡献",
    license="许可",
    built="由 soundcase {} 生成",
    as_data="本页数据",
    checksums="校验和",
    not_found="找不到页面",
    not_found_text="此地址没有内容，示例在首页。",
    home="前往示例",
    parts={
        "context": "上下文",
        "audio": "音频",
        "prompt": "提示词",
        "text": "文本",
        "prompt_audio": "提示音频",
        "prompt_text": "提示音频文本",
        "turns": "对话",
        "labels": "标签",
        "reference": "参考",
        "note": "备注",
    },
    script={
        "play": "播放：{}",
        "pause": "暂停：{}",
        "position": "位置：{}",
        "of": "{} / {}",
        "failed": "无法播放此音频。",
        "unsupported": "此浏览器无法播放此格式。",
        "unreachable": "无法加载此音频。",
        "linkCopied": "链接已复制",
        "textCopied": "已复制",
        "copyFailed": "此处不允许复制，请选择文本后复制。",
        "copyText": "复制",
        **comparing.CHINESE,
        **listening.CHINESE,
        "models": "显示的系统",
        "find": "在示例中查找",
        "filter": "筛选",
        "matches": "{} / {} 个示例",
        "noMatch": "没有匹配的示例。",
        "noMatchHere": "本页没有匹配的示例。",
        "elsewhere": "其他页面：{}",
        "moreHits": "再显示 {} 个",
        "reset": "显示所有示例",
        "group": "分组",
        "any": "不限",
        "answerOf": "{}的标签",
        "right": "全部正确",
        "partly": "部分正确",
        "wrong": "全部错误",
        "oneStays": "至少保留一个系统。",
        "indexFailed": "无法搜索其他页面。",
    },
)
_LANGUAGES: Mapping[str, Words] = {"en": _ENGLISH, "zh": _CHINESE}


def words_of(language: str) -> Words:
    """The words for a page in this language (BCP 47); English where the theme does not speak it."""
    return _LANGUAGES.get(language.casefold().split("-")[0], _ENGLISH)
