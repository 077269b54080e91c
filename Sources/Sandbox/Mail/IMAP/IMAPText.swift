/// Builds what a server says.
struct IMAPText {
    private(set) var bytes: [UInt8] = []

    mutating func add(_ text: String) { bytes += text.utf8 }

    /// A quoted string, or a literal where it can't be quoted, or `NIL`.
    mutating func string(_ text: String?) {
        guard let text else { return add("NIL") }
        string(Array(text.utf8)[...])
    }

    mutating func string(_ value: ArraySlice<UInt8>) {
        let isPlain = value.count <= 900 && value.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
        guard isPlain else { return literal(value) }
        bytes.append(0x22)
        for byte in value {
            if byte == 0x22 || byte == 0x5C { bytes.append(0x5C) }
            bytes.append(byte)
        }
        bytes.append(0x22)
    }

    mutating func literal(_ value: ArraySlice<UInt8>) {
        add("{\(value.count)}\r\n")
        bytes += value
    }

    mutating func parameters(_ parameters: [(name: String, value: String)]) {
        guard !parameters.isEmpty else { return add("NIL") }
        for (index, parameter) in parameters.enumerated() {
            add(index == 0 ? "(" : " ")
            string(parameter.name)
            add(" ")
            string(parameter.value)
        }
        add(")")
    }

    /// A folder's name, quoted.
    mutating func folder(_ name: String) { string(IMAPFolderName.encode(name)) }
}
