import Connectors
import Diagnostics
import Engine
import Glibc
import Settings

/// The route that is measured: the letter that all peers of the benchmark compose, in a workspace of its own.
struct MeasuredRoute {
    enum Form {
        case letter
        case meeting
        /// With the file at that path.
        case file(String)
        /// With a file of so many bytes.
        case noise(Int)
    }

    let workspace: Workspace
    let route: SendRoute
    let folder: String
    /// The name of the one who gets every letter.
    static let name = "Анна Кузнецова"

    /// Makes the workspace in a temporary folder, from the bodies in the folder that `LETTER` names.
    init(_ form: Form) throws(Complaint) {
        var template = Array("/tmp/router-measure-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw Complaint("no folder can be made in /tmp") }
        folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let letter = getenv("LETTER").map { String(cString: $0) } ?? "Benchmarks/letter"
        guard let bodies = realpath(letter, nil) else { throw Complaint("there is no folder '\(letter)'") }
        defer { free(bodies) }
        for name in ["connections", "routes"] { mkdir("\(folder)/\(name)", 0o700) }
        symlink(String(cString: bodies), "\(folder)/templates")
        try Self.write(Self.connection, to: "\(folder)/connections/sink.yaml")
        try Self.write(Self.settings, to: "\(folder)/router.yaml")
        var rest = ""
        switch form {
        case .letter: break
        case .meeting: rest = Self.meeting
        case .file(let path):
            guard let file = realpath(path, nil) else { throw Complaint("there is no file '\(path)'") }
            defer { free(file) }
            rest = "  attachments: [\"\(String(cString: file))\"]\n"
        case .noise(let size):
            rest = "  attachments: [file.bin]\n"
            try Self.write(Self.noise(size), to: "\(folder)/file.bin")
        }
        try Self.write(Self.letter + rest, to: "\(folder)/routes/measured.yaml")
        let substitutions = Substitutions(
            environment: { _ in nil },
            file: { _ throws(Substitutions.FileProblem) in throw Substitutions.FileProblem("can't be read here") })
        workspace = WorkspaceLoader.load(
            WorkspaceFolder(path: folder), connectors: connectors, substitutions: substitutions)
        guard let route = workspace.route("measured") else {
            throw Complaint(workspace.findings.sorted.map(\.message).joined(separator: "; "))
        }
        self.route = route
    }

    /// Takes the folder away.
    func remove() {
        for name in ["connections/sink.yaml", "routes/measured.yaml", "router.yaml", "file.bin", "templates"] {
            unlink("\(folder)/\(name)")
        }
        for name in ["connections", "routes"] { rmdir("\(folder)/\(name)") }
        rmdir(folder)
    }

    /// What a thousand submissions say, as JSON; those behind them say the same again.
    private static let data: [[UInt8]] = (0..<1000).map { number in
        Array(#"{"Email": "anna@example.org", "Name": "\#(name)", "Number": \#(100_000 + number)}"#.utf8)
    }

    static func data(_ number: Int) -> [UInt8] { data[number % data.count] }

    private static let settings = """
        locale: ru-RU
        timezone: Europe/Moscow
        limits: {attachment: 200MB, message: 300MB}

        """
    private static let connection = """
        kind: smtp
        host: 127.0.0.1
        port: 2525
        encryption: none
        sender: {address: shop@example.com, name: Магазин «Заря»}

        """
    private static let letter = """
        kind: send
        connection: sink
        attributes:
          Email: {type: string, required: true, not-empty: true}
          Name: {type: string, required: true, not-empty: true}
          Number: {type: number, required: true}
        email:
          to: {address: <Email>, name: <Name>}
          subject: Заказ № <Number> отправлен
          format: both
          body: {html: templates/body.html, text: templates/text.txt}

        """
    private static let meeting = """
          meeting:
            key: order-<Number>
            start: 2026-12-01T10:00
            duration: 1h
            title: Доставка заказа № <Number>
            location: Москва, Тверская улица, 1
            reminder: 15m

        """

    /// Bytes without a pattern, the same in every run.
    private static func noise(_ size: Int) -> [UInt8] {
        var value: UInt64 = 1
        return (0..<size).map { _ in
            value = value &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: value >> 56)
        }
    }

    private static func write(_ text: String, to path: String) throws(Complaint) {
        try write(Array(text.utf8), to: path)
    }

    static func write(_ bytes: [UInt8], to path: String) throws(Complaint) {
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw Complaint("'\(path)' can't be written") }
        defer { close(file) }
        var start = 0
        while start < bytes.count {
            let count = bytes[start...].withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            guard count > 0 else { throw Complaint("'\(path)' can't be written") }
            start += count
        }
    }
}

/// Why nothing was measured.
struct Complaint: Error {
    let words: String

    init(_ words: String) { self.words = words }
}
