import Attributes
import Templating
import Testing

@Suite struct MistakeTests {
    @Test(arguments: [
        ("{{Titel}}", "undeclared-placeholder [Titel]: 'Titel' is not declared (did you mean 'Title'?)"),
        ("{{Xyz}}", "undeclared-placeholder [Xyz]: 'Xyz' is not declared (declare it under attributes)"),
        (
            "{{#Orders}}{{Numbr}}{{/Orders}}",
            "undeclared-placeholder [Numbr]: 'Numbr' is neither declared nor a field of 'Orders' (did you mean 'Number'?)"
        ),
        ("{{Client.Nam}}", "unknown-field [Nam]: 'Client' has no field 'Nam' (did you mean 'Name'?)"),
        (
            "{{Orders.Number}}",
            "placeholder-path [Orders]: 'Orders' is an array (open a section: {{#Orders}}{{Number}}{{/Orders}}, or name one of its items: Orders[0].Number)"
        ),
        ("{{.}}", "placeholder-path [{{.}}]: '.' is what a section is at, and here is no section (name an attribute)"),
        (
            "{{Place}}",
            "blank-placeholder [{{Place}}]: 'Place' is optional, and nothing is said for a blank (write {{Place|}} if it may be blank, or a text after the '|' to show instead, or put it into a section: {{#Place}}…{{/Place}})"
        ),
        (
            "{{#Orders}}{{Note}}{{/Orders}}",
            "blank-placeholder [{{Note}}]: 'Note' is optional, and nothing is said for a blank (write {{Note|}} if it may be blank, or a text after the '|' to show instead, or put it into a section: {{#Note}}…{{/Note}})"
        ),
        (
            "{{^Place}}{{Place}}{{/Place}}",
            "blank-placeholder [{{Place}}]: 'Place' is optional, and nothing is said for a blank (write {{Place|}} if it may be blank, or a text after the '|' to show instead, or put it into a section: {{#Place}}…{{/Place}})"
        ),
        (
            "{{Orders}}",
            "placeholder-type [{{Orders}}]: 'Orders' is an object, which has no text (open a section: {{#Orders}}{{Number}}{{/Orders}})"
        ),
        (
            "{{#Orders}}{{.}}{{/Orders}}",
            "placeholder-type [{{.}}]: '.' is an object, which has no text (name one of its fields: {{Number}})"
        ),
        (
            "{{Extra}}",
            "placeholder-type [{{Extra}}]: 'Extra' is a map, which has no text (open a section: {{#Extra}}{{Key}}: {{Value}}{{/Extra}})"
        ),
        (
            "{{#Extra}}{{Val}}{{/Extra}}",
            "undeclared-placeholder [Val]: 'Val' is neither declared nor a field of 'Extra' (declare it under attributes)"
        ),
        (
            "{{#Tags}}{{Name}}{{/Tags}}",
            "undeclared-placeholder [Name]: 'Name' is not declared (declare it under attributes)"
        ),
        ("{{Title:0.00}}", "placeholder-format [0.00]: '0.00' does not fit 'Title', a string (write {{Title}})"),
        (
            "{{Count:d}}",
            "placeholder-format [d]: 'd' does not fit 'Count', a number (write a number pattern: {{Count:#,##0.00}})"
        ),
        (
            "{{#Orders}}x",
            "unclosed-section [{{#Orders}}]: '{{#Orders}}' is not closed before the text ends (write {{/Orders}} where the section ends)"
        ),
        (
            "x\n {{#Tags}}{{#Done}}{{/Tags}}",
            "unclosed-section [{{#Done}}]: '{{#Done}}' is not closed before '{{/Tags}}' at 2:20 (write {{/Done}} before it)"
        ),
        (
            "{{#Orders}}\n{{/Ordrs}}",
            "stray-end [{{/Ordrs}}]: '{{/Ordrs}}' does not end '{{#Orders}}', which is open since 1:1 (write {{/Orders}})"
        ),
        (
            "{{/Tags}}",
            "stray-end [{{/Tags}}]: '{{/Tags}}' ends nothing: no section is open (delete it, or write {{#Tags}} where the section begins)"
        ),
        ("{{Title", "mustache-name [{{Title]: "), ("x {{ ", ""), ("{{{Title}}", ""), ("{{! x", ""), ("{{=<% %>", ""),
        (
            "{{>header}}",
            "mustache-partial [{{>header}}]: '{{>header}}' is a partial, which router does not have (write its text out here)"
        ),
        (
            "{{=<%=}}",
            "mustache-delimiters [{{=<%=}}]: '{{=<%=}}' does not name two delimiters (write the opener, a space, the closer: {{=<% %>=}})"
        ),
        (
            "{{}}",
            "mustache-name [{{}}]: '{{}}' holds no name (a tag holds a name, and after it a format or a fallback: {{Start:d MMMM|soon}})"
        ),
        (
            "{{foo-bar}}",
            "mustache-name [{{foo-bar}}]: '{{foo-bar}}' holds no name (a tag holds a name, and after it a format or a fallback: {{Start:d MMMM|soon}})"
        ),
        (
            "{{#Done:x}}{{/Done}}",
            "mustache-name [{{#Done:x}}]: '{{#Done:x}}' holds no name (a section's tags hold its name: {{#Items}}…{{/Items}})\nstray-end [{{/Done}}]: '{{/Done}}' ends nothing: no section is open (delete it, or write {{#Done}} where the section begins)"
        ),
        ("{{#if Done}}", "mustache-name [{{#if Done}}]: Mustache has no 'if' (write {{#Done}}…{{/Done}})"),
        ("{{#unless Done}}", "mustache-name [{{#unless Done}}]: Mustache has no 'unless' (write {{^Done}}…{{/Done}})"),
        (
            "{{#Done}}a{{else}}b{{/Done}}",
            "mustache-name [{{else}}]: Mustache has no 'else' (close the section, and open {{^Name}}…{{/Name}} for the other case)"
        ),
        ("{{#Tags}}{{this}}{{/Tags}}", "mustache-name [{{this}}]: Mustache has no 'this' (write {{.}})"),
        (
            "{Title}",
            "warning literal-placeholder [{Title}]: '{Title}' is left as it is: in this file only Mustache speaks (write {{Title}} for the value)"
        ),
        (
            "{{#Itms}}{{Price}}{{Foo.Bar}}{{.}}{{/Itms}}",
            "undeclared-placeholder [Itms]: 'Itms' is not declared (declare it under attributes)"
        ),
    ])
    func `slips of the pen are named, placed and mended`(_ text: String, _ said: String) {
        let found = Sample.fill(mustache: text)
        // Those without an expectation of their own are tags that do not end.
        if said.isEmpty || said.hasSuffix(": ") {
            #expect(found.hasPrefix("unclosed-placeholder ["))
            #expect(found.contains("' is not closed (end the tag with '"))
        } else {
            #expect(found == said)
        }
    }

    @Test(arguments: [
        ("{{Start:'HH}}", "the format of 'Start' does not end (close the quote)"),
        ("{{Start:HH", "the format of 'Start' does not end (end the tag with '}}')"),
        ("{{Place|x", "the fallback of 'Place' does not end (end the tag with '}}')"),
    ])
    func `a format or a fallback that does not end is told`(_ text: String, _ said: String) {
        #expect(Sample.fill(mustache: text).hasSuffix(said))
    }

    @Test(arguments: [
        (
            "<p {{#Done}}hidden{{/Done}}>",
            "[{{#Done}}]: a section can't begin inside a tag (put the whole tag into the section, or begin it in the quotes of an attribute)"
        ),
        (
            "<{{#Done}}b{{/Done}}>",
            "[{{#Done}}]: a section can't begin inside a tag (put the whole tag into the section, or begin it in the quotes of an attribute)"
        ),
        (
            "{{#Done}}<b{{/Done}}>",
            "[{{/Done}}]: '{{#Done}}' begins in another place of the markup than it ends (let both stand between tags, or both in the same part of an attribute's value)"
        ),
        (
            "<b title='{{#Done}}'>x<b title='{{/Done}}'>",
            "[{{/Done}}]: '{{#Done}}' begins in another place of the markup than it ends (let both stand between tags, or both in the same part of an attribute's value)"
        ),
        (
            "<a href='https://x.org/{{#Done}}?a=b{{/Done}}'>",
            "[{{/Done}}]: '{{#Done}}' begins in another place of the markup than it ends (let both stand between tags, or both in the same part of an attribute's value)"
        ),
        (
            "{{#Done}}<!--{{/Done}}-->",
            "[{{/Done}}]: '{{#Done}}' begins in another place of the markup than it ends (let both stand between tags, or both in the same part of an attribute's value)"
        ),
        (
            "<!--{{#Done}}{{/Done}}-->",
            "[{{#Done}}]: a section can't stand in a comment, a script or a style (write it out, or delete the section)"
        ),
        (
            "<style>{{#Done}}a{}{{/Done}}</style>",
            "[{{#Done}}]: a section can't stand in a comment, a script or a style (write it out, or delete the section)"
        ),
        (
            "{{#Done}}<title>{{/Done}}</title>",
            "[{{/Done}}]: '{{#Done}}' begins in another place of the markup than it ends (let both stand between tags, or both in the same part of an attribute's value)"
        ),
    ])
    func `no section splits a tag`(_ text: String, _ said: String) {
        #expect(Sample.fill(mustache: text, in: .html) == "section-place \(said)")
    }

    @Test(arguments: [
        (
            "<a href={{Link}}>",
            "placeholder-place [{{Link}}]: a placeholder in an attribute without quotes could end it (write href=\"{{Link}}\", quotes around the whole value)"
        ),
        (
            "<style>{{Title}}</style>",
            "placeholder-place [{{Title}}]: a placeholder in <style> is not filled (move {{Title}} out of the <style>)"
        ),
        (
            "<p title='{{{Body}}}'>",
            "placeholder-format [{{{Body}}}]: HTML can only be inserted between tags (write {{Body}})"
        ),
        (
            "<p>{{{Count}}}</p>",
            "placeholder-format [{{{Count}}}]: 'Count' is a number, which is no HTML (write {{Count}})"
        ),
        (
            "<p>{{&Tags}}</p>",
            "placeholder-format [{{&Tags}}]: 'Tags' is an array of string, which is no HTML (write {{Tags}})"
        ),
        ("<p>{{{Start:HH}}}</p>", "placeholder-format [HH]: a value that is HTML takes no format (write {{Start:HH}})"),
        (
            "{{#Done}}<a href='x{{/Done}}:'>",
            "section-place [{{/Done}}]: '{{#Done}}' begins in another place of the markup than it ends (let both stand between tags, or both in the same part of an attribute's value)"
        ),
    ])
    func `the places of HTML hold for Mustache too`(_ text: String, _ said: String) {
        #expect(Sample.fill(mustache: text, in: .html) == said)
    }

    @Test func `limits are told`() {
        let many = String(repeating: "{{Title}}", count: Template.Limit.holes + 1)
        #expect(Sample.fill(mustache: many) == "template-limit [{{Title}}]: a template has at most 1000 placeholders")
        let depth = Template.Limit.sections + 1
        let deep = String(repeating: "{{#Done}}", count: depth) + String(repeating: "{{/Done}}", count: depth)
        #expect(
            Sample.fill(mustache: deep)
                == "template-limit [{{#Done}}]: at most 32 sections may stand within each other")
    }
}
