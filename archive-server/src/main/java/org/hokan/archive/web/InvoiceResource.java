package org.hokan.archive.web;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.hokan.archive.billing.Invoice;
import org.hokan.archive.billing.InvoicePdf;
import org.hokan.archive.billing.InvoiceUbl;
import org.hokan.archive.billing.InvoiceWords;

/** {@code /billing/invoice}: a statement as it is put on paper or sent. */
final class InvoiceResource {
  private final AdminRooms rooms;

  InvoiceResource(AdminRooms rooms) {
    this.rooms = rooms;
  }

  Endpoint endpoint() {
    return Endpoint.get("/billing/invoice", this::invoice, "statement", "format", "language");
  }

  private enum Format {
    PDF(MediaType.PDF, "pdf"),
    UBL(MediaType.APPLICATION_XML_UTF_8, "xml"),
    JSON(MediaType.JSON_UTF_8, "json");

    private final MediaType type;
    private final String suffix;

    Format(MediaType type, String suffix) {
      this.type = type;
      this.suffix = suffix;
    }
  }

  private HttpResponse invoice(Call call) {
    String number =
        call.text("statement")
            .orElseThrow(() -> Refusal.badRequest("statement: missing (expected: its number)"));
    Format format = call.word("format", Format.class).orElse(Format.PDF);
    InvoiceWords words = Call.made(() -> InvoiceWords.of(call.text("language").orElse("ja")));
    Invoice invoice =
        rooms.ledger().invoice(number).orElseThrow(() -> BillingResource.unknownStatement(number));
    call.context().clearRequestTimeout(); // reading a typeface takes long on a busy machine
    return answer(format, invoice, words);
  }

  private static HttpResponse answer(Format format, Invoice invoice, InvoiceWords words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      write(format, invoice, words, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String name = "%s-%s.%s".formatted(invoice.kind(), invoice.statement().number(), format.suffix);
    return HttpResponse.of(
        ResponseHeaders.builder(HttpStatus.OK)
            .contentType(format.type)
            .add(HttpHeaderNames.CONTENT_DISPOSITION, "attachment; filename=\"%s\"".formatted(name))
            .add(HttpHeaderNames.CACHE_CONTROL, "no-store")
            .build(),
        HttpData.wrap(out.toByteArray()));
  }

  private static void write(Format format, Invoice invoice, InvoiceWords words, OutputStream out)
      throws IOException {
    switch (format) {
      case PDF -> InvoicePdf.write(invoice, words, out);
      case UBL -> InvoiceUbl.write(invoice, words, out);
      case JSON ->
          out.write(Json.MAPPER.writeValueAsBytes(BillingResource.json(invoice.statement())));
    }
  }
}
