import ArgumentParser
import CardOffice
import CardRegistry

/// Who writes letters, and in which words.
struct LetterOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Letters: who writes them.", valueName: "file"))
  var sender: String?

  @Option(help: ArgumentHelp("Letters: other words than the built-in ones.", valueName: "file"))
  var frenchLetters: String?

  @Option(help: ArgumentHelp("Letters: other words than the built-in ones.", valueName: "file"))
  var englishLetters: String?

  func writer() throws(CommandError) -> LetterWriter {
    guard let sender else {
      throw CommandError(
        "nobody is named who writes the letters", hint: "add --sender FILE", .usage,
        code: "noSender")
    }
    let bytes = try InputSource.file(named: sender).read()
    let from: LetterSender
    do throws(LetterSender.FormError) {
      from = try LetterSender(json: bytes.span)
    } catch {
      throw CommandError("\(sender): \(error)", .badData, code: "badSender", path: sender)
    }
    var templates: [LetterTemplates] = []
    if let frenchLetters { templates.append(try self.templates(frenchLetters, .french)) }
    if let englishLetters { templates.append(try self.templates(englishLetters, .english)) }
    return LetterWriter(sender: from, templates: templates)
  }

  private func templates(
    _ path: String, _ language: HolderLanguage
  ) throws(CommandError) -> LetterTemplates {
    let text = String(decoding: try InputSource.file(named: path).read(), as: UTF8.self)
    do throws(LetterTemplates.FormError) {
      return try LetterTemplates(text, language)
    } catch {
      throw CommandError("\(path), \(error)", .configuration, code: "badTemplates", path: path)
    }
  }
}
