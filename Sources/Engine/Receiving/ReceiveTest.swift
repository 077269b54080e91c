import Attributes
import Diagnostics
import Settings

/// A test that a receive route carries.
package struct ReceiveTest: Sendable {
    package var name: String
    /// The letter's path, relative to the workspace.
    package var mail: String
    var expectation: Expected

    /// A test as its route's file has it; `nil` when what it expects is wrong, which was reported.
    init?(_ setting: ReceiveTestSetting, schema: Schema, _ reader: inout Reader) {
        guard let expectation = Expected.readMessage(setting.expect, schema: schema, &reader) else { return nil }
        name = setting.name
        mail = setting.mail.text
        self.expectation = expectation
    }
}
