package import Connecting
package import Spool

/// Why a folder is not read on.
package enum ReadingProblem: Error, Sendable {
    /// The mailbox can't be read.
    case mailbox(Failure)
    /// Nothing can be stored.
    case spool(SpoolProblem)
    /// Another service reads it: its name.
    case taken(String)
    /// Nobody takes what is handed on any more.
    case unheard

    static func asking<Value>(
        _ question: () async throws(Failure) -> Value
    ) async throws(ReadingProblem) -> Value {
        do throws(Failure) {
            return try await question()
        } catch {
            throw .mailbox(error)
        }
    }

    static func storing<Value>(
        _ work: () async throws(SpoolProblem) -> Value
    ) async throws(ReadingProblem) -> Value {
        do throws(SpoolProblem) {
            return try await work()
        } catch {
            throw .spool(error)
        }
    }
}
