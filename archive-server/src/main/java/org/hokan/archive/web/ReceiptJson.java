package org.hokan.archive.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.hokan.archive.billing.Receipt;
import org.hokan.archive.billing.Seal;

/** A receipt as a file that can be checked without the node. */
final class ReceiptJson {
  private static final String KIND = "hokan receipt 1";

  private ReceiptJson() {}

  static ObjectNode of(Receipt receipt) {
    ObjectNode json =
        Json.object()
            .put("kind", KIND)
            .put("facility", receipt.facility())
            .put("study", receipt.study());
    json.set("records", Json.array(receipt.entries(), ReceiptJson::of));
    return json;
  }

  private static ObjectNode of(Receipt.Entry entry) {
    ObjectNode json =
        Json.object()
            .put("record", entry.number())
            .put("form", entry.form())
            .put("hash", entry.hash());
    entry.seal().ifPresent(seal -> json.set("seal", of(seal)));
    json.set("path", Json.texts(entry.path()));
    return json;
  }

  static ObjectNode of(Seal seal) {
    return Json.object()
        .put("number", seal.number())
        .put("day", seal.day().toString())
        .put("first", seal.first())
        .put("last", seal.last())
        .put("root", seal.root())
        .put("form", seal.form())
        .put("publicKey", seal.publicKey())
        .put("signature", seal.signature());
  }
}
