internal import Dispatch

/// Threads for work on files, which blocks: Swift's own have to stay free for everybody.
enum BlockingWork {
    // More at once would only make the disk's head run to and fro.
    private static let queues = (0..<4).map { DispatchQueue(label: "router.spool.files.\($0)") }

    static func perform<Value: Sendable>(
        _ work: @escaping @Sendable () throws(SpoolProblem) -> Value
    ) async throws(SpoolProblem) -> Value {
        let queue = queues.randomElement() ?? queues[0]
        let result: Result<Value, SpoolProblem> = await withCheckedContinuation { continuation in
            queue.async {
                do throws(SpoolProblem) {
                    continuation.resume(returning: .success(try work()))
                } catch {
                    continuation.resume(returning: .failure(error))
                }
            }
        }
        return try result.get()
    }
}
