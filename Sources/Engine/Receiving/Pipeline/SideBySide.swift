import Glibc

/// The same done with each of many, on all processors.
enum SideBySide {
    private static let processors = max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
    /// Less than this is not worth a task of its own.
    private static let leastShare = 8
    /// Shares for each processor: one may be slower than the others.
    private static let shares = 4

    /// Makes something of each, in their order.
    ///
    /// - Parameters:
    ///   - all: The inputs.
    ///   - make: Is called from many threads.
    /// - Returns: The results, in the order of the inputs.
    static func map<Input: Sendable, Output: Sendable>(
        _ all: [Input], _ make: @escaping @Sendable (Input) -> Output
    ) async -> [Output] {
        let share = max(leastShare, (all.count + processors * shares - 1) / (processors * shares))
        guard all.count > share else { return all.map(make) }
        return await withTaskGroup(of: (start: Int, results: [Output]).self) { group in
            for start in stride(from: 0, to: all.count, by: share) {
                let inputs = all[start..<min(start + share, all.count)]
                group.addTask { (start, inputs.map(make)) }
            }
            var parts: [(start: Int, results: [Output])] = []
            for await part in group { parts.append(part) }
            return parts.sorted { $0.start < $1.start }.flatMap(\.results)
        }
    }
}
