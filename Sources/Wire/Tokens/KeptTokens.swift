package import Attributes
package import Diagnostics

/// An access token, until when it is good, and what the next one is asked with.
package struct KeptTokens: Sendable, Hashable {
    package var access: Secret
    /// By this machine's clock.
    package var obtained: Instant
    package var expires: Instant
    /// A newer one than the settings', or the only one.
    package var refresh: Secret?
    /// What the access token is for: `OAuth2Settings.fingerprint`.
    var fingerprint: String
    /// Where the refresh token comes from: `OAuth2Settings.seed`.
    var seed: String

    /// Whether it will be good for some time yet.
    func isFresh(at now: Instant) -> Bool {
        let margin = min(TokenLimits.margin, (expires.seconds - obtained.seconds) / 10)
        return isGood(at: now, margin: margin)
    }

    /// Whether it has not expired; nor was obtained in the future, by a clock that has been put right since.
    func isGood(at now: Instant, margin: Int64 = 0) -> Bool {
        obtained.seconds <= now.seconds + TokenLimits.skew && now.seconds + margin < expires.seconds
    }
}

extension KeptTokens {
    private static let version = "1"

    /// The file's text.
    func written(for connection: String) -> [UInt8] {
        var members: [JSON.Member] = [
            .init(name: "version", value: .number(Self.version)),
            .init(name: "connection", value: .string(connection)),
            .init(name: "for", value: .string(fingerprint)), .init(name: "from", value: .string(seed)),
            .init(name: "obtained", value: .integer(obtained.seconds)),
            .init(name: "expires", value: .integer(expires.seconds)),
            .init(name: "access", value: .string(access.reveal())),
        ]
        if let refresh { members.append(.init(name: "refresh", value: .string(refresh.reveal()))) }
        return JSON.object(members).written(.pretty) + [0x0A]
    }

    /// - Returns: `nil` for a text that is no such file, of this version.
    init?(_ bytes: [UInt8]) {
        guard let json = try? JSON.read(bytes), case .number(Self.version)? = json["version"],
            let access = json["access"]?.text, let fingerprint = json["for"]?.text, let seed = json["from"]?.text,
            case .number(let obtained)? = json["obtained"], let obtained = Int64(obtained),
            case .number(let expires)? = json["expires"], let expires = Int64(expires),
            TokenText.isToken(access), Self.times.contains(obtained), Self.times.contains(expires)
        else { return nil }
        let refresh = json["refresh"]?.text
        if let refresh, !TokenText.isToken(refresh) { return nil }
        self.init(
            access: Secret(access), obtained: Instant(seconds: obtained), expires: Instant(seconds: expires),
            refresh: refresh.map { Secret($0) }, fingerprint: fingerprint, seed: seed)
    }

    /// Up to the year 10,000, in seconds.
    private static let times: ClosedRange<Int64> = 0...253_402_300_800
}
