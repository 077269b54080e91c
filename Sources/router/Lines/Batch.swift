import Attributes
import Engine
import Spool
import Glibc

/// Many submissions in one text, a JSON object a line: checked as a whole, and then read again while they are sent.
struct Batch: Sendable {
    private let file: LineFile
    private let folder: String
    private let route: SendRoute
    private let workspace: Workspace

    /// - Parameters:
    ///   - file: The lines.
    ///   - folder: What paths in them are relative to.
    ///   - route: That they go through.
    ///   - workspace: The route's.
    init(_ file: LineFile, folder: String, route: SendRoute, workspace: Workspace) {
        self.file = file
        self.folder = folder
        self.route = route
        self.workspace = workspace
    }

    private static let cores = max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))

    /// Checks all lines, on all cores: what was found is in the lines' order.
    func check() async throws(CommandFailure) -> LineCheck {
        let result = await withTaskGroup(of: (Int, LineCheck.Chunk).self) {
            group -> Result<LineCheck, CommandFailure> in
            var reader = LineReader(file)
            var check = LineCheck()
            var started = 0
            // Checked before those in front of them.
            var early: [Int: LineCheck.Chunk] = [:]
            do throws(CommandFailure) {
                var isAtEnd = false
                while true {
                    while !isAtEnd, started - check.chunks.count < 2 * Self.cores {
                        guard let chunk = try reader.next() else {
                            isAtEnd = true
                            break
                        }
                        let number = started
                        started += 1
                        group.addTask { (number, self.check(chunk)) }
                    }
                    guard let (number, found) = await group.next() else { return .success(check) }
                    early[number] = found
                    while let next = early.removeValue(forKey: check.chunks.count) { check.add(next, of: file.name) }
                }
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    /// A way through the lines that were found good.
    func pass(after check: LineCheck) -> LinePass { LinePass(LineReader(file), check, name: file.name) }

    private func check(_ chunk: LineChunk) -> LineCheck.Chunk {
        var check = LineCheck.Chunk(fingerprint: chunk.fingerprint)
        for index in 0..<chunk.count {
            guard let bytes = chunk.content(index) else { continue }
            let line = chunk.firstLine + index
            do throws(LineProblem) {
                let record = try record(bytes, line)
                do throws(Mismatches) {
                    _ = try Renderer(route, now: .now).render(record)
                } catch {
                    throw LineProblem(error, in: file.name, line: line)
                }
                check.good += 1
            } catch {
                check.add(error, at: index)
            }
        }
        return check
    }

    /// What became of a chunk's lines on the way to letters.
    struct Composed: Sendable {
        var submissions: [(submission: Submission, key: SubmissionKey?)] = []
        /// What is wrong with lines that were right before: a file may be gone by now.
        var problems: [String] = []
        /// What hinders all that follows.
        var failure: CommandFailure?
    }

    /// Composes the lines of a chunk that were found good.
    ///
    /// - Parameters:
    ///   - chunk: The lines.
    ///   - bad: Those that were not.
    ///   - way: Where their letters go.
    ///   - key: Begins each line's idempotency key, which ends with its number.
    /// - Returns: What is to be sent.
    func compose(_ chunk: LineChunk, without bad: [UInt16], by way: Way, key: String?) async -> Composed {
        var composed = Composed()
        var bad = bad[...]
        for index in 0..<chunk.count {
            if let next = bad.first, next == index {
                bad.removeFirst()
                continue
            }
            guard let bytes = chunk.content(index) else { continue }
            let line = chunk.firstLine + index
            do throws(LineProblem) {
                let (data, record) = try read(bytes, line)
                switch try await result(of: record, by: way, &composed) {
                case .failure(let mismatches)?: throw LineProblem(mismatches, in: file.name, line: line)
                case .success(let submission)? where !submission.messages.isEmpty:
                    composed.submissions.append(
                        (submission, key.map { SubmissionKey("\($0):\(line)", route: route.name, data: data.json) }))
                case .success?: break
                case nil: return composed
                }
            } catch {
                composed.problems += error.sentences
            }
        }
        return composed
    }

    private func result(
        of record: Record, by way: Way, _ composed: inout Composed
    ) async throws(LineProblem) -> Result<Submission, Mismatches>? {
        do throws(CommandFailure) {
            return try await way.compose(record)
        } catch {
            composed.failure = error
            return nil
        }
    }

    private func record(_ bytes: [UInt8], _ line: Int) throws(LineProblem) -> Record { try read(bytes, line).record }

    private func read(_ bytes: [UInt8], _ line: Int) throws(LineProblem) -> (data: DataFile, record: Record) {
        let data: DataFile
        do throws(DataProblem) {
            data = try DataFile(bytes: bytes, line: line, folder: folder, name: file.name)
        } catch {
            throw LineProblem(error, line: line)
        }
        do throws(Mismatches) {
            return (data, try data.check(for: route, in: workspace))
        } catch {
            throw LineProblem(error, in: file.name, line: line)
        }
    }
}
