import Attributes
import Diagnostics
import Templating
import Testing

@Suite struct PictureTests {
    @Test(arguments: [
        ("<img src=\"files/logo.png\" alt=\"\">", ["file files/logo.png"]),
        ("<IMG ALT='x' SRC = ' files/a%20b.png '>", ["file files/a b.png"]),
        ("<img src=logo.png><img src='a&amp;b.png'>", ["file logo.png", "file a&b.png"]),
        ("<td background=\"files/bg.jpg\">", ["file files/bg.jpg"]),
        ("<img src='cid:logo'><img src='CID:x%40y'>", ["cid logo", "cid x@y"]),
        (
            "<img src='https://x.org/a.png'><img src='//x.org/a'><img src='data:image/png;base64,AA'><img src=''><img src='#a'>",
            []
        ),
        ("<img src='{Link}'><a href='files/a.pdf'><script src='a.js'></script>", []),
        ("<!-- <img src='a.png'> --><style><img src='b.png'></style>", []),
        ("{Title}<p title='{Title}'><img src='a.png'>{Title}<img src='b.png'>", ["file a.png", "file b.png"]),
    ])
    func `relative paths and names of parts are found`(_ html: String, _ expected: [String]) throws {
        let template = try #require(Sample.read(html, in: .html).0)
        let found = template.pictures.map { picture in
            switch picture.address {
            case .file(let path): "file \(path)"
            case .contentID(let name): "cid \(name)"
            }
        }
        #expect(found == expected)
    }

    @Test func `each is replaced at its place, also in sections`() throws {
        let text = "<p>{{Title}}</p>{{#Tags}}<img src='a.png'>{{/Tags}}<img alt=\"\\\" src='b.png'><img src='cid:c'>"
        let template = try #require(Sample.read(mustache: text, in: .html).0)
        let replaced = template.replacingPictures { picture in
            if case .file(let path) = picture.address { "cid:\(path.first ?? "?")" } else { nil }
        }
        #expect(
            Sample.fill(replaced)
                == "<p>Планёрка</p><img src='cid:a'><img src='cid:a'><img alt=\"\\\" src='cid:b'><img src='cid:c'>")
        #expect(Sample.fill(template.replacingPictures { _ in nil }) == Sample.fill(template))
    }

    @Test func `each knows where it stands`() throws {
        let template = try #require(Sample.read("\\{x}\n<b>{Title}</b><img\n src=\"files/logo.png\">", in: .html).0)
        let text = try #require(template.pictures.first?.text)
        #expect(text.text == "files/logo.png")
        #expect(text.position(0) == Position(line: 3, column: 7))
    }

    @Test(arguments: [
        (
            "<img src='files/{Title}.png'>",
            "picture-address [files/]: the path of a picture can't come from data (write the whole path, or begin the address with https:)"
        ),
        (
            "<img src='/files/logo.png'>",
            "warning picture-address [/files/logo.png]: '/files/logo.png' leads nowhere in a letter (write the path of a file of the workspace, as in files/logo.png)"
        ),
        (
            "<img src='C:\\logo.png'>",
            "warning picture-address [C:\\logo.png]: 'C:\\logo.png' leads nowhere in a letter (write the path of a file of the workspace, as in files/logo.png)"
        ),
        (
            "<img src='file:///home/a.png'>",
            "warning picture-address [file:///home/a.png]: 'file:///home/a.png' leads nowhere in a letter (write the path of a file of the workspace, as in files/a.png)"
        ),
    ])
    func `what no reader could see is told`(_ html: String, _ said: String) {
        #expect(Sample.fill(html, in: .html) == said)
    }

    @Test(arguments: [
        ("<img src='cid:logo'>", true), ("<img src='cid:logo2'>", false),
        ("<td style='background:url(cid:logo)'>", true),
        ("{Body:html}", true), ("<img src='{Link}'>", true), ("<a href='{Link}'>", false), ("logo", false),
    ])
    func `whether a part is shown is known, or may come from data`(_ html: String, _ isShown: Bool) throws {
        let template = try #require(Sample.read(html, in: .html).0)
        #expect(template.mayShow(contentID: "logo") == isShown)
    }
}
