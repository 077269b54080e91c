/// Which charset of Russian letters some bytes are in, when nobody says it.
enum CyrillicGuess {
    /// - Returns: iconv's name, or `nil` when the bytes are rather letters with marks among Latin ones.
    static func charset(of bytes: ArraySlice<UInt8>) -> String? {
        let sample = bytes.prefix(4096)
        guard isOfOwnWords(sample) else { return nil }
        let scores = candidates.map { (name: $0.name, score: score(sample, $0.letters)) }
        guard let best = scores.max(by: { $0.score < $1.score }), best.score > 0 else { return nil }
        return best.name
    }

    /// Whether bytes beyond ASCII stand by themselves, not among Latin letters as in `Größe`.
    private static func isOfOwnWords(_ bytes: ArraySlice<UInt8>) -> Bool {
        var runs = 0
        var mixed = 0
        var isInRun = false
        var wasLetter = false
        var touches = false
        for byte in bytes {
            let isLetter = (0x61...0x7A).contains(byte | 0x20)
            if byte >= 0x80 {
                if !isInRun {
                    runs += 1
                    touches = wasLetter
                }
                isInRun = true
            } else if isInRun {
                if touches || isLetter { mixed += 1 }
                isInRun = false
            }
            wasLetter = isLetter && byte < 0x80
        }
        if isInRun, touches { mixed += 1 }
        return runs > 0 && mixed * 4 <= runs
    }

    /// Frequent letters count much, and more if they are small or begin a word; what is no letter counts against.
    private static func score(_ bytes: ArraySlice<UInt8>, _ letters: [Int8]) -> Int {
        var score = 0
        var wasSmall = false
        for byte in bytes {
            guard byte >= 0x80 else {
                wasSmall = false
                continue
            }
            let letter = letters[Int(byte) - 0x80]
            switch letter {
            case 0: score -= 8
            case 1...:
                score += Int(letter)
                wasSmall = true
            default:
                // A capital behind a small letter is what a wrong charset looks like.
                score += wasSmall ? -8 : Int(-letter) / 2
                wasSmall = false
            }
        }
        return score
    }

    /// How frequent the letters are in Russian, per mille, from а to я; ё stands apart.
    private static let frequencies: [Int8] = [
        80, 16, 45, 17, 30, 84, 9, 16, 73, 12, 35, 44, 32, 67, 109, 28, 47, 54, 63, 26, 3, 10, 5, 14, 7, 4, 1, 19, 17,
        3, 6,
        20,
    ].map { max(1, $0 / 4) }

    /// What each byte from 0x80 on means: a small letter's frequency, a capital's as a negative number, 0 for no letter.
    private static let candidates: [(name: String, letters: [Int8])] = [
        ("KOI8-R", table(small: koi8, capital: koi8.map { $0 + 0x20 }, yo: (0xA3, 0xB3))),
        ("CP1251", table(small: Array(0xE0...0xFF), capital: Array(0xC0...0xDF), yo: (0xB8, 0xA8))),
        ("CP866", table(small: Array(0xA0...0xAF) + Array(0xE0...0xEF), capital: Array(0x80...0x9F), yo: (0xF1, 0xF0))),
    ]

    /// Where KOI8-R has the letters from а to я.
    private static let koi8 = [
        0xC1, 0xC2, 0xD7, 0xC7, 0xC4, 0xC5, 0xD6, 0xDA, 0xC9, 0xCA, 0xCB, 0xCC, 0xCD, 0xCE, 0xCF, 0xD0, 0xD2, 0xD3,
        0xD4,
        0xD5, 0xC6, 0xC8, 0xC3, 0xDE, 0xDB, 0xDD, 0xDF, 0xD9, 0xD8, 0xDC, 0xC0, 0xD1,
    ]

    private static func table(small: [Int], capital: [Int], yo: (small: Int, capital: Int)) -> [Int8] {
        var table = [Int8](repeating: 0, count: 128)
        for (letter, byte) in small.enumerated() { table[byte - 0x80] = frequencies[letter] }
        for (letter, byte) in capital.enumerated() { table[byte - 0x80] = -frequencies[letter] }
        table[yo.small - 0x80] = 1
        table[yo.capital - 0x80] = -1
        return table
    }
}
