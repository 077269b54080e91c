import Diagnostics

/// A size in bytes, as in `10MB`: kB, MB and GB are powers of 1,000, KiB, MiB and GiB of 1,024.
package struct ByteSize: SettingValue, Hashable {
    package var bytes: Int

    package init(bytes: Int) {
        self.bytes = bytes
    }

    package static var form: Form { .oneOf([.integer(0...Int.max), .pattern("^[0-9]+ *([kmgKMG][iI]?)?[bB]$")]) }

    private static let units = [
        "": 1, "B": 1, "KB": 1_000, "MB": 1_000_000, "GB": 1_000_000_000, "KIB": 1 << 10, "MIB": 1 << 20,
        "GIB": 1 << 30,
    ]

    package static func read(_ node: Node, _ reader: inout Reader) -> Self? {
        guard let text = reader.plainText(node, expected: "a size such as 10MB") else { return nil }
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        let unit = text.dropFirst(digits.count).drop { $0 == " " }.uppercased()
        guard let number = Int(digits), let factor = units[unit] else {
            return reader.report(
                node, .wrongType, "'\(node.written)' is not a size", help: "write it as 500kB, 10MB or 1GB")
        }
        let (bytes, overflow) = number.multipliedReportingOverflow(by: factor)
        guard !overflow else {
            return reader.report(
                node, .wrongType, "'\(node.written)' is larger than any file", help: "write it as 10MB")
        }
        return Self(bytes: bytes)
    }
}
