package org.hokan.archive.retrieve;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.net.association.AssociationProposal;

/**
 * The presentation contexts that a destination is asked for: each kind has one with only its own
 * transfer syntax, so that whoever takes that gets it, and beside it one for each syntax that it
 * could be given in instead. A kind that is stored smaller has one more, with both syntaxes: who
 * chooses the smaller one there prefers it (PS3.8 §7.1.1.13). More than one association has
 * contexts for are several groups. Not thread-safe.
 */
final class Proposals {
  private final List<Group> groups = new ArrayList<>();

  /** A context: a class in one syntax of these. */
  private record Context(Uid sopClass, List<Uid> transferSyntaxes) {}

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
      contexts.add(new Context(kind.sopClass(), List.of(kind.transferSyntax())));
      kind.smaller()
          .ifPresent(
              smaller ->
                  contexts.add(
                      new Context(kind.sopClass(), List.of(kind.transferSyntax(), smaller))));
      Transcodings.fallbacks(kind.transferSyntax())
          .forEach(target -> contexts.add(new Context(kind.sopClass(), List.of(target))));
      return contexts;
    }

    /** Whether all that the other asks for is asked for here. */
    boolean covers(Group other) {
      return contexts.containsAll(other.contexts);
    }

    void propose(AssociationProposal.Builder proposal) {
      contexts.forEach(context -> proposal.propose(context.sopClass(), context.transferSyntaxes()));
    }
  }

  /**
   * @param kinds that are known to come
   */
  Proposals(Set<Kind> kinds) {
    for (Kind kind : kinds) {
      if (groups.isEmpty() || !groups.get(groups.size() - 1).add(kind)) {
        begin(kind);
      }
    }
  }

  private Group begin(Kind kind) {
    Group group = new Group();
    group.add(kind);
    groups.add(group);
    return group;
  }

  /**
   * Where a kind is; one that was not known to come, as it was compressed since, has one of its
   * own.
   */
  Group of(Kind kind) {
    return groups.stream()
        .filter(group -> group.kinds.contains(kind))
        .findFirst()
        .orElseGet(() -> begin(kind));
  }
}
