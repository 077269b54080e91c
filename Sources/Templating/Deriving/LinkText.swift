/// A link that has begun: where it leads, and where its text begins.
struct LinkText {
    private let address: [FlowStep]
    private var isPhone = false
    /// Sections around.
    private(set) var depth: Int
    /// Steps before its text.
    private(set) var mark: Int
    /// The sections that it began in and that have ended since: it is a link only where they are shown.
    private var conditions: [Section] = []

    init(address: [FlowStep], depth: Int, mark: Int) {
        self.depth = depth
        self.mark = mark
        var address = address
        if case .words(let bytes) = address.first {
            let text = String(decoding: bytes, as: UTF8.self)
            for scheme in ["mailto:", "tel:"] where text.lowercased().hasPrefix(scheme) {
                address[0] = .words(Array(bytes.dropFirst(scheme.utf8.count)))
                isPhone = scheme == "tel:"
                if scheme == "mailto:" { address = Self.withoutQuery(address) }
            }
        }
        self.address = address
    }

    /// The section that it began in ends.
    mutating func leave(_ section: Section, mark: Int) {
        conditions.append(section)
        depth -= 1
        self.mark = mark
    }

    /// What stands behind the link's text; nothing when the text says it already.
    ///
    /// The text is `nil` when it is not known, because it depends on the data.
    func steps(behind text: ArraySlice<FlowStep>?) -> [FlowStep] {
        let said = Self.told(address[...])
        let lowered = said.lowercased()
        if said.isEmpty || ["#", "cid:", "javascript:", "data:"].contains(where: lowered.hasPrefix) { return [] }
        let told = text.map(Self.told)
        if isPhone, let told, Self.digits(told) == Self.digits(said) { return [] }
        let scheme = ["https://", "http://"].first(where: lowered.hasPrefix) ?? ""
        let bare = said.dropFirst(scheme.count)
        if told == said || told == String(bare) || bare.hasSuffix("/") && told == String(bare.dropLast()) { return [] }
        var steps = told?.isEmpty == true ? address : [.address(address)]
        for section in conditions { steps = [.section(section, steps)] }
        return steps
    }

    private static func digits(_ text: String) -> String { text.filter { $0.isASCII && $0.isNumber } }

    /// An address of a letter without `?subject=…`.
    private static func withoutQuery(_ address: [FlowStep]) -> [FlowStep] {
        var result: [FlowStep] = []
        for step in address {
            guard case .words(let bytes) = step, let query = bytes.firstIndex(of: UInt8(ascii: "?")) else {
                result.append(step)
                continue
            }
            return result + [.words(Array(bytes[..<query]))]
        }
        return result
    }

    /// What steps say, with paths for holes, so that two stretches can be compared.
    private static func told(_ steps: ArraySlice<FlowStep>) -> String {
        var text = ""
        for step in steps {
            switch step {
            case .words(let bytes): text += String(decoding: bytes, as: UTF8.self)
            case .hole(let hole): text += "\u{0}\(hole.path.text)\u{0}"
            case .section(_, let steps): text += "\u{1}\(told(steps[...]))\u{1}"
            case .address: break
            default: text += " "
            }
        }
        return text.trimmed
    }
}
