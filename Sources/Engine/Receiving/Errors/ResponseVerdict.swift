package import Attributes
import Diagnostics
package import Spool

/// What a handler's response is worth, held against what its route declares.
package enum ResponseVerdict: Sendable {
    /// It fits, or nobody asked for one.
    case fits
    /// Something about it is wrong that nobody waits for: said, and the message counts as handed over.
    case flawed(String)
    /// What the route can't do without is not there.
    case unfit(AttemptFailure)

    /// - Parameters:
    ///   - response: `nil` when the handler gave none.
    ///   - schema: What the route declares.
    ///   - target: Who answered, for people.
    ///   - zone: For times without an offset.
    package init(_ response: JSON?, _ schema: Schema, from target: String, zone: Zone) {
        let required = schema.attributes.filter(\.isRequired).map(\.name)
        guard let response else {
            self =
                required.isEmpty
                ? .flawed("it gave no response, and the route declares one")
                : .unfit(Self.failure(target, "gave no response, which must have '\(required[0])'", nil))
            return
        }
        guard case .failure(let mismatches) = schema.check(response, in: CheckingContext(zone: zone)) else {
            self = .fits
            return
        }
        let words = mismatches.sentences(for: "the response").joined(separator: "; ")
        let isLacking = mismatches.list.contains { mismatch in
            let name = mismatch.pointer.dropFirst().prefix { $0 != "/" }
            return mismatch.pointer.isEmpty || required.contains { $0 == name }
        }
        self =
            isLacking && !required.isEmpty
            ? .unfit(Self.failure(target, "gave a response that can't be used: \(words)", response))
            : .flawed("its response does not fit: \(words)")
    }

    private static func failure(_ target: String, _ words: String, _ response: JSON?) -> AttemptFailure {
        let said = response.map { "; it said \(Visible.shortened($0.printed(), to: 300))" } ?? ""
        return AttemptFailure(
            code: "bad-response", message: "\(target) took the message and \(words)\(said)",
            help: "mend what it answers, or 'response:' of the route, then 'router inbox retry' hands it over again")
    }
}
