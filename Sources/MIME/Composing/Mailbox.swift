/// A name and an address, as they stand in From, To and Cc.
package struct Mailbox: Hashable, Sendable {
    /// `nil` or blank when only the address is shown.
    package var name: String?
    package var address: String

    package init(name: String? = nil, address: String) {
        self.name = name
        self.address = address
    }
}
