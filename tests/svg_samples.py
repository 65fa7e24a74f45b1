"""SVG as programs write it, and as somebody writes it who wants a reader's browser to do more than draw."""

from __future__ import annotations

_OPEN = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 90 60">'
)
_PIXEL = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJ"
    "RU5ErkJggg=="
)

MATPLOTLIB = f"""<?xml version="1.0" encoding="utf-8" standalone="no"?>
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN"
  "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<svg xmlns:xlink="http://www.w3.org/1999/xlink" width="90pt" height="60pt" viewBox="0 0 90 60"
  xmlns="http://www.w3.org/2000/svg" version="1.1">
 <metadata>
  <rdf:RDF xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:cc="http://creativecommons.org/ns#"
    xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
   <cc:Work>
    <dc:type rdf:resource="http://purl.org/dc/dcmitype/StillImage"/>
    <dc:creator><cc:Agent><dc:title>Matplotlib v3.9.0, https://matplotlib.org/</dc:title></cc:Agent></dc:creator>
   </cc:Work>
  </rdf:RDF>
 </metadata>
 <defs><style type="text/css">*{{stroke-linejoin: round; stroke-linecap: butt}}</style></defs>
 <g id="figure_1"><g id="patch_1"><path d="M 0 60 L 90 60 L 90 0 z" style="fill: #ffffff"/></g>
  <defs><path id="m70a" d="M 0 0 L 0 3.5" style="stroke: #000000; stroke-width: 0.8"/></defs>
  <g clip-path="url(#p32)"><use xlink:href="#m70a" x="39" y="20" style="stroke: #000000"/></g>
  <image xlink:href="{_PIXEL[:60]}
{_PIXEL[60:]}" id="image1" width="9" height="9"/>
 </g>
 <defs><clipPath id="p32"><rect x="9" y="7" width="70" height="46"/></clipPath></defs>
</svg>
"""

INKSCAPE = """<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<!-- Created with Inkscape (http://www.inkscape.org/) -->
<svg width="210mm" height="297mm" viewBox="0 0 210 297" version="1.1" id="svg5" inkscape:version="1.2"
   sodipodi:docname="figure.svg" xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape"
   xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd" xmlns:xlink="http://www.w3.org/1999/xlink"
   xmlns="http://www.w3.org/2000/svg" xmlns:svg="http://www.w3.org/2000/svg">
  <sodipodi:namedview id="namedview7" pagecolor="#ffffff" inkscape:pageshadow="2"><inkscape:grid type="xygrid"/>
  </sodipodi:namedview>
  <defs><linearGradient id="g1"><stop style="stop-color:#f00" offset="0"/></linearGradient>
    <linearGradient xlink:href="#g1" id="g2"/><inkscape:path-effect effect="spiro" id="p1"/></defs>
  <g inkscape:label="Layer: url(1)" inkscape:groupmode="layer" id="layer1">
    <path style="fill:url(#g2);font-family:'DejaVu Sans'" d="m 10,10 h 50" sodipodi:nodetypes="cc"/>
    <flowRoot xml:space="preserve" id="f"><flowRegion><rect width="9" height="9"/></flowRegion>
      <flowPara>words</flowPara></flowRoot>
    <a xlink:href="https://lab.example/"><text x="5" y="5"><tspan sodipodi:role="line">words</tspan></text></a>
  </g>
</svg>
"""

ILLUSTRATOR = """<?xml version="1.0" encoding="utf-8"?>
<!-- Generator: Adobe Illustrator 24.0.1, SVG Export Plug-In . SVG Version: 6.00 Build 0)  -->
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd" [
  <!ENTITY ns_extend "http://ns.adobe.com/Extensibility/1.0/">
  <!ENTITY ns_ai "http://ns.adobe.com/AdobeIllustrator/10.0/">
  <!ENTITY ns_svg "http://www.w3.org/2000/svg">
]>
<svg version="1.1" id="Layer_1" xmlns:x="&ns_extend;" xmlns:i="&ns_ai;" xmlns="&ns_svg;"
   xmlns:xlink="http://www.w3.org/1999/xlink" x="0px" y="0px" viewBox="0 0 90 60"
   style="enable-background:new 0 0 90 60;" xml:space="preserve">
<style type="text/css"><![CDATA[ .st0{fill:#FFFFFF;} .st1{clip-path:url(#SVGID_2_);} ]]></style>
<switch>
  <foreignObject requiredExtensions="&ns_ai;" x="0" y="0" width="1" height="1">
    <i:pgfRef xlink:href="#adobe_illustrator_pgf"></i:pgfRef></foreignObject>
  <g i:extraneous="self"><path class="st0" d="M0,0h90"/></g>
</switch>
</svg>
"""

DRAWIO = """<svg xmlns="http://www.w3.org/2000/svg" style="background: transparent; color-scheme: light dark;"
 xmlns:xlink="http://www.w3.org/1999/xlink" version="1.1" width="121px" height="61px" viewBox="-0.5 -0.5 121 61"
 content="&lt;mxfile host=&quot;app.diagrams.net&quot;&gt;image=url(https://x.example/a.png)&lt;/mxfile&gt;">
<defs/><g><rect x="0" y="0" width="120" height="60" fill="rgb(255, 255, 255)" stroke="light-dark(#000, #fff)"/>
<g transform="translate(-0.5 -0.5)"><switch>
<foreignObject pointer-events="none" width="100%" height="100%" style="overflow: visible; text-align: left;"
 requiredFeatures="http://www.w3.org/TR/SVG11/feature#Extensibility">
<div xmlns="http://www.w3.org/1999/xhtml" style="display: flex; align-items: unsafe center; width: 118px;">
<div data-drawio-colors="color: rgb(0, 0, 0); " style="box-sizing: border-box; font-size: 0px;">
<div style="display: inline-block; font-family: Helvetica;"><b>Encoder</b><br/><font color="#f00">x</font></div>
</div></div></foreignObject><text x="60" y="34" font-family="Helvetica">Encoder</text></switch></g></g>
<switch><g requiredFeatures="http://www.w3.org/TR/SVG11/feature#Extensibility"/>
<a transform="translate(0,-5)" xlink:href="https://www.drawio.com/doc/faq/svg-export-text-problems"
 target="_blank">
<text text-anchor="middle" x="50%" y="100%">Text is not SVG - cannot display</text></a></switch></svg>
"""

MOVING = f"""{_OPEN}<circle r="9" cx="20" cy="20"><animate attributeName="r" values="1;9" dur="1s"/>
<animateTransform attributeName="transform" type="rotate" from="0" to="360" dur="2s"/>
<animateMotion dur="2s"><mpath href="#way"/></animateMotion></circle><path id="way" d="M0 0h9"/></svg>"""

PICTURES = {
    "matplotlib": MATPLOTLIB,
    "Inkscape": INKSCAPE,
    "Illustrator": ILLUSTRATOR,
    "draw.io": DRAWIO,
    "moving": MOVING,
    "a font inside": f"{_OPEN}<style>@font-face{{src:url('data:font/woff2;base64,d09GMg')}}</style></svg>",
    "words": f"{_OPEN}<text>on = off; javascript: the @import url(x) scripts</text><desc id='on'/></svg>",
}
"""What programs write; all of it is drawn and does nothing else."""


def _in(inside: str) -> str:
    return f"{_OPEN}{inside}</svg>"


def _css(css: str) -> str:
    return _in(f"<style>{css}</style>")


def _html(inside: str) -> str:
    return _in(
        f'<foreignObject width="9" height="9"><p xmlns="http://www.w3.org/1999/xhtml">{inside}</p></foreignObject>'
    )


_HOST = "http://127.0.0.1:9/x"
_SCRIPT = "document.documentElement.setAttribute('data-ran','1')"
ACTIVE = {
    "script": _in(f"<script>{_SCRIPT}</script>"),
    "script of another prefix": _in(f'<s:script xmlns:s="http://www.w3.org/2000/svg">{_SCRIPT}</s:script>'),
    "script of HTML": _in(f'<h:script xmlns:h="http://www.w3.org/1999/xhtml">{_SCRIPT}</h:script>'),
    "script in the metadata": _in(f"<metadata><script>{_SCRIPT}</script></metadata>"),
    "script by an entity": f'<!DOCTYPE svg [<!ENTITY s "&#60;script>{_SCRIPT}&#60;/script>">]>' + _in("&s;"),
    "script by nested entities": '<!DOCTYPE svg [<!ENTITY l "&#38;#60;"><!ENTITY s "&l;script/>">]>'
    + _in("&s;"),
    "an entity in a parameter": "<!DOCTYPE svg [<!ENTITY % p \"<!ENTITY s 'x'>\"> %p;]>" + _in("&s;"),
    "an entity from elsewhere": f'<!DOCTYPE svg [<!ENTITY s SYSTEM "{_HOST}">]>' + _in("&s;"),
    "an entity of a file": '<!DOCTYPE svg [<!ENTITY s SYSTEM "file:///etc/passwd">]>' + _in("<text>&s;</text>"),
    "entities that explode": "<!DOCTYPE svg ["
    + "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha"}">' for n in range(9))
    + "]>"
    + _in("&e8;"),
    "an attribute by default": '<!DOCTYPE svg [<!ATTLIST g onload CDATA "x()">]>' + _in("<g/>"),
    "an unknown entity": '<!DOCTYPE svg SYSTEM "x.dtd">' + _in("<text>&nbsp;</text>"),
    "onload": _OPEN.replace("viewBox", f'onload="{_SCRIPT}" viewBox') + "</svg>",
    "onbegin": _in(f'<animate attributeName="x" onbegin="{_SCRIPT}" dur="1s"/>'),
    "ONCLICK": _in('<g ONCLICK="x()"/>'),
    "a link to a script": _in('<a href="javascript:x()"><text>x</text></a>'),
    "a link to a script, spaced": _in('<a xlink:href=" java&#x9;script&#10;:x()"><text>x</text></a>'),
    "a link to a script, capital": _in('<a href="JavaScript:x()"/>'),
    "a link to a script, by control": _in('<a href="&#x1;javascript:x()"/>').replace("&#x1;", "&#x9;"),
    "a link to a page as data": _in('<a href="data:text/html,x"/>'),
    "a link that pings": _in(f'<a href="#x" ping="{_HOST}"/>'),
    "animate on href": _in('<a><animate attributeName="href" values="javascript:x()"/></a>'),
    "set on xlink:href": _in('<a><set attributeName="xlink:href" to="javascript:x()"/></a>'),
    "animate to a host": _in(f'<rect><animate attributeName="fill" values="url({_HOST})"/></rect>'),
    "an iframe": _html('<iframe srcdoc="x"></iframe>'),
    "an object": _html(f'<object data="{_HOST}"/>'),
    "an embedded page": _html(f'<embed src="{_HOST}"/>'),
    "a form": _html(f'<form action="{_HOST}"/>'),
    "a meta refresh": _html(f'<meta http-equiv="refresh" content="0;url={_HOST}"/>'),
    "a base": _html(f'<base href="{_HOST}"/>'),
    "a linked style": _html(f'<link rel="stylesheet" href="{_HOST}"/>'),
    "a picture in HTML": _html(f'<img src="{_HOST}"/>'),
    "a background in HTML": _html(f'<span background="{_HOST}"/>'),
    "a sound": _html(f'<audio src="{_HOST}"/>'),
    "svg in HTML": _html("<svg/>"),
    "a style sheet": f'<?xml-stylesheet href="{_HOST}"?>' + _in(""),
    "a style sheet, late": _in(f'<?xml-stylesheet href="{_HOST}"?>'),
    "@import": _css(f"@import '{_HOST}';"),
    "@import, escaped": _css(f"@\\69 mport '{_HOST}';"),
    "@import over a comment": _css(f"@im<!-- -->port '{_HOST}';"),
    "@import in CDATA": _css(f"<![CDATA[@IMPORT url({_HOST});]]>"),
    "@import over an entity": '<!DOCTYPE svg [<!ENTITY i "@imp">]>' + _css(f"&i;ort '{_HOST}';"),
    "url()": _css(f"rect{{fill:url({_HOST})}}"),
    "url(), quoted": _css(f"rect{{fill:url( '{_HOST}' )}}"),
    "url(), escaped": _css(f"rect{{fill:\\75\\000072l({_HOST})}}"),
    "url() after a good one": _css(f"rect{{fill:url(#a);filter:url({_HOST})}}"),
    "url() of another file": _css("rect{filter:url(other.svg#a)}"),
    "url() of a page as data": _css("rect{fill:url(data:image/svg+xml,x)}"),
    "image-set()": _css(f"rect{{background:image-set('{_HOST}' 1x)}}"),
    "a font from elsewhere": _css(f"@font-face{{src:url({_HOST})}}"),
    "url() in a style attribute": _in(f'<rect style="fill:url({_HOST})"/>'),
    "url() in an attribute": _in(f'<rect fill="url({_HOST})"/>'),
    "url() in HTML": _html(f'<span style="background:url({_HOST})"/>'),
    "an image from elsewhere": _in(f'<image href="{_HOST}"/>'),
    "an image of the same host": _in('<image href="other.png"/>'),
    "an image of the machine": _in('<image xlink:href="file:///etc/passwd"/>'),
    "an image as an SVG": _in('<image href="data:image/svg+xml,x"/>'),
    "an image by //": _in('<image href="//127.0.0.1:9/x"/>'),
    "feImage": _in(f'<filter id="f"><feImage href="{_HOST}"/></filter>'),
    "use": _in(f'<use href="{_HOST}#a"/>'),
    "use of data": _in('<use href="data:image/svg+xml;base64,PHN2Zy8+#a"/>'),
    "a gradient": _in(f'<linearGradient xlink:href="{_HOST}#a"/>'),
    "a base of addresses": _in(f'<g xml:base="{_HOST}"><use href="#a"/></g>'),
    "a handler": _in('<handler xmlns:ev="http://www.w3.org/2001/xml-events" ev:event="load">x()</handler>'),
    "an unknown element": _in("<discover/>"),
    "UTF-7": '<?xml version="1.0" encoding="UTF-7"?>' + _in("+ADw-script/+AD4-"),
    "not closed": _OPEN,
    "an unknown prefix": _in("<x:g/>"),
}
"""What does more than draw, or is broken; each is refused."""
