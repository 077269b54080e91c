import Attributes
import Testing

struct DirectoryTests {
    private let ivan = Account(id: "ivan", name: "Иван", address: "Ivan@Example.com", isStaff: true)
    private let anna = Account(id: "anna", name: "Анна", address: "анна@пример.рф")

    @Test func `people are found by id and by address, whatever its case`() {
        let directory = Directory(accounts: [ivan, anna])
        #expect(directory[id: "ivan"] == ivan)
        #expect(directory[id: "Ivan"] == nil)
        #expect(directory[address: "iVAN@example.COM"] == ivan)
        #expect(directory[address: "АННА@пример.рф"] == anna)
        #expect(directory[address: "x@example.com"] == nil)
        #expect(Array(directory.ids) == ["ivan", "anna"])
        #expect(directory.duplicates.isEmpty)
    }

    @Test func `who comes twice is told, and the first one is found`() {
        let other = Account(id: "ivan", name: "Other", address: "IVAN@example.com")
        let directory = Directory(accounts: [
            ivan, anna, other, Account(name: "a", address: "a@b"), Account(name: "c", address: "c@d"),
        ])
        #expect(directory[id: "ivan"] == ivan)
        #expect(
            directory.duplicates == [
                .init(field: .id, first: 0, second: 2), .init(field: .address, first: 0, second: 2),
            ])
    }
}
