/// Texts whose lines flow into one another (RFC 3676).
enum FlowedText {
    /// Joins the lines that belong together.
    ///
    /// - Parameters:
    ///   - text: With LF line ends.
    ///   - deletesSpace: `delsp=yes`: the space at a line's end is not one of the text.
    /// - Returns: Quotes begin with as many `>` as before and a space.
    static func joined(_ text: String, deletesSpace: Bool) -> String {
        var result: [UInt8] = []
        result.reserveCapacity(text.utf8.count)
        var isOpen = false
        var depth = 0
        var isFirst = true
        for line in Array(text.utf8).split(separator: 0x0A, omittingEmptySubsequences: false) {
            let quotes = line.prefix { $0 == UInt8(ascii: ">") }.count
            var content = line[(line.startIndex + quotes)...]
            // Space-stuffing.
            if content.first == 0x20 { content.removeFirst() }
            let isSignature = content.elementsEqual("-- ".utf8)
            if !(isOpen && quotes == depth && !isSignature) {
                if !isFirst { result.append(0x0A) }
                result += repeatElement(UInt8(ascii: ">"), count: quotes)
                if quotes > 0, !content.isEmpty { result.append(0x20) }
            }
            isFirst = false
            isOpen = content.last == 0x20 && !isSignature
            if isOpen, deletesSpace { content.removeLast() }
            result += content
            depth = quotes
        }
        return String(decoding: result, as: UTF8.self)
    }
}
