package org.hokan.dicom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTextTest {

  @Test
  void writesMapsListsTextsNumbersAndNull() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("a", List.of(1, 2.5, true, "x"));
    map.put("b", Map.of());
    map.put("c", List.of());
    map.put("d", null);
    assertThat(JsonText.of(map))
        .isEqualTo("{\"a\":[1,2.5,true,\"x\"],\"b\":{},\"c\":[],\"d\":null}");
  }

  @Test
  void escapesWhatMustBe() {
    assertThat(JsonText.of("\"\\\n\t\u0001 山")).isEqualTo("\"\\\"\\\\\\n\\t\\u0001 山\"");
  }
}
