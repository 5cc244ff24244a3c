package org.hokan.archive.node;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;

/** Keeps what a {@link Rehearsal} does out of the log, unless something is wrong with it. */
public final class RehearsalFilter extends Filter<ILoggingEvent> {
  @Override
  public FilterReply decide(ILoggingEvent event) {
    boolean news =
        event.getLevel().isGreaterOrEqual(Level.WARN)
            || event.getLoggerName().equals(Rehearsal.class.getName());
    return news || !Rehearsal.here() ? FilterReply.NEUTRAL : FilterReply.DENY;
  }
}
