extension SpoolAddress {
    /// Opens the spool, or makes it.
    package func open() async throws(SpoolProblem) -> any Spool {
        switch self {
        case .sqlite(let path): try await SQLiteSpool.open(path)
        case .postgres(let address):
            throw SpoolProblem(.settingsWrong, at: address.shown, "can't be used yet", remedy: "write \(Self.usual)")
        }
    }
}
