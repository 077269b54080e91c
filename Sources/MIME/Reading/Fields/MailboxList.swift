/// The people in From, To and their like (RFC 5322 §3.4).
///
/// What most letters have is read here: `a@example.com`, `Name <a@example.com>`, `"Name" <a@example.com>`, with commas between.
/// Comments, groups, routes and whatever is broken are left to GMime, which has seen more of it than anybody.
enum MailboxList {
    /// More people are not kept.
    static let most = 10_000

    /// The people in an unfolded value.
    static func mailboxes(_ value: [UInt8], _ decoder: TextDecoder) -> [Mailbox] {
        var reader = Reader(value: value, decoder: decoder)
        if let all = reader.all() { return all }
        return GMimeAddresses.mailboxes(value, decoder)
    }

    private struct Reader {
        let value: [UInt8]
        let decoder: TextDecoder
        var position = 0

        /// `nil` as soon as anything is out of the ordinary.
        mutating func all() -> [Mailbox]? {
            var all: [Mailbox] = []
            while true {
                while position < value.count, value[position].isFieldSpace || isSeparator { position += 1 }
                guard position < value.count else { return all }
                guard all.count < most, let mailbox = mailbox() else { return nil }
                all.append(mailbox)
            }
        }

        /// QUIRK: Outlook's users write a `;` between people; one that ends a group comes behind a `:`, which is not read here.
        private var isSeparator: Bool { value[position] == 0x2C || value[position] == 0x3B }

        private mutating func mailbox() -> Mailbox? {
            guard let phrase = value[position] == 0x22 ? quoted() : words() else { return nil }
            guard position < value.count, value[position] == 0x3C else {
                // An address by itself.
                guard isAddress(phrase[...]) else { return nil }
                return Mailbox(address: String(decoding: phrase, as: UTF8.self))
            }
            guard let close = value[position...].firstIndex(of: 0x3E) else { return nil }
            let address = value[(position + 1)..<close].trimmed
            // QUIRK: servers that send notices call themselves `Mailer <>`.
            guard isAddress(address) || address.isEmpty && !phrase.isEmpty else { return nil }
            position = close + 1
            while position < value.count, value[position].isFieldSpace { position += 1 }
            guard position == value.count || isSeparator else { return nil }
            let name = phrase.isEmpty ? nil : EncodedWords.text(phrase[...], decoder)
            return Mailbox(name: name, address: String(decoding: address, as: UTF8.self))
        }

        /// What stands between quotes, if an address follows.
        private mutating func quoted() -> [UInt8]? {
            var text: [UInt8] = []
            position += 1
            while position < value.count, value[position] != 0x22 {
                if value[position] == 0x5C, position + 1 < value.count { position += 1 }
                text.append(value[position])
                position += 1
            }
            position += 1
            while position < value.count, value[position].isFieldSpace { position += 1 }
            return position < value.count && value[position] == 0x3C ? text : nil
        }

        /// Up to an address in brackets, a comma or the end.
        private mutating func words() -> [UInt8]? {
            let start = position
            while position < value.count, value[position] != 0x3C, !isSeparator {
                switch value[position] {
                case 0x22, 0x28, 0x29, 0x3A, 0x3E, 0x5B, 0x5C, 0x5D: return nil
                case 0x3D where position + 1 < value.count && value[position + 1] == 0x3F:
                    // Broken encoded words hold commas and the like.
                    guard let end = endOfWord() else { return nil }
                    position = end
                default: position += 1
                }
            }
            return Array(value[start..<position].trimmed)
        }

        /// Behind an encoded word; signs in it that ought to be encoded separate nothing.
        private func endOfWord() -> Int? {
            var marks = 0
            var at = position + 2
            while at < value.count {
                switch value[at] {
                case 0x3F:
                    marks += 1
                    if marks == 3 { return at + 1 < value.count && value[at + 1] == 0x3D ? at + 2 : nil }
                case 0x20, 0x09, 0x22, 0x3C, 0x3E: return nil
                default: break
                }
                at += 1
            }
            return nil
        }

        private func isAddress(_ text: ArraySlice<UInt8>) -> Bool {
            guard let at = text.firstIndex(of: 0x40), at > text.startIndex, at + 1 < text.endIndex else { return false }
            var marks = 0
            for byte in text {
                guard byte > 0x20, byte < 0x7F else { return false }
                switch byte {
                case 0x40: marks += 1
                case 0x22, 0x28, 0x29, 0x2C, 0x3A, 0x3B, 0x3C, 0x3E, 0x5B, 0x5C, 0x5D: return false
                default: break
                }
            }
            return marks == 1
        }
    }
}
