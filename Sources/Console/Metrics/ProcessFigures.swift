import Attributes
import Glibc

/// What the process uses, from /proc.
struct ProcessFigures {
    var cpuSeconds: Double
    var residentBytes: Int
    var openFiles: Int

    /// - Returns: `nil` where the system tells nothing.
    init?() {
        guard let stat = Self.read("/proc/self/stat"), let end = stat.lastIndex(of: ")") else { return nil }
        // Behind the name, which may hold anything: state is field 3, utime 14, stime 15, rss 24 (proc(5)).
        let fields = stat[stat.index(after: end)...].split(separator: " ")
        guard fields.count > 21, let user = Double(fields[11]), let system = Double(fields[12]),
            let pages = Int(fields[21])
        else { return nil }
        cpuSeconds = (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
        residentBytes = pages * sysconf(Int32(_SC_PAGESIZE))
        openFiles = FileReading.names(in: "/proc/self/fd").count
    }

    private static func read(_ path: String) -> String? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: 4_096)
        let count = Glibc.read(file, &bytes, bytes.count)
        return count > 0 ? String(decoding: bytes[..<count], as: UTF8.self) : nil
    }
}
