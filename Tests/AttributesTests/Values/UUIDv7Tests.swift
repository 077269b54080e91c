import Attributes
import Testing

struct UUIDv7Tests {
    @Test
    func `identifiers rise, however fast they are made`() {
        let made = (0..<3000).map { _ in UUIDv7() }
        #expect(zip(made, made.dropFirst()).allSatisfy { $0 < $1 })
        #expect(zip(made, made.dropFirst()).allSatisfy { $0.description < $1.description })
        #expect(made.allSatisfy { UUIDv7($0.description) == $0 })
    }

    @Test
    func `tasks never get the same one`() async {
        let made = await withTaskGroup(of: [UUIDv7].self) { group in
            for _ in 0..<8 { group.addTask { (0..<2000).map { _ in UUIDv7() } } }
            return await group.reduce(into: Set<UUIDv7>()) { $0.formUnion($1) }
        }
        #expect(made.count == 16_000)
    }

    @Test
    func `its time is when it was made`() {
        let before = ContinuousClock.now
        let one = UUIDv7()
        let other = UUIDv7()
        #expect(other.milliseconds - one.milliseconds <= UInt64((ContinuousClock.now - before) / .milliseconds(1)) + 20)
        #expect(one.milliseconds > 1_767_225_600_000)
    }

    @Test(arguments: [
        "", "0198c2f0-3f6a-7c21-9d5e", "0198c2f0-3f6a-4c21-9d5e-0b1f2a3c4d5e", "0198c2f0-3f6a-7c21-cd5e-0b1f2a3c4d5e",
        "0198c2f03f6a7c219d5e0b1f2a3c4d5e", "0198c2f0-3f6a-7c21-9d5e-0b1f2a3c4d5e0",
        "0198c2f0-3f6a-7c21-9d5e-0b1f2a3c4dя",
    ])
    func `what is no UUIDv7 is none`(text: String) {
        #expect(UUIDv7(text) == nil)
    }

    @Test
    func `the usual form is read in either case`() {
        let text = "0198c2f0-3f6a-7c21-9d5e-0b1f2a3c4d5e"
        #expect(UUIDv7(text)?.description == text)
        #expect(UUIDv7(text.uppercased())?.description == text)
    }
}
