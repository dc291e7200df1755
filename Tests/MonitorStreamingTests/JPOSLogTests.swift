import CardCore
import MonitorStreaming
import TestSupport
import Testing

struct JPOSLogTests {
  private static let log = """
    <?xml version="1.0"?>
    <log realm="channel/127.0.0.1:8000" at="2026-03-02T10:00:00.250">
      <receive>
        <isomsg direction="incoming">
          <!-- a <field> in a comment is none -->
          <field id="0" value="0200"/>
          <field id="2" value="4242424242424242"/>
          <field id="3" value="000000"/>
          <field id="4" value="000000001250"/>
          <field id="11" value="000042"/>
          <field id="41" value="TERM0001"/>
          <field id="49" value="978"/>
          <isomsg id="55"><field id="4" value="999999999999"/></isomsg>
        </isomsg>
      </receive>
    </log>
    <log realm="x" at="Mon Mar 02 10:00:01 CET 2026.5">
      <send><isomsg><field id="0" value="0210"/><field id="2" value="424242______4242"/>
      <field id="11" value="000042"/><field id="39" value="00"/></isomsg></send>
    </log>
    <log realm="x" at="2026-03-02T10:00:02"><info>nothing</info></log>
    <log realm="x" at="2026-03-02T10:00:03"><send><isomsg><field id="0" value="0200"/>
      <field id="4" value="twelve"/></isomsg></send></log>
    """

  private func read(_ text: String, piece: Int = .max, rows: Int = 4_096) throws -> ReadLog {
    try ReadLog(Array(text.utf8), by: JPOSLogReader(), pieceByteCount: piece, rowMaximum: rows)
  }

  @Test func `reads messages, stamps, and says what is overwritten`() throws {
    let read = try read(Self.log)
    #expect(read.messageCount == 2)
    #expect(read.rows[0].contains("2026-03-02T09:00:00.250Z 0200 financial 424242******4242 1250"))
    #expect(read.rows[1].contains("2026-03-02T09:00:01.005Z 0210") && read.rows[1].contains(" 00 "))
    #expect(read.notes.count == 1 && read.notes[0].contains("DE 2"))
    #expect(read.quarantined.map(\.path) == ["DE 4"])
  }

  @Test func `gives the same for pieces and blocks of any size`() throws {
    let whole = try read(Self.log)
    for count in ReadLog.pieceByteCounts {
      #expect(try read(Self.log, piece: count, rows: 1) == whole)
    }
  }

  @Test func `reads a dump that stands in place of a message`() throws {
    let bytes = try ReadLog.sampleMessage("financial-1987-binary")
    var dump = ""
    for start in stride(from: 0, to: bytes.count, by: 16) {
      let row = bytes[start..<min(start + 16, bytes.count)]
      dump += "0000  " + row.map { hex([$0]) }.joined(separator: " ") + "   ................\n"
    }
    let read = try read("<log at=\"2026-03-02T10:00:00\"><dump>\n\(dump)</dump></log>")
    #expect(read.messageCount == 1 && read.quarantined.isEmpty)
  }

  @Test func `says where a log ends inside an element`() throws {
    let read = try read("<log at=\"2026-03-02T10:00:00\"><isomsg>")
    #expect(read.quarantined.map(\.code) == ["elementOpen"])
  }
}
