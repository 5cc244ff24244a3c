package org.hokan.dicom.cli;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.hokan.dicom.cli.DicomFile.ContextNeed;

/**
 * Files that can be sent over one association, with the presentation contexts that they need: at
 * most 128, because a context has an odd number up to 255 (PS3.8 §9.3.2.2).
 */
record SendPlan(List<DicomFile> files, List<ContextNeed> needs) {
  static final int MAX_CONTEXTS = 128;

  /** Puts the files into as few plans as their order allows. */
  static List<SendPlan> of(List<DicomFile> files) {
    List<SendPlan> plans = new ArrayList<>();
    List<DicomFile> part = new ArrayList<>();
    Set<ContextNeed> needs = new LinkedHashSet<>();
    for (DicomFile file : files) {
      if (needs.size() == MAX_CONTEXTS && !needs.contains(file.need())) {
        plans.add(new SendPlan(List.copyOf(part), List.copyOf(needs)));
        part.clear();
        needs.clear();
      }
      part.add(file);
      needs.add(file.need());
    }
    if (!part.isEmpty()) {
      plans.add(new SendPlan(List.copyOf(part), List.copyOf(needs)));
    }
    return plans;
  }
}
