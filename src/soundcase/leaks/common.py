"""Words that say nothing by themselves: of names, affiliations, models and addresses.

Rule: a surname that is one of them (`Young`) is looked for in whole names only, and a model that is one
(`Base`) where it stands as a name.
"""

_COMMON_TEXT = """
the and for with from this that your our ours his her its not all any are was one two new old may can will young
long white black brown green gray grey king bell cook baker bush day hill wood woods stone field fields rose
love best good bird fish fox wolf hand head rice snow rain winter summer may june april august march power price
sharp short strong swift sweet small little major minor page paper marks mark bill frank grant hope joy grace
dawn noble wise rich poor just chase case church carpenter mason miller hall house lane park parks pool port
banks bank ball bass banner barber bishop brand bright brook brooks burns butler carter chance cross curry dean
drew east west north south english french german england france gold golden hardy hood hunt hunter key knight
lake lamb law lemon light lord low max mercy moon moss ray read reader reed rich root salt sand sea shepherd sky
speaker spring star stark steel street sun temple tower town trip turner walker wall ward water waters way
weaver web wells will wing winner worth model models system systems method baseline base large small medium tiny
proposed ours oracle reference target source input output noisy clean original audio speech music sound voice
text image video data demo test train eval mean median random human machine expert teacher student encoder
decoder vocoder hifi tts asr vae gan root user admin ubuntu debian runner build builder guest home work data
docker vagrant jenkins github gitlab localhost localdomain local server desktop laptop computer university
universität université universidad institute institut college school department dept faculty centre center
laboratory laboratories lab labs research researcher academy sciences science technology technologies
engineering computing company limited group team inc corp ltd gmbh llc co and of international national state
"""
COMMON = frozenset(_COMMON_TEXT.split())
"""Small words, names that are words, and what models, machines and institutions are called."""
_PARTICLES_TEXT = """
van von der den de del della di da dos du la le al el bin ibn ter ten zu
"""
PARTICLES = frozenset(_PARTICLES_TEXT.split())
"""What stands before a surname and belongs to it."""
_WAYS_TEXT = """
abs pdf html blob tree main master raw models datasets spaces watch user users papers paper index www wiki
studios docs git projects project home people profile forum static public
"""
WAYS = frozenset(_WAYS_TEXT.split())
"""Parts of addresses that are the same for all."""
_AT_TEXT = """
context type id graph value language list set base vocab container reverse index media font-face import charset
keyframes supports layer page namespace property container-type view-transition starting-style scope
counter-style font-feature-values font-palette-values position-try param return returns returns type typedef
template ts-check ts-ignore ts-expect-error ts-nocheck see link todo deprecated override readonly private public
internal example default throws license preserve cc_on counter
"""
AT = frozenset(_AT_TEXT.split())
"""Words behind an `@` in JSON-LD, style sheets and scripts."""
