/// The names of HTML elements: those of the HTML Standard, and obsolete ones that letters still use.
enum Elements {
    static func contains(_ name: some StringProtocol) -> Bool { names.contains(name.lowercased()) }

    static let names: Set<String> = Set(
        """
        a abbr address area article aside audio b base bdi bdo blockquote body br button canvas caption cite code col
        colgroup data datalist dd del details dfn dialog div dl dt em embed fieldset figcaption figure footer form h1
        h2 h3 h4 h5 h6 head header hgroup hr html i iframe img input ins kbd label legend li link main map mark math
        menu meta meter nav noscript object ol optgroup option output p param picture pre progress q rp rt ruby s samp
        script search section select slot small source span strong style sub summary sup svg table tbody td template
        textarea tfoot th thead time title tr track u ul var video wbr
        acronym applet basefont bgsound big blink center dir font frame frameset image isindex keygen listing marquee
        menuitem multicol nextid nobr noembed noframes plaintext rb rtc spacer strike tt xmp
        """.split { $0 == " " || $0 == "\n" }.map(String.init))

    /// Elements whose contents are neither markup nor text with entities.
    static let raw: Set<String> = ["script", "style", "xmp", "iframe", "noembed", "noframes", "plaintext"]
    /// Elements whose contents are text with entities, but no markup.
    static let escapable: Set<String> = ["title", "textarea"]
    /// Elements without contents.
    static let void: Set<String> = [
        "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "img", "input", "link", "meta",
        "param", "source", "track", "wbr",
    ]
    static let lists: Set<String> = ["ul", "ol", "menu", "dir"]
    /// Elements that begin and end a line, and those among them that stand apart by a blank line.
    static let blocks: Set<String> = apart.union([
        "div", "tr", "table", "section", "article", "header", "footer", "main", "nav", "aside", "center", "dt", "dd",
        "caption", "figcaption", "form", "fieldset", "address", "li", "body", "html", "details", "summary", "hr", "ul",
        "ol", "menu", "dir", "legend", "dialog", "search", "hgroup", "listing", "xmp",
    ])
    static let apart: Set<String> = [
        "p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "dl", "figure",
    ]
    /// Attributes that hold a URL.
    static let addresses: Set<String> = [
        "action", "archive", "background", "cite", "classid", "codebase", "data", "dynsrc", "formaction", "href",
        "icon", "longdesc", "lowsrc", "manifest", "ping", "poster", "profile", "src", "usemap", "xlink:href",
    ]
}
