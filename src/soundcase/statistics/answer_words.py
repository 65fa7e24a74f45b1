"""The words by which answers in many languages say, deny, doubt and join, as patterns of folded text.

Rule 1: a pattern finds whole words where words have blanks between them; others are found as they stand.
Rule 2: a word that is missing here may leave an answer undecided, and must not make it a wrong one: what denies
and doubts is listed more widely than what says.
"""

from __future__ import annotations

import re

FINAL = "\ue000"
"""Stands in plain text where markup says that an answer follows: a box, a tag, a key of JSON."""


def _words(*lines: str) -> str:
    """An alternative of these words, which are separated by `|`; a `*` stands for any ending."""
    words = sorted((word.strip() for line in lines for word in line.split("|")), key=len, reverse=True)
    found = []
    for word in words:
        pattern = re.escape(word).replace(r"\*", r"\w*").replace(r"\ ", r"\s+")
        spaced = bool(re.match(r"[a-z\u00c0-\u052f\u05d0-\u06ff\u0900-\u0dff]", word))
        found.append(rf"(?<![^\W_]){pattern}(?![^\W_])" if spaced else pattern)
    return "|".join(found)


def pattern(*lines: str) -> re.Pattern[str]:
    """The same as a pattern."""
    return re.compile(_words(*lines))


ANSWER = re.compile(
    FINAL
    + "|"
    + _words(
        "answer|ans|i conclude|in my opinion|my opinion|i vote|vote for|response:|result:|output:",
        "final answer|my guess|my best guess|answers|solution|verdict|conclusion|my choice is",
        "best choice is|choice is|option is|prediction|selection is|selected option|label:|antwort*|lösung",
        "lösungsbuchstabe|auswahl|réponse*|respuesta*|contestación|solución|resposta*|alternativa correta",
        "risposta*|soluzione|antwoord*|svar|svaret|fasit|vastaus|odpowiedź|odpowiedzią|odpověď|odpoveď",
        "odgovor|válasz|megoldás|răspuns*|cevap|cevabı|yanıt|yanıtı|jawaban*|jawab|jawapan|đáp án",
        "câu trả lời|trả lời|jibu|sagot|ответ|ответом|відповідь|отговор|одговор|απάντηση|התשובה|תשובה",
        "الإجابة|الاجابة|إجابة|الجواب|جواب|پاسخ|उत्तर|जवाब|উত্তর|பதில்|సమాధానం|જવાબ|答案|结论|結論|答え",
        "解答|回答|正解|正答|正答案|答|답변|정답|답|คำตอบ|ตอบ|ចម្លើយ|အဖြေ",
    )
)
"""An answer is announced."""

CORRECT = pattern(
    "correct|right|accurate|most likely|best fit|best match|best|closest|most plausible|most appropriate",
    "richtig*|korrekt*|zutreffend*|am wahrscheinlichsten|correct*|juste|exacte|bonne|correcta|correcto",
    "acertada|correta|correto|certa|corretta|corretto|giusta|esatta|juist*|goede|rätt|riktig*|rigtig*|oikea",
    "prawidłow*|poprawn*|správn*|helyes|corect*|doğru|benar|betul|tepat|đúng|chính xác|sahihi|правильн*",
    "верн*|вірн*|правилн*|σωστή|σωστό|הנכונה|נכונה|נכון|الصحيحة|الصحيح|صحيحة|صحيح|درست|صحیح|सही|সঠিক|சரியான",
    "正确|正確|对的|對的|正しい|正しく|正解|正答|맞습니다|맞다|옳|올바른|정답|ถูกต้อง|ถูก",
)
"""Something is called right."""

PICK = pattern(
    "es|es la|es el|это|è|è la|é|é a|é o|c'est la|det är|det er|het is|είναι|זה|choose|chose|choosing",
    "chosen|selecting|select|selected|pick|picked|go with|going with|went with|opt for|settle on|i say",
    "i'd say|would say|i think|i believe|i guess|i'd guess|my guess is|it's|it is|this is|that's|must be",
    "should be|would be|has to be|wähle|nehme|entscheide mich für|tippe auf|ich denke|ich glaube|es ist",
    "das ist|choisis|choisirais|opte pour|je pense|je dirais|c'est|il s'agit de|elijo|escojo|selecciono",
    "opto por|me quedo con|creo que|pienso que|diría|escolho|seleciono|fico com|acho que|diria|scelgo",
    "seleziono|opto per|penso che|direi|kies|denk|väljer|velger|vælger|valitsen|wybieram|vybírám|választom",
    "aleg|seçiyorum|seçerdim|memilih|pilih|saya pilih|chọn|выбираю|выберу|думаю|считаю|обираю|επιλέγω|בוחר",
    "בוחרת|أختار|اختار|انتخاب|चुनता|चुनती|চয়ন|选择|選擇|选|選|選び|選択|我认为|我認為|应该是|應該是|應是",
    "应是|应为|應為|선택|고르|เลือก",
)
"""Something is chosen or believed."""

OPTION = (
    r"(?:option|choice|answer|letter|alternative|number|buchstabe|antwort|möglichkeit|l'option|la réponse"
    r"|réponse|proposition|lettre|choix|opción|alternativa|letra|inciso|respuesta|opção|resposta|alínea"
    r"|opzione|lettera|risposta|optie|antwoord|alternativ|svar|vaihtoehto|opcja|opcję|odpowiedź|możnost"
    r"|možnost|odpověď|opció|válasz|varianta|opțiunea|seçenek|şık|şıkkı|pilihan|opsi|jawaban|đáp án"
    r"|phương án|lựa chọn|вариант|ответ|пункт|буква|варіант|відповідь|επιλογή|אפשרות|תשובה|الخيار|خيار"
    r"|گزینه|विकल्प|উত্তর|选项|選項|選択肢|选择|選擇|答案|选|選|보기|선택지|번호|ข้อ|ตัวเลือก)"
)
"""What a letter is called before it."""

DENIAL = pattern(
    "nejsou|nejde|nejedná|neslyš*|nemá|nevím|nie je|nie sú|niso|nije|nisu|nav|nėra|nuk|pole|emme|ekki|not",
    "no|nor|neither|never|none|nothing|cannot|n't|without|unlike|unlikely|impossible|hardly|incorrect*",
    "wrong*|false|inaccurate|rule out|ruled out|rules out|ruling out|exclude|excluded|excluding|eliminate*",
    "except|lack|lacks|absent|absence|rather than|instead of|other than|anything but|to help|to assist",
    "please upload|please provide|as opposed to|nobody|no one|far from|missing|used to|everything but",
    "all but|todo menos|alles außer|除了|unable|fails|invalid|doubt*|don't|doesn't|isn't|can't|won't|aren't",
    "wasn't|wouldn't|couldn't|didn't|dont|doesnt|isnt|cant|nicht|kein*|nie|weder|noch|ohne|falsch*",
    "unmöglich|ausgeschlossen|statt|anstatt|außer|pas|ne|non|ni|aucun*|jamais|sans|faux|fausse*|incorrecte*",
    "plutôt que|sauf|exclu*|nunca|ningún|ninguna|ninguno|tampoco|sin|falso|falsa|incorrecta|incorrecto",
    "en lugar de|en vez de|excepto|descart*|não|nem|nenhum*|sem|errad*|exceto|ao invés de|em vez de|né",
    "nessun*|senza|sbagliat*|errat*|invece di|niet|geen|zonder|onjuist|fout|inte|ej|ingen|inget|utan|fel",
    "ikke|uden|uten|feil|forkert|ei|eivät|ole|eikä|ilman|väärä|ani|żaden|bez|błędn*|není|žádn*|chybn*|nincs",
    "nélkül|hibás|helytelen|nu|nici|fără|greșit*|değil*|yok|hiçbir|yanlış|tidak|bukan|tak|tanpa|salah|không",
    "chẳng|sai|sio|hapana|не|нет|ни|нельзя|без|неверн*|неправильн*|ошибочн*|ні|немає|невірн*|няма|δεν|όχι",
    "μη|ούτε|χωρίς|λάθος|לא|אין|אינו|אינה|ללא|שגוי*|ليس|ليست|لا|لم|لن|غير|بدون|خطأ|نیست|نه|غلط|نمی*|نہیں",
    "नहीं|ना|बिना|गलत|না|নয়|নেই|ভুল|இல்லை|அல்ல|తప్పు|కాదు|లేదు|不|没|沒|并非|並非|而非|無|无|未|错|錯|误",
    "誤|否|ない|なく|なし|ません|ずに|違|間違|除外|아니|아닌|않|없|못|틀|잘못|제외|아닙|아녜|ไม่|ผิด|❌|✗|✘",
    "×",
)
"""Something is denied."""

DOUBT = pattern(
    "either|between|wish|almost|nearly|would sound|would have|different|at least|at most|more than",
    "less than|fewer than|mindestens|höchstens|mehr als|au moins|plus de|al menos|más de|至少|超过|or|both",
    "could be|could|might|may|may be|unclear|unsure|uncertain|ambiguous|hard to say|hard to tell",
    "difficult to|depends|one of|any of|all of|entweder|oder|zwischen|könnte*|beide|unklar|unsicher|ou",
    "entre|soit|pourrait|les deux|incertain|podría|ambos|ambas|poderia|oppure|tra|potrebbe|entrambi|tussen",
    "eller|mellan|mellem|mellom|tai|välillä|lub|albo|między|nebo|mezi|vagy|között|sau|între|veya|ya da|atau",
    "antara|hoặc|giữa|или|между|либо|может быть|або|чи|між|ή|μεταξύ|או|בין|أو|بين|یا|بین|या|बीच|বা|或|或者",
    "还是|還是|之间|之間|也可能|可能不|或许|或許|または|もしくは|か、|どちら|間|또는|혹은|이나|거나|사이",
    "หรือ|ระหว่าง",
)
"""More than one thing is held possible."""

CONDITION = pattern(
    "if|unless|whether|suppose|supposing|assume|assuming|had it been|were it|wenn|falls|ob|angenommen|si",
    "à moins|sauf si|supposons|supongamos|a menos|a menos que|supponiamo|tenzij|hvis|jos|jeśli|gdyby|jestli",
    "pokud|kdyby|dacă|eğer|ise|jika|kalau|nếu|если|бы|якщо|αν|εάν|אם|إذا|لو|اگر|अगर|यदि|যদি|如果|假如|若",
    "假设|假設|もし|なら|れば|たら|만약|라면|이면|ถ้า|หาก",
)
"""Something holds only if something else does."""

REASON = pattern(
    "because|since|as|for|due to|given|based on|which|where|while|whereas|that|with|over|considering",
    "therefore|weil|da|denn|aufgrund|wobei|während|deren|parce|car|puisque|en raison|tandis|alors que",
    "porque|ya que|pues|dado|debido|mientras|pois|já que|visto|devido|enquanto|perché|poiché|dato|mentre",
    "omdat|want|aangezien|eftersom|fordi|koska|ponieważ|gdyż|bo|protože|mert|mivel|deoarece|çünkü|karena",
    "sebab|vì|bởi|потому|так как|поскольку|тому|бо|επειδή|γιατί|כי|لأن|حيث|زیرا|چون|क्योंकि|কারণ|因为|因為",
    "由于|由於|理由|なぜなら|ので|から|왜냐|때문|เพราะ|เนื่องจาก",
)
"""A reason follows, or a description: what is named there is not what is answered."""

BEHIND_KEY = re.compile(
    r"\s*(?:$|[.,;:!?。、，；：！？…।۔\n]|[-–—=]+>?(?:\s|$)|→|\(|[)\]}]"
    r"|(?:rather than|instead of|است|ہے|है|हैं|হবে|হল|şık\w*|seçene\w*)(?![^\W_])"
    r"|(?:and |und |et |y )?(?:not|nicht|non|no) (?:option |the )?\(?[A-Z]\b"
    r"|です|だ(?:と|。|$|ろ|よ)|でしょ|である|と思|と考|と答|が(?:正|最|適|該|答)|は正|を選|の(?:選|よ)"
    r"|で(?:す|し|あ|。|ょ)|となり|になり"
    r"|입니다|이다|이에요|예요|번|가 정|이 정|라고|인 것|이라|을 선|를 선|로 "
    r"|项|項|选项|選項|是正|是对|是最|正确|正確|最|吧|了|呀|啊|ครับ|ค่ะ"
    r"|'[dt][iıuü]r|'[yn][iıuüea]n?(?!\w)"
    r")"
)
"""What may stand behind a letter that is an answer, beside a reason."""

THUS = (
    r"(?:so|therefore|thus|hence|and so|overall|finally|in conclusion|ultimately|also|deshalb|daher|somit"
    r"|folglich|donc|ainsi|por lo tanto|por tanto|entonces|así que|portanto|logo|então|quindi|dunque"
    r"|perciò|dus|därför|derfor|siis|więc|zatem|takže|tedy|tehát|deci|yani|jadi|maka|vậy|do đó|итак"
    r"|поэтому|значит|следовательно|отже|άρα|לכן|إذن|لذلك|पس|इसलिए|তাই|因此|所以|故|综上|綜上|于是|よって"
    r"|したがって|従って|つまり|ゆえに|そのため|따라서|그러므로|ดังนั้น)"
)
CORRECTION = pattern(
    "wait|actually|sorry|correction|scratch that|on second thought|hmm|my mistake|oops|apologies|rather",
    "let me re*|hold on|no|moment|eigentlich|doch|entschuldigung|korrektur|nein|stimmt nicht|attends",
    "attendez|en fait|pardon|non|finalement|espera|en realidad|perdón|corrijo|mejor dicho|na verdade",
    "desculpe|aliás|aspetta|anzi|in realtà|scusa|wacht|eigenlijk|vänta|faktiskt|vent|czekaj|właściwie",
    "počkej|vlastně|várj|aștept*|bekle|aslında|tunggu|sebenarnya|chờ|thực ra|nhầm|подождите|подожди|нет",
    "точнее|вернее|на самом деле|извините|стоп|зачекай|насправді|περίμενε|רגע|בעצם|انتظر|في الواقع|عذر*",
    "रुको|रुकिए|वास्तव|等等|等一下|不对|不對|其实|其實|抱歉|更正|待って|いや|やっぱり|訂正|すみません|실은",
    "아니|잠깐|사실|รอ|จริงๆ",
)
"""What was said before is taken back."""

CONTRAST = pattern(
    "but|however|although|though|yet|except|aber|jedoch|obwohl|mais|cependant|pero|sin embargo|aunque|mas",
    "porém|ma|però|maar|mutta|ale|jednak|fakat|tetapi|tapi|nhưng|но|однако|але|αλλά|אבל|لكن|اما|लेकिन|किंतु",
    "但|然而|不过|不過|でも|しかし|ただ|が、|지만|그러나|แต่",
)
"""What follows restricts what was said."""

NOT_ONLY = pattern(
    "not only|not just|not merely|nicht nur|non seulement|pas seulement|no solo|no sólo|não só|não apenas",
    "non solo|не только|niet alleen|inte bara|ikke bare|nie tylko|不仅|不僅|不只|不但|だけでなく|뿐만",
    "뿐 아니라|sadece|tidak hanya|không chỉ",
)
"""A denial that denies nothing."""

JOINING = (
    r"(?:and|or|und|oder|et|ou|y|e|o|u|i|en|of|och|eller|og|ja|tai|a|nebo|és|vagy|și|sau|ve|veya|dan|atau|và"
    r"|hoặc|и|или|та|або|και|ή|ו|או|و|أو|یا|और|या|এবং|বা|和|与|與|或|及|或者|还是|還是|と|や|か|または"
    r"|及び|와|과|또는|หรือ|และ|plus|as well as|then)"
)
ARTICLE = (
    r"(?:a|an|the|some|ein|eine|einen|einem|einer|der|die|das|den|dem|un|une|le|la|les|l'|du|des|el|los|las"
    r"|una|unos|uno|o|os|as|um|uma|il|lo|gli|i|een|het|de|en|ett|et|egy|az)"
)
COPULA = (
    r"(?:is|was|are|be|ist|lautet|war|wäre|sind|est|sont|serait|es|son|sería|é|são|seria|è|sono|sarebbe|zijn"
    r"|är|er|on|to|jest|je|este|dir|adalah|ialah|là|это|є|είναι|הוא|היא|هو|هي|است|है|হল|是|为|為|は|が|은"
    r"|는|이|가|คือ|:|=|->|→|—|–)"
)
