import Attributes

/// Why a call was refused, as RFC 9457 tells it: `application/problem+json`.
struct Problem: Error, Sendable {
    /// Something wrong with the call's data: where, what was expected, what came.
    struct Flaw: Hashable, Sendable {
        /// A JSON pointer into the data.
        var pointer: String
        /// A parameter's or a header's name, where the flaw is not in the data.
        var parameter: String?
        var expected: String
        var found: String
        var help: String?
    }

    var status: Int
    /// As scripts may rely on it; `type` is made of it.
    var code: String
    /// The same for all problems of its code.
    var title: String
    /// This one's, with its remedy.
    var detail: String
    var flaws: [Flaw] = []
    /// Flaws that are not listed.
    var omitted = 0
    var fields: [(name: String, value: String)] = []

    init(_ status: Int, _ code: String, _ title: String, _ detail: String) {
        self.status = status
        self.code = code
        self.title = title
        self.detail = detail
    }

    func with(_ name: String, _ value: String) -> Problem {
        var problem = self
        problem.fields.append((name, value))
        return problem
    }

    /// When trying again may help.
    func retry(after seconds: Int) -> Problem { with("Retry-After", "\(seconds)") }

    var json: JSON {
        var members: [JSON.Member] = [
            .init(name: "type", value: .string("urn:router:problem:\(code)")),
            .init(name: "title", value: .string(title)), .init(name: "status", value: .integer(status)),
            .init(name: "detail", value: .string(detail)), .init(name: "code", value: .string(code)),
        ]
        if !flaws.isEmpty { members.append(.init(name: "errors", value: .array(flaws.map(\.json)))) }
        if omitted > 0 { members.append(.init(name: "omitted", value: .integer(omitted))) }
        return .object(members)
    }

    var answer: Answer {
        var answer = Answer(status, .bytes(json.written()), type: "application/problem+json")
        answer.fields += fields
        answer.code = code
        return answer
    }
}

extension Problem.Flaw {
    fileprivate var json: JSON {
        var members: [JSON.Member] = [.init(name: "pointer", value: .string(pointer))]
        if let parameter { members.append(.init(name: "parameter", value: .string(parameter))) }
        members += [
            .init(name: "expected", value: .string(expected)), .init(name: "found", value: .string(found)),
            .init(name: "help", value: help.map { .string($0) } ?? .null),
        ]
        return .object(members)
    }
}
