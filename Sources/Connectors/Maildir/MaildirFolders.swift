internal import Connecting
internal import Diagnostics
internal import Glibc
internal import Wire

/// Folders in a maildir as mail servers make them (Maildir++): `Archive/2024` is `.Archive.2024`, beside `new` and `cur`.
struct MaildirFolders {
    let root: String

    /// - Parameter name: `INBOX` is the maildir itself.
    /// - Returns: The folder's path.
    /// - Throws: When no folder can be called so.
    func path(_ name: String) throws(Failure) -> String {
        if name.lowercased() == "inbox" { return root }
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.allSatisfy({ !$0.isEmpty && !$0.utf8.contains(0) }) else {
            throw Failure(
                .settingsWrong, .never, "'\(PlainText.printable(name))' can't be the name of a folder",
                help: "write it as INBOX, or as Archive/2024")
        }
        let plain = "\(root)/.\(parts.joined(separator: "."))"
        // Mail servers write names as IMAP does.
        return Self.isFolder(plain) ? plain : "\(root)/.\(ModifiedUTF7.encode(parts.joined(separator: ".")))"
    }

    static func isFolder(_ path: String) -> Bool {
        access("\(path)/cur", F_OK) == 0 && access("\(path)/new", F_OK) == 0
    }

    /// All folders, as people write them.
    var names: [String] {
        guard let handle = opendir(root) else { return [] }
        defer { closedir(handle) }
        var result = ["INBOX"]
        while let entry = readdir(handle) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { String(cString: $0) }
            }
            guard name.hasPrefix("."), name != ".", name != "..", Self.isFolder("\(root)/\(name)") else { continue }
            result.append(ModifiedUTF7.decode(String(name.dropFirst())).replacing(".", with: "/"))
        }
        return result.sorted()
    }

    func missing(_ name: String) -> Failure {
        let names = names
        let guess = Suggestion.help(for: name, among: names).map { "\($0) there are " } ?? "there are "
        let list = names.prefix(20).map { "'\(PlainText.printable($0))'" }.joined(separator: ", ")
        return Failure(
            .settingsWrong, .never, "there is no folder '\(PlainText.printable(name))' in \(root)", help: guess + list)
    }
}
