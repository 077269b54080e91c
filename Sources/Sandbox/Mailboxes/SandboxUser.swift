package import Diagnostics

/// Somebody who has a mailbox in the sandbox.
package struct SandboxUser: Sendable {
    /// Who a user is, for the store: the login in small letters.
    package struct ID: Hashable, Sendable, Comparable, CustomStringConvertible {
        package let text: String

        package init(_ login: String) { text = login.lowercased() }

        package static func < (left: Self, right: Self) -> Bool { left.text < right.text }

        package var description: String { text }
    }

    /// What is written at a log-in; each of the addresses does as well.
    package var login: String
    package var password: Secret
    /// As address books show it: `Support Desk`.
    package var name: String
    /// The first is the one that letters are sent from.
    package var addresses: [String]
    /// Who else may open this mailbox and send in its name.
    package var delegates: Set<ID>
    /// Whether this user may act as any other one, as services do.
    package var mayImpersonate: Bool

    package var id: ID { ID(login) }

    /// The address that letters are sent from.
    package var address: String { addresses.first ?? "\(login)@localhost" }

    package init(
        login: String, password: Secret, name: String, addresses: [String], delegates: [String] = [],
        mayImpersonate: Bool = false
    ) {
        self.login = login
        self.password = password
        self.name = name
        self.addresses = addresses
        self.delegates = Set(delegates.map { ID($0) })
        self.mayImpersonate = mayImpersonate
    }
}
