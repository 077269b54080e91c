import Connecting

@testable import Connectors

/// Plays a conversation without a network; when the server's replies are used up the connection breaks.
///
/// The lines are what went out, a write each with ` / ` between commands, and what was reported: `= 0: ivan sent`.
func play(
    _ letters: [Letter], _ capabilities: [String], demands: SMTPDemands = SMTPDemands(),
    isFirst: Bool = true, needsReset: Bool = false, _ replies: [String]
) -> (lines: [String], receipts: [Int: Receipt]) {
    var dialogue = SMTPDialogue(
        letters, capabilities: SMTPCapabilities(capabilities),
        words: SMTPWords(server: "mx:25", login: nil, isEncrypted: true), demands: demands, isFirst: isFirst,
        needsReset: needsReset)
    var replies = replies[...]
    var lines: [String] = []
    var receipts: [Int: Receipt] = [:]
    func joined(_ bytes: [UInt8]) -> String {
        String(decoding: bytes, as: UTF8.self).split(separator: "\r\n").joined(separator: " / ")
    }
    for _ in 0..<1000 {
        switch dialogue.step() {
        case .write(let bytes, _): lines.append(joined(bytes))
        case .letter(_, let then):
            lines.append(then.isEmpty ? "letter" : "letter / " + joined(then))
            dialogue.ended()
        case .read:
            if let reply = replies.popFirst().flatMap({ SMTPReplyParser.reply([$0]) }) {
                dialogue.received(reply)
            } else {
                dialogue.lost(Failure(.connectionLost, .again, "broken", help: ""))
            }
        case .report(let index, let receipt):
            let states = receipt.recipients.map { "\($0.address.prefix { $0 != "@" }) \($0.state)" }
            lines.append("= \(index): \(states.joined(separator: ", "))")
            receipts[index] = receipt
        case .drop: lines.append("drop")
        case .done: return (lines, receipts)
        }
    }
    return (lines + ["never ends"], receipts)
}

func play(
    _ letters: [Letter], isFirst: Bool = true, needsReset: Bool = false, _ replies: [String]
) -> (lines: [String], receipts: [Int: Receipt]) {
    play(letters, ["PIPELINING"], isFirst: isFirst, needsReset: needsReset, replies)
}
