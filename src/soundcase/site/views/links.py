"""The kind of what a link in the header leads to, by its address and its label, for the sign before it.

Rule: an address that says it goes first; then words of the label, in any language of the page's own words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal
from urllib.parse import urlsplit

LinkKind = Literal["", "paper", "code", "data", "model", "demo", "video"]

_PLACES: tuple[tuple[str, LinkKind], ...] = (
    (r"huggingface\.co/spaces/|modelscope\.cn/studios/|hf\.space/|gradio\.(?:live|app)/", "demo"),
    (r"colab\.research\.google\.com/|replicate\.com/|streamlit\.app/", "demo"),
    (r"huggingface\.co/datasets/|modelscope\.cn/datasets/|kaggle\.com/datasets/", "data"),
    (r"zenodo\.org/|openslr\.org/|figshare\.com/|osf\.io/|dataverse\.", "data"),
    (r"huggingface\.co/papers/|pdf$", "paper"),
    (r"huggingface\.co/|modelscope\.cn/|ollama\.com/", "model"),
    (r"arxiv\.org/|doi\.org/|openreview\.net/|aclanthology\.org/|isca-(?:archive|speech)\.org/", "paper"),
    (r"ieeexplore\.ieee\.org/|dl\.acm\.org/|proceedings\.mlr\.press/|(?:neurips|nips)\.cc/", "paper"),
    (r"biorxiv\.org/|semanticscholar\.org/|hal\.science/|springer\.com/|jst\.go\.jp/", "paper"),
    (r"github\.com/|gitlab\.|gitee\.com/|bitbucket\.org/|codeberg\.org/|sourceforge\.net/|pypi\.org/", "code"),
    (r"youtube\.com/|youtu\.be/|vimeo\.com/|bilibili\.com/|slideslive\.com/", "video"),
)
"""What stands in an address, from its host on; the first that is found counts."""

_WORDS: Mapping[LinkKind, str] = {
    "paper": "paper|preprint|arxiv|pdf|article|report|thesis|论文|論文|报告|報告|預印本|预印本",
    "code": "code|source|implementation|repository|github|代码|源码|程式碼|原始碼|コード|実装",
    "data": "data|dataset|corpus|benchmark|数据|数据集|資料集|数据库|語料|语料|データ|データセット|コーパス",
    "video": "video|talk|presentation|视频|影片|動画|ビデオ|讲座|講座",
    "demo": "demo|try|space|studio|playground|colab|演示|试用|試用|体验|體驗|デモ|試す|体験",
    "model": "model|models|weights|checkpoint|checkpoints|模型|权重|權重|モデル|重み",
}


def kind_of(url: str, label: str) -> LinkKind:
    """The kind of what a link leads to; empty where neither address nor label says it.

    >>> kind_of("https://arxiv.org/abs/2508.03983", "Read"), kind_of("https://example.org/", "代码")
    ('paper', 'code')
    """
    parts = urlsplit(url)
    place = f"{parts.netloc}{parts.path or '/'}".casefold()
    for pattern, kind in _PLACES:
        if re.search(rf"(?:^|[./])(?:{pattern})", place):
            return kind
    words = label.casefold()
    return next((kind for kind, pattern in _WORDS.items() if _says(words, pattern)), "")


def _says(label: str, pattern: str) -> bool:
    """True if a word of the label is one of these; Chinese and Japanese put no blanks between theirs."""
    return bool(re.search(rf"(?<![a-z])(?:{pattern})s?(?![a-z])", label))
