import Glibc

/// What runs on this machine, by `/proc`.
enum Processes {
    /// Ids of the processes in any of these groups; those that have ended but not yet been collected don't count.
    static func living(inGroups groups: [Int]) -> [Int] {
        guard let directory = opendir("/proc") else { return [] }
        defer { closedir(directory) }
        var living: [Int] = []
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard let process = Int(name), let stat = stat(of: process), stat.state != "Z" else { continue }
            if groups.contains(stat.group) { living.append(process) }
        }
        return living
    }

    // `1234 (a name) S 1 1234 …`: the name may hold spaces and brackets, so count from its last one.
    private static func stat(of process: Int) -> (state: String, group: Int)? {
        guard let file = fopen("/proc/\(process)/stat", "r") else { return nil }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 1024)
        guard fgets(&line, CInt(line.count), file) != nil else { return nil }
        let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        guard let end = text.lastIndex(of: ")") else { return nil }
        let fields = text[text.index(after: end)...].split(separator: " ")
        guard fields.count > 2, let group = Int(fields[2]) else { return nil }
        return (String(fields[0]), group)
    }
}
