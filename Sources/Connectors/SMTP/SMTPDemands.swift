/// What a connection wants of a server beyond taking letters.
package struct SMTPDemands: Sendable {
    /// `verify-recipients:`.
    package enum Verification: String, Sendable, CaseIterable {
        case none = "false"
        /// Nobody gets the letter unless RCPT was accepted for all.
        case rcpt
        /// The same, and VRFY has to know each of them before.
        case vrfy
    }

    /// `notify:`: of what the server shall tell the sender (RFC 3461 section 4.1).
    package enum Notice: String, Sendable, CaseIterable {
        case failure
        case delay
        case success
        case never
    }

    package var verification: Verification
    /// Blank: as the server does without being asked.
    package var notices: [Notice]

    package init(verification: Verification = .none, notices: [Notice] = []) {
        self.verification = verification
        self.notices = notices
    }

    /// Whether one refused recipient keeps the letter from everybody.
    var isStrict: Bool { verification != .none }
}
