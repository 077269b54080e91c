import ArgumentParser
import Attributes

/// A length of time on the command line.
struct Age: Sendable {
    var length: Duration

    static func read(_ text: String) throws -> Age {
        do throws(Misreading) {
            return Age(length: try Duration(reading: text))
        } catch {
            throw ValidationError(error.reason ?? "write it as 90s, 30m, 2h or 3d")
        }
    }
}
