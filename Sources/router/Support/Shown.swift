import MIME

extension Mailbox {
    /// As a person reads it: `Иван Петров <ivan@example.com>`.
    var shown: String {
        if let name, !name.isEmpty { "\(name) <\(address)>" } else { address }
    }
}
