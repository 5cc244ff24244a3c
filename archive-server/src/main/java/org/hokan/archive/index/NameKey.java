package org.hokan.archive.index;

import java.util.ArrayList;
import java.util.List;

/**
 * A person name to be matched, by component group and component (PS3.4 §C.2.2.2.1, §C.2.2.2.4;
 * PS3.5 §6.2.1).
 *
 * <ul>
 *   <li>A key with one group matches when any group of the name does, so that a name can be found
 *       as it is written or as it sounds; a key with several matches group by group, an empty one
 *       being universal.
 *   <li>Within a group each component is compared for itself, an empty one being universal:
 *       "Yamada" finds "Yamada^Tarou". Wild cards also work across components: "*tarou" finds it,
 *       too.
 * </ul>
 */
final class NameKey {
  private final List<Group> groups = new ArrayList<>();

  NameKey(String text) {
    NameFolding.groups(text).forEach(group -> groups.add(new Group(group)));
  }

  boolean matches(String name) {
    List<String> values = NameFolding.groups(name);
    if (groups.size() == 1) {
      return values.stream().anyMatch(groups.get(0)::matches);
    }
    for (int i = 0; i < groups.size(); i++) {
      if (!groups.get(i).matches(i < values.size() ? values.get(i) : "")) {
        return false;
      }
    }
    return true;
  }

  /** What a folded group of every matching name begins with; empty: nothing is known. */
  String prefix() {
    return groups.stream().map(Group::prefix).filter(p -> !p.isEmpty()).findFirst().orElse("");
  }

  /** One component group of the key. */
  private static final class Group {
    private final List<Wildcard> components = new ArrayList<>();
    private final Wildcard whole;
    private final boolean universal;

    Group(String text) {
      universal = text.isEmpty() || Wildcard.isUniversal(text);
      List<String> texts = new ArrayList<>(List.of(text.split("\\^", -1)));
      texts.replaceAll(String::strip);
      texts.forEach(each -> components.add(Wildcard.of(each, NameFolding::fold)));
      whole = Wildcard.of(String.join("^", texts), NameFolding::fold);
    }

    boolean matches(String group) {
      if (universal) {
        return true;
      }
      if (group.isEmpty()) {
        return false;
      }
      String folded = NameFolding.foldGroup(group);
      return matchesByComponent(folded.split("\\^", -1))
          || (!whole.isLiteral() && whole.matches(folded));
    }

    private boolean matchesByComponent(String[] values) {
      for (int i = 0; i < components.size(); i++) {
        Wildcard component = components.get(i);
        boolean empty = component.isLiteral() && component.prefix().isBlank();
        if (!empty && !component.matches(i < values.length ? values[i] : "")) {
          return false;
        }
      }
      return true;
    }

    String prefix() {
      StringBuilder prefix = new StringBuilder();
      for (Wildcard component : components) {
        prefix.append(component.prefix());
        if (universal || !component.isLiteral() || component.prefix().isEmpty()) {
          break;
        }
        prefix.append('^');
      }
      // The last component has no delimiter, and need not have one: empty ones follow it.
      return withoutDelimiter(prefix);
    }

    private static String withoutDelimiter(StringBuilder prefix) {
      int end = prefix.length();
      while (end > 0 && prefix.charAt(end - 1) == '^') {
        end--;
      }
      return prefix.substring(0, end);
    }
  }
}
