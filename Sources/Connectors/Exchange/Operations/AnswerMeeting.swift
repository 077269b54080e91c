internal import Connecting
internal import XML

/// Accepts, tentatively accepts or declines a meeting request that came, and tells its organizer.
struct AnswerMeeting: EWSOperation {
    static let name = "CreateItem"

    var answer: MeetingAnswer
    var item: EWSItemID

    func write(_ xml: inout XMLWriter, _ version: EWSVersion) {
        xml.element("m:CreateItem", ["MessageDisposition": "SendAndSaveCopy"]) { xml in
            xml.element("m:Items") { xml in
                switch answer.decision {
                case .accept: xml.element("t:AcceptItem") { writeContent(&$0) }
                case .tentative: xml.element("t:TentativelyAcceptItem") { writeContent(&$0) }
                case .decline: xml.element("t:DeclineItem") { writeContent(&$0) }
                }
            }
        }
    }

    private func writeContent(_ xml: inout XMLWriter) {
        if let text = answer.text { xml.element("t:Body", ["BodyType": "Text"], text: text) }
        xml.element("t:ReferenceItemId", ["Id": item.id, "ChangeKey": item.changeKey])
    }

    func read(_ messages: [EWSMessage]) throws(EWSRefusal) { _ = try messages.single() }
}
