package org.hokan.archive.web;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpResponseWriter;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hokan.archive.billing.BilledRecord;
import org.hokan.archive.billing.BillingRecord;
import org.hokan.archive.billing.ContractClause;
import org.hokan.archive.billing.Correction;
import org.hokan.archive.billing.JsonExport;
import org.hokan.archive.billing.LedgerCheck;
import org.hokan.archive.billing.LineExplanation;
import org.hokan.archive.billing.MonthClose;
import org.hokan.archive.billing.RecordFilter;
import org.hokan.archive.billing.RecordType;
import org.hokan.archive.billing.ServiceOrder;
import org.hokan.archive.billing.Statement;
import org.hokan.archive.billing.StatementFilter;
import org.hokan.archive.billing.TextForm;
import org.hokan.archive.contract.Contract;
import org.joda.money.Money;

/** {@code /billing}. */
final class BillingResource {
  private static final int PAGE = 1000;
  private static final int STATEMENTS = 100;

  private final AdminRooms rooms;

  BillingResource(AdminRooms rooms) {
    this.rooms = rooms;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get(
            "/billing/records", this::records, "month", "facility", "type", "after", "limit"),
        Endpoint.get(
            "/billing/statements", this::statements, "month", "facility", "after", "limit"),
        Endpoint.get("/billing/statements/{number}", this::statement),
        Endpoint.post("/billing/close", this::close),
        Endpoint.get("/billing/close", this::closing, "month"),
        Endpoint.get(
            "/billing/explanation", this::explain, "statement", "line", "record", "after", "limit"),
        Endpoint.get("/billing/receipt", this::receipt, "study", "facility"),
        Endpoint.get("/billing/key", this::key),
        Endpoint.get("/billing/export", this::export, "month", "format", "facility", "encoding"),
        new InvoiceResource(rooms).endpoint(),
        Endpoint.post("/billing/corrections", this::correct),
        Endpoint.post("/billing/services", this::bill),
        Endpoint.get("/billing/verify", this::verify));
  }

  private HttpResponse records(Call call) {
    RecordFilter filter =
        new RecordFilter(
            call.month("month"),
            facility(call),
            call.word("type", RecordType.class),
            call.number("after", 0),
            call.limit(PAGE, RecordFilter.LARGEST_PAGE));
    return Json.items(rooms.ledger().records(filter), BillingResource::json);
  }

  private HttpResponse statements(Call call) {
    StatementFilter filter =
        new StatementFilter(
            call.month("month"),
            facility(call),
            call.text("after"),
            call.limit(STATEMENTS, StatementFilter.LARGEST_PAGE));
    return Json.items(rooms.ledger().statements(filter), BillingResource::json);
  }

  private HttpResponse statement(Call call) {
    String number = call.path("number");
    return rooms
        .ledger()
        .statement(number)
        .map(statement -> Json.ok(withReasons(statement)))
        .orElseThrow(() -> unknownStatement(number));
  }

  /** A correction's item is a bare number; people want to read why it was made. */
  private JsonNode withReasons(Statement statement) {
    JsonNode json = json(statement);
    Map<String, String> reasons = rooms.ledger().reasons(statement);
    for (JsonNode line : json.path("lines")) {
      if (line.path("type").asText().equals(RecordType.ADJUSTMENT.name())) {
        ((ObjectNode) line).put("reason", reasons.getOrDefault(line.path("item").asText(), ""));
      }
    }
    return json;
  }

  static Refusal unknownStatement(String number) {
    return Refusal.notFound(
        "statement \"%s\" (expected: the number of one that was made, see: hokan billing statements)"
            .formatted(number));
  }

  private HttpResponse close(Call call) {
    Body body = call.body("month");
    YearMonth month = Call.month("month", body.text("month"));
    call.context().clearRequestTimeout();
    if (!month.isAfter(YearMonth.now(rooms.clock())) && !rooms.ledger().isClosed(month)) {
      rooms.operations().settleStudies(endOf(month));
    }
    List<String> warnings = new CloseWarnings(rooms, month).all();
    rooms.operations().closeMonth(month, call.who());
    ObjectNode state = state(month);
    state.set("warnings", Json.texts(warnings));
    return Json.respond(HttpStatus.ACCEPTED, state);
  }

  private HttpResponse closing(Call call) {
    return Json.ok(state(requiredMonth(call)));
  }

  private static YearMonth requiredMonth(Call call) {
    return call.month("month")
        .orElseThrow(() -> Refusal.badRequest("month: missing (expected: YYYY-MM)"));
  }

  /** How a month stands: OPEN, CLOSING, GIVEN_UP (closing it again goes on) or CLOSED. */
  private ObjectNode state(YearMonth month) {
    // The close under way first: what has ended meanwhile is found among what is closed.
    Optional<CloseFacts> closing =
        rooms.operations().closing().filter(facts -> facts.month().equals(month));
    Optional<MonthClose> closed = rooms.ledger().closed(month);
    if (closed.isPresent()) {
      return json(closed.get()).put("state", "CLOSED");
    }
    ObjectNode json = Json.object().put("month", month.toString());
    if (closing.isEmpty()) {
      return rooms.ledger().isClosed(month) ? json.put("state", "CLOSED") : open(json, month);
    }
    return json.put("state", closing.get().givenUp() ? "GIVEN_UP" : "CLOSING")
        .put("since", closing.get().since().toString())
        .put("by", closing.get().by())
        .put("progress", closing.get().progress())
        .put("problem", closing.get().problem());
  }

  /** With what is to be known before it is closed. */
  private ObjectNode open(ObjectNode json, YearMonth month) {
    CloseWarnings close = new CloseWarnings(rooms, month);
    json.put("state", "OPEN").put("begun", close.hasBegun()).put("ended", close.hasEnded());
    json.set("warnings", Json.texts(close.all()));
    return json;
  }

  private HttpResponse explain(Call call) {
    String statement =
        call.text("statement")
            .orElseThrow(() -> Refusal.badRequest("statement: missing (expected: its number)"));
    int line = Math.toIntExact(call.number("line", 1));
    long record = call.number("record", 0);
    long after = call.number("after", 0);
    int most = call.limit(LineExplanation.LARGEST_PAGE, LineExplanation.LARGEST_PAGE);
    LineExplanation explanation =
        (record == 0
                ? rooms.ledger().explain(statement, line, after, most)
                : rooms.ledger().explainRecord(statement, line, record, after, most))
            .orElseThrow(() -> notOn(statement, line, record));
    ObjectNode json = Json.object().put("statement", statement);
    json.set("line", written(out -> JsonExport.write(out, explanation.line())));
    json.set("records", Json.array(explanation.parts(), BillingResource::json));
    return Json.ok(json);
  }

  private Refusal notOn(String number, int line, long record) {
    Optional<Statement> statement = rooms.ledger().statement(number);
    if (statement.isEmpty()) {
      return unknownStatement(number);
    }
    int lines = statement.get().lines().size();
    return line < 1 || line > lines
        ? Refusal.notFound(
            "line %d of statement %s (expected: %s)"
                .formatted(line, number, lines == 0 ? "none, it has no line" : "1 to " + lines))
        : Refusal.notFound(
            "record %d in line %d of statement %s (expected: one that stands in it, see: hokan billing explain %3$s/%2$d)"
                .formatted(record, line, number));
  }

  private static JsonNode json(LineExplanation.Part part) {
    ObjectNode json = (ObjectNode) json(new BilledRecord(part.record(), ""));
    if (part.refersTo().namesRecord()) {
      json.putObject("refersTo").put("record", part.refersTo().record());
    } else if (part.refersTo().namesStatement()) {
      ObjectNode to = json.putObject("refersTo").put("statement", part.refersTo().statement());
      if (part.refersTo().line() > 0) {
        to.put("line", part.refersTo().line());
      }
    }
    json.put("imagesBehind", part.images());
    json.put("studyRecords", part.studyRecords());
    json.set("studies", Json.array(part.studies(), study -> json(new BilledRecord(study, ""))));
    return json;
  }

  private HttpResponse receipt(Call call) {
    String facility =
        facility(call)
            .orElseThrow(() -> Refusal.badRequest("facility: missing (expected: its code)"));
    String study =
        call.text("study")
            .orElseThrow(() -> Refusal.badRequest("study: missing (expected: its UID)"));
    return rooms
        .ledger()
        .receipt(facility, study)
        .map(receipt -> Json.ok(ReceiptJson.of(receipt)))
        .orElseThrow(
            () ->
                Refusal.notFound(
                    "study \"%s\" of facility %s (expected: one with a billing record; a study has one once it has ended, see: hokan study list --facility %2$s)"
                        .formatted(study, facility)));
  }

  private HttpResponse key(Call call) {
    return Json.ok(Json.object().put("publicKey", rooms.ledger().publicKey()));
  }

  private Instant endOf(YearMonth month) {
    return month.plusMonths(1).atDay(1).atStartOfDay(rooms.clock().getZone()).toInstant();
  }

  private HttpResponse correct(Call call) {
    Body body =
        call.body("facility", "amount", "currency", "reason", "reference", "contract", "again");
    String facility = FacilityResource.known(rooms.entities(), body.text("facility")).code();
    Money amount = ContractResource.money("amount", body.text("amount"), body.text("currency"));
    ContractClause clause =
        body.filled("contract").map(id -> clause(id, facility)).orElse(ContractClause.NONE);
    Correction correction =
        Call.made(
            () ->
                new Correction(
                    facility, clause, amount, body.text("reason"), body.text("reference")));
    BillingRecord record = rooms.ledger().correct(correction, body.flag("again"), call.who());
    return Json.respond(HttpStatus.CREATED, json(new BilledRecord(record, "")));
  }

  private HttpResponse bill(Call call) {
    Body body = call.body("facility", "service", "quantity", "object", "reference");
    String facility = FacilityResource.known(rooms.entities(), body.text("facility")).code();
    long quantity =
        body.filled("quantity")
            .map(text -> Call.parsed("quantity", text, "a whole number", Long::valueOf))
            .orElse(1L);
    ServiceOrder order =
        Call.made(
            () ->
                new ServiceOrder(
                    facility,
                    body.text("service"),
                    quantity,
                    body.filled("object").orElse(""),
                    body.text("reference")));
    BillingRecord record = rooms.ledger().bill(order, call.who());
    return Json.respond(HttpStatus.CREATED, json(new BilledRecord(record, "")));
  }

  private ContractClause clause(String id, String facility) {
    Contract contract =
        rooms
            .contracts()
            .contract(id)
            .filter(c -> c.facility().equals(facility) && c.wasAgreed())
            .orElseThrow(
                () ->
                    Refusal.badRequest(
                        "contract: unknown ID (expected: one that was agreed with facility %s)"
                            .formatted(facility)));
    return ContractClause.on(contract, rooms.contracts().today(facility));
  }

  private HttpResponse verify(Call call) {
    call.context().clearRequestTimeout();
    LedgerCheck check = rooms.ledger().verify();
    ObjectNode json =
        Json.object()
            .put("intact", check.intact())
            .put("records", check.records())
            .put("statements", check.statements())
            .put("found", check.found());
    json.set("problems", Json.texts(check.problems()));
    return Json.ok(json);
  }

  private HttpResponse export(Call call) {
    YearMonth month = requiredMonth(call);
    String format = call.text("format").orElse("csv");
    if (!format.equals("csv") && !format.equals("json")) {
      throw Refusal.badRequest("format: \"%s\" (expected: csv or json)".formatted(format));
    }
    TextForm form = call.text("encoding").map(BillingResource::form).orElse(TextForm.UTF_8);
    RecordFilter filter =
        new RecordFilter(Optional.of(month), facility(call), Optional.empty(), 0, PAGE);
    call.context().clearRequestTimeout();
    HttpResponseWriter response = HttpResponse.streaming();
    response.write(headers(month, format, form));
    Export export = new Export(month, format, form, filter);
    call.context().blockingTaskExecutor().execute(() -> write(export, response));
    return response;
  }

  /** What is to be written. */
  private record Export(YearMonth month, String format, TextForm form, RecordFilter filter) {}

  private static TextForm form(String word) {
    return TextForm.of(word)
        .orElseThrow(
            () ->
                Refusal.badRequest(
                    "encoding: not known (expected: one of %s)"
                        .formatted(String.join(", ", TextForm.words()))));
  }

  private static ResponseHeaders headers(YearMonth month, String format, TextForm form) {
    MediaType type =
        format.equals("csv")
            ? MediaType.create("text", "csv").withParameter("charset", form.charset())
            : MediaType.JSON_UTF_8;
    return ResponseHeaders.builder(HttpStatus.OK)
        .contentType(type)
        .add(
            HttpHeaderNames.CONTENT_DISPOSITION,
            "attachment; filename=\"billing-%s.%s\"".formatted(month, format))
        .add(HttpHeaderNames.CACHE_CONTROL, "no-store")
        .build();
  }

  private void write(Export export, HttpResponseWriter response) {
    try {
      ResponseStream stream = new ResponseStream(response);
      if (export.format().equals("csv")) {
        rooms.ledger().exportCsv(export.filter(), export.form(), stream);
      } else {
        rooms.ledger().exportJson(export.month(), export.filter(), stream);
      }
      stream.close();
    } catch (IOException | RuntimeException e) {
      response.close(e); // the receiver sees a broken answer, never a short one that looks whole
    }
  }

  private Optional<String> facility(Call call) {
    return call.text("facility").map(code -> FacilityResource.known(rooms.entities(), code).code());
  }

  private ObjectNode json(MonthClose close) {
    ObjectNode json =
        Json.object()
            .put("month", close.month().toString())
            .put("closedAt", close.closedAt().toString())
            .put("closedBy", close.closedBy())
            .put("nextOpen", close.nextOpen().toString())
            .put("statementCount", close.statements());
    StatementFilter first =
        new StatementFilter(
            Optional.of(close.month()), Optional.empty(), Optional.empty(), STATEMENTS);
    json.set("statements", Json.array(rooms.ledger().statements(first), BillingResource::json));
    String note =
        close.stillRunning()
            ? "%s has not ended: what arrives in the rest of it is billed with %s."
                .formatted(close.month(), close.nextOpen())
            : "";
    return json.put("note", note);
  }

  static JsonNode json(BilledRecord record) {
    return written(json -> JsonExport.write(json, record));
  }

  static JsonNode json(Statement statement) {
    return written(json -> JsonExport.write(json, statement));
  }

  /** Writes to a JSON generator. */
  @FunctionalInterface
  private interface JsonWriting {
    void to(JsonGenerator json) throws IOException;
  }

  private static JsonNode written(JsonWriting writing) {
    try (TokenBuffer buffer = new TokenBuffer(Json.MAPPER, false)) {
      writing.to(buffer);
      return Json.MAPPER.readTree(buffer.asParser());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
