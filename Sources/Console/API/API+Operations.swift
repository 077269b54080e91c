extension API {
    /// All that the API does, in the order that it is documented.
    static let operations: [Operation] = [
        .submit,
        .alive, .ready,
    ]
}
