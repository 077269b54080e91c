extension Array {
    /// Those that pass, with the errors of the test as they are; `filter` forgets what kind they are.
    func passing<E: Error>(_ test: (Element) throws(E) -> Bool) throws(E) -> [Element] {
        var passed: [Element] = []
        for element in self where try test(element) { passed.append(element) }
        return passed
    }
}
