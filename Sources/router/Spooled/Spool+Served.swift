import Engine
import Spool

extension Spool {
    /// Whether a service works on it.
    var isServed: Bool {
        get async { (try? await owners())?.contains { $0.hasPrefix(Service.name) } ?? false }
    }
}
