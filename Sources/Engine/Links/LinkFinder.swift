import Diagnostics
import Settings

/// Finds the business objects that a route's letters speak of.
struct LinkFinder: Sendable {
    private let rules: [(rule: LinkRule, known: Set<String>?)]

    static let none = LinkFinder(rules: [])

    private init(rules: [(rule: LinkRule, known: Set<String>?)]) {
        self.rules = rules
    }

    /// Reads the rules' tables; what hinders is reported at the rule.
    init(_ rules: [LinkRule], in folder: WorkspaceFolder, _ findings: inout Findings) {
        self.rules = rules.map { rule in
            guard let table = rule.table else { return (rule, nil) }
            func report(_ words: String, _ help: String) {
                findings.report(
                    Diagnostic(
                        .error, .fileMissing, at: rule.node.span, in: rule.node.source, "the table '\(table)' \(words)",
                        help: help))
            }
            do {
                let text = try TextFile.read(folder.resolve(table), limit: LinkTable.limit)
                return (rule, try LinkTable(text).column(rule.key))
            } catch let problem as TextFile.Problem {
                report(problem.words, "paths are relative to the workspace")
            } catch let problem as LinkTable.Problem {
                report(problem.words, "its first line names the columns; 'key:' is one of them")
            } catch {
                report("can't be read: \(error)", "make it a CSV file")
            }
            return (rule, nil)
        }
    }

    /// In the order of the rules, then of the text.
    func links(in subject: String) -> [Link] {
        rules.flatMap { rule, known in
            rule.pattern.keys(in: subject).map { key in
                Link(rule: rule.name, object: rule.object, key: rule.key, value: key, isKnown: known?.contains(key))
            }
        }
    }
}
