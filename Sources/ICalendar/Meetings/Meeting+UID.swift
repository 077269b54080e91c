package import Attributes

extension Meeting {
    /// The UID of the meeting that an organizer knows by a key.
    ///
    /// The same organizer and key give the same UID on every machine and from every route, whatever the case of the address;
    /// other ones never do: it is the SHA-256 of both, cut to 160 bits, in the organizer's domain:
    /// `f2c7…@example.com`. Neither the address's name nor the key can be read from it.
    package static func uid(organizer: EmailAddress, key: String) -> String {
        let address = organizer.text.lowercased()
        // A NUL can't stand in an address: no two pairs run together into the same bytes.
        let digest = SHA256.digest(Array("\(address)\0\(key)".utf8))
        let hex = String(unsafeUninitializedCapacity: 40) { text in
            for (number, byte) in digest.prefix(20).enumerated() {
                text[2 * number] = Self.digit(byte >> 4)
                text[2 * number + 1] = Self.digit(byte & 15)
            }
            return 40
        }
        return "\(hex)@\(organizer.domain.lowercased())"
    }

    private static func digit(_ nibble: UInt8) -> UInt8 {
        nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "a") - 10 + nibble
    }
}
