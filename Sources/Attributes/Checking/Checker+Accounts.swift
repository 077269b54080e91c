import Diagnostics

extension Checker {
    /// A person by account id or by e-mail address.
    mutating func account(_ text: String) -> Value {
        if let account = context.accounts[id: text] { return .account(account) }
        let expected = AttributeType.account.expectation(in: context)
        let found = JSON.string(text).found
        guard text.utf8.contains(UInt8(ascii: "@")) else {
            let accounts = context.accounts
            let help =
                text.isEmpty ? nil : suggestion(for: text, among: accounts.ids, count: accounts.accounts.count)
            report(expected, found: found, help: help ?? (text.isEmpty ? nil : "no account has this id"))
            return .nothing
        }
        if let problem = EmailAddress.problem(in: text) {
            report(expected, found: found, help: "the address \(problem)")
            return .nothing
        }
        return .account(context.accounts[address: text] ?? Account(name: text, address: text))
    }

    /// A person by `{Name, Address}`: an account with that address gives its locale and time zone.
    mutating func account(_ members: [JSON.Member]) -> Value {
        let fields = Schema([Attribute("Name", .string), Attribute("Address", .string, isRequired: true)])
        let record = record(fields, members, word: "field")
        guard case .string(let address) = record["Address"] else { return .nothing }
        if let problem = EmailAddress.problem(in: address) {
            at(key: "Address") {
                $0.report("an e-mail address", found: JSON.string(address).found, help: "it \(problem)")
            }
            return .nothing
        }
        var account = context.accounts[address: address] ?? Account(name: address, address: address)
        account.address = address
        if case .string(let name) = record["Name"], !name.isEmpty {
            guard !name.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
                at(key: "Name") {
                    $0.report("a name without line breaks and control characters", found: JSON.string(name).found)
                }
                return .nothing
            }
            account.name = name
        }
        return .account(account)
    }
}
