extension Schema {
    /// Checks submitted data against their declaration.
    ///
    /// - Returns: The values, one for each attribute; or all that is wrong, each with its place.
    package func check(_ json: JSON, in context: CheckingContext) -> Result<Record, Mismatches> {
        var checker = Checker(context)
        guard case .object(let members) = json else {
            checker.report("an object with \(nameList)", found: json.found)
            return .failure(checker.mismatches)
        }
        let record = checker.record(self, members, word: "attribute")
        return checker.mismatches.isEmpty ? .success(record) : .failure(checker.mismatches)
    }
}
