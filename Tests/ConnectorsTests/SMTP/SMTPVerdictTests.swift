import Connecting
import Testing

@testable import Connectors

@Suite struct SMTPVerdictTests {
    @Test(
        arguments: [
            // At any question: 4xx again, 5xx never, unless the login is what is wrong.
            (421, nil, .mail, .later), (450, nil, .recipient, .later), (451, nil, .ending, .later),
            (452, nil, .recipient, .later), (454, nil, .mail, .later), (432, nil, .mail, .later),
            (550, nil, .recipient, .never), (551, nil, .recipient, .never), (553, nil, .mail, .never),
            (554, nil, .ending, .never), (500, nil, .data, .never), (555, nil, .mail, .never),
            (530, "5.7.0", .mail, .settings), (534, nil, .mail, .settings), (535, "5.7.8", .recipient, .settings),
            (538, nil, .mail, .settings),
            // Too many recipients, as old servers say it.
            (552, nil, .recipient, .later), (552, "5.5.3", .recipient, .later), (552, "5.2.2", .recipient, .never),
            (552, nil, .mail, .never), (552, nil, .ending, .never),
            // The enhanced status counts first.
            (554, "4.7.1", .ending, .later), (450, "5.1.1", .recipient, .never), (550, "4.2.1", .recipient, .later),
            (421, "5.3.2", .mail, .later), (550, "2.0.0", .recipient, .never),
            // What is accepted.
            (250, nil, .mail, .accepted), (251, nil, .recipient, .accepted), (252, nil, .recipient, .accepted),
            (354, nil, .data, .accepted), (250, "2.0.0", .ending, .accepted), (250, "4.0.0", .ending, .accepted),
            // What does not fit.
            (250, nil, .data, .garbled), (354, nil, .mail, .garbled), (354, nil, .ending, .garbled),
            (150, nil, .ending, .garbled), (334, nil, .recipient, .garbled),
        ] as [(Int, String?, SMTPVerdict.Question, SMTPVerdict)])
    func `codes decide`(_ code: Int, _ status: String?, _ question: SMTPVerdict.Question, _ expected: SMTPVerdict) {
        #expect(SMTPVerdict(Reply(code: code, enhanced: status, text: "whatever"), to: question) == expected)
    }

    @Test(
        arguments: [
            (SMTPVerdict.accepted, SMTPVerdict.Question.ending, RecipientState.sent),
            (.later, .ending, .deferred), (.never, .ending, .failed), (.settings, .mail, .deferred),
            (.garbled, .mail, .deferred), (.garbled, .data, .deferred), (.garbled, .ending, .held),
        ])
    func `only behind the final dot can the outcome be unknown`(
        _ verdict: SMTPVerdict, _ question: SMTPVerdict.Question, _ expected: RecipientState
    ) {
        #expect(verdict.state(after: question) == expected)
    }
}
