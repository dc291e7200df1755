import ISO8583

/// What to do about each kind of parse error; also what `monetique explain` says of its code.
enum ParseHelp {
  static func hint(for error: ParseError) -> String? {
    switch error.path.root {
    // Where the very start does not fit, its content is seldom to blame.
    case .header, .mti, .bitmap: advice(for: .truncated).english
    case .element, .end: advice(for: error.code).english
    }
  }

  /// The meaning of a code, a sentence.
  static func meaning(of code: ParseError.Code, in language: Language) -> String {
    let texts = texts(of: code)
    return language == .french ? texts.french : texts.english
  }

  private static func texts(of code: ParseError.Code) -> (english: String, french: String) {
    switch code {
    case .truncated: ("the bytes end inside the field", "les octets s'arrêtent dans le champ")
    case .lengthNotNumeric:
      ("a length is not written in digits", "une longueur n'est pas écrite en chiffres")
    case .lengthOverMaximum:
      ("a length is over the field's maximum", "une longueur dépasse le maximum du champ")
    case .lengthUnderMinimum:
      ("a length is under the field's minimum", "une longueur est sous le minimum du champ")
    case .lengthForm:
      (
        "a length is not in its shortest form",
        "une longueur n'est pas sous sa forme la plus courte"
      )
    case .characterNotAllowed:
      ("a character is not of the field's class", "un caractère n'est pas de la classe du champ")
    case .nibbleNotDecimal:
      ("a packed digit is over nine", "un chiffre condensé dépasse neuf")
    case .wrongFiller:
      (
        "the filler of an odd number of digits is wrong",
        "le remplissage d'un nombre impair est faux"
      )
    case .oddHexadecimal:
      (
        "hexadecimal digits do not come in pairs",
        "les chiffres hexadécimaux ne vont pas par paires"
      )
    case .bitmapNotHexadecimal:
      ("the bitmap is not in hexadecimal", "le bitmap n'est pas en hexadécimal")
    case .elementUndefined:
      ("the spec does not have this element", "la spécification n'a pas cet élément")
    case .tagUnknown:
      ("the spec does not list this tag", "la spécification n'a pas cette étiquette")
    case .tagMalformed: ("not a tag", "ce n'est pas une étiquette")
    case .subfieldMissing:
      ("a composite ends before a subfield", "un champ composé s'arrête avant un sous-champ")
    case .leftoverBytes:
      ("bytes are left after the end", "il reste des octets après la fin")
    case .overLimit: ("over a limit of the program", "au-delà d'une limite du programme")
    }
  }

  static func advice(for code: ParseError.Code) -> (english: String?, french: String?) {
    switch code {
    case .truncated:
      (
        "the message may be cut, or written under another spec: see monetique iso specs list",
        "le message est peut-être coupé, ou suit une autre spécification : monetique iso specs list"
      )
    case .lengthNotNumeric, .lengthOverMaximum, .lengthForm:
      (
        "the sender may write lengths otherwise (digits, packed, binary): try another --spec",
        "l'émetteur écrit peut-être les longueurs autrement : essayer un autre --spec"
      )
    case .characterNotAllowed, .nibbleNotDecimal, .wrongFiller, .lengthUnderMinimum,
      .oddHexadecimal:
      (
        "--lenient reads on where the next field's place is still known",
        "--lenient continue tant que la place du champ suivant reste connue"
      )
    case .bitmapNotHexadecimal:
      (
        "the bitmap may be binary: try another --spec",
        "le bitmap est peut-être binaire : essayer un autre --spec"
      )
    case .elementUndefined, .tagUnknown:
      (
        "another spec or a dialect of it may apply: monetique iso specs show lists the elements",
        "une autre spécification s'applique peut-être : voir monetique iso specs show"
      )
    case .leftoverBytes:
      (
        "several messages may follow one another: see --framing; --lenient lets them through",
        "plusieurs messages se suivent peut-être : voir --framing ; --lenient les laisse passer"
      )
    case .tagMalformed, .subfieldMissing, .overLimit: (nil, nil)
    }
  }
}
