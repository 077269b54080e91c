/// A scalar of random characters, written in a random style: its text in YAML, and where each character of its value stands.
struct RandomScalar {
    /// Line by line, as the file has them.
    private(set) var source = ""
    private(set) var value = ""
    /// For each scalar of the value, its line and column.
    private(set) var places: [[Int]] = []
    private var line = 1
    private var column = 1

    private static let letters: [Character] = ["a", "Z", "9", "Ж", "ё", "€", "😀", "<", "{", "'", "\"", "\\", "#", ":"]

    init(_ random: inout some RandomNumberGenerator) {
        write("a: ")
        switch Int.random(in: 0..<5, using: &random) {
        case 0: doubleQuoted(&random)
        case 1: singleQuoted(&random)
        case 2: literal(&random)
        case 3: folded(&random)
        default: plain(&random)
        }
    }

    /// Text that is not part of the value.
    private mutating func write(_ text: String) {
        source += text
        for scalar in text.unicodeScalars {
            column = scalar == "\n" ? 1 : column + 1
            if scalar == "\n" { line += 1 }
        }
    }

    /// A character of the value, and how it is spelled here.
    private mutating func put(_ character: Character, as spelling: String? = nil, at offset: Int = 0) {
        value.append(character)
        places.append([line, column + offset])
        write(spelling ?? String(character))
    }

    private static func letter(_ random: inout some RandomNumberGenerator, without: String = "") -> Character {
        letters.filter { !without.contains($0) }.randomElement(using: &random) ?? "x"
    }

    private mutating func doubleQuoted(_ random: inout some RandomNumberGenerator) {
        write("\"")
        for _ in 0..<Int.random(in: 0...12, using: &random) {
            switch Int.random(in: 0..<8, using: &random) {
            case 0: put("\n", as: "\\n")
            case 1: put("Ж", as: "\\u0416")
            case 2: put("é", as: "\\xe9")
            case 3: put("😀", as: "\\U0001F600")
            case 4:
                // A fold between two letters.
                put("x")
                put(" ", as: "\n")
                write(String(repeating: " ", count: Int.random(in: 1...4, using: &random)))
                put("y")
            case 5:
                put("x")
                write("\\\n   ")
                put("y")
            default: put(Self.letter(&random, without: "\"\\"))
            }
        }
        write("\"\n")
    }

    private mutating func singleQuoted(_ random: inout some RandomNumberGenerator) {
        write("'")
        for _ in 0..<Int.random(in: 0...12, using: &random) {
            switch Int.random(in: 0..<6, using: &random) {
            case 0:
                write("'")
                put("'")
            case 1:
                put("x")
                write("  \n")
                let blanks = Int.random(in: 1...2, using: &random)
                for _ in 0..<blanks { put("\n", as: "\n") }
                write(" ")
                put("y")
            default: put(Self.letter(&random, without: "'"))
            }
        }
        write("'\n")
    }

    private mutating func literal(_ random: inout some RandomNumberGenerator) {
        let indent = Int.random(in: 1...5, using: &random)
        let hasIndicator = Bool.random(using: &random)
        write(hasIndicator ? "|\(indent)+\n" : "|+\n")
        for number in 0..<Int.random(in: 1...5, using: &random) {
            if number > 0, Int.random(in: 0..<4, using: &random) == 0 {
                // A blank line, with less indentation or as much.
                write(String(repeating: " ", count: Int.random(in: 0...indent, using: &random)))
            } else {
                write(String(repeating: " ", count: indent))
                if number > 0 || hasIndicator {
                    for _ in 0..<Int.random(in: 0...2, using: &random) { put(" ") }
                }
                put("w")
                for _ in 0..<Int.random(in: 0...5, using: &random) { put(Self.letter(&random)) }
            }
            put("\n")
        }
    }

    private mutating func folded(_ random: inout some RandomNumberGenerator) {
        let indent = String(repeating: " ", count: Int.random(in: 1...5, using: &random))
        write(">-\n\(indent)")
        put("w")
        for _ in 0..<Int.random(in: 0...5, using: &random) {
            put(Self.letter(&random))
            if Bool.random(using: &random) {
                put(" ", as: "\n")
            } else {
                // Blank lines stand for themselves; the line end before them for nothing.
                write("\n")
                for _ in 0..<Int.random(in: 1...2, using: &random) { put("\n") }
            }
            write(indent)
            put("w")
        }
        write("\n")
    }

    private mutating func plain(_ random: inout some RandomNumberGenerator) {
        put("w")
        for _ in 0..<Int.random(in: 0...12, using: &random) {
            if Int.random(in: 0..<5, using: &random) == 0 {
                put(" ", as: "\n")
                write("  ")
                put("w")
            } else {
                put(Self.letter(&random, without: ":#"))
            }
        }
        write("\n")
    }
}
