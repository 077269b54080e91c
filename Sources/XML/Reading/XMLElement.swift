/// An element with all that it holds; text and elements are not told apart by their order.
package struct XMLElement: Hashable, Sendable {
    /// The name without its prefix.
    package var name: String
    /// Blank for none.
    package var namespace: String
    /// By local name; of two with the same local name the one without a namespace counts.
    package var attributes: [String: String] = [:]
    /// The element's own text, without that of the elements in it.
    package var text = ""
    package var children: [XMLElement] = []
    /// Which of the streamed elements it is, when its text went to a sink.
    package var stream: Int?

    package init(_ name: String, namespace: String = "") {
        self.name = name
        self.namespace = namespace
    }

    /// The first child of a local name.
    package subscript(name: String) -> XMLElement? {
        children.first { $0.name == name }
    }

    /// The first child's first child, and so on, by local names.
    package subscript(path: String...) -> XMLElement? {
        var element: XMLElement? = self
        for name in path { element = element?[name] }
        return element
    }

    /// The children of a local name.
    package func all(_ name: String) -> [XMLElement] {
        children.filter { $0.name == name }
    }

    /// The first of a local name at any depth, this one included.
    package func first(_ name: String) -> XMLElement? {
        if self.name == name { return self }
        for child in children {
            if let found = child.first(name) { return found }
        }
        return nil
    }

    /// The text without the white space around it.
    package var trimmed: String {
        func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
        let bytes = text.utf8
        guard let start = bytes.firstIndex(where: { !isSpace($0) }),
            let end = bytes.lastIndex(where: { !isSpace($0) })
        else { return "" }
        return String(text[start...end])
    }
}
