import Attributes
import Engine
import Glibc

/// Many submissions in one text: a JSON object a line.
struct Batch: Sendable {
    /// How many lines are composed before they are sent: what is held in memory at once.
    static let chunk = 256
    /// How many wrong lines are told of in full.
    private static let told = 20

    /// What became of checking all lines.
    struct Check {
        /// Numbers of the lines that fit the route, from 0.
        var good: [Int] = []
        /// Numbers of those that do not.
        var bad: [Int] = []
        /// What is wrong, for people.
        var sentences: [String] = []
        var details: [JSON] = []

        func failure(route: SendRoute) -> CommandFailure {
            var failure = CommandFailure(
                .data, "data-mismatch",
                "\(bad.count) of \(bad.count + good.count) lines do not fit the route '\(route.name)'; nothing was sent",
                help: "mend them, or send the others with --keep-going")
            failure.details = .array(details)
            return failure
        }
    }

    private let bytes: [UInt8]
    private let lines: [Range<Int>]
    private let folder: String
    private let name: String
    private let route: SendRoute
    private let workspace: Workspace

    init(_ bytes: [UInt8], folder: String, name: String, route: SendRoute, workspace: Workspace) {
        self.bytes = bytes
        self.folder = folder
        self.name = name
        self.route = route
        self.workspace = workspace
        var lines: [Range<Int>] = []
        var start = 0
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
            lines.append(start..<end)
            start = end + 1
        }
        self.lines = lines
    }

    /// Checks all lines, on all cores: what was found is in the lines' order.
    func check() async -> Check {
        let numbers = lines.indices.filter { !isBlank(lines[$0]) }
        let parts = numbers.chunks(of: Self.chunk)
        var problems: [Int: LineProblem] = [:]
        await withTaskGroup(of: [Int: LineProblem].self) { group in
            var next = 0
            func start() {
                guard next < parts.count else { return }
                let part = parts[next]
                next += 1
                group.addTask { self.problems(of: part) }
            }
            for _ in 0..<Self.cores { start() }
            for await found in group {
                problems.merge(found) { first, _ in first }
                start()
            }
        }
        var check = Check()
        for number in numbers {
            guard let problem = problems[number] else {
                check.good.append(number)
                continue
            }
            check.bad.append(number)
            if check.bad.count <= Self.told {
                check.sentences += problem.sentences
                check.details += problem.details
            } else if check.bad.count == Self.told + 1 {
                check.sentences.append("\(name): and more wrong lines")
            }
        }
        return check
    }

    private static let cores = max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))

    private func problems(of numbers: ArraySlice<Int>) -> [Int: LineProblem] {
        var problems: [Int: LineProblem] = [:]
        for number in numbers {
            do throws(LineProblem) {
                let record = try record(number)
                do throws(Mismatches) {
                    _ = try Renderer(route, now: .now).render(record)
                } catch {
                    throw problem(error, in: number)
                }
            } catch {
                problems[number] = error
            }
        }
        return problems
    }

    /// The letters of lines that were found good, and what is wrong with those that no longer are: a file may be gone by now.
    func messages(of numbers: some Sequence<Int>) -> (messages: [Message], problems: [String]) {
        var messages: [Message] = []
        var problems: [String] = []
        for number in numbers {
            do throws(LineProblem) {
                messages += try submission(number).messages
            } catch {
                problems += error.sentences
            }
        }
        return (messages, problems)
    }

    private func isBlank(_ line: Range<Int>) -> Bool {
        bytes[line].allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
    }

    private struct LineProblem: Error {
        var sentences: [String]
        var details: [JSON]
    }

    private func record(_ number: Int) throws(LineProblem) -> Record {
        let file: DataFile
        do throws(DataProblem) {
            file = try DataFile(bytes: Array(bytes[lines[number]]), line: number + 1, folder: folder, name: name)
        } catch {
            throw LineProblem(
                sentences: [error.message],
                details: [
                    [
                        "line": .integer(number + 1), "pointer": "", "expected": "a JSON object",
                        "found": .string(error.message),
                    ]
                ])
        }
        do throws(Mismatches) {
            return try file.check(for: route, in: workspace)
        } catch {
            throw problem(error, in: number)
        }
    }

    private func submission(_ number: Int) throws(LineProblem) -> Submission {
        let record = try record(number)
        do throws(Mismatches) {
            return try Submission(record, through: route, now: .now)
        } catch {
            throw problem(error, in: number)
        }
    }

    private func problem(_ mismatches: Mismatches, in number: Int) -> LineProblem {
        let details = mismatches.list.map { mismatch -> JSON in
            guard case .object(let members) = mismatch.json else { return .null }
            return .object([.init(name: "line", value: .integer(number + 1))] + members)
        }
        return LineProblem(sentences: mismatches.sentences(for: "\(name):\(number + 1)"), details: details)
    }
}

extension [Int] {
    func chunks(of size: Int) -> [ArraySlice<Int>] {
        stride(from: 0, to: count, by: size).map { self[$0..<Swift.min($0 + size, count)] }
    }
}
