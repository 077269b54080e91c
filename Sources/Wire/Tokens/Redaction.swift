package import Diagnostics

/// Takes secrets out of what a server says, which may repeat what it was sent.
package struct Redaction: Sendable {
    private let forms: [String]

    /// Shorter ones would tear other words apart.
    private static let shortest = 4

    package init(_ secrets: [Secret]) {
        forms = secrets.map { $0.reveal() }.filter { $0.utf8.count >= Self.shortest }
            .flatMap { [$0, FormBody.encode($0)] }
            .sorted { $0.utf8.count > $1.utf8.count }
    }

    package func callAsFunction(_ text: String) -> String {
        forms.reduce(text) { $0.replacing($1, with: "•••") }
    }
}
