package org.hokan.archive.billing;

import java.awt.Color;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDType0Font;

/**
 * Paper to write on: A4 pages, places in points from the upper left corner, one typeface in two
 * weights that is embedded with the characters used. A character that it lacks becomes a geta mark
 * (〓), as printers do. Not thread-safe.
 */
final class InvoiceSheet implements Closeable {
  static final float WIDTH = PDRectangle.A4.getWidth();
  private static final float HEIGHT = PDRectangle.A4.getHeight();
  private static final float TOP = 64;
  private static final float BOTTOM = 795;
  private static final int UNITS = 1000;
  private static final int MISSING = '〓';

  private final PDDocument document = new PDDocument();
  private final CmapLookup characters;
  private final PDType0Font regular;
  private final PDType0Font bold;
  private PDPageContentStream page;
  private boolean missed;
  private float y;

  /** Where a text goes. */
  enum Side {
    LEFT,
    RIGHT,
    CENTRE
  }

  /** How a text looks. */
  record Look(float size, boolean isBold) {
    static Look plain(float size) {
      return new Look(size, false);
    }

    static Look bold(float size) {
      return new Look(size, true);
    }
  }

  InvoiceSheet() throws IOException {
    TrueTypeFont face = face("BIZUDPGothic_400Regular.ttf");
    characters = face.getUnicodeCmapLookup();
    regular = PDType0Font.load(document, face, true);
    bold = PDType0Font.load(document, face("BIZUDPGothic_700Bold.ttf"), true);
    page = turn();
  }

  private static TrueTypeFont face(String name) throws IOException {
    try (InputStream in = InvoiceSheet.class.getResourceAsStream("fonts/" + name)) {
      return new TTFParser().parse(new RandomAccessReadBuffer(in));
    }
  }

  private PDPageContentStream turn() throws IOException {
    PDPage next = new PDPage(PDRectangle.A4);
    document.addPage(next);
    return new PDPageContentStream(document, next);
  }

  /** Where the next text goes. */
  float y() {
    return y;
  }

  void moveTo(float place) {
    y = place;
  }

  /** Turns to a new page when this one has no room for so much; says whether it did. */
  boolean room(float height) throws IOException {
    if (y + height <= BOTTOM) {
      return false;
    }
    page.close();
    page = turn();
    y = TOP;
    return true;
  }

  int pages() {
    return document.getNumberOfPages();
  }

  /** Goes back to a page that was left, from 1. */
  void turnTo(int number) throws IOException {
    page.close();
    page =
        new PDPageContentStream(
            document,
            document.getPage(number - 1),
            PDPageContentStream.AppendMode.APPEND,
            true,
            true);
  }

  /** Whether a character was written that the typeface lacks. */
  boolean missed() {
    return missed;
  }

  /** Writes a text so that its left end, right end or middle is at x and its foot at y. */
  void write(String text, float x, float y, Look look, Side side) throws IOException {
    String shown = shown(text);
    float width = width(shown, look);
    float from =
        switch (side) {
          case LEFT -> x;
          case RIGHT -> x - width;
          case CENTRE -> x - width / 2;
        };
    page.beginText();
    page.setFont(look.isBold() ? bold : regular, look.size());
    page.newLineAtOffset(from, HEIGHT - y);
    page.showText(shown);
    page.endText();
  }

  float width(String text, Look look) throws IOException {
    return (look.isBold() ? bold : regular).getStringWidth(shown(text)) / UNITS * look.size();
  }

  /** The text in lines that are no wider than this; Japanese is broken anywhere, words are not. */
  List<String> wrapped(String text, float width, Look look) throws IOException {
    List<String> lines = new ArrayList<>();
    String rest = shown(text);
    while (width(rest, look) > width && rest.length() > 1) {
      int end = fitting(rest, width, look);
      lines.add(rest.substring(0, end).strip());
      rest = rest.substring(end).strip();
    }
    lines.add(rest);
    return lines;
  }

  /** The text's beginning, when all of it is wider. */
  String cut(String text, float width, Look look) throws IOException {
    return width(text, look) <= width ? text : wrapped(text, width, look).get(0) + "…";
  }

  private int fitting(String text, float width, Look look) throws IOException {
    int end = text.offsetByCodePoints(0, 1);
    int word = 0;
    while (end < text.length()) {
      int next = text.offsetByCodePoints(end, 1);
      if (width(text.substring(0, next), look) > width) {
        break;
      }
      if (isBreak(text, next)) {
        word = next;
      }
      end = next;
    }
    return word > 0 && !isBreak(text, end) ? word : end;
  }

  /** Between two letters of a word there is none. */
  private static boolean isBreak(String text, int at) {
    return at >= text.length() || !isWord(text.charAt(at - 1)) || !isWord(text.charAt(at));
  }

  private static boolean isWord(char character) {
    return character > ' ' && character < 0x2000;
  }

  void line(float x, float y, float until, float thickness) throws IOException {
    page.setLineWidth(thickness);
    page.setStrokingColor(Color.DARK_GRAY);
    page.moveTo(x, HEIGHT - y);
    page.lineTo(until, HEIGHT - y);
    page.stroke();
  }

  /** A field in light grey, its upper left corner at x and y. */
  void shade(float x, float y, float width, float height) throws IOException {
    page.setNonStrokingColor(new Color(236, 239, 243));
    page.addRect(x, HEIGHT - y - height, width, height);
    page.fill();
    page.setNonStrokingColor(Color.BLACK);
  }

  private String shown(String text) {
    StringBuilder shown = new StringBuilder();
    text.codePoints().map(this::printable).forEach(shown::appendCodePoint);
    return shown.toString();
  }

  private int printable(int character) {
    if (Character.isISOControl(character) || Character.isSpaceChar(character)) {
      return character == '\u3000' ? character : ' ';
    }
    if (characters.getGlyphId(character) == 0) {
      missed = true;
      return MISSING;
    }
    return character;
  }

  PDDocument document() {
    return document;
  }

  void save(OutputStream out) throws IOException {
    page.close();
    document.save(out);
  }

  @Override
  public void close() throws IOException {
    document.close();
  }
}
