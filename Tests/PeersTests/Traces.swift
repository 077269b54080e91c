import Peers

/// What a post office leaves on the machine while it runs.
struct Traces: Sendable {
    var groups: [Int]
    var folders: [String]

    init(of office: PostOffice) {
        groups = [office.postfix.guardian, office.dovecot.guardian].compactMap(\.processGroup)
        folders = [office.postfix.guardian.folder, office.dovecot.guardian.folder, office.authority.folder]
    }

    static func + (one: Traces, other: Traces) -> Traces {
        var sum = one
        sum.groups += other.groups
        sum.folders += other.folders
        return sum
    }
}
