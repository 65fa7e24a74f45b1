"""Texts brought down to their letters, so that one name is one string however it is written.

Rule 1: case, accents, widths, blanks, hyphens, marks of direction and of no width count for nothing; letters
that look like Latin ones are Latin, and traditional characters of the table are simplified.
Rule 2: each character is brought down by itself, so that a place in the letters leads back to one in the text.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_FOREIGN = dict(
    zip(
        "аеорсхуіѕјһкмтвнӏԁԛԝαορυνκιτεγηωβ",
        "aeopcxyisjhkmtbhldqwaopuvkitegnwb",
        strict=True,
    )
)
"""Cyrillic and Greek letters that look like Latin ones, in small letters."""
_LATIN = {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŋ": "n"}
_PAIRS = (
    "張张陳陈劉刘楊杨黃黄趙赵吳吴孫孙馬马羅罗鄭郑謝谢韓韩馮冯許许鄧邓蕭萧鄒邹葉叶閻阎餘余蘇苏呂吕蔣蒋賈贾魯鲁鍾钟譚谭範范陸陆盧卢"
    "龍龙賀贺顧顾龔龚萬万錢钱嚴严賴赖蘭兰齊齐喬乔聶聂歐欧陽阳賽赛偉伟傑杰華华國国強强軍军東东麗丽麥麦鵬鹏飛飞曉晓"
    "靜静穎颖潔洁嬌娇瑩莹豔艳鳳凤雲云俠侠寧宁輝辉勝胜義义禮礼賢贤順顺達达運运進进遠远連连澤泽濤涛潤润漢汉淵渊濱滨濟济"
    "學学習习術术藝艺書书圖图語语音音樂乐聲声聽听話话講讲說说詞词譯译識识記记論论議议讀读寫写詩诗調调訊讯電电腦脑網网絡络線线機机"
    "器器車车業业產产資资訊讯處处級级組组織织團团隊队總总經经濟济實实驗验室室院院係系係系專专題题項项目目層层門门間间關关開开聞闻"
    "廣广場场廠厂園园團团圓圆遼辽寧宁滬沪瀋沈陝陕貴贵臺台灣湾廈厦門门蘇苏慶庆魯鲁長长嶺岭島岛縣县區区鄉乡鎮镇"
    "個个們们為为與与這这裡里從从來来時时後后復复發发變变對对應应會会議议雜杂難难雙双類类質质量量數数據据標标準准確确認认證证設设計计"
    "測测評评價价價价選选擇择級级優优點点錯错誤误問问答答題题種种樣样態态無无過过還还邊边遞递適适錄录鐘钟針针釘钉銀银鋼钢鐵铁鏡镜"
    "愛爱戰战戲戏戶户檔档權权條条極极構构槍枪樓楼橋桥檢检歲岁歷历歸归殘残氣气決决況况淨净減减溫温滅灭灣湾災灾燈灯爾尔牆墙獎奖獨独"
    "環环現现畫画當当療疗盡尽監监盤盘眾众礎础礙碍禪禅禦御離离穩稳窮穷競竞筆笔節节簡简範范糧粮紅红紀纪約约純纯紐纽細细終终結结給给"
    "統统維维綜综綠绿網网緊紧練练縮缩績绩繼继續续罰罚職职聯联腦脑臉脸艦舰莊庄藍蓝藥药虛虚號号補补裝装製制複复見见規规視视覺觉覽览"
    "觀观計计訂订訓训託托訪访註注評评試试詳详誌志誠诚課课談谈請请諾诺謀谋謙谦謹谨譜谱讓让豐丰貓猫負负財财責责貨货販贩貫贯費费貿贸"
    "趨趋跡迹車车軌轨軟软較较載载輔辅輕轻輪轮輸输轉转農农遲迟遺遗郵邮醫医釋释針针鋒锋錦锦鍵键鎖锁闊阔隊队階阶際际隨随險险雜杂雞鸡"
    "靈灵韻韵響响頂顶預预領领頭头頻频顏颜願愿類类風风飲饮館馆騰腾驅驱驚惊鬥斗魚鱼鳥鸟鴻鸿鷹鹰黨党齒齿龜龟衛卫倫伦銘铭鋭锐銳锐"
)
_SIMPLIFIED = dict(zip(_PAIRS[::2], _PAIRS[1::2], strict=True))
"""Traditional characters that are frequent in names of people, places and institutions."""
_SEPARATORS = bytes(code for code in range(128) if not chr(code).isalnum())
_FEW = 64
"""Different characters up to which replacing one after another is quicker than a table."""


@lru_cache(maxsize=1 << 16)
def letters_of(character: str) -> str:
    """The letters and digits that a character stands for, in small letters: `Ě` → `e`, `-` → nothing."""
    spread = unicodedata.normalize("NFKD", character).casefold()
    return "".join(_one(one) for one in unicodedata.normalize("NFKD", spread))


def _one(character: str) -> str:
    if character.isascii():
        return character if character.isalnum() else ""
    found = _FOREIGN.get(character) or _LATIN.get(character) or _SIMPLIFIED.get(character) or character
    return found if found.isalnum() else ""


def letters(text: str) -> bytes:
    """The letters and digits of a text, in UTF-8."""
    if text.isascii():
        return text.lower().encode().translate(None, _SEPARATORS)
    changes = {one: letters_of(one) for one in set(text) if ord(one) > 127}
    changes = {one: made for one, made in changes.items() if made != one}
    if len(changes) > _FEW:
        text = text.translate({ord(one): made for one, made in changes.items()})
    else:
        for one, made in changes.items():
            text = text.replace(one, made)
    return text.lower().encode("utf-8", "replace").translate(None, _SEPARATORS)


def spelled(word: str) -> tuple[str, ...]:
    """The letters of a word, and those of the same as German and Danish write it without accents: `mueller`."""
    wide = "".join(_WIDE.get(one, one) for one in unicodedata.normalize("NFC", word).lower())
    return tuple(dict.fromkeys(letters(one).decode() for one in (word, wide)))


_WIDE = {"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"}


class Places:
    """The way back from places in the letters of a text to places in the text."""

    def __init__(self, text: str) -> None:
        import numpy as np

        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
        lengths = np.array([chr(code).isalnum() for code in range(128)], np.int64)[np.minimum(codes, 127)]
        foreign = np.flatnonzero(codes > 127)
        if len(foreign):
            kinds, which = np.unique(codes[foreign], return_inverse=True)
            sizes = [len(letters_of(chr(code)).encode("utf-8", "replace")) for code in kinds.tolist()]
            lengths[foreign] = np.array(sizes, np.int64)[which]
        self._ends = np.cumsum(lengths)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The characters that the letters from `start` to `end` (bytes) come from."""
        first, last = self._ends.searchsorted((start, end - 1), "right").tolist()
        return first, last + 1
