import CardCore
import Foundation
import TestSupport
import Testing

@Suite struct SpecsImportTests {
  @Test func `an imported packager is a spec that decode takes`() async throws {
    let run = try await monetique("iso", "specs", "import", "TestVectors/specs/packager.xml")
    #expect(run.status == 0)
    #expect(run.errorText == "lost: DE 63: class com.example.IFX_OWN is not known, left out\n")
    let folder = try temporaryFolder()
    let file = folder.appending(path: "spec.json").path(percentEncoded: false)
    let written = try await monetique(
      "iso", "specs", "import", "TestVectors/specs/packager.xml", "--name", "ours", "--out", file)
    #expect(written.status == 0)
    #expect(written.text.isEmpty)
    let shown = try await monetique("iso", "specs", "show", file, "--json")
    #expect(try JSONReader().read(shown.text)["name"]?.string == "ours")
    try FileManager.default.removeItem(at: folder)
  }

  @Test func `a loss is an error where it is not wanted`() async throws {
    let run = try await monetique(
      "iso", "specs", "import", "TestVectors/specs/moov.yaml", "--strict")
    #expect(run.status == 65)
    #expect(run.text.isEmpty)
    #expect(run.errorText.hasSuffix("hint: DE 60: type Blob is not known, left out\n"))
  }

  @Test func `what is neither form is 65, no file 66`() async throws {
    let other = try await monetique("iso", "specs", "import", "TestVectors/README.md")
    #expect(other.status == 65)
    #expect(try await monetique("iso", "specs", "import", "no-such-file").status == 66)
  }
}
