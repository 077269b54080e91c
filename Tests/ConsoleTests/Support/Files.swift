import FoundationEssentials

/// Small files.
enum Files {
    /// Writes a file, and makes the folders above it.
    static func write(_ text: String, to path: String) throws {
        let folder = path.split(separator: "/").dropLast().reduce("") { "\($0)/\($1)" }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(filePath: path), options: .atomic)
    }

    /// The whole file; one that is not there is empty.
    static func read(_ path: String) -> String {
        (FileManager.default.contents(atPath: path)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    static func names(in folder: String) -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    }
}
