import Connecting
import MIME
import Testing

@Suite struct FileFailureTests {
    @Test func `a file that is gone or has changed is told with its remedy, and never tried again`() {
        let folder = Folder()
        let file = folder.write("f", [1, 2, 3])
        func failure(_ path: String, _ size: Int) -> Failure? {
            do throws(ContentProblem) {
                try Content(pieces: [.base64(path: path, size: size)]).checkFiles()
                return nil
            } catch {
                return Failure(error)
            }
        }
        #expect(failure(file, 3) == nil)
        #expect(
            failure(file, 4)
                == Failure(
                    .fileUnreadable, .never,
                    "the letter's file \(file) had 4 bytes when the letter was composed and has 3 now",
                    help: "send the letter again with the file as it is now"))
        #expect(
            failure("\(file)x", 3)
                == Failure(
                    .fileUnreadable, .never,
                    "the letter's file \(file)x can't be read: No such file or directory", help: "put the file back"))
    }
}
