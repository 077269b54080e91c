internal import Attributes
internal import Connecting
internal import MIME

extension SMTPTransaction {
    enum Prepared {
        case ready(SMTPTransaction)
        /// Nothing of it may go out.
        case impossible(Receipt)
    }

    /// Checks all that can be checked before anything goes out; `needsReset` when the server has to forget a letter before this one.
    static func prepare(
        _ index: Int, _ letter: Letter, _ capabilities: SMTPCapabilities, _ words: SMTPWords,
        _ demands: SMTPDemands = SMTPDemands(), needsReset: Bool = false
    ) -> Prepared {
        let size = letter.content.size
        if let maximum = capabilities.maximum, size > maximum {
            return .impossible(Receipt(letter, all: .failed, failure: words.tooLarge(size, maximum)))
        }
        if letter.content.needsSMTPUTF8, !capabilities.hasSMTPUTF8 {
            return .impossible(Receipt(letter, all: .failed, failure: words.needsSMTPUTF8))
        }
        var sender: EmailAddress?
        if !letter.sender.isEmpty {
            do throws(Unfit) {
                sender = try check(letter.sender, capabilities)
            } catch {
                return .impossible(
                    Receipt(letter, all: .failed, failure: .unfit(sender: letter.sender, error.reason)))
            }
        }
        var answers: [Answer] = []
        var addresses: [EmailAddress?] = []
        for recipient in letter.recipients {
            do throws(Unfit) {
                addresses.append(try check(recipient, capabilities))
                answers.append(.none)
            } catch {
                addresses.append(nil)
                answers.append(.unfit(.unfit(recipient: recipient, error.reason)))
            }
        }
        let places = addresses.indices.filter { addresses[$0] != nil }
        let hasUTF8 =
            letter.content.needsSMTPUTF8 || sender?.needsSMTPUTF8 == true
            || addresses.contains { $0?.needsSMTPUTF8 == true }
        let checks = demands.verification == .vrfy ? places.map { Command.verify($0) } : []
        let transaction = SMTPTransaction(
            index: index, letter: letter, isStrict: demands.isStrict,
            commands: (needsReset ? [.reset] : []) + checks + [.mail] + places.map { .recipient($0) } + [.data],
            extras: SMTPExtras(letter, capabilities, demands.notices), hasUTF8: hasUTF8, sender: sender,
            addresses: addresses, answers: answers)
        guard !letter.recipients.isEmpty else {
            return .impossible(Receipt(recipients: [], failure: words.nobody))
        }
        let isKept = demands.isStrict && places.count < addresses.count
        return places.isEmpty || isKept ? .impossible(transaction.receipt(words)) : .ready(transaction)
    }

    /// Why an address can't be sent to, in one sentence without a full stop.
    struct Unfit: Error {
        let reason: String
    }

    private static func check(_ address: String, _ capabilities: SMTPCapabilities) throws(Unfit) -> EmailAddress {
        let result: EmailAddress
        do throws(EmailAddress.Problem) {
            result = try EmailAddress(address)
        } catch {
            throw Unfit(reason: "it \(error.half)")
        }
        guard !result.needsSMTPUTF8 || capabilities.hasSMTPUTF8 else {
            throw Unfit(reason: "the server takes only Latin letters in front of the @ (it offers no SMTPUTF8)")
        }
        return result
    }
}
