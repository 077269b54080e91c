/// What is let through of HTML that somebody else wrote.
enum SafeElements {
    static let names: Set<String> = Set(
        """
        a abbr acronym address article aside b bdi bdo big blockquote br caption center cite code col colgroup dd del dfn
        dir div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark nav ol p pre
        q rp rt ruby s samp section small span strike strong sub sup table tbody td tfoot th thead time tr tt u ul var wbr
        """.split { $0 == " " || $0 == "\n" }.map(String.init))

    /// Elements whose contents go with them; of all others that are not let through, the contents stay.
    static let leftOut: Set<String> = ["svg", "math", "title", "template"]

    /// Attributes of any element.
    static let common: Set<String> = ["dir", "lang", "title", "style", "align", "valign", "bgcolor", "width", "height"]

    /// Attributes of single elements.
    static let attributes: [String: Set<String>] = [
        "a": ["href"], "img": ["src", "alt", "border", "hspace", "vspace"], "font": ["color", "face", "size"],
        "table": ["border", "cellpadding", "cellspacing", "summary", "rules", "frame"],
        "td": ["colspan", "rowspan", "nowrap", "headers", "abbr"],
        "th": ["colspan", "rowspan", "nowrap", "scope", "abbr"],
        "col": ["span"], "colgroup": ["span"], "ol": ["start", "type", "reversed"], "ul": ["type"],
        "li": ["value", "type"], "time": ["datetime"], "hr": ["size", "noshade", "color"], "br": ["clear"],
        "del": ["datetime"], "ins": ["datetime"],
    ]

    /// Where a link may lead.
    static let schemes: Set<String> = ["http", "https", "mailto", "tel", "sms", "xmpp"]

    /// Styles that say how something looks, and neither where it stands over other things nor what is to be fetched.
    static let styles: Set<String> = Set(
        """
        azimuth background-color border border-bottom border-bottom-color border-bottom-style border-bottom-width
        border-collapse border-color border-left border-left-color border-left-style border-left-width border-radius
        border-right border-right-color border-right-style border-right-width border-spacing border-style border-top
        border-top-color border-top-style border-top-width border-width caption-side clear color direction display
        empty-cells float font font-family font-size font-style font-variant font-weight height letter-spacing line-height
        list-style-position list-style-type margin margin-bottom margin-left margin-right margin-top max-height max-width
        min-height min-width overflow-wrap padding padding-bottom padding-left padding-right padding-top table-layout
        text-align text-decoration text-decoration-line text-indent text-transform unicode-bidi vertical-align
        white-space width word-break word-spacing word-wrap background
        """.split { $0 == " " || $0 == "\n" }.map(String.init))
}
