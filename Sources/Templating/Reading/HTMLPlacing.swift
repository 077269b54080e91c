import Diagnostics

/// Decides how a value is escaped where it stands in HTML, and refuses the places where no escaping is safe.
enum HTMLPlacing {
    static func escape(_ spelling: Spelling, _ context: HTMLContext, format: Format) throws(Complaint) -> Escape {
        if case .html = format { return .none }
        let range = spelling.range
        let shown = spelling.mended()
        func refuse(_ message: String, help: String) -> Complaint {
            Complaint(.placeholderPlace, range, message, help: help)
        }
        switch context {
        case .text, .escapable: return Escape(markup: .html)
        case .address(let part):
            if part == .whole { try checkFallback(spelling) }
            return Escape(address: part, markup: .html)
        case .quoted(let attribute):
            switch attribute {
            case "style":
                throw refuse("a placeholder can't stand in a style", help: "write the style out, without \(shown)")
            case "srcdoc", "srcset", "imagesrcset":
                throw refuse("a placeholder can't stand in '\(attribute)'", help: "use src=\"\(shown)\"")
            case _ where attribute.hasPrefix("on"):
                throw refuse(
                    "a placeholder can't stand in the script of '\(attribute)'",
                    help: "leave the attribute out: mail programs run no scripts")
            default: return Escape(markup: .html)
            }
        case .unquoted(let attribute):
            throw refuse(
                "a placeholder in an attribute without quotes could end it",
                help: "write \(attribute)=\"\(shown)\", quotes around the whole value")
        case .tagName:
            throw refuse("a placeholder can't stand in a tag's name", help: "write &lt; for a '<' that is text")
        case .attributeName:
            throw refuse(
                "a placeholder can't stand among a tag's attributes",
                help: "put it into the quotes of one: title=\"\(shown)\"")
        case .scriptAddress(let attribute):
            throw refuse(
                "a placeholder can't stand in the script or the data of '\(attribute)'",
                help: "use an address with \(AddressPart.knownSchemes)")
        case .comment:
            throw refuse("a placeholder in a comment is not filled", help: "move \(shown) out of the comment")
        case .raw(let element):
            throw refuse(
                "a placeholder in <\(element)> is not filled", help: "move \(shown) out of the <\(element)>")
        }
    }

    static func filledScheme(_ spelling: Spelling) -> Complaint {
        Complaint(
            .placeholderPlace, spelling.range, "a placeholder can't stand before the ':' of an address",
            help: "write the scheme out, as in https://\(spelling.mended())")
    }

    static func sectionInTag(_ tag: MustacheTag, isInRaw: Bool) -> Complaint {
        guard !isInRaw else {
            return Complaint(
                .sectionPlace, tag.range, "a section can't stand in a comment, a script or a style",
                help: "write it out, or delete the section")
        }
        return Complaint(
            .sectionPlace, tag.range, "a section can't begin inside a tag",
            help: "put the whole tag into the section, or begin it in the quotes of an attribute")
    }

    static func splitTag(_ tag: MustacheTag, _ end: Range<Int>) -> Complaint {
        Complaint(
            .sectionPlace, end, "'\(tag.shown)' begins in another place of the markup than it ends",
            help: "let both stand between tags, or both in the same part of an attribute's value")
    }

    /// The fallback of a value that begins a URL: another URL, a place on the page, or nothing.
    private static func checkFallback(_ spelling: Spelling) throws(Complaint) {
        guard let fallback = spelling.fallback, !fallback.text.isEmpty, !fallback.text.hasPrefix("#"),
            !AddressPart.hasKnownScheme(fallback.text.utf8)
        else { return }
        throw Complaint(
            .placeholderFallback, fallback.range, "'\(fallback.text)' is no address",
            help: "begin it with \(AddressPart.knownSchemes)")
    }
}
