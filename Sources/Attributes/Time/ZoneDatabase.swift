import Diagnostics
import Glibc
import Synchronization

/// The compiled time zones of the system, each read once.
final class ZoneDatabase: Sendable {
    /// The largest zone is about 4 KB.
    static let largestFile = 64 * 1024
    static let longestName = 64

    static let shared = ZoneDatabase(folder: getenv("TZDIR").map { String(cString: $0) } ?? "/usr/share/zoneinfo")

    private let folder: String
    private let zones = Mutex<[String: Zone]>([:])
    private let names = Mutex<[String]?>(nil)

    init(folder: String) {
        self.folder = folder
    }

    func zone(named name: String) -> Zone? {
        guard Self.isName(name) else { return nil }
        if let known = zones.withLock({ $0[name] }) { return known }
        guard let bytes = FileReading.bytes(of: "\(folder)/\(name)", atMost: Self.largestFile),
            let table = ZoneFile.read(bytes)
        else { return nil }
        // Only zones that exist are kept, so that invented names don't fill the memory.
        return zones.withLock { zones in
            if let known = zones[name] { return known }
            let zone = Zone(name: name, table: table)
            zones[name] = zone
            return zone
        }
    }

    /// Words of letters, digits and `+-_` between single slashes: nothing that leads out of the folder.
    static func isName(_ name: String) -> Bool {
        guard name.utf8.count <= longestName else { return false }
        return name.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).allSatisfy { word in
            !word.isEmpty
                && word.allSatisfy { byte in
                    switch Unicode.Scalar(byte) {
                    case "a"..."z", "A"..."Z", "0"..."9", "_", "-", "+": true
                    default: false
                    }
                }
        }
    }

    func help(for name: String) -> String? {
        let all = allNames()
        if all.isEmpty { return "there are no time zones in \(Visible.line(folder)): install the package tzdata" }
        if let suggestion = Suggestion.help(for: name, among: all) { return suggestion }
        // People often know only the city.
        let city = name.lowercased()
        let match = all.first { $0.lowercased().hasSuffix("/\(city)") }
        return match.map { "did you mean '\($0)'?" } ?? "a time zone has a name such as Europe/Moscow"
    }

    /// The names of all zones, sorted; found by walking through the folder when they are first asked for.
    func allNames() -> [String] {
        names.withLock { names in
            if let names { return names }
            let found = FileReading.files(in: folder, depth: 3).filter { name in
                // posix/ and right/ hold the others once more; the rest are tables, not zones.
                Self.isName(name) && name.first?.isUppercase == true && name != "Factory"
            }
            let all = (found + [Zone.utc.name]).sorted()
            names = found.isEmpty ? [] : all
            return names ?? []
        }
    }
}
