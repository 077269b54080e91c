internal import Attributes

extension WorkspaceFolder {
    /// What stands in a workspace, by its files' names alone.
    package enum Subject: String, Sendable {
        case routes
        case connections
    }

    /// The names of its routes or connections, right or wrong, sorted; nothing is read but the folder.
    package func names(of subject: Subject) -> [String] {
        FileReading.names(in: resolve(subject.rawValue)).compactMap { file in
            guard let dot = file.lastIndex(of: "."), [".yaml", ".yml"].contains(file[dot...]) else { return nil }
            let name = String(file[..<dot])
            return WorkspaceFiles.isName(name) ? name : nil
        }.sorted()
    }
}
