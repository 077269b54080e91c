internal import Synchronization

/// What Debian knows of the programs that the tests run.
package enum Debian {
    private static let asked = Mutex<[String: Task<String, any Error>]>([:])

    /// The version of an installed package as its makers count it: `3.7.11` for `3.7.11-0+deb12u1`.
    package static func version(of package: String) async throws -> String {
        let answer = asked.withLock { asked in
            if let answer = asked[package] { return answer }
            let answer = Task {
                upstream(try await Tool.require("dpkg-query", ["-W", "-f", "${Version}", package]))
            }
            asked[package] = answer
            return answer
        }
        return try await answer.value
    }

    /// Without the epoch before `:`, and what Debian did to it after `-`, `+` or `~`.
    private static func upstream(_ version: String) -> String {
        let start = version.firstIndex(of: ":").map { version.index(after: $0) } ?? version.startIndex
        return String(version[start...].prefix { !"-+~".contains($0) })
    }
}
