/// Looks for single fields in a letter's bytes without reading the letter.
package enum HeaderScan {
    /// How far is looked: what is further down is not found.
    package static let reach = LetterLimits.standard.headers

    /// The letter's Message-ID with its angle brackets, the same as ``LetterReader`` finds.
    ///
    /// - Returns: `nil` when the header has none.
    package static func messageID(in bytes: [UInt8]) -> String? {
        var flaws = Flaws()
        let bytes = LetterSource.mended(bytes, &flaws)
        let scan = FieldScan(bytes, from: LetterSource.start(of: bytes, &flaws), limit: reach) { _ in false }
        for field in scan.fields where field.name == .messageID {
            if let id = MessageIDs.first(bytes, field.value) { return id }
        }
        return nil
    }
}
