internal import CCurl

/// Header lines as libcurl wants them, until this goes.
struct HeaderList: ~Copyable {
    private(set) var head: UnsafeMutablePointer<curl_slist>?

    /// - Throws: `settings` for a name or a value that would not stay on its line.
    init(_ headers: [HTTPHeader]) throws(WireError) {
        for header in headers {
            guard Self.isToken(header.name),
                !header.value.utf8.contains(where: { $0 < 0x20 && $0 != 0x09 || $0 == 0x7F })
            else {
                throw WireError(
                    .settings, "the header '\(PlainText.printable(header.name))' holds a line end or the like")
            }
            // QUIRK: libcurl takes `Name:` for "leave it out"; a blank value is written `Name;`.
            let line = header.value.isEmpty ? "\(header.name);" : "\(header.name): \(header.value)"
            try add(line)
        }
        // Without it libcurl waits a second for a 100 Continue that few servers give.
        try add("Expect:")
    }

    private mutating func add(_ line: String) throws(WireError) {
        guard let longer = curl_slist_append(head, line) else {
            throw WireError(.resources, "there is no memory left")
        }
        head = longer
    }

    deinit {
        curl_slist_free_all(head)
    }

    /// RFC 9110 section 5.6.2.
    private static func isToken(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
                }
            }
    }
}
