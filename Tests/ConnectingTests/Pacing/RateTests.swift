import Connecting
import Diagnostics
import Settings
import Testing

@Suite struct RateTests {
    private static func read(_ text: String) -> (rate: Rate?, said: [String]) {
        var findings = Findings()
        guard let node = YAMLReader.read(Source(path: "c.yaml", text: "rate: \(text)"), &findings)?["rate"] else {
            return (nil, [])
        }
        var reader = Reader(
            Substitutions(environment: { _ in nil }, file: { _ throws(Substitutions.FileProblem) in "" }))
        let rate = Rate.read(node, &reader)
        return (rate, reader.findings.sorted.map { "\($0.message); \($0.help ?? "")" })
    }

    @Test(arguments: [
        ("30/min", Rate(30, per: .minute)), ("1/s", Rate(1, per: .second)), ("500/h", Rate(500, per: .hour)),
        ("1000000/day", Rate(1_000_000, per: .day)),
    ])
    func `a rate is a number for a length of time`(_ text: String, _ rate: Rate) {
        #expect(Self.read(text).rate == rate)
        #expect(rate.description == text)
    }

    @Test(arguments: [
        ("0/min", "a rate can't be 0; to send nothing write 'disabled: true'; else a number from 1, such as 30/min"),
        ("-3/min", "a rate can't be -3; write a number from 1 to 1000000"),
        ("2000000/s", "a rate can't be 2000000; write a number from 1 to 1000000"),
        ("30", "'30' is not a rate; write it as 30/min; also /s, /h and /day"),
        ("30/m", "'m' is not a length of time for a rate; write 30/s, 30/min, 30/h or 30/day"),
        ("1.5/min", "'1.5/min' is not a rate; write it as 30/min; also /s, /h and /day"),
        ("30/min/2", "'30/min/2' is not a rate; write it as 30/min; also /s, /h and /day"),
        ("[30]", "expected a rate such as 30/min, found a list"),
    ])
    func `what is no rate is said with the mended form`(_ text: String, _ said: String) {
        let result = Self.read(text)
        #expect(result.rate == nil)
        #expect(result.said.first?.hasPrefix(said) == true, "\(result.said)")
    }
}
