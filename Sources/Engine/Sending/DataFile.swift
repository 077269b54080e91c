package import Attributes
import Diagnostics

/// Why submitted data can't even be read.
package struct DataProblem: Error, Sendable {
    package enum Kind: Sendable {
        /// There is no such file, or it can't be read.
        case noInput
        /// It is not JSON.
        case notJSON
    }

    package var kind: Kind
    package var message: String
    package var help: String

    /// - Parameters:
    ///   - problem: Why there are no bytes.
    ///   - name: The data's.
    package init(_ problem: TextFile.Problem, name: String) {
        self.init(
            kind: .noInput, message: "the data file '\(name)' \(problem.words)",
            help: "name a JSON file with the route's attributes, or '-' for standard input")
    }

    init(kind: Kind, message: String, help: String) {
        self.kind = kind
        self.message = message
        self.help = help
    }
}

/// Submitted attributes as they came: JSON, and where the paths in it start.
package struct DataFile: Sendable {
    /// Bytes: documents come in base64.
    package static let limit = 256_000_000

    package var json: JSON
    /// What paths in the data are relative to.
    package var folder: String
    /// For messages.
    package var name: String

    package init(json: JSON, folder: String, name: String) {
        self.json = json
        self.folder = folder
        self.name = name
    }

    package init(path: String, name: String) throws(DataProblem) {
        let folder = path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        try self.init(bytes: Self.bytes(path, name: name), folder: folder, name: name)
    }

    /// - Parameters:
    ///   - bytes: JSON.
    ///   - line: Where the text begins in its file, for messages.
    ///   - folder: What paths in the data are relative to.
    ///   - name: For messages.
    /// - Throws: The place of what is no JSON.
    package init(bytes: [UInt8], line: Int = 1, folder: String, name: String) throws(DataProblem) {
        do throws(JSONError) {
            json = try JSON.read(bytes, line: line)
        } catch {
            let place = "\(name):\(error.position.line):\(error.position.column)"
            throw DataProblem(
                kind: .notJSON, message: "\(place): \(error.problem)",
                help: error.help ?? "the data are one JSON object")
        }
        self.folder = folder
        self.name = name
    }

    package static func bytes(_ path: String, name: String) throws(DataProblem) -> [UInt8] {
        do throws(TextFile.Problem) {
            return try TextFile.readBytes(path, limit: limit)
        } catch {
            throw DataProblem(error, name: name)
        }
    }

    package func check(for route: SendRoute, in workspace: Workspace) throws(Mismatches) -> Record {
        try route.schema.check(json, in: workspace.context(for: route, documents: .relative(to: folder))).get()
    }
}
