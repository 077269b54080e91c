/// What had to be mended in a letter, each once, and not more than anybody would read.
struct Flaws {
    static let limit = 50

    private(set) var sentences: [String] = []

    mutating func add(_ sentence: @autoclosure () -> String) {
        guard sentences.count < Self.limit else { return }
        let sentence = sentence()
        if !sentences.contains(sentence) { sentences.append(sentence) }
    }
}
