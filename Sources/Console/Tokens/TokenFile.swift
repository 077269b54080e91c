import Attributes
package import Diagnostics
import Glibc
import Settings

/// The file of tokens: YAML, so JSON too.
package struct TokenFile: Sendable {
    /// Bytes of the file.
    private static let limit = 4_000_000
    package static let mostTokens = 10_000

    /// An absolute path.
    package let path: String

    package init(path: String) { self.path = path }

    /// Why the file can't be used: sentences, each with its remedy.
    package struct Problem: Error, Sendable {
        package var path: String
        package var diagnostics: [Diagnostic]

        package var words: String {
            diagnostics.map { $0.message + ($0.help.map { " (\($0))" } ?? "") }.joined(separator: "; ")
        }
    }

    /// The tokens; none when there is no file.
    package func read() throws(Problem) -> [AccessToken] {
        if FileEntry(at: path) == .missing { return [] }
        func problem(_ code: Diagnostic.Code, _ message: String, _ help: String) -> Problem {
            Problem(path: path, diagnostics: [Diagnostic(.error, code, file: path, message, help: help)])
        }
        guard let bytes = FileReading.bytes(of: path, atMost: Self.limit) else {
            throw problem(
                .fileUnreadable, "the file of tokens can't be read, or is larger than \(Self.limit) bytes",
                "make it readable by the user who runs router")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw problem(.fileUnreadable, "the file of tokens is not UTF-8", "make it anew with 'router token create'")
        }
        // Tokens ask for nothing from outside.
        let nothing = Substitutions(environment: { _ in nil }, file: { _ in "" })
        var reader = Reader(nothing)
        var tokens: [AccessToken] = []
        if let node = YAMLReader.read(Source(path: path, text: text), &reader.findings), !node.isNothing {
            tokens = [TokenSetting].read(node, &reader)?.map(\.token) ?? []
        }
        guard reader.findings.errors == 0 else { throw Problem(path: path, diagnostics: reader.findings.sorted) }
        guard tokens.count <= Self.mostTokens else {
            throw problem(.unknownValue, "there are \(tokens.count) tokens", "keep at most \(Self.mostTokens)")
        }
        return tokens
    }

    /// Whether others than the file's owner may read or write it; `false` when there is no file.
    package var isOpenToOthers: Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & 0o077 != 0
    }

    /// Writes the file anew: whoever reads it meanwhile sees the old one or the new one.
    package func write(_ tokens: [AccessToken]) throws(Problem) {
        let text =
            "# Tokens of the HTTP API, kept by 'router token'. Only their hashes are here.\n"
            + (tokens.isEmpty ? "[]\n" : tokens.map(Self.lines).joined())
        let draft = "\(path).new.\(getpid())"
        unlink(draft)
        let file = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { throw unwritable() }
        let bytes = Array(text.utf8)
        var start = 0
        while start < bytes.count {
            let count = bytes[start...].withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            start += count
        }
        let isWhole = start == bytes.count && fsync(file) == 0
        guard close(file) == 0, isWhole, rename(draft, path) == 0 else {
            let problem = unwritable()
            unlink(draft)
            throw problem
        }
    }

    /// Reads, changes and writes the file while nobody else does.
    package func change<Result>(
        _ body: (inout [AccessToken]) -> Result
    ) throws(Problem) -> Result {
        let lock = open(lockPath, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard lock >= 0 else { throw unwritable() }
        defer { close(lock) }
        while flock(lock, LOCK_EX) != 0 {
            guard errno == EINTR else { throw unwritable() }
        }
        let before = try read()
        var tokens = before
        let result = body(&tokens)
        if tokens != before { try write(tokens) }
        return result
    }

    /// Hidden beside the file, which is another one after each change.
    private var lockPath: String {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return ".\(path).lock" }
        return "\(path[...slash]).\(path[path.utf8.index(after: slash)...]).lock"
    }

    private func unwritable() -> Problem {
        Problem(
            path: path,
            diagnostics: [
                Diagnostic(
                    .error, .fileUnreadable, file: path,
                    "'\(path)' can't be written: \(String(cString: strerror(errno)))",
                    help: "name a folder that you may write to in 'server: {tokens: …}'")
            ])
    }

    private static func lines(_ token: AccessToken) -> String {
        func list(_ words: some Sequence<String>) -> String {
            JSON.array(words.sorted().map { .string($0) }).printed()
        }
        var lines = "- name: \(JSON.string(token.name).printed())\n"
        lines += "  sha256: \"\(AccessToken.hexadecimal(token.hash))\"\n"
        lines += "  scopes: \(list(token.scopes.map(\.rawValue)))\n"
        if let applications = token.applications { lines += "  applications: \(list(applications))\n" }
        lines += "  created: \"\(token.created.iso8601)\"\n"
        if let expires = token.expires { lines += "  expires: \"\(expires.iso8601)\"\n" }
        return lines
    }
}

extension Diagnostic.Code {
    static let fileUnreadable = Self(rawValue: "file-unreadable")
}
