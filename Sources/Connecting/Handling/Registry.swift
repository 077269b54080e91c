/// What knows which business objects there are.
package protocol Registry: Connector {
    /// Whether an object with a key exists.
    ///
    /// - Parameters:
    ///   - object: Its kind: `Invoice`.
    ///   - key: The field that the value is of: `Number`.
    ///   - value: Found in a letter, so anything.
    ///   - path: Where to ask, when the rule says it.
    /// - Returns: Whether there is one.
    /// - Throws: Why it can't be known now.
    func knows(_ object: String, key: String, value: String, path: String?) async throws(Failure) -> Bool
}
