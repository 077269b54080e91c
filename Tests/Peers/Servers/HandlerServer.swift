package import Attributes

/// An HTTP endpoint in Python that takes messages, checks who sent them with means of its own, and misbehaves at some of its paths.
package struct HandlerServer: Sendable {
    /// A message that it has taken.
    package struct Taken: Sendable {
        package let key: String
        /// How often it came.
        package let count: Int
        package let method: String
        package let path: String
        /// Without `Attachments`.
        package let message: JSON
        /// Without `Content`.
        package let attachments: [JSON]
        package let contents: [[UInt8]]
        /// Names and types of a form's files.
        package let files: [[String]]
        package let headers: JSON
        /// When it came first, in seconds since 1970.
        package let time: Double
    }

    package let port: Int
    package let isSecure: Bool
    private let server: PythonServer

    /// `https://localhost:8443`, or `http://127.0.0.1:8080`.
    package var url: String { "\(isSecure ? "https://localhost" : "http://127.0.0.1"):\(port)" }

    /// Starts it; `secret`, `basic`, `bearer`, `ntlm` as `handler_server.py` says.
    package static func start(
        _ options: [String: String] = [:], chain: String? = nil
    ) async throws -> HandlerServer {
        var arguments = options.flatMap { ["--\($0.key)", $0.value] }
        if let chain { arguments += ["--chain", chain] }
        let server = try await PythonServer.start("handler_server.py", arguments)
        return HandlerServer(port: server.port, isSecure: chain != nil, server: server)
    }

    private static let opening = Task { try await start() }

    /// One that all tests of this process share; messages are told apart by their ids.
    package static var shared: HandlerServer {
        get async throws { try await opening.value }
    }

    package func stop() async { await server.guardian.stop() }

    /// How many connections it has had.
    package func connections() async throws -> Int {
        if case .number(let text) = try await seen()["connections"] { return Int(text) ?? 0 }
        return 0
    }

    /// The signatures that it did not take.
    package func refused() async throws -> [String] {
        if case .array(let items) = try await seen()["refused"] { return items.compactMap(\.text) }
        return []
    }

    /// The paths at which it was asked for objects.
    package func asked() async throws -> [String] { Self.list(try await seen()["asked"]).compactMap(\.text) }

    /// All that it has taken, each once.
    package func taken() async throws -> [Taken] {
        guard case .array(let items) = try await seen()["taken"] else { return [] }
        return items.map { item in
            var count = 0
            if case .number(let text) = item["count"] { count = Int(text) ?? 0 }
            return Taken(
                key: item["key"]?.text ?? "", count: count, method: item["method"]?.text ?? "",
                path: item["path"]?.text ?? "", message: item["message"] ?? .null,
                attachments: Self.list(item["attachments"]),
                contents: Self.list(item["contents"]).map {
                    (try? Base64.decode($0.text ?? "", atMost: 1 << 28)) ?? []
                },
                files: Self.list(item["files"]).map { Self.list($0).compactMap(\.text) },
                headers: item["headers"] ?? .null,
                time: Double(item["time"]?.printed() ?? "") ?? 0)
        }
    }

    private static func list(_ value: JSON?) -> [JSON] {
        if case .array(let items) = value { items } else { [] }
    }

    private func seen() async throws -> JSON {
        // Over a way that is not ours.
        let outcome = try await Tool.outcome("curl", ["--silent", "--show-error", "--insecure", "\(url)/seen"])
        return try JSON.read(outcome.output)
    }
}
