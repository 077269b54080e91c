internal import XML

extension ExchangeDesk {
    func resolveNames(_ call: EWSCall) -> EWSReply {
        let entry = call.request["UnresolvedEntry"]?.trimmed ?? ""
        let wanted = (entry.lowercased().hasPrefix("smtp:") ? String(entry.dropFirst(5)) : entry).lowercased()
        let found = mailboxes.users.filter { user in
            !wanted.isEmpty
                && (user.name.lowercased().contains(wanted) || user.id.text == wanted
                    || user.addresses.contains { $0.lowercased().hasPrefix(wanted) })
        }
        guard !found.isEmpty else {
            return .one(call) { () throws(EWSError) in
                throw EWSError("ErrorNameResolutionNoResults", "No results were found.")
            }
        }
        let part: EWSReply.Part = { xml in
            xml.element(
                "m:ResolutionSet",
                ["TotalItemsInView": "\(found.count)", "IncludesLastItemInRange": "true"]
            ) { xml in
                for user in found.prefix(100) {
                    xml.element("t:Resolution") { xml in
                        xml.element("t:Mailbox") { xml in
                            xml.element("t:Name", text: user.name)
                            xml.element("t:EmailAddress", text: user.address)
                            xml.element("t:RoutingType", text: "SMTP")
                            xml.element("t:MailboxType", text: "Mailbox")
                        }
                    }
                }
            }
        }
        let several = EWSError("ErrorNameResolutionMultipleResults", "Multiple results were found.")
        return EWSReply(
            name: call.name, messages: [found.count == 1 ? .success(part) : .warning(several, part)], container: nil)
    }
}
