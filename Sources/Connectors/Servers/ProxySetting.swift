internal import Attributes
internal import Diagnostics
internal import Settings
internal import Wire

/// `proxy: "socks5h://robot:${env:PROXY_PASSWORD}@proxy.example.com:1080"`.
///
/// `%40` and the like stand for other characters (RFC 3986 section 2.1).
struct ProxySetting: SettingValue {
    var proxy: Proxy

    static var form: Form { .text }

    private static let remedy = "write it as socks5h://proxy.example.com:1080 or http://proxy.example.com:3128"

    static func read(_ node: Node, _ reader: inout Reader) -> Self? {
        hideSecret(node, &reader)
        guard let text = reader.plainText(node, expected: "a proxy") else { return nil }
        func wrong(_ message: String, _ help: String = remedy) -> Self? {
            reader.report(node, .badProxy, message, help: help)
        }
        guard let mark = text.firstRange(of: "://") else { return wrong("the proxy has no scheme") }
        let word = text[..<mark.lowerBound].lowercased()
        guard let scheme = Proxy.Scheme(rawValue: word) else {
            let words = Proxy.Scheme.allCases.map(\.rawValue)
            return wrong(
                "the proxy's scheme is none that router speaks",
                Suggestion.help(for: word, among: words) ?? "write one of: \(words.joined(separator: ", "))")
        }
        let rest = text[mark.upperBound...]
        // A password may hold anything, also an @.
        let at = rest.lastIndex(of: "@")
        var place = rest[(at.map { rest.index(after: $0) } ?? rest.startIndex)...]
        if place.last == "/" { place.removeLast() }
        guard let colon = place.lastIndex(of: ":"), !place[colon...].contains("]") else {
            return wrong("the proxy has no port")
        }
        guard let port = Int(place[place.index(after: colon)...]), (1...65_535).contains(port) else {
            return wrong("the proxy's port is not a number from 1 to 65535")
        }
        let host = String(place[..<colon])
        guard isHost(host) else { return wrong("the proxy's host is not a server's name") }
        var proxy = Proxy(scheme, host: host, port: port)
        if let at {
            let login = rest[..<at].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            proxy.username = login.first.map(decoded)
            proxy.password = login.count > 1 ? Secret(decoded(login[1])) : nil
            guard proxy.username?.isEmpty == false else { return wrong("the proxy's login has no name") }
        }
        return Self(proxy: proxy)
    }

    /// A password that stands in the file is a secret there like any other.
    private static func hideSecret(_ node: Node, _ reader: inout Reader) {
        guard let text = node.scalar?.text, let at = text.lastIndex(of: "@") else { return }
        let start = text.firstRange(of: "://")?.upperBound ?? text.startIndex
        guard start < at else { return }
        let login = text[start..<at]
        let password = login.firstIndex(of: ":").map { login[login.index(after: $0)...] } ?? ""
        guard !password.isEmpty, !Substitutions.occur(in: String(password)) else { return }
        reader.hide(node.span, in: node.source)
        reader.findings.report(
            Diagnostic(
                .warning, .literalSecret, file: node.source.path, span: node.span, "a secret stands in the file",
                help: "keep it out of the workspace, write \"\(text[..<start])robot:${env:NAME}@…\""))
    }

    private static func isHost(_ host: String) -> Bool {
        if host.hasPrefix("[") { return host.hasSuffix("]") && host.count > 3 }
        return DomainName.ascii(host) != nil
            && host.unicodeScalars.allSatisfy {
                $0 == "." || $0 == "-" || $0 == "_" || $0.properties.isAlphabetic || $0.properties.numericType != nil
            }
    }

    /// `%` and two digits stand for a byte; any other `%` for itself.
    private static func decoded(_ text: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            let digits = String(Substring(rest.prefix(2)))
            if byte == UInt8(ascii: "%"), digits.utf8.count == 2, digits.allSatisfy(\.isHexDigit),
                let value = UInt8(digits, radix: 16)
            {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension Diagnostic.Code {
    static let badProxy = Self(rawValue: "bad-proxy")
}
