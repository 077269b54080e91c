internal import CGMime

/// Lists of people that are out of the ordinary, as GMime understands them.
enum GMimeAddresses {
    /// Longer lists are cut.
    static let longest = 256 << 10
    /// GMime calls itself for each group in a group, as deep as a letter wants.
    static let mostGroups = 64

    /// GMime sets itself up once, and knows no lock for it.
    private static let isReady: Void = router_gmime_start()

    static func mailboxes(_ value: [UInt8], _ decoder: TextDecoder) -> [Mailbox] {
        _ = isReady
        // GMime takes UTF-8, and text up to the first NUL.
        var text = value.prefix(longest).filter { $0 != 0 }
        var colons = 0
        for (position, byte) in text.enumerated() where byte == UInt8(ascii: ":") {
            colons += 1
            if colons > mostGroups { text[position] = 0x20 }
        }
        if !text.allSatisfy({ $0 < 0x80 }) { text = Array(decoder.text(text[...], in: nil).text.utf8) }
        text.append(0)
        let found = Found()
        text.withUnsafeBufferPointer { text in
            text.withMemoryRebound(to: CChar.self) { text in
                let context = Unmanaged.passUnretained(found).toOpaque()
                router_gmime_mailboxes(text.baseAddress, context) { context, name, address in
                    guard let context else { return }
                    let found = Unmanaged<Found>.fromOpaque(context).takeUnretainedValue()
                    found.add(name.map { String(cString: $0) }, address.map { String(cString: $0) })
                }
            }
        }
        return found.mailboxes
    }

    private final class Found {
        var mailboxes: [Mailbox] = []

        func add(_ name: String?, _ address: String?) {
            guard mailboxes.count < MailboxList.most else { return }
            let name = name.map(FieldText.harmless)
            var address = FieldText.harmless(address ?? "")
            while address.last == " " { address.removeLast() }
            guard name?.isEmpty == false || !address.isEmpty else { return }
            mailboxes.append(Mailbox(name: name?.isEmpty == true ? nil : name, address: address))
        }
    }
}
