/// Takes the text of elements that are too long to be held, such as a letter in base64, in parts as it comes.
package protocol XMLSink: AnyObject {
    /// An element begins.
    ///
    /// - Parameters:
    ///   - element: Its local name.
    ///   - index: Which it is of all streamed elements of the document: the same as `XMLElement.stream`.
    /// - Throws: When the text can't be taken.
    func begin(_ element: String, _ index: Int) throws(XMLProblem)
    /// - Parameter bytes: UTF-8; lives as long as the call.
    /// - Throws: When they can't be taken.
    func text(_ bytes: UnsafeRawBufferPointer) throws(XMLProblem)
    func end() throws(XMLProblem)
}
