/// Where in HTML a placeholder stands.
enum HTMLContext: Equatable {
    case text
    /// In `<title>` or `<textarea>`: text without markup.
    case escapable
    case tagName
    case attributeName
    case unquoted(attribute: String)
    /// In a quoted attribute that holds no URL.
    case quoted(attribute: String)
    case address(AddressPart)
    /// Behind `javascript:` and the like.
    case scriptAddress(attribute: String)
    case comment
    /// In an element whose contents are no text, such as `<script>`.
    case raw(element: String)
}
