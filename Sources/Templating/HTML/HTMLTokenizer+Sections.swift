extension HTMLTokenizer {
    /// Where the markup stands, as far as it decides what may follow.
    struct Mark: Equatable {
        var state: State
        var tags: Int
        var attribute: [UInt8]
        var attributes: Int
        var element: String
        var address: AddressState
    }

    /// A section must end where it begins, since it may stand several times or not at all; `nil` where none may begin.
    var mark: Mark? {
        switch state {
        case .text: Mark(state: state, tags: 0, attribute: [], attributes: 0, element: "", address: AddressState())
        case .raw where isEscapable:
            Mark(state: state, tags: tags, attribute: [], attributes: 0, element: element, address: AddressState())
        case .quotedValue:
            Mark(
                state: state, tags: tags, attribute: attribute, attributes: tag.attributes.count, element: "",
                address: Elements.addresses.contains(attributeText) ? address : AddressState())
        default: nil
        }
    }

    /// A section begins that the tag's values name by its number.
    mutating func open(_ number: Int) {
        if case .quotedValue = state {
            if value.isEmpty { valueStart = fed }
            value.append(.open(number))
        }
    }

    mutating func close() {
        if case .quotedValue = state { value.append(.close) }
    }
}
