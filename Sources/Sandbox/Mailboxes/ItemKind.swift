/// What an item is; the raw value is Exchange's item class.
package enum ItemKind: String, Sendable, CaseIterable {
    case letter = "IPM.Note"
    case appointment = "IPM.Appointment"
    case request = "IPM.Schedule.Meeting.Request"
    case cancellation = "IPM.Schedule.Meeting.Canceled"
    case accepted = "IPM.Schedule.Meeting.Resp.Pos"
    case tentative = "IPM.Schedule.Meeting.Resp.Tent"
    case declined = "IPM.Schedule.Meeting.Resp.Neg"
    case notice = "REPORT.IPM.Note.NDR"

    /// Whether it is an answer to an invitation.
    package var isResponse: Bool { [.accepted, .tentative, .declined].contains(self) }
}
