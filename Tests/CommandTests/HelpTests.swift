import TestSupport
import Testing

/// The help of every command, word for word: a change of it is seen in review.
@Suite struct HelpTests {
  @Test(arguments: texts)
  func `the help of a command`(command: String, text: String) async throws {
    let words = command.split(separator: " ").map(String.init)
    let run = try await run("monetique", words + ["--help"])
    #expect(run.status == 0)
    #expect(run.text == text)
    #expect(run.errorText.isEmpty)
  }

  @Test func `the version`() async throws {
    let run = try await monetique("--version")
    #expect(run.status == 0)
    #expect(run.text == "monetique 0.1.0\n")
  }

  private static let texts: [(String, String)] = [
    (
      "",
      """
      OVERVIEW: Takes card messages apart, puts them together, and checks test
      vectors.

      Data go to standard output, everything else to standard error. Messages come by
      file, on standard input (-) or as @FILE. Card numbers, tracks and PIN data are
      starred unless --test-data says that they are no one's.

      USAGE: monetique <subcommand>

      OPTIONS:
        --version               Show the version.
        -h, --help              Show help information.

      SUBCOMMANDS:
        iso                     ISO 8583 messages and their specs.
        key                     The keys of a key file: drawn, imported, combined,
                                exported.
        crypto                  Check values, MACs, PIN blocks, cryptograms and key
                                blocks.
        vectors                 Test vectors.
        monitor                 Find what is wrong in a log of card transactions.
        simulate                Make card traffic whose frauds and incidents are
                                known.
        card, carte             What is done to cards, one at a time or by the batch.
        holder, porteur         Whom the cards are for.
        approve                 The acts that wait for a second person.
        outbox, courrier        What holders and other systems are still to be told.
        registry                The file that holds the cards and their audit trail.
        operator                Who may act on a registry, and as what.
        product                 The kinds of cards, and the numbers that they draw
                                from.
        audit                   The audit trail of a registry.
        health                  Say whether a registry is whole, and what waits in it.
        explain                 Say what codes mean, without a network.

        See 'monetique help <subcommand>' for detailed help.

      """
    ),
    (
      "iso",
      """
      OVERVIEW: ISO 8583 messages and their specs.

      USAGE: monetique iso <subcommand>

      OPTIONS:
        --version               Show the version.
        -h, --help              Show help information.

      SUBCOMMANDS:
        decode                  Take messages apart.
        encode                  Put messages together from their JSON form.
        doctor                  Say how an input can be read, or why it cannot.
        diff                    Compare two messages, or two logs message by message.
        redact                  Make a log of messages that may leave the house.
        clearing                Clearing files like Mastercard's IPM, as a whole.
        specs                   The specs that messages are read by.

        See 'monetique help iso <subcommand>' for detailed help.

      """
    ),
    (
      "iso decode",
      """
      OVERVIEW: Take messages apart.

      An input is a FILE or @FILE, or - for standard input, which is also read where
      none is given. It holds bytes, or hexadecimal digits with one message a line;
      which of the two is found out. Hexadecimal digits may also be given in place of
      a file if the message has neither DE 2, 35, 45 nor 52, or with --test-data.

      A message that is not of its spec is shown as far as it can be read, its error
      goes to standard error, and the exit code is 65. So it is after a frame that
      cannot be read; the frames behind it are read all the same where its end is
      known, as a line's is.

      USAGE: monetique iso decode [<options>] [<inputs> ...] --spec <spec>

      ARGUMENTS:
        <inputs>                Files, @files, or - for standard input.

      OPTIONS:
        --spec <spec>           The spec of the messages: a built-in NAME, a FILE, or
                                FILE#NAME.
        --format <format>       How to print the result. (values: table, json,
                                ndjson, csv)
        --json                  The same as --format json.
        --hex                   The input is hexadecimal digits, a message a line.
        --raw                   The input is the bytes of one message.
        --framing <name>        How messages follow one another: binary2, ascii4,
                                hexlines, vbs-1014 …; a header behind the length is
                                named too, as in binary2+tpdu5.
        --lenient               Let through what only breaks a rule of content, and
                                name it.
        --ordered               Composites as arrays of [tag, value], not as objects.
        --test-data             Show everything in full. By this you assert that the
                                data are test data.
        --element <element>     Show only this element or part, such as 39 or
                                55.9F26; may be repeated.
        --lang <lang>           The language of what codes mean, where the table says
                                it. (values: en, fr)
        -v, --verbose           Say what the input was taken for.
        --version               Show the version.
        -h, --help              Show help information.

      """
    ),
    (
      "iso encode",
      """
      OVERVIEW: Put messages together from their JSON form.

      The input holds one JSON object, or one a line, as iso decode --json prints
      them. The result is hexadecimal, a message a line, or with --framing a whole
      file: what iso decode reads of a clearing file goes back into the same bytes
      with --framing vbs-1014. Values that were starred are refused: decode test data
      with --test-data to have them whole.

      USAGE: monetique iso encode [<input>] [--spec <spec>] [--raw] [--framing <framing>] [--json]

      ARGUMENTS:
        <input>                 A file, @file, or - for standard input.

      OPTIONS:
        --spec <spec>           The spec to write the messages in; else each
                                message's own, if it is built in.
        --raw                   Print the bytes of the messages, one behind the
                                other, not hexadecimal.
        --framing <framing>     Print the bytes of the messages in this framing:
                                vbs-1014, binary2 …
        --json                  Say errors in JSON.
        --version               Show the version.
        -h, --help              Show help information.

      """
    ),
    (
      "iso specs",
      """
      OVERVIEW: The specs that messages are read by.

      USAGE: monetique iso specs <subcommand>

      OPTIONS:
        --version               Show the version.
        -h, --help              Show help information.

      SUBCOMMANDS:
        list                    List the specs that come with the program.
        show                    Show the elements of a spec, or the whole of it in
                                JSON.
        schema                  Print the JSON Schema of spec files.
        import                  Make a spec of a jPOS packager or a moov spec.

        See 'monetique help iso specs <subcommand>' for detailed help.

      """
    ),
    (
      "iso specs list",
      """
      OVERVIEW: List the specs that come with the program.

      USAGE: monetique iso specs list [--format <format>] [--json]

      OPTIONS:
        --format <format>       How to print the result. (values: table, json,
                                ndjson, csv)
        --json                  The same as --format json.
        --version               Show the version.
        -h, --help              Show help information.

      """
    ),
    (
      "iso specs show",
      """
      OVERVIEW: Show the elements of a spec, or the whole of it in JSON.

      USAGE: monetique iso specs show <spec> [--format <format>] [--json]

      ARGUMENTS:
        <spec>                  The spec of the messages: a built-in NAME, a FILE, or
                                FILE#NAME.

      OPTIONS:
        --format <format>       How to print the result. (values: table, json,
                                ndjson, csv)
        --json                  The same as --format json.
        --version               Show the version.
        -h, --help              Show help information.

      """
    ),
    (
      "vectors",
      """
      OVERVIEW: Test vectors.

      USAGE: monetique vectors <subcommand>

      OPTIONS:
        --version               Show the version.
        -h, --help              Show help information.

      SUBCOMMANDS:
        check                   Run vector files against the library.

        See 'monetique help vectors <subcommand>' for detailed help.

      """
    ),
    (
      "iso specs schema",
      """
      OVERVIEW: Print the JSON Schema of spec files.

      Editors check and complete a spec file by it. A key that it does not know is an
      error when the file is read.

      USAGE: monetique iso specs schema

      OPTIONS:
        --version               Show the version.
        -h, --help              Show help information.

      """
    ),
    (
      "vectors check",
      """
      OVERVIEW: Run vector files against the library.

      Read are the schemas of this project, Wycheproof's JSON and the response files
      of NIST's CAVP.

      In a folder, every .json and .rsp file under it is run, in the order of names;
      a .json file that holds neither cases nor testGroups is no vector file and is
      passed over, by name, on standard error. A file that cannot be run is reported
      and the others are run all the same.

      Exit codes: 6 if a case fails, else 65 if a file cannot be run, or 66 if all of
      those are not there.

      USAGE: monetique vectors check [<paths> ...] [--junit <file>] [--operation <prefix>] \
      [--strict-policy] [--schema] [--format <format>] [--json]

      ARGUMENTS:
        <paths>                 Vector files, or folders of them.

      OPTIONS:
        --junit <file>          Write the results as JUnit XML.
        --operation <prefix>    Run only operations that begin so.
        --strict-policy         Count cases of a policy as failures too.
        --schema                Print the JSON Schema of the report, and run nothing.
        --format <format>       How to print the result. (values: table, json,
                                ndjson, csv)
        --json                  The same as --format json.
        --version               Show the version.
        -h, --help              Show help information.

      """
    ),
    (
      "monitor",
      """
      OVERVIEW: Find what is wrong in a log of card transactions.

      USAGE: monetique monitor <subcommand>

      OPTIONS:
        --version               Show the version.
        -h, --help              Show help information.

      SUBCOMMANDS:
        replay                  Replay logs of card transactions and raise alerts.
        report                  Make one page of what a replay found.
        backtest                Tell what other rules would have found in the same
                                logs.
        rules                   The rules that transactions are judged by.
        explain                 Tell a person why an alert was raised.
        snooze                  Have a rule keep silent about an alert's subject
                                until a date.
        evaluate                Hold alerts against what simulate put into the log.

        See 'monetique help monitor <subcommand>' for detailed help.

      """
    ),
    (
      "monitor evaluate",
      """
      OVERVIEW: Hold alerts against what simulate put into the log.

      An episode is found by an alert of a rule meant for its kind that rests on one
      of its messages, or is about its subject while it lasts or in the day after. An
      alert about the messages, the card or the terminal of any episode is no false
      alarm; every other one is, for each kind its rule is meant for.

      What the shipped rules are meant for is known; another rule is meant for the
      kind that its id ends with, as in incident.stanGap, or for what --aim declares.

      USAGE: monetique monitor evaluate <alerts> --truth <file> [--aim <rule=kind,kind> ...] \
      [--format <format>] [--json]

      ARGUMENTS:
        <alerts>                The alerts of a replay of the whole log.

      OPTIONS:
        --truth <file>          What simulate --truth wrote.
        --aim <rule=kind,kind>  What a rule is meant for; may be repeated.
        --format <format>       How to print the result. (values: table, json, ndjson)
        --json                  The same as --format json.
        --version               Show the version.
        -h, --help              Show help information.

      """
    ),
    (
      "monitor rules",
      """
      OVERVIEW: The rules that transactions are judged by.

      USAGE: monetique monitor rules <subcommand>

      OPTIONS:
        --version               Show the version.
        -h, --help              Show help information.

      SUBCOMMANDS:
        check                   Check a rule file, and say what its rules cost.
        test                    Run a table of transactions through a rule file.
        show                    Print the rules that ship with the program.

        See 'monetique help monitor rules <subcommand>' for detailed help.

      """
    ),
    (
      "monitor rules check",
      """
      OVERVIEW: Check a rule file, and say what its rules cost.

      Every mistake is told with its line and column, rules that can never fire among
      them; the exit code is then 78. Of a file without mistakes are told the bytes
      that the state of each card, terminal … takes, the conditions that aggregates
      count by, lists that no rule reads and, with --date, lists that no longer hold
      then.

      USAGE: monetique monitor rules check <file> [--date <date>] [--format <format>] [--json]

      ARGUMENTS:
        <file>                  The rule file; - for standard input.

      OPTIONS:
        --date <date>           Tell lists that no longer hold on this date.
        --format <format>       How to print the result. (values: table, json, ndjson)
        --json                  The same as --format json.
        --version               Show the version.
        -h, --help              Show help information.

      """
    ),
    (
      "monitor rules test",
      """
      OVERVIEW: Run a table of transactions through a rule file.

      The first line of the table names its columns, of time card amount merchant
      terminal acquirer country mcc entryMode cardPresent operation response stage
      expiry. Each other line is a transaction in their order, - for what it does not
      say, then => (or an arrow) and the ids of the rules whose alerts it must raise.
      A time is 2026-03-01T10:00:00Z, or +10m after the line before; a card is any
      name, or a test card number. A line with a response is request and answer at
      once. # begins a comment.

      Lines that raise other alerts are shown, and the exit code is 6.

      USAGE: monetique monitor rules test <file> --table <file> [--format <format>] [--json]

      ARGUMENTS:
        <file>                  The rule file; - for standard input.

      OPTIONS:
        --table <file>          The table.
        --format <format>       How to print the result. (values: table, json, ndjson)
        --json                  The same as --format json.
        --version               Show the version.
        -h, --help              Show help information.

      """
    ),
    (
      "monitor rules show",
      """
      OVERVIEW: Print the rules that ship with the program.

      They are printed as a rule file, with comments in English and French: a
      beginning for your own.

      USAGE: monetique monitor rules show [--default]

      OPTIONS:
        --default               The rules that hold where no others are given.
        --version               Show the version.
        -h, --help              Show help information.

      """
    ),
    (
      "monitor explain",
      """
      OVERVIEW: Tell a person why an alert was raised.

      The alert is looked up by its ID, of which the first eight digits are enough,
      in the file that the monitor wrote.

      USAGE: monetique monitor explain <id> --alerts <file> [--lang <lang>]

      ARGUMENTS:
        <id>                    The id of the alert.

      OPTIONS:
        --alerts <file>         The alerts, one JSON object a line.
        --lang <lang>           The language of the explanation. (values: en, fr)
        --version               Show the version.
        -h, --help              Show help information.

      """
    ),
    (
      "explain",
      """
      OVERVIEW: Say what codes mean, without a network.

      A CODE is a response code (51), a message type (0110), a data element (DE 39),
      a tag of chip data (9F26), a merchant category (5411), a currency (978, EUR), a
      country (250, FR), an exit code (exit 65), the code of a parse error
      (lengthOverMaximum), a reason of an act on a card (suspectedFraud) or of its
      refusal (otherCauses). All that a code can mean is listed; a word before it
      chooses: DE, MTI, MCC, tag, currency, country, response, exit, reason, refusal.

      USAGE: monetique explain <codes> ... [--lang <lang>] [--format <format>] [--json]

      ARGUMENTS:
        <codes>                 What to explain.

      OPTIONS:
        --lang <lang>           The language of the explanations. (values: en, fr)
        --format <format>       How to print the result. (values: table, json,
                                ndjson, csv)
        --json                  The same as --format json.
        --version               Show the version.
        -h, --help              Show help information.

      """
    ),
  ]
}
