extension SpoolAddress {
    /// Opens the spool, or makes it.
    package func open() async throws(SpoolProblem) -> any Spool {
        switch self {
        case .sqlite(let path): try await SQLiteSpool.open(path)
        case .postgres(let address, let folder): try await PostgresSpool.open(address, folder: folder)
        }
    }
}
