package import Connecting

/// All kinds of connections that there are, one line each.
package enum Connectors {
    package static let all: [any Connector.Type] = []
}
