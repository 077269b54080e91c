import Attributes
import Peers
import Testing

struct JSONLimitTests {
    private func complaint(_ text: String) -> String? {
        do throws(JSONError) {
            _ = try JSON.read(text)
            return nil
        } catch {
            return error.description
        }
    }

    @Test(arguments: ["[", "{\"a\":", "[{\"a\":"])
    func `a hundred thousand brackets are answered at once`(bracket: String) {
        let text = String(repeating: bracket, count: 100_000)
        #expect(complaint(text)?.contains("more than 128 brackets and braces stand in one another") == true)
    }

    @Test func `brackets may stand 128 deep`() {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        #expect(complaint(nested(128)) == nil)
        #expect(complaint(nested(129)) == "1:129: more than 128 brackets and braces stand in one another")
        #expect(complaint("[\(Array(repeating: nested(127), count: 100).joined(separator: ","))]") == nil)
    }

    @Test func `a number may have a thousand characters`() {
        #expect(complaint(String(repeating: "9", count: 1000)) == nil)
        #expect(complaint("[\(String(repeating: "9", count: 1001))]") == "1:2: a number has more than 1000 characters")
    }

    @Test func `more bytes than the limit are answered at once`() {
        let text = [UInt8](repeating: 0x20, count: JSON.Limits.bytes + 1)
        do throws(JSONError) {
            _ = try JSON.read(text)
            Issue.record("it was read")
        } catch {
            #expect(error.problem == "the text has 256000001 bytes, more than the 256000000 that are read")
            #expect(error.help == "send the documents in several messages, or as files by {Path}")
        }
    }

    @Test func `a document of 50 MB is read in linear time`() throws {
        func seconds(_ size: Int) throws -> Duration {
            var text = [UInt8](repeating: UInt8(ascii: "A"), count: size)
            text.replaceSubrange(0..<12, with: Array("{\"Content\":\"".utf8))
            text.replaceSubrange((size - 2)..<size, with: Array("\"}".utf8))
            var value = JSON.null
            let time = try Work.measure { value = try JSON.read(text) }
            #expect(value["Content"]?.text?.utf8.count == size - 14)
            return time
        }
        #expect(try seconds(50_000_000) < .seconds(5))
    }

    @Test func `escapes in great number cost no more than their length`() throws {
        let text = "\"" + String(repeating: "\\u0416\\n", count: 100_000) + "\""
        let time = try Work.measure {
            let value = try JSON.read(text)
            #expect(value.text?.count == 200_000)
        }
        #expect(time < .seconds(100))
    }

    @Test func `random bytes never crash, and what is read is read again from what is written`() throws {
        var random = Seeded(seed: 42)
        let pieces = [
            "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u", "D83D", "\\uDE00", "1", "-", "e", ".", "0", "true", "null",
            "\"a\"",
            "\"б\":", " ", "\n", "\u{FEFF}", "/", "\u{0}", "NaN", "😀", "\t",
        ]
        var accepted = 0
        for round in 0..<20_000 {
            var bytes: [UInt8] = []
            for _ in 0..<Int.random(in: 0..<12, using: &random) {
                if round % 3 == 0 {
                    bytes.append(UInt8.random(in: 0...255, using: &random))
                } else {
                    bytes += Array((pieces.randomElement(using: &random) ?? "").utf8)
                }
            }
            guard let value = try? JSON.read(bytes) else { continue }
            accepted += 1
            #expect(try JSON.read(value.written()) == value)
            #expect(try JSON.read(value.written(.pretty)) == value)
        }
        #expect(accepted > 100)
    }
}
