import Attributes
import Diagnostics
import Settings

/// All that a connection is made of: its file's text, and the content of every file that the text names.
///
/// Two connections with the same footprint are the same; a password or a certificate that was renewed makes another.
package struct ConnectionFootprint: Hashable, Sendable {
    /// Certificates and secrets are smaller.
    private static let largestFile = 1_000_000

    private let text: String
    private var files: [String: [UInt8]] = [:]

    init(_ node: Node, in folder: WorkspaceFolder) {
        text = node.source.text
        add(node, folder)
    }

    private mutating func add(_ node: Node, _ folder: WorkspaceFolder) {
        switch node.content {
        case .scalar(let scalar): for path in Self.paths(in: scalar.text) { add(folder.resolve(path)) }
        case .sequence(let nodes): for node in nodes { add(node, folder) }
        case .mapping(let pairs): for pair in pairs { add(pair.value, folder) }
        }
    }

    private mutating func add(_ path: String) {
        guard let bytes = FileReading.bytes(of: path, atMost: Self.largestFile) else { return }
        files[path] = SHA256.digest(bytes)
    }

    /// What may be a path: the whole text, and what stands in `${file:…}`.
    private static func paths(in text: String) -> [String] {
        guard !text.isEmpty else { return [] }
        var paths = [text]
        for part in text.split(separator: "${file:", omittingEmptySubsequences: false).dropFirst() {
            if let end = part.firstIndex(of: "}") { paths.append(String(part[..<end])) }
        }
        return paths
    }
}
