extension Words {
    /// Writes a duration in days, hours, minutes and seconds: `1 hour 30 minutes`, «2 часа».
    func write(_ duration: Duration, into buffer: inout [UInt8]) {
        let (whole, attoseconds) = duration.components
        if whole < 0 || attoseconds < 0 { buffer.append("\(minus) ") }
        let total = whole.magnitude
        let nanoseconds = Int64(attoseconds.magnitude / 1_000_000_000)
        var isFirst = true
        func write(_ count: Int64, fraction: Int64 = 0, _ unit: Unit) {
            guard count > 0 || fraction > 0 else { return }
            if !isFirst { buffer.append(UInt8(ascii: " ")) }
            isFirst = false
            buffer.append(String(count))
            if fraction > 0 {
                buffer.append(contentsOf: decimalSign)
                let start = buffer.count
                buffer.appendDigits(Int(fraction), atLeast: 9)
                while buffer.count > start, buffer.last == UInt8(ascii: "0") { buffer.removeLast() }
            }
            buffer.append(UInt8(ascii: " "))
            buffer.append(fraction > 0 ? unit.few : form(count, unit))
        }
        write(Int64(total / 86_400), days)
        write(Int64(total / 3600 % 24), hours)
        write(Int64(total / 60 % 60), minutes)
        write(Int64(total % 60), fraction: nanoseconds, seconds)
        if isFirst { buffer.append("0 \(minutes.many)") }
    }
}
