package import ICalendar
package import MIME
import Templating

/// The parts of the program that read letters.
package struct LetterTools: Sendable {
    package var read: @Sendable (_ bytes: [UInt8]) -> Result<ReadLetter, Unreadable>
    /// A letter's HTML without what could harm who reads it.
    package var safeHTML: @Sendable (_ html: String, _ letter: ReadLetter) -> String
    /// The meetings of a letter's calendar parts.
    package var meetings: @Sendable ([ReadCalendarPart]) -> [ReadMeeting]

    /// Those that everything is read with.
    package static let standard = LetterTools(
        read: { bytes in
            do throws(UnreadableLetter) {
                return .success(try LetterReader.read(bytes))
            } catch {
                return .failure(Unreadable(words: error.problem, help: error.remedy))
            }
        },
        safeHTML: { html, _ in SafeHTML.make(html) },
        // A calendar part that is none leaves the letter as it is.
        meetings: { parts in parts.flatMap { part in (try? MeetingReader.read(part.text)) ?? [] } })

    /// Why a letter is none, or more than is read.
    package struct Unreadable: Error, Hashable, Sendable {
        /// The problem and the remedy, each in one sentence without a full stop.
        package var words: String
        package var help: String

        package init(words: String, help: String) {
            self.words = words
            self.help = help
        }
    }

    package init(
        read: @escaping @Sendable ([UInt8]) -> Result<ReadLetter, Unreadable>,
        safeHTML: @escaping @Sendable (String, ReadLetter) -> String,
        meetings: @escaping @Sendable ([ReadCalendarPart]) -> [ReadMeeting]
    ) {
        self.read = read
        self.safeHTML = safeHTML
        self.meetings = meetings
    }
}
