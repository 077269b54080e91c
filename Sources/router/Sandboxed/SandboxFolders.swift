import Connecting
import Engine
import Sandbox

/// Folders that routes of the workspace read on this machine: people who try them need not make these first.
enum SandboxFolders {
    /// - Parameter workspace: Right or wrong; `nil` where there is none.
    /// - Returns: Their paths, in order: `Orders`, `Projects/2026`.
    static func read(by workspace: Workspace?) -> [String] {
        guard let workspace else { return [] }
        let routes = workspace.receiveRoutes.values.filter { route in
            guard let connector = workspace.connections[route.connection]?.connector, connector is any Receiver,
                let place = connector.place
            else { return false }
            return isHere(place)
        }
        return Set(routes.flatMap(\.folders)).sorted()
    }

    /// Whether it is this machine, whatever the port: the sandbox takes another one where its own is taken.
    private static func isHere(_ place: String) -> Bool {
        let host = place.prefix { $0 != ":" }
        return host == "localhost" || host.hasPrefix("127.") || place.hasPrefix("[::1]")
    }

    /// Makes them in everybody's mailbox, as far as they are not there anyway.
    static func make(_ paths: [String], in mailboxes: Mailboxes, of users: [SandboxUser]) {
        for user in users {
            for path in paths {
                guard var parent = mailboxes.folder(.top, of: user.id) else { continue }
                for name in path.split(separator: "/") {
                    let name = String(name)
                    let known = mailboxes.folders(of: user.id).first {
                        $0.parent == parent.id && $0.name.lowercased() == name.lowercased()
                    }
                    guard let next = known ?? (try? mailboxes.makeFolder(name, in: parent.id)) else { break }
                    parent = next
                }
            }
        }
    }
}
