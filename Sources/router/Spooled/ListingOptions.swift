import ArgumentParser
import Attributes
import Spool

/// The options of commands that list.
struct ListingOptions: ParsableArguments {
    @Option(name: [.customShort("n"), .long], help: ArgumentHelp("At most so many; 0 for all.", valueName: "number"))
    var limit = 50

    @Option(
        name: .long, help: ArgumentHelp("Only those that come behind this one in the list.", valueName: "id"),
        transform: Self.identifier)
    var behind: UUIDv7?

    @Flag(name: .long, help: "The oldest first.")
    var oldest = false

    @Flag(name: .shortAndLong, help: "Go on with new ones and changes as they come, until Ctrl-C.")
    var follow = false

    var order: Page.Order { oldest ? .oldest : .newest }

    func validate() throws {
        guard limit >= 0 else { throw ValidationError("--limit can't be \(limit); write 0 or more") }
        guard !(follow && (oldest || behind != nil)) else {
            throw ValidationError("--follow begins with the newest; --oldest and --behind are not for it")
        }
    }

    private static func identifier(_ text: String) throws -> UUIDv7 {
        guard let id = UUIDv7(text) else { throw ValidationError("it is no whole id; --json prints them whole") }
        return id
    }
}
