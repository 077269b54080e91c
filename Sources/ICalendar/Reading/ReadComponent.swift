internal import CLibical

/// A component of a calendar as libical reads it.
struct ReadComponent {
    struct Property {
        /// In capitals.
        var name: String
        /// Without escapes.
        var value: String
        var tzid: String?
        /// VALUE in capitals: `DATE`.
        var kind: String?
        var cn: String?
        var partstat: String?
        var role: String?
        var email: String?
    }

    /// In capitals: `VEVENT`.
    var name: String
    var properties: [Property] = []
    var components: [ReadComponent] = []

    subscript(name: String) -> Property? { properties.first { $0.name == name } }

    /// It and all within it.
    func all(_ name: String) -> [ReadComponent] {
        (self.name == name ? [self] : []) + components.flatMap { $0.all(name) }
    }

    private static let isReady: Void = router_ical_start()

    /// Lets libical read a text.
    ///
    /// - Returns: `nil` when it is no calendar.
    static func read(_ text: [UInt8]) -> ReadComponent? {
        _ = isReady
        var text = text.filter { $0 != 0 }
        text.append(0)
        let builder = Builder()
        return text.withUnsafeBufferPointer { text in
            text.withMemoryRebound(to: CChar.self) { text in
                var visitor = router_ical_visitor(
                    context: Unmanaged.passUnretained(builder).toOpaque(),
                    begin: { Builder.of($0)?.begin($1) }, property: { Builder.of($0)?.add($1) },
                    end: { Builder.of($0)?.end() })
                return router_ical_walk(text.baseAddress, &visitor) == 0 ? nil : builder.root
            }
        }
    }

    private final class Builder {
        private var open: [ReadComponent] = []
        private(set) var root: ReadComponent?

        static func of(_ context: UnsafeMutableRawPointer?) -> Builder? {
            context.map { Unmanaged<Builder>.fromOpaque($0).takeUnretainedValue() }
        }

        func begin(_ name: UnsafePointer<CChar>?) { open.append(ReadComponent(name: text(name)?.uppercased() ?? "")) }

        func add(_ property: UnsafePointer<router_ical_property>?) {
            guard let property = property?.pointee, let name = text(property.name), let value = text(property.value),
                let last = open.indices.last
            else { return }
            open[last].properties.append(
                Property(
                    name: name.uppercased(), value: value, tzid: text(property.tzid),
                    kind: text(property.kind)?.uppercased(), cn: text(property.cn),
                    partstat: text(property.partstat)?.uppercased(), role: text(property.role)?.uppercased(),
                    email: text(property.email)))
        }

        func end() {
            guard let done = open.popLast() else { return }
            if let last = open.indices.last { open[last].components.append(done) } else { root = done }
        }

        private func text(_ pointer: UnsafePointer<CChar>?) -> String? { pointer.map { String(cString: $0) } }
    }
}
