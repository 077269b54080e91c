/// A person whom a letter can go to: from the workspace's accounts, or given by address.
package struct Account: Hashable, Sendable {
    /// Blank for a person who is not in the accounts.
    package var id: String
    /// The address when no name is known.
    package var name: String
    package var address: String
    package var language: LanguageTag?
    package var zone: Zone?

    package init(id: String = "", name: String, address: String, language: LanguageTag? = nil, zone: Zone? = nil) {
        self.id = id
        self.name = name
        self.address = address
        self.language = language
        self.zone = zone
    }

    /// What a path may name: `<Client.Name>`.
    package static let fields = Schema([
        Attribute("Id", .string), Attribute("Name", .string, isRequired: true),
        Attribute("Address", .string, isRequired: true),
    ])
}
