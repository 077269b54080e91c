/// The people of a workspace, found by id or by e-mail address.
package struct Directory: Sendable {
    /// An account that has what an earlier one has: whoever read the accounts tells where.
    package struct Duplicate: Hashable, Sendable {
        package enum Field: String, Hashable, Sendable {
            case id
            case address
        }

        package var field: Field
        /// The position of the account that keeps it, among those given.
        package var first: Int
        /// The position of the account that wants it too, and isn't found by it.
        package var second: Int

        package init(field: Field, first: Int, second: Int) {
            self.field = field
            self.first = first
            self.second = second
        }
    }

    package static let empty = Directory(accounts: [])

    package let accounts: [Account]
    /// In the order of the second accounts.
    package let duplicates: [Duplicate]
    private let positionsByID: [String: Int]
    private let positionsByAddress: [String: Int]

    package init(accounts: [Account]) {
        var byID: [String: Int] = [:]
        var byAddress: [String: Int] = [:]
        var duplicates: [Duplicate] = []
        for (position, account) in accounts.enumerated() {
            if !account.id.isEmpty, let first = byID.add(account.id, position) {
                duplicates.append(Duplicate(field: .id, first: first, second: position))
            }
            if let first = byAddress.add(account.address.lowercased(), position) {
                duplicates.append(Duplicate(field: .address, first: first, second: position))
            }
        }
        self.accounts = accounts
        self.duplicates = duplicates
        positionsByID = byID
        positionsByAddress = byAddress
    }

    package subscript(id id: String) -> Account? { positionsByID[id].map { accounts[$0] } }

    /// The account with an address; upper and lower case are the same.
    package subscript(address address: String) -> Account? {
        positionsByAddress[address.lowercased()].map { accounts[$0] }
    }

    package var ids: some Sequence<String> { accounts.lazy.map(\.id).filter { !$0.isEmpty } }
}

extension [String: Int] {
    /// Adds a position under a key that has none.
    ///
    /// - Returns: The position that the key has already.
    fileprivate mutating func add(_ key: String, _ position: Int) -> Int? {
        if let first = self[key] { return first }
        self[key] = position
        return nil
    }
}
