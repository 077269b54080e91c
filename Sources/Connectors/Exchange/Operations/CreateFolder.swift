internal import XML

/// Makes a folder for letters.
struct CreateFolder: EWSOperation {
    static let name = "CreateFolder"

    var parent: EWSFolderID
    var displayName: String

    func write(_ xml: inout XMLWriter, _ version: EWSVersion) {
        xml.element("m:CreateFolder") { xml in
            xml.element("m:ParentFolderId") { parent.write(&$0) }
            xml.element("m:Folders") { xml in
                xml.element("t:Folder") { xml in
                    xml.element("t:FolderClass", text: "IPF.Note")
                    xml.element("t:DisplayName", text: displayName)
                }
            }
        }
    }

    func read(_ messages: [EWSMessage]) throws(EWSRefusal) -> String? {
        try messages.single()["Folders"]?.children.first?["FolderId"]?.attributes["Id"]
    }
}
