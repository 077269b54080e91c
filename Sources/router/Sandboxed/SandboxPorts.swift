/// Where the sides of the sandbox listen; 0 is any port that is free.
struct SandboxPorts {
    var smtp = 2525
    var imap = 1143
    var exchange = 8026

    /// - Parameter base: The first of three; `nil` for the usual ones.
    /// - Throws: When the three are no ports.
    init(base: Int?) throws(CommandFailure) {
        guard let base else { return }
        guard (0...65_533).contains(base) else {
            throw CommandFailure(
                .usage, "bad-port", "--port-base \(base) leaves no three ports", help: "write one from 1024 to 65533")
        }
        (smtp, imap, exchange) = base == 0 ? (0, 0, 0) : (base, base + 1, base + 2)
    }
}
