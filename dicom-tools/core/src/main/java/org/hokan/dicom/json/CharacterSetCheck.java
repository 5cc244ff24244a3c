package org.hokan.dicom.json;

import org.hokan.dicom.data.SpecificCharacterSet;
import org.hokan.dicom.data.VR;
import org.hokan.dicom.json.JsonValue.JsonArray;
import org.hokan.dicom.json.JsonValue.JsonObject;
import org.hokan.dicom.json.JsonValue.JsonString;

/**
 * Whether the texts of a JSON object, which is Unicode, can be encoded in a character set of DICOM.
 */
final class CharacterSetCheck {
  private CharacterSetCheck() {}

  /**
   * Looks at all strings of a data set, whether the character set applies to them or not, and at
   * those of its items but for items with a character set of their own.
   */
  static boolean canEncode(JsonObject dataSet, SpecificCharacterSet characterSet) {
    return dataSet.members().values().stream().allMatch(each -> holds(each, characterSet));
  }

  private static boolean holds(JsonValue value, SpecificCharacterSet characterSet) {
    if (value instanceof JsonString string) {
      return characterSet.canEncode(string.text(), VR.UT);
    }
    if (value instanceof JsonArray array) {
      return array.values().stream().allMatch(each -> holds(each, characterSet));
    }
    return !(value instanceof JsonObject object)
        || object.members().containsKey(DataSetJsonReader.CHARACTER_SET)
        || canEncode(object, characterSet);
  }
}
