internal import XML

/// Sets fields of items.
struct UpdateItem: EWSOperation {
    static let name = "UpdateItem"

    struct Change: Sendable {
        var item: EWSItemID
        var fields: [Field]
    }

    struct Field: Sendable {
        var property: EWSProperty
        /// `t:Message`, `t:CalendarItem`.
        var holder: String
        /// The property's element; `nil` takes the property away.
        var value: [UInt8]?

        init(_ property: EWSProperty, in holder: String, _ write: ((inout XMLWriter) -> Void)?) {
            self.property = property
            self.holder = holder
            value = write.map { write in
                var xml = XMLWriter()
                write(&xml)
                return xml.bytes
            }
        }

        static var read: Self {
            Self(.field("message:IsRead"), in: "t:Message") { $0.element("t:IsRead", text: "true") }
        }

        static var flagged: Self {
            Self(.flagStatus, in: "t:Message") { xml in
                xml.element("t:ExtendedProperty") { xml in
                    EWSProperty.flagStatus.write(&xml)
                    xml.element("t:Value", text: "2")
                }
            }
        }
    }

    var changes: [Change]
    var disposition: String? = "SaveOnly"
    /// `SendToAllAndSaveCopy`, for calendar items only.
    var invitations: String?
    var suppressesReceipts = true

    func write(_ xml: inout XMLWriter, _ version: EWSVersion) {
        xml.element(
            "m:UpdateItem",
            [
                "ConflictResolution": "AlwaysOverwrite", "MessageDisposition": disposition,
                "SendMeetingInvitationsOrCancellations": invitations,
                "SuppressReadReceipts": suppressesReceipts && version.suppressesReceipts ? "true" : nil,
            ]
        ) { xml in
            xml.element("m:ItemChanges") { xml in
                for change in changes { write(change, &xml) }
            }
        }
    }

    private func write(_ change: Change, _ xml: inout XMLWriter) {
        xml.element("t:ItemChange") { xml in
            change.item.write(&xml)
            xml.element("t:Updates") { xml in
                for field in change.fields {
                    guard let value = field.value else {
                        xml.element("t:DeleteItemField") { field.property.write(&$0) }
                        continue
                    }
                    xml.element("t:SetItemField") { xml in
                        field.property.write(&xml)
                        xml.element(named: field.holder) { $0.raw(value) }
                    }
                }
            }
        }
    }

    /// - Returns: For each item why it was not changed, or its new id.
    func read(_ messages: [EWSMessage]) throws(EWSRefusal) -> [Result<EWSItemID?, EWSRefusal>] {
        messages.map { message in
            message.refusal.map { .failure($0) } ?? .success(EWSItemID(message.items.first?["ItemId"]))
        }
    }
}
