/// HTML that somebody else wrote, made safe to be shown.
///
/// What comes out is written anew: only elements, attributes and styles of short lists, every value quoted and escaped, every
/// element closed. There is nothing in it that browsers read in more than one way: no scripts, comments, drawings or formulas, no
/// elements whose contents are no markup. Nothing in it fetches anything: pictures are those of the letter, or gone.
package enum SafeHTML {
    /// Makes HTML safe.
    ///
    /// - Parameters:
    ///   - html: Whatever came.
    ///   - picture: The address of a picture of the letter, by its Content-ID; `nil` takes it out. `cid:…` unless said.
    /// - Returns: What can stand in the `div` of a page, or be a page of its own.
    package static func make(
        _ html: String, picture: @escaping (String) -> String? = { "cid:\($0)" }
    ) -> String {
        var writer = SafeHTMLWriter(picture: picture)
        var tokenizer = HTMLTokenizer()
        var html = html
        html.withUTF8 { tokenizer.feed($0, &writer) }
        return writer.finished()
    }
}

/// Writes what is let through.
struct SafeHTMLWriter: HTMLSink {
    private let picture: (String) -> String?
    private var output: [UInt8] = []
    private var tree = OpenElements()
    /// The element that is left out with all that it holds, and how many of its kind are open.
    private var leftOut: (name: String, depth: Int)?

    init(picture: @escaping (String) -> String?) {
        self.picture = picture
    }

    func finished() -> String {
        var output = output
        for name in tree.names.reversed() { output += "</\(name)>".utf8 }
        return String(decoding: output, as: UTF8.self)
    }

    mutating func text(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) {
        guard leftOut == nil else { return }
        var rest = bytes
        while let stop = rest.firstIndex(where: Self.needsCare) {
            output += rest[..<stop]
            text(rest[stop])
            rest = rest[(stop + 1)...]
        }
        output += rest
    }

    private static func needsCare(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "<") || byte == UInt8(ascii: ">") || byte == 0x7F
    }

    mutating func text(_ byte: UInt8) {
        guard leftOut == nil else { return }
        switch byte {
        case UInt8(ascii: "<"): output += "&lt;".utf8
        case UInt8(ascii: ">"): output += "&gt;".utf8
        case 0x09, 0x0A, 0x0D, 0x20...0x7E, 0x80...: output.append(byte)
        default: break
        }
    }

    mutating func start(_ tag: HTMLTag) {
        if let current = leftOut {
            if current.name == tag.name, !tag.isSelfClosing { leftOut = (current.name, current.depth + 1) }
            return
        }
        if SafeElements.leftOut.contains(tag.name) {
            if !tag.isSelfClosing { leftOut = (tag.name, 1) }
            return
        }
        guard SafeElements.names.contains(tag.name) else { return }
        let isVoid = Elements.void.contains(tag.name)
        guard let closed = tree.open(tag.name, isVoid: isVoid) else { return }
        let attributes = SafeAttributes(tag, picture: picture)
        // A picture that is not shown and says nothing would be a dot that counts who reads.
        if tag.name == "img", !attributes.has("src"), !attributes.has("alt") { return }
        for name in closed { output += "</\(name)>".utf8 }
        output += "<\(tag.name)".utf8
        output += attributes.written
        output.append(UInt8(ascii: ">"))
    }

    mutating func end(_ name: String) {
        if let current = leftOut {
            guard current.name == name else { return }
            leftOut = current.depth > 1 ? (name, current.depth - 1) : nil
            return
        }
        for name in tree.close(name) { output += "</\(name)>".utf8 }
    }
}
