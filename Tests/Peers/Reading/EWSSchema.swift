internal import Glibc

/// The published schemas of Exchange Web Services: not ours to ship, and beside the package where there are some.
package enum EWSSchema {
    /// The folder with the schemas; `nil` where it is absent.
    package static var folder: String? { folder(named: "ews-schema") }

    /// The folder with answers that were published; `nil` where it is absent.
    package static var samples: String? { folder(named: "ews-samples") }

    /// What is wrong with envelopes, a line each: its number, and what.
    package static func mistakes(in envelopes: [[UInt8]]) async throws -> [String] {
        guard let folder else { return [] }
        let input = Array(envelopes.joined(separator: [0]))
        let output = try await Python.run("check_ews.py", input: input, arguments: [folder])
        return String(decoding: output, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    private static func folder(named name: String) -> String? {
        let path = "\(Python.packageFolder)/../shared/\(name)"
        return access(path, R_OK) == 0 ? path : nil
    }
}
