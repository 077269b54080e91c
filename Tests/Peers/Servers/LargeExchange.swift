/// Something that speaks as Exchange does, and answers with as much as it is asked for: see `large_exchange.py`.
package struct LargeExchange: Sendable {
    /// Where its web services are.
    package let url: String
    private let server: PythonServer

    /// A folder that goes with it.
    package var folder: String { server.guardian.folder }

    package static func start() async throws -> LargeExchange {
        let server = try await PythonServer.start("large_exchange.py", [])
        return LargeExchange(url: "http://127.0.0.1:\(server.port)/EWS/Exchange.asmx", server: server)
    }

    package func stop() async { await server.guardian.stop() }

    /// The most memory that this process has had so far, in bytes.
    package static var peakOfThisProcess: Int {
        let line = TextFile.read("/proc/self/status").split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        return (line?.split(whereSeparator: { !$0.isNumber }).first.flatMap { Int($0) } ?? 0) * 1_024
    }
}
