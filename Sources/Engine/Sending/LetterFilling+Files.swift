import Attributes
import MIME
import Templating

/// What goes with a letter: files, and header fields of the route's own.
extension LetterFilling {
    mutating func files(_ template: FileTemplate) -> [Document] {
        switch template {
        case .file(let path, let name):
            return size(ofFile: path).map { [Document(name: name, content: .file(path: path, size: $0))] } ?? []
        case .attribute(let hole):
            let value = hole.value(in: scope.record)
            let items: [Value] = if case .list(let list) = value { list } else { [value] }
            return items.compactMap { if case .document(let document) = $0 { document } else { nil } }
        }
    }

    /// The size of a file that the route names, when it can still go along.
    private mutating func size(ofFile path: String) -> Int? {
        let found: String
        switch FileEntry(at: path) {
        case .file(let size) where size <= route.limits.attachment: return size
        case .file(let size):
            found = "\(size) bytes, more than the \(route.limits.attachment) that the workspace allows"
        case .missing: found = "no such file"
        case .forbidden: found = "a file that may not be read"
        case .folder, .other: found = "what is not a file"
        }
        problem("", expected: "the file '\(path)' that the route attaches", found: found)
        return nil
    }

    /// The values of a list header: an array attribute gives all its items.
    private mutating func list(_ template: Template) -> [String] {
        if let hole = template.soleHole, case .list(let items) = hole.value(in: scope.record) {
            let texts = items.compactMap { if case .string(let text) = $0 { text } else { nil } }
            if texts.count == items.count {
                for (position, text) in texts.enumerated()
                where text.utf8.contains(where: { [0, 10, 13].contains($0) }) {
                    problem(
                        "\(hole.path.pointer)/\(position)", expected: "one line of text",
                        found: text.utf8.contains(0) ? "a text with a NUL" : "a text with a line break")
                }
                return texts
            }
        }
        return text(template).map { [$0] } ?? []
    }

    mutating func headers() -> [Draft.Field] {
        var fields: [Draft.Field] = []
        for header in route.letter.headers {
            let values = header.values.flatMap { list($0) }.filter { !$0.isEmpty }
            if !values.isEmpty {
                fields.append(Draft.Field(name: header.name, value: values.joined(separator: ", ")))
            }
        }
        // RFC 3834 §5: so that no vacation responder answers a machine.
        if !fields.contains(where: { $0.name.lowercased() == "auto-submitted" }) {
            fields.append(Draft.Field(name: "Auto-Submitted", value: "auto-generated"))
        }
        if !fields.contains(where: { $0.name.lowercased() == "x-auto-response-suppress" }) {
            fields.append(Draft.Field(name: "X-Auto-Response-Suppress", value: "All"))
        }
        return fields
    }
}
