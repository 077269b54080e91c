import Attributes
import MIME

extension Directory {
    /// The contact that a letter is from or to: its sender, else the first of To, then of Cc, then of Bcc; staff are none.
    func contact(of letter: ReadLetter) -> Account? {
        for mailbox in letter.from + letter.to + letter.cc + letter.bcc {
            if let account = self[address: mailbox.address], !account.isStaff { return account }
        }
        return nil
    }
}

extension Account {
    var contactJSON: JSON {
        [
            "Id": .string(id), "Name": .string(name), "Address": .string(address),
            "Company": company.map { .string($0) } ?? .null,
        ]
    }
}
