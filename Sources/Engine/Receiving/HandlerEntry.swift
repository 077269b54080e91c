import Attributes
import Templating

/// An entry of a route's `deliver:`, read and proven.
package struct HandlerEntry: Sendable {
    package enum Target: Hashable, Sendable, CustomStringConvertible {
        case connection(String)
        /// A send route.
        case route(String)

        /// As the spool knows it: `connection:bpm`, `route:auto-reply`.
        package var description: String {
            switch self {
            case .connection(let name): "connection:\(name)"
            case .route(let name): "route:\(name)"
            }
        }
    }

    /// From 0.
    package var number: Int
    package var target: Target
    package var process: String?
    /// Whether its answer is the route's response.
    package var responds: Bool
    /// Where at the connection.
    var path: Template?
    /// Where error responses go, if elsewhere.
    var errorPath: Template? = nil
    /// What an existing instance is found by; `nil` for a new one.
    var by: ArrivalPath?
    /// What the route takes.
    var with: [EntryValue.Member]
}

/// A value of `with:`.
indirect enum EntryValue: Sendable {
    struct Member: Sendable {
        var name: String
        var value: EntryValue
    }

    case constant(JSON)
    case text(Template)
    /// The values that a path leads to, as they are; all of them where a list is wanted.
    case values(ArrivalPath, of: AttributeType, isList: Bool)
    case list([EntryValue])
    case object([Member])
}
