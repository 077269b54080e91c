internal import Attributes
internal import MIME
internal import XML

extension ItemView {
    /// What letters about meetings have, behind what all letters have.
    func writeMeetingMessage(_ xml: inout XMLWriter) {
        guard let meeting = item.meeting else { return }
        if shape.has("AssociatedCalendarItemId", isDefault: true), let appointment {
            xml.itemID(appointment, as: "t:AssociatedCalendarItemId")
        }
        property(&xml, "IsDelegated", false)
        property(&xml, "IsOutOfDate", isOutOfDate)
        property(&xml, "HasBeenProcessed", item.appointment != nil)
        let answer = meeting.guests.first { $0.response != .unknown }?.response
        let said = item.kind.isResponse ? answer ?? .unknown : appointment?.meeting?.response ?? meeting.response
        property(&xml, "ResponseType", isDefault: true, said.rawValue)
        property(&xml, "UID", isDefault: true, meeting.uid)
        property(&xml, "DateTimeStamp", meeting.stamp)
        if version >= .exchange2013 { property(&xml, "IsOrganizer", isOrganizer(meeting)) }
    }

    private func isOrganizer(_ meeting: CalendarEntry) -> Bool {
        meeting.response == .organizer
            || owner.addresses.contains { $0.lowercased() == meeting.organizer?.address.lowercased() }
    }

    /// A later version stands in the calendar.
    private var isOutOfDate: Bool {
        guard let known = appointment?.meeting, let meeting = item.meeting else { return false }
        return known.sequence > meeting.sequence
    }

    /// Times of answers and cancellations.
    func writeMeetingTimes(_ xml: inout XMLWriter) {
        guard version >= .exchange2013, let meeting = item.meeting else { return }
        property(&xml, "Start", isDefault: true, meeting.start)
        property(&xml, "End", isDefault: true, meeting.end)
        property(&xml, "Location", isDefault: true, meeting.location)
        property(&xml, "CalendarItemType", type(of: meeting))
    }

    private func type(of meeting: CalendarEntry) -> String {
        meeting.recurrence == nil ? "Single" : occurrence == nil ? "RecurringMaster" : "Occurrence"
    }

    /// What invitations have.
    func writeRequest(_ xml: inout XMLWriter) {
        guard let meeting = item.meeting else { return }
        let kind = isOutOfDate ? "Outdated" : meeting.sequence > 0 ? "FullUpdate" : "NewMeetingRequest"
        property(&xml, "MeetingRequestType", isDefault: true, kind)
        property(&xml, "IntendedFreeBusyStatus", isDefault: true, "Busy")
        property(&xml, "Start", isDefault: true, meeting.start)
        property(&xml, "End", isDefault: true, meeting.end)
        property(&xml, "OriginalStart", meeting.start)
        property(&xml, "IsAllDayEvent", isDefault: true, meeting.isAllDay)
        property(&xml, "LegacyFreeBusyStatus", isDefault: true, appointment?.meeting?.busy ?? "Tentative")
        property(&xml, "Location", isDefault: true, meeting.location)
        property(&xml, "IsMeeting", true)
        property(&xml, "IsCancelled", meeting.isCancelled)
        property(&xml, "IsRecurring", false)
        property(&xml, "MeetingRequestWasSent", true)
        property(&xml, "CalendarItemType", isDefault: true, type(of: meeting))
        property(&xml, "MyResponseType", isDefault: true, (appointment?.meeting?.response ?? .none).rawValue)
        people(meeting, &xml)
        property(&xml, "AppointmentReplyTime", appointment?.meeting?.responded)
        property(&xml, "AppointmentSequenceNumber", "\(meeting.sequence)")
        property(&xml, "AppointmentState", "3")
        series(meeting, &xml)
    }

    /// What appointments have.
    func writeAppointment(_ xml: inout XMLWriter) {
        guard let meeting = item.meeting else { return }
        property(&xml, "UID", meeting.uid)
        property(&xml, "DateTimeStamp", meeting.stamp)
        property(&xml, "Start", isDefault: true, meeting.start)
        property(&xml, "End", isDefault: true, meeting.end)
        property(&xml, "OriginalStart", meeting.start)
        property(&xml, "IsAllDayEvent", isDefault: true, meeting.isAllDay)
        property(&xml, "LegacyFreeBusyStatus", isDefault: true, meeting.busy)
        property(&xml, "Location", isDefault: true, meeting.location)
        property(&xml, "IsMeeting", isDefault: true, meeting.isMeeting)
        property(&xml, "IsCancelled", isDefault: true, meeting.isCancelled)
        property(&xml, "IsRecurring", isDefault: true, occurrence != nil)
        property(&xml, "MeetingRequestWasSent", isDefault: true, meeting.isSent)
        property(&xml, "IsResponseRequested", isDefault: true, true)
        property(&xml, "CalendarItemType", isDefault: true, type(of: meeting))
        property(&xml, "MyResponseType", isDefault: true, meeting.response.rawValue)
        people(meeting, &xml)
        property(&xml, "AppointmentReplyTime", meeting.responded)
        property(&xml, "AppointmentSequenceNumber", "\(meeting.sequence)")
        var state = meeting.isMeeting ? 1 : 0
        if meeting.response != .organizer { state += 2 }
        if meeting.isCancelled { state += 4 }
        property(&xml, "AppointmentState", "\(state)")
        series(meeting, &xml)
        if version >= .exchange2013 { property(&xml, "IsOrganizer", meeting.response == .organizer) }
    }

    /// What only a whole series has.
    private func series(_ meeting: CalendarEntry, _ xml: inout XMLWriter) {
        guard occurrence == nil, !shape.isSearch, let recurrence = meeting.recurrence else { return }
        if shape.has("Recurrence", isDefault: true) {
            xml.element("t:Recurrence") { xml in
                recurrence.write(from: meeting.zone.civil(at: meeting.start).daysSince1970, &xml)
            }
        }
        let ends = [
            ("FirstOccurrence", meeting.occurrences(after: .earliest, before: .latest).first),
            ("LastOccurrence", meeting.lastOccurrence),
        ]
        for (name, found) in ends where item.kind == .appointment && shape.has(name, isDefault: true) {
            guard let found else { continue }
            xml.element(named: "t:\(name)") { xml in
                xml.itemID(item, occurrence: found.number)
                xml.element("t:Start", text: Instant(seconds: found.start.seconds).iso8601)
                xml.element("t:End", text: Instant(seconds: found.end.seconds).iso8601)
                xml.element("t:OriginalStart", text: Instant(seconds: found.start.seconds).iso8601)
            }
        }
    }

    private func people(_ meeting: CalendarEntry, _ xml: inout XMLWriter) {
        one(&xml, "Organizer", isDefault: true, meeting.organizer)
        guard !shape.isSearch else { return }
        for kind in [CalendarEntry.Guest.Kind.required, .optional, .resource] {
            let guests = meeting.guests.filter { $0.kind == kind }
            guard shape.has(kind.rawValue, isDefault: true), !guests.isEmpty else { continue }
            xml.element(named: "t:\(kind.rawValue)") { xml in
                for guest in guests {
                    xml.element("t:Attendee") { xml in
                        xml.mailbox(guest.mailbox)
                        xml.element("t:ResponseType", text: guest.response.rawValue)
                        if let time = guest.responded {
                            xml.element("t:LastResponseTime", text: Instant(seconds: time.seconds).iso8601)
                        }
                    }
                }
            }
        }
    }
}
