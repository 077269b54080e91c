import Attributes

extension TypedText {
    /// A duration as people write it: `1 час 30 минут`, `2 дня`, `90 min`, `1:30`, and as `PT1H30M` or `1h30m`.
    func duration(_ text: String) -> Duration? {
        if let duration = try? Duration(reading: text) { return duration }
        let clock = text.split(separator: ":")
        if (2...3).contains(clock.count), let hours = Int(clock[0]), (0..<10_000).contains(hours),
            case let rest = clock.dropFirst().compactMap({ Int($0) }), rest.count == clock.count - 1,
            rest.allSatisfy({ (0..<60).contains($0) })
        {
            return .seconds(hours * 3600 + rest[0] * 60 + (rest.count > 1 ? rest[1] : 0))
        }
        var seconds = 0
        var number: Int?
        for word in Self.words(text.lowercased()) {
            if ["и", "and", ","].contains(word) { continue }
            if let value = Int(word) {
                guard number == nil, (0...1_000_000).contains(value) else { return nil }
                number = value
            } else {
                guard let count = number, let unit = Self.seconds(word) else { return nil }
                seconds += count * unit
                number = nil
            }
        }
        guard number == nil, seconds > 0, seconds / 86_400 <= Duration.longestDays else { return nil }
        return .seconds(seconds)
    }

    /// Numbers and words, apart even where they stand together: `2 ч 30мин`.
    private static func words(_ text: String) -> [String] {
        var words: [String] = []
        var last: Bool?
        for character in text {
            if character.isWhitespace {
                last = nil
            } else if last == character.isNumber {
                words[words.count - 1].append(character)
            } else {
                words.append(String(character))
                last = character.isNumber
            }
        }
        return words
    }

    private static func seconds(_ word: String) -> Int? {
        let word = word.last == "." ? String(word.dropLast()) : word
        for (names, length) in units where names.contains(word) { return length }
        return nil
    }

    private static let units: [(Set<String>, Int)] = [
        (["с", "сек", "секунда", "секунды", "секунд", "секунду", "s", "sec", "second", "seconds"], 1),
        (["м", "мин", "минута", "минуты", "минут", "минуту", "m", "min", "mins", "minute", "minutes"], 60),
        (["ч", "час", "часа", "часов", "h", "hr", "hrs", "hour", "hours"], 3600),
        (["д", "дн", "день", "дня", "дней", "сут", "сутки", "суток", "d", "day", "days"], 86_400),
        (["нед", "неделя", "недели", "недель", "неделю", "w", "week", "weeks"], 604_800),
    ]
}
