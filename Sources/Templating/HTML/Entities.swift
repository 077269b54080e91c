/// The characters behind HTML's references: numeric ones, and the names of HTML 4 that texts use.
enum Entities {
    /// Decodes the references in a stretch of text; what is none stays as it is.
    static func decoded(_ bytes: some Collection<UInt8>) -> [UInt8] {
        guard bytes.contains(UInt8(ascii: "&")) else { return Array(bytes) }
        let bytes = Array(bytes)
        var result: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "&"), let (text, end) = reference(bytes, at: index + 1) {
                result.append(contentsOf: text.utf8)
                index = end
            } else {
                result.append(bytes[index])
                index += 1
            }
        }
        return result
    }

    private static func reference(_ bytes: [UInt8], at start: Int) -> (String, Int)? {
        var end = start
        while end < bytes.count, end - start < 12,
            bytes[end].isLetter || bytes[end].isDigit || end == start && bytes[end] == UInt8(ascii: "#")
        {
            end += 1
        }
        let name = String(decoding: bytes[start..<end], as: UTF8.self)
        let next = end < bytes.count && bytes[end] == UInt8(ascii: ";") ? end + 1 : end
        if name.hasPrefix("#") {
            let isHex = name.dropFirst().lowercased().hasPrefix("x")
            guard let number = UInt32(name.dropFirst(isHex ? 2 : 1), radix: isHex ? 16 : 10) else { return nil }
            let scalar = Unicode.Scalar(number) ?? "\u{FFFD}"
            return (String(scalar.value == 0 ? "\u{FFFD}" : scalar), next)
        }
        // Without a ';' only the oldest names count, as in browsers: `?a=1&copies=2` holds none.
        guard let text = named[name], next > end || bare.contains(name) else { return nil }
        return (text, next)
    }

    private static let bare: Set<String> = ["amp", "lt", "gt", "quot", "nbsp"]

    private static let named: [String: String] = {
        var table = [
            "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "OElig": "Œ", "oelig": "œ", "Scaron": "Š",
            "scaron": "š", "Yuml": "Ÿ", "ensp": "\u{2002}", "emsp": "\u{2003}", "thinsp": "\u{2009}",
            "zwnj": "\u{200C}", "zwj": "\u{200D}", "lrm": "\u{200E}", "rlm": "\u{200F}", "ndash": "–", "mdash": "—",
            "lsquo": "‘", "rsquo": "’", "sbquo": "‚", "ldquo": "“", "rdquo": "”", "bdquo": "„", "dagger": "†",
            "Dagger": "‡", "bull": "•", "hellip": "…", "permil": "‰", "prime": "′", "Prime": "″", "lsaquo": "‹",
            "rsaquo": "›", "euro": "€", "numero": "№", "trade": "™", "larr": "←", "uarr": "↑", "rarr": "→", "darr": "↓",
            "harr": "↔", "minus": "−", "infin": "∞", "asymp": "≈", "ne": "≠", "le": "≤", "ge": "≥", "sum": "∑",
            "radic": "√", "hearts": "♥", "check": "✓", "num": "#", "colon": ":", "quest": "?", "sol": "/", "excl": "!",
            "commat": "@", "lbrace": "{", "rbrace": "}", "lcub": "{", "rcub": "}", "lsqb": "[", "rsqb": "]",
            "equals": "=", "percnt": "%", "semi": ";", "comma": ",", "period": ".", "lowbar": "_", "plus": "+",
            "Tab": "\t", "NewLine": "\n",
        ]
        // Latin-1, from U+00A0 on.
        let latin = """
            nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute
            micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring
            AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml
            times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil
            egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash
            ugrave uacute ucirc uuml yacute thorn yuml
            """
        for (offset, name) in latin.split(whereSeparator: { $0 == " " || $0 == "\n" }).enumerated() {
            table[String(name)] = Unicode.Scalar(0xA0 + UInt32(offset)).map(String.init)
        }
        return table
    }()
}
