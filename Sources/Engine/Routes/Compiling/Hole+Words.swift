import Attributes
import Templating

extension Hole {
    /// What it holds, with an article: `an account`, `a list`.
    var phrase: String { isArray ? "a list" : type.phrase }
}

extension AttributeType {
    /// With its article: `an account`.
    var phrase: String {
        switch self {
        case .object, .account: "an \(word)"
        default: "a \(word)"
        }
    }
}
