import Diagnostics

extension Checker {
    /// A document by `{Name, Extension, Content}` or `{Path}`.
    mutating func document(_ members: [JSON.Member]) -> Value {
        if members.contains(where: { $0.name == "Path" }) {
            guard context.takesPaths else {
                at(key: "Path") { $0.refusePath() }
                return .nothing
            }
            let record = record(Schema([Attribute("Path", .string, isRequired: true)]), members, word: "field")
            guard case .string(let path) = record["Path"] else { return .nothing }
            return at(key: "Path") { $0.document(path: path, .string(path)) }
        }
        let fields = Schema([
            Attribute("Name", .string, isRequired: true), Attribute("Extension", .string),
            Attribute("Content", .string, isRequired: true),
        ])
        let before = mismatches.count
        let record = record(fields, members, word: "field")
        let ending = if case .string(let text) = record["Extension"] { text } else { "" }
        if case .string(let name) = record["Name"] { checkName(name, ending) }
        guard case .string(let content) = record["Content"], let bytes = bytes(content), mismatches.count == before,
            case .string(let name) = record["Name"]
        else { return .nothing }
        return .document(Document(name: name + ending, content: .bytes(bytes)))
    }

    /// A document by the path of a file, checked to be there and to be small enough.
    mutating func document(path: String, _ json: JSON) -> Value {
        guard case .relative(let folder) = context.documents else {
            refusePath()
            return .nothing
        }
        let expected = "the path of a file"
        // Longer than any path: likely the content itself, which is not shown.
        guard !path.isEmpty, path.utf8.count <= 1024, !path.utf8.contains(0) else {
            report(
                expected, found: json.foundUnseen,
                help: path.isEmpty ? nil : "a content in base64 stands in {Name, Extension, Content}")
            return .nothing
        }
        let shown = "'\(Visible.shortened(path, to: 200))'"
        let absolute = FileReading.absolute(path, in: folder)
        switch FileEntry(at: absolute) {
        case .file(let size) where size > context.attachmentLimit:
            report(expectedSize, found: "\(shown), \(Self.words(size))", help: Self.raise)
        case .file(let size):
            let name = absolute.split(separator: "/").last.map(String.init) ?? path
            let before = mismatches.count
            checkName(name, "")
            if mismatches.count == before {
                return .document(Document(name: name, content: .file(path: absolute, size: size)))
            }
        case .folder: report(expected, found: "the folder \(shown)")
        case .other: report(expected, found: "\(shown), which is no regular file")
        case .forbidden: report(expected, found: "\(shown), which may not be read", help: "check its permissions")
        case .missing:
            report(
                expected, found: "no file \(shown)",
                help: path.hasPrefix("/") ? nil : "looked for in \(Visible.line(folder))")
        }
        return .nothing
    }

    private mutating func refusePath() {
        report(
            "{Name, Extension, Content}", found: "a path",
            help: "files of this machine can't be named here: send the content in base64")
    }

    /// Name and extension make a file name, which is no path.
    private mutating func checkName(_ name: String, _ ending: String) {
        if !ending.isEmpty, !ending.hasPrefix(".") || ending.utf8.count == 1 {
            at(key: "Extension") {
                $0.report("an extension with its dot, such as .pdf", found: JSON.string(ending).found)
            }
        }
        for (key, text) in [("Name", name), ("Extension", ending)] {
            let isWrong = text.unicodeScalars.contains { $0 == "/" || $0.properties.generalCategory == .control }
            if isWrong {
                at(key: key) { $0.report("no slashes and control characters", found: JSON.string(text).found) }
            }
        }
        let whole = name + ending
        if name.isEmpty || whole == "." || whole == ".." || whole.utf8.count > Self.longestName {
            at(key: "Name") {
                $0.report("a file name of at most \(Self.longestName) bytes", found: JSON.string(name).found)
            }
        }
    }

    /// Bytes of a file name on all file systems that matter.
    private static let longestName = 255

    private mutating func bytes(_ content: String) -> [UInt8]? {
        do {
            return try Base64.decode(content, atMost: context.attachmentLimit)
        } catch {
            let help: String? =
                switch error {
                case .character(let place):
                    content.hasPrefix("data:")
                        ? "leave out what stands before the comma, and the comma"
                        : "character \(place) is none of base64"
                case .cutShort: "it is cut short, or its = are missing at the end"
                case .looseBits: "its end is damaged"
                case .urlAlphabet: "write + and / instead of - and _"
                case .tooLong: nil
                }
            at(key: "Content") { checker in
                if case .tooLong = error {
                    checker.report(
                        checker.expectedSize, found: "more: \(content.utf8.count) characters of base64",
                        help: Self.raise)
                } else {
                    checker.report("a file in base64", found: JSON.string(content).foundUnseen, help: help)
                }
            }
            return nil
        }
    }

    private static let raise = "send a link to it, or raise 'limits: {attachment: …}' in router.yaml"

    private var expectedSize: String { "a file of at most \(Self.words(context.attachmentLimit))" }

    /// `10 MB`, `12.3 MB` or `512 bytes`: as in the settings, a megabyte has 10^6 bytes.
    private static func words(_ size: Int) -> String {
        for (unit, places) in [("GB", 9), ("MB", 6), ("KB", 3)] where String(size).count > places {
            // Rounded up, so that a size over a limit never reads like the limit.
            let tenths = (size * 10 + Self.power(places) - 1) / Self.power(places)
            return "\(tenths / 10)\(tenths % 10 == 0 ? "" : ".\(tenths % 10)") \(unit)"
        }
        return "\(size) bytes"
    }

    private static func power(_ exponent: Int) -> Int { (0..<exponent).reduce(1) { power, _ in power * 10 } }
}
