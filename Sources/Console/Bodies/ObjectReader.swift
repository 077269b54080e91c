import Attributes
import Diagnostics

/// Reads a call's body that is a small JSON object; everything wrong with it is told at once.
struct ObjectReader {
    private let object: JSON
    private let known: [String]
    private var flaws: [Problem.Flaw] = []

    /// - Parameters:
    ///   - call: With its body.
    ///   - known: The members that it may have; others are flaws.
    /// - Throws: That it is no JSON.
    init(_ call: Call, _ known: [String]) throws(Problem) {
        do throws(JSONError) {
            object = try JSON.read(call.body)
        } catch {
            throw Problem(error)
        }
        self.known = known
        guard case .object(let members) = object else {
            flaws = [Problem.Flaw(pointer: "", expected: "an object", found: Self.shown(object))]
            return
        }
        for member in members where !known.contains(member.name) {
            let name = Visible.shortened(member.name, to: 60)
            flaws.append(
                Problem.Flaw(
                    pointer: "/" + name.replacing("~", with: "~0").replacing("/", with: "~1"),
                    expected: known.joined(separator: " or "), found: "the key '\(name)'",
                    help: Suggestion.help(for: member.name, among: known)))
        }
    }

    mutating func flag(_ name: String) -> Bool {
        if case .bool(let flag)? = object[name] { return flag }
        refuse(name, expected: "true or false")
        return false
    }

    /// A text that `flaw` finds nothing wrong with.
    mutating func text(_ name: String, flaw: (String) -> String?) -> String {
        guard let text = object[name]?.text else {
            refuse(name, expected: "a text")
            return ""
        }
        if let flaw = flaw(text) { refuse(name, expected: "a text that \(flaw)") }
        return text
    }

    private mutating func refuse(_ name: String, expected: String) {
        guard case .object = object else { return }
        flaws.append(
            Problem.Flaw(pointer: "/\(name)", expected: expected, found: object[name].map(Self.shown) ?? "nothing"))
    }

    /// - Throws: All that was wrong.
    func finish() throws(Problem) {
        guard !flaws.isEmpty else { return }
        var problem = Problem(
            422, "body-mismatch", "The body does not fit",
            "the body is an object with \(known.joined(separator: ", ")); 'errors' names what is wrong with it")
        problem.flaws = Array(flaws.prefix(Self.mostFlaws))
        problem.omitted = max(0, flaws.count - Self.mostFlaws)
        throw problem
    }

    private static let mostFlaws = 20

    private static func shown(_ value: JSON) -> String { Visible.shortened(value.printed(), to: 60) }
}
