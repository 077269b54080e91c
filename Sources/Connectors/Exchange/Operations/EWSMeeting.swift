internal import Attributes
internal import Connecting
internal import XML

/// Writes a meeting as a `CalendarItem`, its elements in the order of the schema.
enum EWSMeeting {
    static func item(_ meeting: PlannedMeeting) -> [UInt8] {
        var xml = XMLWriter()
        xml.element("t:CalendarItem") { xml in
            for field in fields(meeting) { xml.raw(field.value ?? []) }
        }
        return xml.bytes
    }

    /// Each field with the property that UpdateItem knows it by.
    static func fields(_ meeting: PlannedMeeting) -> [UpdateItem.Field] {
        func field(_ name: String, _ write: ((inout XMLWriter) -> Void)?) -> UpdateItem.Field {
            UpdateItem.Field(.field(name), in: "t:CalendarItem", write)
        }
        var fields = [
            field("item:Subject") { $0.element("t:Subject", text: meeting.title) },
            field("item:Body") { $0.element("t:Body", ["BodyType": "Text"], text: meeting.description) },
        ]
        if let minutes = meeting.reminderMinutes {
            fields.append(field("item:ReminderIsSet") { $0.element("t:ReminderIsSet", text: "true") })
            fields.append(
                field("item:ReminderMinutesBeforeStart") {
                    $0.element("t:ReminderMinutesBeforeStart", text: "\(minutes)")
                })
        }
        fields += [
            field("calendar:Start") { $0.element("t:Start", text: meeting.start.iso8601) },
            field("calendar:End") { $0.element("t:End", text: meeting.end.iso8601) },
            field("calendar:LegacyFreeBusyStatus") { $0.element("t:LegacyFreeBusyStatus", text: "Busy") },
            field("calendar:Location") { $0.element("t:Location", text: meeting.location) },
            field("calendar:RequiredAttendees", meeting.attendees.isEmpty ? nil : { write(meeting.attendees, &$0) }),
        ]
        return fields
    }

    private static func write(_ attendees: [MeetingGuest], _ xml: inout XMLWriter) {
        xml.element("t:RequiredAttendees") { xml in
            for attendee in attendees {
                xml.element("t:Attendee") { xml in
                    xml.element("t:Mailbox") { xml in
                        if let name = attendee.name { xml.element("t:Name", text: name) }
                        xml.element("t:EmailAddress", text: attendee.address)
                    }
                }
            }
        }
    }
}
