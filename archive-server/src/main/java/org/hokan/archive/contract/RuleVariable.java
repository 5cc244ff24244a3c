package org.hokan.archive.contract;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What the condition of a storage rule can speak of. */
public enum RuleVariable {
  CALLING_AE(Type.STRING, "AE title of the sender", f -> Optional.of(f.callingAe())),
  CALLED_AE(Type.STRING, "AE title that it called", f -> Optional.of(f.calledAe())),
  PEER(Type.STRING, "IP address of the sender", f -> Optional.of(f.peer())),
  FACILITY(Type.STRING, "code of the sender's facility", f -> Optional.of(f.facility())),
  SOP_CLASS(Type.STRING, "SOP Class UID", f -> Optional.of(f.sopClass())),
  TRANSFER_SYNTAX(Type.STRING, "Transfer Syntax UID", f -> Optional.of(f.transferSyntax())),
  SIZE(Type.INT, "length of the object in bytes", f -> Optional.of(f.sizeBytes())),
  TIME(Type.TIMESTAMP, "when it arrived", f -> Optional.of(f.time())),
  MODALITY(Type.STRING, "Modality (0008,0060)", ArrivalFacts::modality),
  PATIENT_ID(Type.STRING, "Patient ID (0010,0020)", ArrivalFacts::patientId),
  STUDY(Type.STRING, "Study Instance UID (0020,000D)", ArrivalFacts::study);

  /** The CEL type of a variable. */
  public enum Type {
    STRING,
    INT,
    TIMESTAMP
  }

  private final Type type;
  private final String meaning;
  private final Function<ArrivalFacts, Optional<?>> value;

  RuleVariable(Type type, String meaning, Function<ArrivalFacts, Optional<?>> value) {
    this.type = type;
    this.meaning = meaning;
    this.value = value;
  }

  /** Its name in a condition. */
  public String variable() {
    return name().toLowerCase(Locale.ROOT);
  }

  public Type type() {
    return type;
  }

  /** What it stands for, in a few words. */
  public String meaning() {
    return meaning;
  }

  Optional<?> valueIn(ArrivalFacts facts) {
    return value.apply(facts);
  }

  static String all() {
    return Arrays.stream(values()).map(RuleVariable::variable).collect(Collectors.joining(", "));
  }
}
