internal import CardCore
import ISO8583
import Yams

/// Reads the JSON or YAML form of moov's ISO 8583 specs.
///
/// Source: the names that the specs package of moov-io/iso8583 takes.
public enum MoovSpec {
  /// The most bytes of a file.
  public static let byteCountMaximum = 4 << 20

  /// - Parameters:
  ///   - text: The file, in JSON or YAML.
  ///   - name: What the spec is to be called where the file has no name for it.
  /// - Throws: ``SpecImportError`` where the file is no such spec. What of it a spec cannot say is
  ///   told in the notes.
  public static func read(
    _ text: [UInt8], named name: String
  ) throws(SpecImportError) -> ImportedSpec {
    guard text.count <= byteCountMaximum else {
      throw SpecImportError("the file has more than \(byteCountMaximum) bytes")
    }
    let isJSON = text.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) } == UInt8(ascii: "{")
    let document = isJSON ? try json(text) : try yaml(text)
    var reader = MoovSpecReader()
    let spec = try reader.message(document, name: name)
    return ImportedSpec(spec: spec, notes: reader.notes)
  }

  private static func json(_ text: [UInt8]) throws(SpecImportError) -> JSONValue {
    do throws(JSONError) {
      return try JSONReader(depthMax: SpecFile.depthMaximum).read(text)
    } catch {
      throw SpecImportError("not JSON: \(error)")
    }
  }

  /// YAML is read event by event: an alias would let a small file grow without end.
  private static func yaml(_ text: [UInt8]) throws(SpecImportError) -> JSONValue {
    guard let text = String(validating: text, as: UTF8.self) else {
      throw SpecImportError("not UTF-8")
    }
    let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
    for (number, line) in lines.enumerated() {
      let words = line.split { " \t:,[]{}-".contains($0) }
      if words.contains(where: { $0.hasPrefix("&") || $0.hasPrefix("*") }) {
        throw SpecImportError("anchors and aliases are not allowed", line: number + 1)
      }
    }
    do {
      guard let root = try Yams.compose(yaml: text) else { throw SpecImportError("empty") }
      return try value(root, depth: 0)
    } catch let error as SpecImportError {
      throw error
    } catch let error as YamlError {
      throw SpecImportError("not YAML: \(Self.reason(of: error))", line: Self.line(of: error))
    } catch {
      throw SpecImportError("not YAML")
    }
  }

  private static func line(of error: YamlError) -> Int? {
    switch error {
    case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _):
      mark.line
    default: nil
    }
  }

  private static func reason(of error: YamlError) -> String {
    switch error {
    case .scanner(_, let problem, _, _), .parser(_, let problem, _, _),
      .composer(_, let problem, _, _):
      problem
    default: "it cannot be read"
    }
  }

  private static func value(_ node: Node, depth: Int) throws(SpecImportError) -> JSONValue {
    guard depth < SpecFile.depthMaximum else {
      throw SpecImportError("nested too deep", line: node.mark?.line)
    }
    switch node {
    case .scalar(let scalar): return JSONValue(.string(scalar.string))
    case .sequence(let sequence):
      var elements: [JSONValue] = []
      for element in sequence { elements.append(try value(element, depth: depth + 1)) }
      return JSONValue(.array(elements))
    case .mapping(let mapping):
      var object = JSONObject()
      for (key, member) in mapping {
        guard let name = key.string else {
          throw SpecImportError("a key that is no text", line: key.mark?.line)
        }
        guard object.append(name, try value(member, depth: depth + 1)) else {
          throw SpecImportError("the key \(name.prefix(40)) comes twice", line: key.mark?.line)
        }
      }
      return JSONValue(.object(object))
    case .alias: throw SpecImportError("aliases are not allowed", line: node.mark?.line)
    }
  }
}
