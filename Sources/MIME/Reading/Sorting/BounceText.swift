/// What mail servers say in plain words about a letter that they could not deliver.
enum BounceText {
    /// What is further down is the letter that came back.
    private static let reach = 64 << 10

    /// An enhanced status code (RFC 3463) in a text: `5.1.1`.
    static func status(in text: some StringProtocol) -> String? {
        let bytes = Array(text.utf8.prefix(2000))
        var position = 0
        while position < bytes.count {
            let isStart = position == 0 || !isPartOfNumber(bytes[position - 1])
            if isStart, "245".utf8.contains(bytes[position]), let end = code(bytes, position) {
                return String(decoding: bytes[position..<end], as: UTF8.self)
            }
            position += 1
        }
        return nil
    }

    private static func isPartOfNumber(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) || byte == 0x2E }

    /// Behind a code that begins there.
    private static func code(_ bytes: [UInt8], _ start: Int) -> Int? {
        var position = start + 1
        for _ in 0..<2 {
            guard position < bytes.count, bytes[position] == 0x2E else { return nil }
            position += 1
            let first = position
            while position < bytes.count, (0x30...0x39).contains(bytes[position]) { position += 1 }
            guard (1...3).contains(position - first) else { return nil }
        }
        return position < bytes.count && bytes[position] == 0x2E && position + 1 < bytes.count
            && (0x30...0x39).contains(bytes[position + 1]) ? nil : position
    }

    /// Whom a notice of qmail names; `nil` when it is none.
    ///
    /// QSBMF, the qmail-send Bounce Message Format, begins with fixed words and has a paragraph for each recipient.
    static func recipients(_ text: String) -> [DeliveryNotice.Recipient]? {
        guard text.hasPrefix("Hi. This is the") else { return nil }
        var recipients: [DeliveryNotice.Recipient] = []
        for paragraph in String(text.prefix(reach)).split(separator: "\n\n") {
            if paragraph.hasPrefix("---") { break }
            let lines = paragraph.split(separator: "\n")
            guard let first = lines.first, first.hasPrefix("<"), first.hasSuffix(">:"),
                recipients.count < DeliveryNoticeReader.most
            else { continue }
            let words = lines.dropFirst().joined(separator: " ")
            recipients.append(
                .init(
                    address: String(first.dropFirst().dropLast(2)), action: .failed,
                    status: status(in: words) ?? "5.0.0",
                    diagnostic: words.isEmpty ? nil : words))
        }
        return recipients
    }

    /// What the text says behind an address.
    static func reason(for address: String, in text: String) -> (status: String?, words: String)? {
        let lines = text.prefix(reach).split(separator: "\n", omittingEmptySubsequences: false)
        guard let line = lines.firstIndex(where: { $0.contains(address) }) else { return nil }
        let words = lines[(line + 1)...].prefix { !$0.allSatisfy(\.isWhitespace) }.prefix(10)
            .map { $0.drop { $0 == " " || $0 == "\t" } }.joined(separator: " ")
        return words.isEmpty ? nil : (status(in: words), words)
    }

    /// The Message-ID of a letter that the text holds a copy of.
    static func messageID(_ text: String) -> String? {
        for line in text.prefix(reach).split(separator: "\n") where line.lowercased().hasPrefix("message-id:") {
            let value = Array(line.utf8.dropFirst(11))
            if let id = MessageIDs.all(in: value[...].trimmed, isSingle: true).first { return id }
        }
        return nil
    }
}
