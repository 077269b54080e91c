/// A person whom a letter can go to: from the workspace's accounts, or given by address.
package struct Account: Hashable, Sendable {
    /// Blank for a person who is not in the accounts.
    package var id: String
    /// The address when no name is known.
    package var name: String
    package var address: String
    package var language: LanguageTag?
    package var zone: Zone?
    /// Works for the house; accounts that don't are its contacts.
    package var isStaff: Bool
    /// Whom a contact works for.
    package var company: String?

    package init(
        id: String = "", name: String, address: String, language: LanguageTag? = nil, zone: Zone? = nil,
        isStaff: Bool = false, company: String? = nil
    ) {
        self.id = id
        self.name = name
        self.address = address
        self.language = language
        self.zone = zone
        self.isStaff = isStaff
        self.company = company
    }

    /// What a path may name: `<Client.Name>`.
    package static let fields = Schema([
        Attribute("Id", .string), Attribute("Name", .string, isRequired: true),
        Attribute("Address", .string, isRequired: true),
    ])
}
