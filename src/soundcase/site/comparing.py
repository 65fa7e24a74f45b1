"""What the tools of comparing say: differences of texts, turns of a dialogue, blind listening.

`{}` marks the place of a name or number.
"""

from __future__ import annotations

from collections.abc import Mapping

NORMALISED = "case, width (NFKC), punctuation and extra white space do not count"
NORMALISED_ZH = "不计大小写、全半角（NFKC）、标点和多余空格"
EXACT = "everything counts but extra white space"
EXACT_ZH = "除多余空格外全部计入"

ENGLISH: Mapping[str, str] = {
    "playFrom": "Play {}",
    "blind": "Blind",
    "blindAbout": "Names are hidden; the order differs by example. The link keeps it; nothing is sent.",
    "blindOn": "Names are hidden, and the order changes from example to example.",
    "blindOff": "Names are shown again.",
    "blindPicture": "Spectrogram",
    "reveal": "Reveal",
    "revealOne": "Reveal: {}",
    "revealAll": "Reveal all",
    "revealed": "All names are revealed.",
    "newOrder": "New order",
    "differences": "Differences",
    "diffReference": "Reference: {}",
    "diffChangedHere": "changed: ",
    "diffAddedHere": "not in the reference: ",
    "diffMissingHere": "missing: {}",
    "diffChanged": "differs from the reference",
    "diffAdded": "is not in it",
    "diffMissing": "is missing",
    "diffSame": "same as the reference",
    "diffWords": "compared by word, by character in scripts without blanks",
    "diffNormalised": NORMALISED,
    "diffExact": EXACT,
}
CHINESE: Mapping[str, str] = {
    "playFrom": "播放 {}",
    "blind": "盲听",
    "blindAbout": "系统名称已隐藏，各示例中的顺序不同。链接保存该顺序，不会发送任何数据。",
    "blindOn": "系统名称已隐藏，各示例中的顺序不同。",
    "blindOff": "系统名称已恢复显示。",
    "blindPicture": "频谱图",
    "reveal": "揭晓",
    "revealOne": "揭晓：{}",
    "revealAll": "全部揭晓",
    "revealed": "已揭晓全部名称。",
    "newOrder": "重新排序",
    "differences": "差异",
    "diffReference": "参考：{}",
    "diffChangedHere": "不同：",
    "diffAddedHere": "参考中没有：",
    "diffMissingHere": "缺少：{}",
    "diffChanged": "与参考不同",
    "diffAdded": "参考中没有",
    "diffMissing": "文本中缺少",
    "diffSame": "与参考相同",
    "diffWords": "按词比较，无空格文字按字比较",
    "diffNormalised": NORMALISED_ZH,
    "diffExact": EXACT_ZH,
}
