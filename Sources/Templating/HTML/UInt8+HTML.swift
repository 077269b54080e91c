extension UInt8 {
    var isLetter: Bool { (0x61...0x7A).contains(self | 0x20) }
    var isDigit: Bool { (0x30...0x39).contains(self) }
    /// The white space of HTML.
    var isSpace: Bool { self == 0x20 || (0x09...0x0A).contains(self) || (0x0C...0x0D).contains(self) }
    /// In lower case, if it is a Latin capital.
    var lowered: UInt8 { (0x41...0x5A).contains(self) ? self | 0x20 : self }
}
