extension Postfix {
    /// Its name and version: `Postfix 3.7.11`.
    package static var version: String {
        get async throws { "Postfix \(try await Debian.version(of: "postfix"))" }
    }
}

extension Sink {
    /// Its name and version; it comes with Postfix: `smtp-sink 3.7.11`.
    package static var version: String {
        get async throws { "smtp-sink \(try await Debian.version(of: "postfix"))" }
    }
}
