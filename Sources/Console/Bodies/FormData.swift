import Attributes
import Diagnostics

/// A submission as a form: a part `data` with JSON, and files in parts that are called like the attributes they are for.
///
///     Content-Disposition: form-data; name="data"              {"Title": "Планёрка"}
///     Content-Disposition: form-data; name="Agenda"; filename="agenda.pdf"
///
/// A name that comes several times makes an array. A part without a file name is a text.
struct FormData {
    private static let mostParts = 1_000

    /// In the order of the parts; the members of `data` first.
    private(set) var json: JSON

    static func read(_ body: [UInt8], _ media: MediaType) throws(Problem) -> FormData {
        guard let boundary = media.parameters["boundary"], (1...70).contains(boundary.utf8.count) else {
            throw Problem(
                400, "not-a-form", "The body is no form",
                "'Content-Type' lacks its 'boundary'; let your HTTP library write it")
        }
        var members: [JSON.Member] = []
        var files: [(name: String, values: [JSON])] = []
        var hasData = false
        var reader = FormReader(body, boundary: boundary)
        var count = 0
        while let part = try reader.next() {
            count += 1
            guard count <= mostParts else {
                throw Problem(400, "not-a-form", "The body is no form", "it has more than \(mostParts) parts")
            }
            if part.name == "data", part.fileName == nil || part.isJSON {
                guard !hasData else {
                    throw Problem(400, "not-a-form", "The body is no form", "the part 'data' comes twice")
                }
                hasData = true
                members = try data(Array(body[part.content]))
                continue
            }
            let value = value(of: part, in: body)
            if let place = files.firstIndex(where: { $0.name == part.name }) {
                files[place].values.append(value)
            } else {
                files.append((part.name, [value]))
            }
        }
        for file in files {
            guard !members.contains(where: { $0.name == file.name }) else {
                throw Problem(
                    400, "not-a-form", "The body is no form",
                    "'\(Visible.shortened(file.name, to: 60))' stands in 'data' and is a part of its own; leave out one"
                )
            }
            members.append(
                JSON.Member(name: file.name, value: file.values.count == 1 ? file.values[0] : .array(file.values)))
        }
        return FormData(json: .object(members))
    }

    private static func data(_ bytes: [UInt8]) throws(Problem) -> [JSON.Member] {
        let json: JSON
        do throws(JSONError) {
            json = try JSON.read(bytes)
        } catch {
            var problem = Problem(error)
            problem.detail = "the part 'data': \(problem.detail)"
            throw problem
        }
        guard case .object(let members) = json else {
            throw Problem(400, "not-a-form", "The body is no form", "the part 'data' is no JSON object")
        }
        return members
    }

    private static func value(of part: FormReader.Part, in body: [UInt8]) -> JSON {
        guard let name = part.fileName else { return .string(String(decoding: body[part.content], as: UTF8.self)) }
        return ["Name": .string(name), "Content": .string(Base64.encode(Array(body[part.content])))]
    }
}
