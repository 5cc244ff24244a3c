package org.hokan.archive.compression;

import java.util.List;

/**
 * How far compression is.
 *
 * @param enabled whether anything is compressed
 * @param forms what this machine can make
 * @param waiting studies that are to be looked at, those included that wait for their time
 * @param facilities those of which something is stored
 */
public record CompressionStatus(
    boolean enabled,
    List<CompressionForm> forms,
    long waiting,
    List<FacilityCompression> facilities) {
  public CompressionStatus {
    forms = List.copyOf(forms);
    facilities = List.copyOf(facilities);
  }
}
