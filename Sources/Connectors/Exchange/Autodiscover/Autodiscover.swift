internal import Connecting
internal import Diagnostics
internal import Wire
internal import XML

/// Asks the servers of an address's domain where its mailbox is, for people whose `url:` does not do.
///
/// The login is shown over TLS alone, or on this machine itself; where a server redirects to anything else, nobody follows.
actor Autodiscover {
    private let thread: SerialThread
    private let settings: ExchangeConnector.Settings
    private let session: HTTPSession

    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    /// However often one server points to the next.
    private static let mostRedirections = 8
    private static let patience = Duration.seconds(10)

    init(_ settings: ExchangeConnector.Settings) throws(WireError) {
        thread = try SerialThread()
        self.settings = settings
        session = try HTTPSession(settings.http(whole: Self.patience))
    }

    /// - Parameters:
    ///   - address: The mailbox's.
    ///   - servers: Where to ask first: `https://mail.example.com`.
    /// - Returns: The URL of Exchange Web Services; `nil` when nobody knows.
    func find(_ address: String, servers: [String] = []) async -> String? {
        var address = address
        var places: [String] = []
        var asked: Set<String> = []
        func add(_ address: String) {
            guard let domain = address.split(separator: "@").last, EWSText.isHeader(String(domain)) else { return }
            let hosts = servers + ["https://autodiscover.\(domain)", "https://\(domain)"]
            places += hosts.flatMap { [$0 + AutodiscoverPOX.path, $0 + AutodiscoverSOAP.path] }
        }
        add(address)
        var redirections = 0
        var next = 0
        while next < places.count {
            let place = places[next]
            next += 1
            guard asked.insert("\(place) \(address)").inserted else { continue }
            let answer = await ask(place, address)
            if case .url(let url)? = answer { return url }
            guard redirections < Self.mostRedirections else { continue }
            switch answer {
            case .redirect(let url):
                redirections += 1
                places.insert(url, at: next)
            case .address(let other):
                redirections += 1
                address = other
                next = 0
                places = []
                add(other)
            default: break
            }
        }
        return nil
    }

    private func ask(_ url: String, _ address: String) async -> AutodiscoverAnswer? {
        // Never a password in clear text over a network.
        guard let target = try? HTTPAddress(url, allowingClearText: true), target.isEncrypted || target.isLoopback
        else { return nil }
        let isSOAP = url.lowercased().hasSuffix(".svc")
        let request = HTTPRequest(
            "POST", url, headers: [HTTPHeader("Content-Type", "text/xml; charset=utf-8"), HTTPHeader("Expect", "")],
            body: isSOAP ? AutodiscoverSOAP.request(for: address, at: url) : AutodiscoverPOX.request(for: address))
        let response = try? await settings.credentials.opening { (login) throws(WireError) in
            try session.send(request, as: login)
        }
        guard let response else { return nil }
        if (300..<400).contains(response.status) { return response["Location"].map { .redirect($0) } }
        guard response.status == 200 || response.status == 500, let root = try? XMLReader.read(response.body) else {
            return nil
        }
        return isSOAP ? AutodiscoverSOAP.answer(root) : AutodiscoverPOX.answer(root)
    }
}
