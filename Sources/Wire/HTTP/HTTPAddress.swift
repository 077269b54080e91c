internal import Attributes
internal import CCurl

/// A URL that may be called: `https`, or `http` to this machine itself; `http` to others only where that is allowed.
///
/// libcurl itself takes it apart, so that it can't be understood in two ways.
package struct HTTPAddress: Hashable, Sendable {
    /// As libcurl writes it, the host in ASCII.
    package let url: String
    package let isEncrypted: Bool
    /// Whether it is this machine itself.
    package let isLoopback: Bool
    /// The host in ASCII, an IPv6 address in brackets.
    package let host: String
    /// The port, when one is written.
    package let port: String?

    /// Why a text is no such URL, in words that follow it: `has no scheme`.
    package struct Problem: Error, Hashable, Sendable {
        package var words: String
        package var help: String
    }

    /// The most bytes of a URL.
    private static let limit = 8192

    package init(_ text: String, allowingClearText: Bool = false) throws(Problem) {
        guard text.utf8.count <= Self.limit, !text.utf8.contains(where: { $0 <= 0x20 || $0 == 0x7F }) else {
            throw Problem(words: "is not a URL", help: Self.example)
        }
        guard text.contains("://") else {
            throw Problem(words: "has no scheme", help: "write 'https://' in front of it")
        }
        guard let handle = curl_url() else { throw Problem(words: "can't be looked at", help: "try again") }
        defer { curl_url_cleanup(handle) }
        guard curl_url_set(handle, CURLUPART_URL, text, 0) == CURLUE_OK,
            let host = Self.part(CURLUPART_HOST, handle), !host.isEmpty,
            let ascii = DomainName.ascii(host), curl_url_set(handle, CURLUPART_HOST, ascii, 0) == CURLUE_OK,
            let url = Self.part(CURLUPART_URL, handle), let scheme = Self.part(CURLUPART_SCHEME, handle)
        else { throw Problem(words: "is not a URL", help: Self.example) }
        guard Self.part(CURLUPART_USER, handle) == nil, Self.part(CURLUPART_PASSWORD, handle) == nil else {
            throw Problem(words: "has a name or a password in it", help: "take what stands before the @ away")
        }
        isLoopback = Self.isLoopback(ascii)
        switch scheme {
        case "https": isEncrypted = true
        case "http":
            guard isLoopback || allowingClearText else {
                throw Problem(
                    words: "is not encrypted: what goes there can be read on the way", help: "write https:// instead")
            }
            isEncrypted = false
        default: throw Problem(words: "is no URL of HTTP", help: Self.example)
        }
        self.url = url
        self.host = ascii
        port = Self.part(CURLUPART_PORT, handle)
    }

    /// `login.example.com`, with the port when one is written.
    package var server: String { PlainText.printable(port.map { "\(host):\($0)" } ?? host) }

    private static let example = "write it as https://login.example.com/token"

    private static func isLoopback(_ host: String) -> Bool {
        if host == "localhost" || host == "[::1]" { return true }
        let numbers = host.split(separator: ".", omittingEmptySubsequences: false)
        return numbers.count == 4 && numbers[0] == "127" && numbers.allSatisfy { UInt8($0) != nil }
    }

    private static func part(_ part: CURLUPart, _ handle: OpaquePointer) -> String? {
        var text: UnsafeMutablePointer<CChar>?
        guard curl_url_get(handle, part, &text, 0) == CURLUE_OK, let text else { return nil }
        defer { curl_free(text) }
        return String(cString: text)
    }
}
