internal import CCurl

/// Who has signed a certificate that nobody here trusts.
enum Issuer {
    /// Looks at what the server sends, over a connection of its own that carries nothing: libcurl keeps no certificates of one that failed.
    static func ask(_ settings: LineSettings) -> WireError.CertificateProblem {
        var settings = settings
        settings.login = nil
        settings.tls.verify = false
        guard let easy = try? EasyHandle(), (try? easy.apply(settings, [])) != nil,
            (try? easy.set(CURLOPT_CERTINFO, 1)) != nil, easy.perform() == CURLE_OK
        else { return .untrusted(issuer: nil) }
        return problem(easy.certificates)
    }

    // The certificates, the server's own first: a list of lines each.
    static func problem(_ chain: [[String]]) -> WireError.CertificateProblem {
        guard let last = chain.last, let issuer = name("Issuer:", in: last) else { return .untrusted(issuer: nil) }
        return chain.count == 1 && name("Subject:", in: last) != issuer
            ? .withoutIssuer(issuer) : .untrusted(issuer: issuer)
    }

    /// The common name, else all of the name: `CN = Authority` → `Authority`.
    private static func name(_ label: String, in lines: [String]) -> String? {
        guard let line = lines.first(where: { $0.hasPrefix(label) })?.dropFirst(label.count) else { return nil }
        let common = line.firstRange(of: "CN = ").map { line[$0.upperBound...].prefix { $0 != "," } } ?? line
        return PlainText.printable(String(common.prefix(longest)))
    }

    /// In characters; a certificate may say what it likes.
    private static let longest = 100
}
