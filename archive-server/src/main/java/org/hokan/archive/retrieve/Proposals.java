package org.hokan.archive.retrieve;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.hokan.archive.index.InstanceRow;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.net.association.AssociationProposal;

/**
 * The presentation contexts that a destination is asked for: each kind has one with only its own
 * transfer syntax, so that whoever takes that gets it, and beside it one for each syntax that it
 * could be given in instead. More than one association has contexts for are several groups.
 *
 * @param groups every kind is in one of them
 */
record Proposals(List<Group> groups) {

  /** A context: a class in one syntax. */
  private record Context(Uid sopClass, Uid transferSyntax) {}

  /** What is asked for on one association. */
  static final class Group {
    private final Set<Kind> kinds = new LinkedHashSet<>();
    private final Set<Context> contexts = new LinkedHashSet<>();

    private Group() {}

    private boolean add(Kind kind) {
      Set<Context> needed = contexts(kind);
      needed.addAll(contexts);
      boolean room = needed.size() <= AssociationProposal.Builder.MAX_CONTEXTS;
      if (room) {
        kinds.add(kind);
        contexts.addAll(contexts(kind));
      }
      return room;
    }

    private static Set<Context> contexts(Kind kind) {
      Set<Context> contexts = new LinkedHashSet<>();
      contexts.add(new Context(kind.sopClass(), kind.transferSyntax()));
      Transcodings.fallbacks(kind.transferSyntax())
          .forEach(target -> contexts.add(new Context(kind.sopClass(), target)));
      return contexts;
    }

    void propose(AssociationProposal.Builder proposal) {
      contexts.forEach(
          context -> proposal.propose(context.sopClass(), List.of(context.transferSyntax())));
    }
  }

  static Proposals of(Collection<InstanceRow> rows) {
    List<Group> groups = new ArrayList<>();
    Group last = new Group();
    for (Kind kind :
        rows.stream().map(Kind::of).collect(Collectors.toCollection(LinkedHashSet::new))) {
      if (!last.add(kind)) {
        groups.add(last);
        last = new Group();
        last.add(kind);
      }
    }
    groups.add(last);
    return new Proposals(List.copyOf(groups));
  }

  /** Where a kind is. */
  Group of(Kind kind) {
    return groups.stream().filter(group -> group.kinds.contains(kind)).findFirst().orElseThrow();
  }
}
