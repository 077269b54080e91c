import Attributes
import Diagnostics
import Settings

extension Diagnostic.Code {
    static let duplicateAccount = Self(rawValue: "duplicate-account")
}

/// Reads `accounts/*.yaml`, each a list of people.
struct AccountsReader {
    let files: WorkspaceFiles
    let substitutions: Substitutions
    private var accounts: [Account] = []
    /// Where each account stands.
    private var places: [Node] = []

    init(files: WorkspaceFiles, substitutions: Substitutions) {
        self.files = files
        self.substitutions = substitutions
    }

    /// The people of all files; `note` is told what is wrong with a file.
    mutating func read(_ note: (Findings, _ file: String) -> Void) -> Directory {
        for file in files.list("accounts") {
            var reader = Reader(substitutions)
            if let node = files.read(file, mayBeEmpty: true, &reader.findings) { read(node, &reader) }
            note(reader.shown, file)
        }
        let directory = Directory(accounts: accounts)
        for duplicate in directory.duplicates {
            let (first, second) = (places[duplicate.first], places[duplicate.second])
            let place = second[duplicate.field.rawValue] ?? second
            var findings = Findings()
            findings.report(
                Diagnostic(
                    .error, .duplicateAccount, at: place.span, in: place.source,
                    "another account has the same \(duplicate.field.rawValue): \(first.source.path), line \(first.span.start.line)",
                    help: "give one of them another, or delete it"))
            note(findings, place.source.path)
        }
        return directory
    }

    private mutating func read(_ node: Node, _ reader: inout Reader) {
        guard case .sequence(let items) = node.content else {
            reader.report(
                node, .wrongType, "accounts are a list, and this is \(node.kind)",
                help: "write each as: - {id: ivan, name: Иван Петров, address: ivan@example.com}") as Void?
            return
        }
        for item in items {
            guard let setting = AccountSetting.read(item, &reader) else { continue }
            accounts.append(setting.account)
            places.append(item)
        }
    }
}
