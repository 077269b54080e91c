package import Attributes

/// Runs the tests that routes carry: offline, nothing is sent.
package struct Verifier: Sendable {
    package enum Verdict: Sendable {
        case passed
        case differs([Difference])
        /// The data do not fit the route, or can't be read: in whole sentences.
        case refused([String])
    }

    let workspace: Workspace
    let now: Instant

    package init(_ workspace: Workspace, now: Instant) {
        self.workspace = workspace
        self.now = now
    }

    package func run(_ test: RouteTest, of route: SendRoute) -> Verdict {
        let submission: DataFile
        switch test.data {
        case .json(let json): submission = DataFile(json: json, folder: workspace.folder.path, name: "data")
        case .file(let path):
            do throws(DataProblem) {
                submission = try DataFile(path: workspace.folder.resolve(path), name: path)
            } catch {
                return .refused([error.message])
            }
        }
        do throws(Mismatches) {
            let record = try submission.check(for: route, in: workspace)
            let letters = try Renderer(route, now: now).render(record)
            return compare(letters, with: test.expectations)
        } catch {
            return .refused(error.sentences(for: submission.name))
        }
    }

    private func compare(_ letters: [RenderedLetter], with expectations: [Expected]) -> Verdict {
        guard letters.count == expectations.count else {
            let difference = Difference(
                place: "letters", expected: String(expectations.count), found: String(letters.count))
            return .differs([difference])
        }
        var comparison = Comparison()
        for (position, (letter, expectation)) in zip(letters, expectations).enumerated() {
            let place = letters.count == 1 ? "" : "letter \(position + 1)"
            comparison.compare(Preview(letter).expectable, with: expectation, at: place)
        }
        return comparison.differences.isEmpty ? .passed : .differs(comparison.differences)
    }
}
