package import Attributes
import Diagnostics
import Settings

/// A test that a route carries.
package struct RouteTest: Sendable {
    package enum Data: Sendable {
        case json(JSON)
        /// A path relative to the workspace.
        case file(String)
    }

    package var name: String
    package var data: Data
    /// One a letter.
    package var expectations: [Expected]

    /// A test as its route's file has it; `nil` when what it expects is wrong, which was reported.
    init?(_ setting: TestSetting, schema: Schema, _ reader: inout Reader) {
        guard let expectations = Expected.readLetters(setting.expect, &reader) else { return nil }
        name = setting.name
        self.expectations = expectations
        data =
            if let file = setting.file {
                .file(file.text)
            } else {
                .json(setting.data.map { JSON($0, for: schema) } ?? [:])
            }
    }
}
